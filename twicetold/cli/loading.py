"""Worlds for commands: one that was loaded before is there sooner."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.cache import Cache
from twicetold.lang import Loaded
from twicetold.lang.kept import load_kept


def load_soon(name: str, lines: Sequence[str]) -> Loaded:
    """The world of a name or path, by way of the user's cache if there is one. Raises TaleError."""
    return load_kept(name, lines, Cache.of_user())
