"""`twicetold sql`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson, Runs


@dataclass(frozen=True, slots=True)
class Request:
    """Kept lives to be asked by SQL."""

    runs: Runs
    query: Annotated[str, typer.Argument(metavar="QUERY", help="A query of `lives` and `events`.")]
    as_json: AsJson = False
