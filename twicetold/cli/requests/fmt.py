"""`twicetold fmt`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Request:
    """Texts to be laid out."""

    files: Annotated[
        tuple[Path, ...], typer.Argument(metavar="FILE...", help="The .tale files.", show_default=False)
    ]
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if something would be.")] = (
        False
    )
