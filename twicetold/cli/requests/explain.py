"""`twicetold explain`."""

from dataclasses import dataclass
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Request:
    """What the code of a diagnostic means."""

    code: Annotated[str, typer.Argument(metavar="CODE", help="The code of a diagnostic, such as T0203.")]
