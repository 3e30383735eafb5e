"""Bundled worlds, each loaded once in a session, whichever of its processes comes first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tests.once import once
from twicetold import lang
from twicetold.lang import model


def load(name: str, lines: Sequence[str] = ()) -> model.World:
    """As `twicetold.lang.load` has it."""
    return _load(name, tuple(lines))


@cache
def _load(name: str, lines: tuple[str, ...]) -> model.World:
    return once(f"world {name} {lines!r}", lambda: lang.load(name, lines))
