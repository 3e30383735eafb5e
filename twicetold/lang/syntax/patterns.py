"""Patterns of events in a life, as written."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Clock, Expr, Lengths, Number, Pattern
from twicetold.lang.syntax.names import Name, Role
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class Step:
    """`first E`, `then 3 times E as NAME where C within D of NAME because of NAME`."""

    first: bool
    times: Number | None
    event: Pattern
    name: Name | None
    where: Expr | None
    within: Clock | Number | Lengths | None
    within_of: Name | None
    because: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Absence:
    """`unless E where C since NAME`, at its place among the steps."""

    event: Pattern
    where: Expr | None
    since: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class StoryPattern:
    """`pattern NAME (roles)`, its lines in order, and what one such is called."""

    name: Name
    roles: tuple[Role, ...]
    lines: tuple[Step | Absence, ...]
    called: Text | None
    span: Span
