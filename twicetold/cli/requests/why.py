"""`twicetold why`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Canon, Lines, Run, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """What brought an ending or an event about."""

    world: World
    seed: Seed = 1
    run: Run = 0
    canon: Canon = False
    event: Annotated[
        int | None,
        typer.Option(metavar="NUMBER", help="Ask about this event, by its number in `run --json`."),
    ] = None
    ending: Annotated[bool, typer.Option("--ending", help="Ask about the ending, as is usual.")] = False
    lives: Annotated[int, lives_option("Lives that weigh each cause.")] = 100
    everything: Annotated[bool, typer.Option("--all", help="Show every cause.")] = False
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the causes to this file.")] = None
    lines: Lines = ()
    as_json: AsJson = False
