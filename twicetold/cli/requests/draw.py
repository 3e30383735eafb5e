"""`twicetold draw`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.choices import Order, View
from twicetold.cli.options import Canon, Lines, Run, World
from twicetold.questions import Seed


@dataclass(frozen=True, slots=True)
class Request:
    """A life to be drawn, by seed and run or by the world's canon, and how it is looked at; or many."""

    world: World
    seed: Seed = 1
    run: Run = 0
    canon: Canon = False
    view: Annotated[
        View,
        typer.Option(
            help="How the telling goes through the story; who is with whom; what the ending came from; or, of"
            " many lives, how they come to their endings over time, or where they part."
        ),
    ] = "curve"
    telling: Annotated[
        str | None, typer.Option(metavar="NAME", help="For a curve: a telling that the world declares.")
    ] = None
    close_to: Annotated[
        tuple[str, ...],
        typer.Option("--close-to", metavar="NAME", help="For a curve: through whose mind, as in `tell`."),
    ] = ()
    order: Annotated[Order | None, typer.Option(help="For a curve: the order of the telling.")] = None
    narrator: Annotated[
        str | None, typer.Option(metavar="NAME", help="For a curve: who tells it, as in `tell`.")
    ] = None
    mark: Annotated[
        tuple[str, ...],
        typer.Option(
            metavar="FIELD",
            help="For a storyline: mark where this rises of somebody; may be repeated.",
            show_default="wound",
        ),
    ] = ()
    n: Annotated[
        int | None,
        typer.Option(
            "-n",
            "--lives",
            min=1,
            metavar="N",
            help="For endings and branches: how many lives.",
            show_default="1000, or 2000",
        ),
    ] = None
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The file: SVG, or with a name that ends with .html a page to move it on.",
            show_default="standard output",
        ),
    ] = None
    lines: Lines = ()
