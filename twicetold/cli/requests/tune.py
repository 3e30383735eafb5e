"""`twicetold tune`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Jobs, Knobs, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """Values of knobs for which a world ends as wanted."""

    world: World
    want: Annotated[
        tuple[str, ...],
        typer.Option(
            metavar="WISH", help="Such as '\"an ending\" = 30%' or 'a_measure in 2..4'; may be repeated."
        ),
    ]
    trials: Annotated[int, typer.Option(min=6, help="How many settings are tried at first.")] = 120
    lives: Annotated[int, lives_option("Lives of each of them.")] = 400
    check: Annotated[
        int, typer.Option(min=200, help="Lives of another seed to hold what was found against.")
    ] = 4000
    knobs: Knobs = ()
    write: Annotated[bool, typer.Option("--write", help="Write the values into the world's text.")] = False
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    as_json: AsJson = False
