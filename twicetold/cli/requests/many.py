"""`twicetold many`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Lines, World


@dataclass(frozen=True, slots=True)
class Request:
    """Many lives to be counted, and where."""

    world: World
    asked: questions.Many
    lines: Lines = ()
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
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw what is measured over time to this file.")
    ] = None
    as_json: AsJson = False
