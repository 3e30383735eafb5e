"""`twicetold lsp`."""

from dataclasses import dataclass
from typing import Annotated

import typer


@dataclass(frozen=True, slots=True)
class Request:
    """An editor that wants to know what its texts are about."""

    stdio: Annotated[
        bool, typer.Option("--stdio", help="Over standard input and output, as in any case.")
    ] = False
