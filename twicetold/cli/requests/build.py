"""`twicetold build`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.choices import Target
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """A world to be written as C or WebAssembly."""

    world: World
    target: Annotated[Target, typer.Option(help="A C99 file and its header, or WebAssembly and JavaScript.")]
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder to write to.")] = Path()
    lines: Lines = ()
    as_json: AsJson = False
