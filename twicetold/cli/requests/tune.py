"""`twicetold tune`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """Values of knobs for which a world ends as wanted."""

    world: World
    asked: questions.Tune
    write: Annotated[bool, typer.Option("--write", help="Write the values into the world's text.")] = False
    lines: Lines = ()
    as_json: AsJson = False
