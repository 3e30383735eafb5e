"""Examples of a pattern: who and what, in words, so that the life can be looked up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """An event of an example: when, in seconds since the beginning, and what."""

    seconds: float
    event: str


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern as it is found in a life: who takes its roles, in order, and its events."""

    run: int
    who: tuple[str, ...]
    events: tuple[Moment, ...]
