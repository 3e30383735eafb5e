"""Expressions as written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from twicetold.lang.exact import written
from twicetold.lang.source import Span
from twicetold.lang.syntax.names import Name


@dataclass(frozen=True, slots=True)
class Number:
    """`3`, `0.5`, `5%`, `2 metres per second`. `text` is the literal as written ("0.5", "5%"), `value` its
    number (5% is 0.05), `unit` the unit's words, first over all that follow `per`.
    """

    value: float
    text: str
    unit: tuple[Name, ...]
    span: Span

    @property
    def exact(self) -> Fraction:
        """The number, as it is written."""
        number = written(self.text.removeprefix("-"))
        return -number if self.text.startswith("-") else number


@dataclass(frozen=True, slots=True)
class Clock:
    """`0:35` or `1:02:00`: so many seconds as a length of time."""

    seconds: int
    text: str
    span: Span

    @property
    def time_of_day(self) -> int:
        """The seconds after midnight, where it is a time of day: `18:30` or `18:30:15`."""
        return self.seconds * 60 if self.text.count(":") == 1 else self.seconds


@dataclass(frozen=True, slots=True)
class Lengths:
    """`1 hour 30 minutes`: quantities put together."""

    parts: tuple[Number, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class PartOf:
    """`hour of now`: what the calendar says of a time."""

    part: Name
    of: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Word:
    """`yes no none never now`."""

    text: Literal["yes", "no", "none", "never", "now"]
    span: Span


@dataclass(frozen=True, slots=True)
class Variable:
    """A bare name: role, local, setting, entity, kind (after `is`), option."""

    name: Name
    span: Span


@dataclass(frozen=True, slots=True)
class FieldOf:
    """`x.f`."""

    of: Expr
    field: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Apply:
    """`f(x, y)`: a definition, relation, built-in function or draw; `x f y`, if it stands `between` two."""

    name: Name
    args: tuple[Expr, ...]
    span: Span
    between: bool = False


@dataclass(frozen=True, slots=True)
class Unary:
    """`not x`, `-x`, `truly x`."""

    op: Literal["not", "-", "truly"]
    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands."""

    op: Literal["+", "-", "*", "/", "mod", "<", "<=", ">", ">=", "is", "is not", "and", "or"]
    left: Expr
    right: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """`x is one of (a, b)`."""

    x: Expr
    options: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class IfElse:
    """`then if cond else other`."""

    then: Expr
    cond: Expr
    other: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Tuned:
    """`0.4 tune 0.1..0.9`: a number that may be turned between two others, which are in its own unit."""

    x: Expr
    lo: Number
    hi: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Paren:
    """An expression in brackets: kept, so that the formatter prints what was written."""

    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Members:
    """`who has y`, `what x has`: all that stand in one place of what relates two. `claim` says it of one
    of them, by the name that is bound."""

    claim: Apply
    place: Literal[0, 1]
    span: Span


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`count(x: Person where C: E)`, `count(x in what p has where C: E)`; without a name of its own,
    `count(what p has)`, it binds the word `who` or `what`."""

    op: Literal["count", "any", "all", "sum", "mean", "min", "max", "best"]
    name: Name
    kind: Name | Members
    where: Expr | None
    body: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Believes:
    """`believes(mind, body)`."""

    mind: Expr
    body: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Pattern:
    """`strike(a, anyone) missed`; None is `anyone`."""

    event: Name
    args: tuple[Expr | None, ...]
    outcome: Name | None
    span: Span


@dataclass(frozen=True, slots=True)
class Remembers:
    """`remembers(mind, pattern, within)`."""

    mind: Expr
    pattern: Pattern
    within: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Share:
    """`calm: 3` in a table."""

    value: Expr
    weight: Number
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """`one of (calm: 3, cross: 1)`."""

    shares: tuple[Share, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class OfEvents:
    """`happened(pattern)`, `times(pattern)`, `doing(pattern)`."""

    op: Literal["happened", "times", "doing"]
    pattern: Pattern
    span: Span


@dataclass(frozen=True, slots=True)
class Said:
    """`what p said of x.f to r`, `when p spoke of x.f to r`, and whether: `p spoke of x.f to r`; with a value
    whether it was that one: `p said x.f is value to r`."""

    asked: Literal["what", "when", "whether"]
    speaker: Expr
    about: Expr
    hearer: Expr
    span: Span
    value: Expr | None = None


@dataclass(frozen=True, slots=True)
class Contradicts:
    """`p contradicts q about x.f to r`."""

    speaker: Expr
    other: Expr
    about: Expr
    hearer: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Doubts:
    """`r doubts p about x.f`."""

    hearer: Expr
    speaker: Expr
    about: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class LastSensed:
    """`when p last had sight of q`, `where p last had sight of q`."""

    asked: Literal["when", "where"]
    mind: Expr
    sense: Name
    other: Expr
    span: Span


Expr = (
    Number | Lengths | Clock | PartOf | Word | Variable | FieldOf | Apply | Unary | Binary | IsOneOf | IfElse
    | Tuned | Paren | Table | Aggregate | Believes | Remembers | OfEvents | Said
    | Contradicts | Doubts | LastSensed
)  # fmt: skip
