"""Worlds for commands that live them often: one that was loaded before is there sooner."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.kernel.cache import Cache
from twicetold.lang import Loaded, load_with_warnings
from twicetold.lang.kept import load_kept


def load_soon(name: str, lines: Sequence[str]) -> Loaded:
    """The world of a name or path, by way of the user's cache if there is one. Raises TaleError."""
    cache = Cache.of_user()
    return load_with_warnings(name, lines) if cache is None else load_kept(name, lines, cache)
