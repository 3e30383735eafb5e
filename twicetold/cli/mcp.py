"""`twicetold mcp`: programs and language models ask."""

from __future__ import annotations

from twicetold.cli.given_worlds import called
from twicetold.cli.output import Mistake
from twicetold.cli.requests.mcp import Request


def main(request: Request) -> None:
    """Serve the worlds until whoever asks has left. Raises Mistake for a world that cannot be given."""
    worlds = called(request.worlds)
    try:
        from twicetold.serve.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("anyio", "mcp", "mcp_types"):
            raise
        raise Mistake("the server needs the SDK of the protocol: pip install 'twicetold[mcp]'") from None
    serve(worlds, request.limits)
