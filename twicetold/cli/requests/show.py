"""`twicetold show`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.choices import Stage
from twicetold.cli.options import Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """What becomes of a world on its way to machine code."""

    world: World
    stage: Annotated[
        Stage,
        typer.Option(
            "--as",
            help="The syntax tree, the checked model, the program that is compiled, its LLVM assembly, or C.",
        ),
    ]
    of: Annotated[
        str | None,
        typer.Option(
            "--of",
            metavar="CONSTRUCT",
            help="One alone, such as 'action strike'.",
            show_default="the whole world",
        ),
    ] = None
    lines: Lines = ()
