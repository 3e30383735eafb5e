"""`twicetold mcp`: programs and language models ask."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from twicetold.cli.output import Mistake
from twicetold.cli.requests.mcp import Request
from twicetold.lang import bundled, is_world, locate
from twicetold.lang.shelf import SUFFIX


def main(request: Request) -> None:
    """Serve the worlds until whoever asks has left. Raises Mistake for a world that cannot be given."""
    worlds = _called(request.worlds or filter(is_world, bundled()))
    try:
        from twicetold.serve.server import serve
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("anyio", "mcp", "mcp_types"):
            raise
        raise Mistake("the server needs the SDK of the protocol: pip install 'twicetold[mcp]'") from None
    serve(worlds, request.limits)


def _called(worlds: Iterable[str]) -> dict[str, str]:
    """Where each world is, by what it is called: a bundled one by its name, a file without its `.tale`."""
    called: dict[str, str] = {}
    for where in worlds:
        if locate(where) is None:
            raise Mistake(f"there is no world `{where}`: name a bundled one or the path of a .tale file")
        name = PurePath(where).name.removesuffix(SUFFIX)
        if called.setdefault(name, where) != where:
            raise Mistake(
                f"`{called[name]}` and `{where}` are both called `{name}`: give one of them another name"
            )
    return called
