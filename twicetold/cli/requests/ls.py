"""`twicetold ls`."""

from dataclasses import dataclass
from typing import Annotated

import typer

from twicetold.cli.options import AsJson


@dataclass(frozen=True, slots=True)
class Request:
    """Which lives are kept where."""

    where: Annotated[str, typer.Argument(metavar="DIR", help="Where to look.")] = "."
    as_json: AsJson = False
