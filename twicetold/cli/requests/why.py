"""`twicetold why`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from twicetold import questions
from twicetold.cli.options import AsJson, Canon, Lines, Run, World
from twicetold.questions import Seed


@dataclass(frozen=True, slots=True)
class Request:
    """What brought an ending or an event about."""

    world: World
    asked: questions.Why
    seed: Seed = 1
    run: Run = 0
    canon: Canon = False
    ending: Annotated[bool, typer.Option("--ending", help="Ask about the ending, as is usual.")] = False
    everything: Annotated[bool, typer.Option("--all", help="Show every cause.")] = False
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the causes to this file.")] = None
    lines: Lines = ()
    as_json: AsJson = False
