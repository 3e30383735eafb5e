"""`twicetold sift`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """How often the patterns of a world are found in its lives, and in which."""

    world: World
    asked: questions.Sift
    lines: Lines = ()
    begun: Annotated[
        int | None,
        typer.Option(
            metavar="RUN", min=0, help="Instead: what has begun in this life, and what would complete it."
        ),
    ] = None
    runs: Annotated[
        str | None,
        typer.Option(metavar="RUNS", help="Sift the lives of this world that `many --out` keeps here."),
    ] = None
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep here what was sifted, to go on with it.")
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="With --out: go on with what was sifted before.")
    ] = False
    as_json: AsJson = False
