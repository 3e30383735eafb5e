"""`twicetold mcp`."""

from dataclasses import dataclass, field
from typing import Annotated

import typer

from twicetold.serve.limits import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """Worlds to be asked about by programs, and how much a call may ask for."""

    worlds: Annotated[
        tuple[str, ...],
        typer.Argument(
            metavar="WORLD",
            help="Bundled worlds, or paths of .tale files.",
            show_default="all that are bundled",
        ),
    ] = ()
    limits: Limits = field(default_factory=Limits)
