"""Endings, measures, rewards and expectations as written."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.source import Span
from twicetold.lang.syntax.effects import Tell
from twicetold.lang.syntax.expressions import Expr, Number
from twicetold.lang.syntax.names import Name, Role
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class Ending:
    """`ending "…" when C`, `ending "…" at the end [when C]`, and below it how it is told."""

    name: Text
    cond: Expr | None
    at_end: bool
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Measure:
    """`measure anger = …`; or over time, `measure heard each day at 9:00 = …`, `… every 2 hours = …`."""

    name: Name
    each: Name | None
    every: Expr | None
    at: Expr | None
    expr: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Reward:
    """`reward for p: Person = …`."""

    role: Role
    expr: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Wants:
    """`wants … for p: Person`, `wants … for p: Person within 3 steps`."""

    expr: Expr
    role: Role
    within: Number | None
    span: Span


@dataclass(frozen=True, slots=True)
class Expect:
    """`expect "…" in 5%..30%`, `expect anger in 0.2..0.4`."""

    ending: Text | None
    measure: Name | None
    lo: Number
    hi: Number
    span: Span
