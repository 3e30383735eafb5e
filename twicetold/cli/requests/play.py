"""`twicetold play`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.cli.options import Lines, Run, World
from twicetold.questions import Seed


@dataclass(frozen=True, slots=True)
class Request:
    """A life to be played, by hand or by a script."""

    world: World
    players: Annotated[
        tuple[str, ...],
        typer.Option("--as", metavar="NAME", help="Who is played; may be repeated."),
    ] = ()
    seed: Seed = 1
    run: Run = 0
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, as a screen reader can follow; no windows.")
    ] = False
    transcript: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write down all that is shown and typed.")
    ] = None
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep what is chosen in this file, at each choice.")
    ] = None
    load: Annotated[Path | None, typer.Option(metavar="FILE", help="Go on where a save ends.")] = None
    as_far_as_it_fits: Annotated[
        bool,
        typer.Option(
            "--as-far-as-it-fits", help="With --load: take a save of another version of the world too."
        ),
    ] = False
    script: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Play a script, and hold what is read against it."),
    ] = None
    renew: Annotated[bool, typer.Option("--renew", help="With --script: write into it what is read now.")] = (
        False
    )
    lines: Lines = ()
