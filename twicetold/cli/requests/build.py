"""`twicetold build`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.choices import Target
from twicetold.cli.options import AsJson, Lines, World
from twicetold.questions import lives


@dataclass(frozen=True, slots=True)
class Request:
    """A world to be written as C or WebAssembly, or as a page in which somebody is played."""

    world: World
    target: Annotated[
        Target,
        typer.Option(help="A C99 file and its header; WebAssembly and JavaScript; or a page to play in."),
    ]
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="The folder to write to; for a page also a file, NAME.html.")
    ] = Path()
    player: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="With --target page: who is played.")
    ] = None
    n: Annotated[int | None, lives("With --target page: how many lives are counted for its end.", "1000")] = (
        None
    )
    css: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --target page: a style sheet to add to its own.")
    ] = None
    lines: Lines = ()
    as_json: AsJson = False
