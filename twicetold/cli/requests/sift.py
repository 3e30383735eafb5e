"""`twicetold sift`."""

from dataclasses import dataclass

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """How often the patterns of a world are found in its lives, and in which."""

    world: World
    asked: questions.Sift
    lines: Lines = ()
    as_json: AsJson = False
