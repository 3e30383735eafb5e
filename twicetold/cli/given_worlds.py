"""The worlds that a server is given, by what they are called there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from twicetold.cli.output import Mistake
from twicetold.lang import bundled, is_world, locate
from twicetold.lang.shelf import SUFFIX


def called(worlds: Iterable[str]) -> dict[str, str]:
    """Where each world is, by what it is called: a bundled one by its name, a file without its `.tale`; all
    that are bundled if none is named. Raises Mistake for one that is not there, and two of one name."""
    found: dict[str, str] = {}
    for where in tuple(worlds) or filter(is_world, bundled()):
        if locate(where) is None:
            raise Mistake(f"there is no world `{where}`: name a bundled one or the path of a .tale file")
        name = PurePath(where).name.removesuffix(SUFFIX)
        if found.setdefault(name, where) != where:
            raise Mistake(
                f"`{found[name]}` and `{where}` are both called `{name}`: give one of them another name"
            )
    return found
