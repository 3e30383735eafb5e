"""`twicetold serve`."""

from dataclasses import dataclass, field
from typing import Annotated

import typer

from twicetold.cli.options import Given
from twicetold.serve.limits import Limits


@dataclass(frozen=True, slots=True)
class Request:
    """Worlds to be looked at in a browser, where the page is asked for, and how much a question may ask."""

    worlds: Given = ()
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port it is asked for at; 0 for any that is free.")
    ] = 8484
    host: Annotated[
        str,
        typer.Option(
            help="The name or number of this machine it is asked for by. Any but its own needs a token."
        ),
    ] = "127.0.0.1"
    token: Annotated[
        str | None,
        typer.Option(
            help="What whoever asks from another machine has to know.",
            envvar="TWICETOLD_TOKEN",
            show_default="a new one, printed with the address",
        ),
    ] = None
    limits: Limits = field(default_factory=Limits)
