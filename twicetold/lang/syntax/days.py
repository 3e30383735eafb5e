"""Days and times of days, as written."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Clock, Number
from twicetold.lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class Date:
    """`Tuesday`, `day 3` or `24 December`: a word, and perhaps a number before or behind it."""

    word: Name
    number: Number | None
    behind: bool
    span: Span


@dataclass(frozen=True, slots=True)
class DayTime:
    """`Friday 9:00`, `day 3 18:30`, `day 3`."""

    date: Date
    clock: Clock | None
    span: Span


@dataclass(frozen=True, slots=True)
class Begins:
    """`begins Monday 3 March 1926 18:00`, each part of which may be left out, but not all."""

    weekday: Name | None
    date: Date | None
    year: Number | None
    clock: Clock | None
    span: Span
