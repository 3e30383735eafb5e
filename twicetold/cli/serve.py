"""`twicetold serve`: people look, in a browser."""

from __future__ import annotations

from twicetold.cli.given_worlds import called
from twicetold.cli.output import Mistake, remark
from twicetold.cli.requests.serve import Request


def main(request: Request) -> None:
    """Serve the page until it is interrupted. Raises Mistake for a world that cannot be given, a port that
    cannot be had, and where what serves pages is not installed."""
    worlds = called(request.worlds)
    try:
        from twicetold.serve.web import serving
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("anyio", "starlette", "uvicorn"):
            raise
        raise Mistake("the page needs a server: pip install 'twicetold[page]'") from None
    try:
        opened = serving.opened(serving.Address(request.host, request.port), request.token)
    except serving.CannotServe as error:
        raise Mistake(str(error)) from None
    print(opened.address, flush=True)
    remark("this is the address of the page; Ctrl-C ends it")
    serving.serve(worlds, request.limits, opened)
