"""`twicetold cover`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.choices import Engine as Engines
from twicetold.cli.options import AsJson, Engine, Jobs, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """What of a world is ever reached."""

    world: World
    lives: Annotated[int, lives_option("How many lives.")] = 1000
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    engine: Engine = Engines.AUTO
    source: Annotated[
        bool, typer.Option("--source", help="List the text, each line with how often it was reached.")
    ] = False
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the listing as a page of its own too.")
    ] = None
    as_json: AsJson = False
