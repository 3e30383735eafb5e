"""`twicetold lsp`: an editor asks while a world is written."""

from __future__ import annotations

import typer

from twicetold.cli.output import Mistake
from twicetold.cli.requests.lsp import Request


def main(request: Request) -> None:
    """Serve an editor until it has left: with status 0 if it said so before, else 1."""
    try:
        from twicetold.edit.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol", "cattrs", "attrs"):
            raise
        raise Mistake("the language server needs pygls: pip install 'twicetold[edit]'") from None
    raise typer.Exit(serve())
