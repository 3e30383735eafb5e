"""Where a node stands in the text, and which one it is."""

from __future__ import annotations

from dataclasses import field
from typing import Any, Final

from twicetold.lang.source import NOWHERE, Span

LATE: Final = "late"


def place() -> Span:
    """The field `span` of every node: where it stands, without part in equality, hash or content hash."""
    return field(default=NOWHERE, compare=False, repr=False, kw_only=True)


def late(default: Any) -> Any:
    """A field that a node has learnt to have: where it is as it is by default, the content hash is what it
    was before there was such a field."""
    return field(default=default, metadata={LATE: True})


def number() -> int:
    """The field `number` of a node that is told apart from others that read alike (see `numbered`): from 1,
    in the order of the text, 0 before it has been given one; without part in equality, hash or content hash.
    """
    return field(default=0, compare=False, repr=False, kw_only=True)
