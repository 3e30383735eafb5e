"""`twicetold find`."""

from dataclasses import dataclass

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """Lives in which something comes about."""

    world: World
    asked: questions.Find
    lines: Lines = ()
    as_json: AsJson = False
