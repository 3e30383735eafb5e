"""`twicetold run`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Lines, Luck, Run, World
from twicetold.questions import Seed


@dataclass(frozen=True, slots=True)
class Request:
    """One life to be shown, or one of its choices."""

    world: World
    seed: Seed = 1
    run: Run = 0
    luck: Luck = ()
    causes: Annotated[bool, typer.Option("--causes", help="Show why each event came about.")] = False
    everything: Annotated[bool, typer.Option("--all", help="Show upkeep and triggers too.")] = False
    at: Annotated[str | None, typer.Option(metavar="TIME", help="A moment: 85s, 1:25, 2 minutes.")] = None
    why_not: Annotated[
        str | None,
        typer.Option(
            metavar="ACTION", help="With --at: why this was not done, such as 'strike(Abel, Cain)'."
        ),
    ] = None
    lines: Lines = ()
    as_json: AsJson = False
