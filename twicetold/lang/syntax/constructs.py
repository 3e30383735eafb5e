"""Constructs as written: senses, rules, actions and events, and their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.days import Date, DayTime
from twicetold.lang.syntax.effects import Effect, Shows, Tell
from twicetold.lang.syntax.expressions import Expr
from twicetold.lang.syntax.names import Name, Role
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class Perceive:
    """`seen by sight of p`, `seen by q: Person where C`, `felt by victim`, `hidden from victim`: one of each,
    as its fields say; `seen after by …`: asked after the effects. What it `shows` besides stands below."""

    channel: Literal["seen", "heard", "smelled", "felt", "told", "hidden"]
    preposition: Literal["by", "to", "from"]
    sense: Name | None
    of: Name | None
    name: Name | None
    kind: Name | None
    where: Expr | None
    after: bool
    span: Span
    shows: tuple[Shows, ...] = ()


@dataclass(frozen=True, slots=True)
class Sense:
    """`sense sight (p: Person, other: Person)`."""

    name: Name
    roles: tuple[Role, ...]
    when: tuple[Expr, ...]
    body: tuple[Effect, ...]
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """`rule thirst for p: Person where … when … after …` with `at` and `every`; `on` a day, or so often:
    `each` day of a sort; `in_minds`: in every mind too."""

    name: Name
    roles: tuple[Role, ...]
    where: Expr | None
    when: Expr | None
    after: Expr | None
    at: Expr | DayTime | None
    on: Date | None
    every: Expr | None
    each: Name | None
    in_minds: Span | None
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Urged:
    """`urge fear(p, q) because "for fear of [q]"`: what urges, and the reason in words."""

    expr: Expr
    because: Text | None
    span: Span


@dataclass(frozen=True, slots=True)
class Partners:
    """`with q`, `with q willing`, `with q willing by love(q, p)`: who is busy with it too."""

    names: tuple[Name, ...]
    willing: bool
    by: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Goes:
    """`goes by next to p.goal at 4 kilometres per hour`."""

    by: Name
    to: Expr
    at: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Needed:
    """What stands in a line of `needs`, perhaps `also at the end`."""

    expr: Expr
    at_end: bool


@dataclass(frozen=True, slots=True)
class Action:
    """`action strike (p: Person, victim: Person)` and its sections. `needs` and `urge` hold one tuple or
    expression per line and comma, in order.
    """

    name: Name
    roles: tuple[Role, ...]
    partners: tuple[Partners, ...]
    goes: Goes | None
    needs: tuple[Needed, ...]
    urge: tuple[Urged, ...]
    takes: Expr | None
    interrupted: tuple[Expr, ...]
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    tells: tuple[Tell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Odds:
    """`chance 2% per day where not p.ill`."""

    p: Expr
    per: Expr
    where: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """`event fall (p: Person)`."""

    name: Name
    roles: tuple[Role, ...]
    odds: Odds | None
    body: tuple[Effect, ...]
    perceive: tuple[Perceive, ...]
    tells: tuple[Tell, ...]
    span: Span
