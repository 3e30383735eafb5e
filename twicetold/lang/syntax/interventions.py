"""Interventions as written, and what is taken away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.days import DayTime
from twicetold.lang.syntax.expressions import Expr, Pattern
from twicetold.lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class Without:
    """`without strike`."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Intervention:
    """`forbid strike(Abel, anyone) from 1 minute until 5 minutes when C`, or `force`; `at` a time."""

    verb: Literal["forbid", "force"]
    pattern: Pattern
    at: Expr | DayTime | None
    since: Expr | DayTime | None
    until: Expr | DayTime | None
    when: Expr | None
    span: Span
