"""`twicetold lint`."""

from dataclasses import dataclass

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """Where lives contradict themselves."""

    world: World
    asked: questions.Lint
    lines: Lines = ()
    as_json: AsJson = False
