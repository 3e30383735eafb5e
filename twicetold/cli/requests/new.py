"""`twicetold new`."""

from dataclasses import dataclass
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Request:
    """A small world to begin from."""

    name: Annotated[str, typer.Argument(metavar="NAME", help="The world is written to NAME.tale.")]
