"""Expressions: what is computed from a frame, the world and the life so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from twicetold.lang import tree
from twicetold.lang.model.place import late, place
from twicetold.lang.model.types import Number, Time, Type, Value, YesNo
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Const:
    """A literal, an entity, an option."""

    value: Value
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Bound:
    """What a role, parameter or local name is bound to: the content of a frame's slot."""

    slot: int
    name: str
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class SettingOf:
    """The value of a setting of the world."""

    name: str
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Now:
    """Seconds since the start of the life."""

    type: Type = Time()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of an entity, or a relation of several, read; `truly` reads past the mind in force."""

    field: str
    args: tuple[Expr, ...]
    type: Type
    truly: bool = False
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Whether the mind in force does not know what a field or relation is; the truth is never unknown."""

    cell: Cell
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Call:
    """A definition applied to arguments; it is read in the same mind."""

    define: str
    args: tuple[Expr, ...]
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x` or `-x`."""

    op: Literal["not", "-"]
    x: Expr
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them."""

    op: Literal["+", "-", "*", "/", "mod", "<", "<=", ">", ">=", "is", "is not", "and", "or"]
    left: Expr
    right: Expr
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class IfElse:
    """`then if cond else other`."""

    cond: Expr
    then: Expr
    other: Expr
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class IsKind:
    """Whether an entity is, now, of a kind (or of one that descends from it)."""

    x: Expr
    kind: str
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Function:
    """A built-in function: abs floor round sqrt exp log least greatest clamp."""

    name: str
    args: tuple[Expr, ...]
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Something said of all entities of a kind: count any all sum mean min max best.

    `count` and `any` have only `where`; `all` has its claim as `body`; the others the number they gather.
    """

    op: Literal["count", "any", "all", "sum", "mean", "min", "max", "best"]
    slot: int
    name: str
    kind: str
    where: Expr | None
    body: Expr | None
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Believes:
    """`body` read in the mind of another, as the mind in force takes it to be; `truly`: as it is."""

    mind: Expr
    body: Expr
    type: Type
    truly: bool = late(False)
    span: Span = place()


@dataclass(frozen=True, slots=True)
class EventPattern:
    """An event to look for: an action's or event's name, its roles (None is anyone), perhaps its outcome."""

    event: str
    args: tuple[Expr | None, ...]
    outcome: str | None = None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Remembers:
    """Whether `mind` perceived such an event, within the last `within` seconds if that is given: if it is
    known beforehand, within the last `ticks`."""

    mind: Expr
    pattern: EventPattern
    within: Expr | None = None
    ticks: int | None = None
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Happened:
    """Whether such an event has come to an end in this life (failed and interrupted attempts do not count,
    unless the pattern asks for that outcome)."""

    pattern: EventPattern
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Times:
    """How often such an event has come to an end in this life."""

    pattern: EventPattern
    type: Type = Number(lo=0.0)
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Doing:
    """Whether such an action is under way now."""

    pattern: EventPattern
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Busy:
    """Whether somebody is busy now: does something, or takes part in what another does with them."""

    who: Expr
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way from place `a` to `b`: its length (`WIDEST` if there is none), or the first place on
    it that is not in `a` (none if one is there already, or there is no way).

    `straight` is how long the way is that leads straight from the place in slot `here` to the one in `there`,
    of this `kind`; there is one if that is above 0. `within` is in what the place in slot `here` is: who is
    in a place is there.
    """

    what: Literal["length", "step"]
    a: Expr
    b: Expr
    here: int
    there: int
    kind: str
    straight: Expr
    within: Expr | None
    type: Type
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Inside:
    """Whether place `x` is `y`, or in it; `within` is in what the place in `slot` is."""

    x: Expr
    y: Expr
    slot: int
    kind: str
    within: Expr
    type: Type = YesNo()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Draw:
    """A value drawn: uniform normal beta exponential chance. `site` names the place of the draw in the world;
    `bound` are the slots of the entities that key it."""

    dist: Literal["uniform", "normal", "beta", "exponential", "chance"]
    args: tuple[Expr, ...]
    site: str
    bound: tuple[int, ...]
    type: Type
    span: Span = place()


Expr = (
    Const | Bound | SettingOf | Now | Cell | Unknown | Call | Unary | Binary | IfElse | IsKind | Function
    | Aggregate | Believes | Remembers | Happened | Times | Doing | Busy | Way | Inside
    | Draw
)  # fmt: skip


def binds(node: object) -> tuple[int, ...]:
    """The slots that an expression binds for what is in it."""
    match node:
        case Aggregate(slot=slot) | Inside(slot=slot):
            return (slot,)
        case Way(here=here, there=there):
            return (here, there)
        case _:
            return ()


def is_of_times(expr: Binary) -> bool:
    """Whether this is a sum or difference with a time in it, or what is left of one."""
    return expr.op in ("+", "-", "mod") and Time() in (expr.left.type, expr.right.type)


def redrawn(value: Expr, named: Callable[[str], str]) -> Expr:
    """A starting value whose draws are at other sites, named after those they were at."""

    def elsewhere(node: object) -> Draw | None:
        if not isinstance(node, Draw):
            return None
        return replace(node, args=tree.rewrite(node.args, elsewhere), site=named(node.site))

    return tree.rewrite(value, elsewhere)


def conjuncts(condition: Expr | None) -> list[Expr]:
    """The parts of a condition that all have to hold, in order; none of no condition."""
    match condition:
        case None:
            return []
        case Binary(op="and", left=left, right=right):
            return [*conjuncts(left), *conjuncts(right)]
        case _:
            return [condition]
