"""Canons as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.days import DayTime
from twicetold.lang.syntax.expressions import Clock, Expr, Lengths, Number, Pattern
from twicetold.lang.syntax.names import Name
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class CanonPart:
    """A part of a canon line: an event told, an action refused (`not`), or a condition (`so`)."""

    sort: Literal["told", "refused", "so"]
    pattern: Pattern | None
    cond: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class CanonLine:
    """`C3 20:00 within 2:00 strike(Cain, Abel) missed through Abel in T1`. No `at`: before everything.

    Times are a `Clock`, one or more `Number`s with their units, or a time of a day.
    """

    name: Name
    at: Clock | Number | Lengths | DayTime | None
    within: Clock | Number | Lengths | None
    parts: tuple[CanonPart, ...]
    through: Name | None
    place: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Canon:
    """A parsed canon: its title and its lines in order."""

    title: Text
    lines: tuple[CanonLine, ...]
