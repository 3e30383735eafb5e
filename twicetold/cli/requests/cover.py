"""`twicetold cover`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """What of a world is ever reached."""

    world: World
    asked: questions.Cover
    lines: Lines = ()
    source: Annotated[
        bool, typer.Option("--source", help="List the text, each line with how often it was reached.")
    ] = False
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the listing as a page of its own too.")
    ] = None
    as_json: AsJson = False
