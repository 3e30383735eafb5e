"""`twicetold check`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """A world to be looked over."""

    world: World
    asked: questions.Check
    lines: Lines = ()
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was found as JUnit XML too.")
    ] = None
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again whenever a text is saved, until Ctrl-C.")
    ] = False
    as_json: AsJson = False
