"""`twicetold many`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.choices import Engine as Engines
from twicetold.cli.options import AsJson, Engine, Jobs, Lines, Seed, World, lives_option, until_option


@dataclass(frozen=True, slots=True)
class Request:
    """Many lives to be counted. Without a number of them there are 200, or as many as it takes `until` all
    shares are known."""

    world: World
    lives: Annotated[int | None, lives_option("How many lives: 1000, 1_000_000, 1e6.", default="200")] = None
    seed: Seed = 1
    jobs: Jobs = None
    lines: Lines = ()
    until: Annotated[
        float | None, until_option("Stop when every ending's share is known to ± this, such as 0.5%.")
    ] = None
    engine: Engine = Engines.AUTO
    out: Annotated[
        str | None, typer.Option(metavar="RUNS", help="Keep the lives in this folder, or s3://bucket/folder.")
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="With --out: go on with the lives that are there.")
    ] = False
    events: Annotated[bool, typer.Option("--events", help="With --out: keep all events too.")] = False
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="Live on a Dask cluster: tcp://host:8786, or `local` to begin one here."
        ),
    ] = None
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="With --cluster local: how many processes.", show_default="all cores"),
    ] = None
    as_json: AsJson = False
