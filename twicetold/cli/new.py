"""`twicetold new`: a small world to begin from."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from twicetold.cli.output import Mistake, console
from twicetold.cli.requests.new import Request

_NAME = re.compile(r"\w[\w -]*")


def main(request: Request) -> None:
    """Write the world to NAME.tale, which must not be there yet."""
    path = Path(request.name.removesuffix(".tale") + ".tale")
    if not _NAME.fullmatch(path.stem):
        raise Mistake(f"`{path.stem}` cannot name a world; use letters, digits, `_` and `-`")
    text = (files("twicetold.cli") / "new.tale").read_text(encoding="utf-8")
    title = path.stem.replace("_", " ").replace("-", " ")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text.replace("A wet morning", title[:1].upper() + title[1:], 1))
    except FileExistsError:
        raise Mistake(f"{path} is there already, and nothing was written; choose another name") from None
    shown = console()
    shown.print(f"Wrote {path}. Try:", soft_wrap=True)
    for command in ("check", "many", "tell"):
        shown.print(f"  twicetold {command} {path}", soft_wrap=True)
