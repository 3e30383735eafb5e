"""`twicetold given`."""

from dataclasses import dataclass

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """What lives are like in which something happened."""

    world: World
    asked: questions.Given
    lines: Lines = ()
    as_json: AsJson = False
