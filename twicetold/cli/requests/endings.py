"""`twicetold endings`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Runs


@dataclass(frozen=True, slots=True)
class Request:
    """How kept lives ended."""

    runs: Runs
    by: Annotated[str | None, typer.Option(metavar="MEASURE", help="Divide the lives by a measure.")] = None
    bins: Annotated[int, typer.Option(min=1, help="With --by: into how many parts, about even.")] = 5
    as_json: AsJson = False
