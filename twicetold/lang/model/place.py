"""Where a node stands in the text."""

from __future__ import annotations

from dataclasses import field

from twicetold.lang.source import NOWHERE, Span


def place() -> Span:
    """The field `span` of every node: where it stands, without part in equality, hash or content hash."""
    return field(default=NOWHERE, compare=False, repr=False, kw_only=True)
