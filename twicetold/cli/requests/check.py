"""`twicetold check`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Jobs, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """A world to be looked over."""

    world: World
    lives: Annotated[
        int, lives_option("The most lives to hold `expect` lines against; fewer if they decide it.")
    ] = 10_000
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    junit: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was found as JUnit XML too.")
    ] = None
    watch: Annotated[
        bool, typer.Option("--watch", help="Look again whenever a text is saved, until Ctrl-C.")
    ] = False
    as_json: AsJson = False
