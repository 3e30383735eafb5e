"""`twicetold sensitivity`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.choices import Method
from twicetold.cli.options import AsJson, Jobs, Knobs, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """Which knobs matter, and for what."""

    world: World
    ending: Annotated[str | None, typer.Option(metavar="ENDING", help="Show this ending alone.")] = None
    measure: Annotated[str | None, typer.Option(metavar="MEASURE", help="Show this measure alone.")] = None
    lives: Annotated[int, lives_option("Lives of each setting.")] = 100
    method: Annotated[
        Method, typer.Option(help="Shares of the variance, or average effects, which are cheaper.")
    ] = "sobol"
    groups: Annotated[
        int | None, typer.Option(min=2, help="How many groups of settings.", show_default="128, or 20")
    ] = None
    knobs: Knobs = ()
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    as_json: AsJson = False
