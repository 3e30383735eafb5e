"""Canons: a plot to hold against a world, line by line.

`lang.load_canon` reads a `.canon` file into the model below, its names resolved against a checked world.
"""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.model.expressions import Expr
from twicetold.lang.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the canon tells: its name, its roles (None is anyone), perhaps its outcome."""

    event: str
    roles: tuple[int | None, ...]
    outcome: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """An action that the actor could take and did not."""

    action: str
    roles: tuple[int | None, ...]
    text: str


@dataclass(frozen=True, slots=True)
class So:
    """A condition that holds. `size` is the length of its frame."""

    cond: Expr
    size: int
    text: str


Part = Told | Refused | So


@dataclass(frozen=True, slots=True)
class CanonLine:
    """A line: its parts come about at `at` seconds (None: before everything), or somewhat early or late: in
    the ticks `first` to `last`, when it is told for `due`. They are shown through the mind of an entity, in a
    named place of a telling.
    """

    name: str
    at: float | None
    first: int
    due: int
    last: int
    parts: tuple[Part, ...]
    through: int | None
    place: str | None
    span: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Canon:
    """A plot: its name and its lines in the order of the story."""

    name: str
    lines: tuple[CanonLine, ...]
