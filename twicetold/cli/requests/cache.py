"""`twicetold cache`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson


@dataclass(frozen=True, slots=True)
class Request:
    """Where compiled worlds are kept."""

    clear: Annotated[bool, typer.Option("--clear", help="Take everything away that is kept.")] = False
    as_json: AsJson = False
