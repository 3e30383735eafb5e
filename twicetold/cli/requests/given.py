"""`twicetold given`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.choices import Engine as Engines
from twicetold.cli.options import AsJson, Engine, Jobs, Lines, Seed, World, lives_option


@dataclass(frozen=True, slots=True)
class Request:
    """What lives are like in which something happened. Without a number of lives there are 10,000, or for
    splitting 500 from each mark to the next."""

    world: World
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="An event, a condition, or an ending in quotes.")
    ]
    lives: Annotated[
        int | None,
        lives_option(
            "How many lives; with --by or --through, from each mark to the next.", default="10000, or 500"
        ),
    ] = None
    by: Annotated[
        str | None,
        typer.Option(metavar="NUMBER", help="For what is rare: a number that rises as it comes nearer."),
    ] = None
    through: Annotated[
        tuple[str, ...],
        typer.Option(metavar="CONDITION", help="For what is rare: what holds on the way; may be repeated."),
    ] = ()
    repetitions: Annotated[
        int, typer.Option(min=2, help="With --by or --through: how many independent estimates.")
    ] = 12
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    engine: Engine = Engines.AUTO
    as_json: AsJson = False
