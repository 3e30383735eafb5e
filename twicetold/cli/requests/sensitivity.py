"""`twicetold sensitivity`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """Which knobs matter, and for what."""

    world: World
    asked: questions.Sensitivity
    ending: Annotated[str | None, typer.Option(metavar="ENDING", help="Show this ending alone.")] = None
    measure: Annotated[str | None, typer.Option(metavar="MEASURE", help="Show this measure alone.")] = None
    lines: Lines = ()
    as_json: AsJson = False
