"""Names."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word that stands for something."""

    text: str
    span: Span
