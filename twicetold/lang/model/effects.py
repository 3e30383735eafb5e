"""Effects: what a construct changes when it takes place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.model.expressions import Cell, Expr
from twicetold.lang.model.place import late, number, place
from twicetold.lang.model.texts import Wording
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value`, `+=`, `-=`."""

    target: Cell
    op: Literal["=", "+=", "-="]
    value: Expr
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Let:
    """A name for a value, for the rest of the block."""

    slot: int
    name: str
    value: Expr
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class If:
    """One block or the other, by a condition."""

    cond: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Chance:
    """One block or the other, by one uniform draw u < p. An event that it `brings` about by itself, with the
    roles that are bound, can be forced."""

    p: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    site: str
    bound: tuple[int, ...]
    brings: str | None = late(None)
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class ForEach:
    """The block for each entity in order of declaration."""

    slot: int
    name: str
    kind: str
    where: Expr | None
    body: tuple[Effect, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Pick:
    """The block for one entity drawn by weight (weights of 0 or less are never drawn), or `otherwise`."""

    slot: int
    name: str
    kind: str
    where: Expr | None
    weight: Expr | None
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    site: str
    bound: tuple[int, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Born:
    """The block for the first spare entity of a kind, which begins to exist; or `otherwise`."""

    slot: int
    name: str
    kind: str
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Retires:
    """An entity ceases to exist."""

    x: Expr
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Becomes:
    """An entity's kind changes."""

    x: Expr
    kind: str
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Learns:
    """A mind's copy of a believed field becomes `value`, or the truth; unknown, where `unknown` holds. If
    there are `inner` ones it is what the mind takes the first of them to hold, of the second, and so on."""

    mind: Expr
    target: Cell
    value: Expr | None
    unknown: Expr | None = late(None)
    inner: tuple[Expr, ...] = late(())
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Happens:
    """An event without an actor takes place."""

    event: str
    args: tuple[Expr, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the event turned out."""

    label: str
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Tell:
    """The event's text: all its wordings."""

    wordings: tuple[Wording, ...]
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Shows:
    """In a sense: the mind comes to believe `value`, or the truth, of `target`; it does not know it any more
    where `unknown` holds."""

    target: Cell
    value: Expr | None
    unknown: Expr | None = late(None)
    span: Span = place()
    number: int = number()


Effect = (
    Assign | Let | If | Chance | ForEach | Pick | Born | Retires | Becomes | Learns | Happens | Outcome | Tell
    | Shows
)  # fmt: skip
