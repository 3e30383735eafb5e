"""What a check keeps for the next one: nothing, unless whoever checks a text again and again hands in more.

A check is done in pieces, mostly one for each block. What a piece goes by is the nodes that it is of, the
tables of names, and the surroundings; what comes of it is what it gives, what it writes into tables, and what
it tells. So a piece that goes by what it went by before need not be done again (`lang.incremental`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from twicetold.lang import model

T = TypeVar("T")


class Memo:
    """Keeps nothing: every piece of a check is done."""

    def adopt(self, holder: object, name: str) -> None:
        """The dictionaries and sets of a dataclass are tables from now on, called after `name`."""

    def table(self, name: str) -> dict[Any, Any]:
        """A new table."""
        return {}

    def surroundings(self, *values: object) -> None:
        """What every piece from here on may go by beside its nodes and the tables."""

    def numbered(self, world: model.World) -> model.World:
        """The world, numbered."""
        return model.numbered(world)

    def once(self, what: str, on: Sequence[object], do: Callable[[], T]) -> T:
        """What `do` gives: a piece of the check called `what`, of the nodes `on`. Nodes are known by which
        they are, not by what they are like."""
        return do()
