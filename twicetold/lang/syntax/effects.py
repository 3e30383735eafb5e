"""Effects as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Expr, Members
from twicetold.lang.syntax.names import Name
from twicetold.lang.syntax.texts import Wording


@dataclass(frozen=True, slots=True)
class Assign:
    """`target = value` and its like; the target is a `FieldOf` or an `Apply`."""

    target: Expr
    op: Literal["=", "+=", "-="]
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Let:
    """`let n = value`."""

    name: Name
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class If:
    """`if C` … `otherwise` …; `otherwise if` is an If alone in `otherwise`."""

    cond: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Chance:
    """`chance p` … `otherwise` …"""

    p: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ForEach:
    """`for x: Kind where C` …, `for x in what p has where C` …"""

    name: Name
    kind: Name | Members
    where: Expr | None
    body: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Pick:
    """`pick x: Kind where C weighted E` … `otherwise` …, `pick x in what p has where C` …"""

    name: Name
    kind: Name | Members
    where: Expr | None
    weight: Expr | None
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Born:
    """`born x: Kind` … `otherwise` …"""

    name: Name
    kind: Name
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Retires:
    """`x retires`."""

    x: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Becomes:
    """`x becomes Kind`."""

    x: Expr
    kind: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Move:
    """`move E from x.f to y.f` … `otherwise` …; with a block of either sort all of it or nothing."""

    amount: Expr
    source: Expr
    to: Expr
    body: tuple[Effect, ...]
    otherwise: tuple[Effect, ...]
    span: Span

    @property
    def whole(self) -> bool:
        """Whether all of it is moved or nothing."""
        return bool(self.body or self.otherwise)


@dataclass(frozen=True, slots=True)
class Learns:
    """`q learns x.f as E`."""

    mind: Expr
    target: Expr
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Says:
    """`p says x.f is value to r`; without a value what p believes it to be."""

    speaker: Expr
    about: Expr
    value: Expr | None
    hearer: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Happens:
    """`happens fall(p)`."""

    event: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Later:
    """`in 36 hours happens fall(p)`."""

    delay: Expr
    event: Name
    args: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Cancel:
    """`cancel fall(p)`; None is `anyone`."""

    event: Name
    args: tuple[Expr | None, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Outcome:
    """`outcome killed`."""

    label: Name
    span: Span


@dataclass(frozen=True, slots=True)
class Shows:
    """`shows x.f as E`; `shows a.f, b.g` is two of them."""

    target: Expr
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Tell:
    """`tell "…"` and the variants below it; `tell failed "…"` and `tell interrupted "…"` of an attempt."""

    wordings: tuple[Wording, ...]
    span: Span
    attempt: Literal["failed", "interrupted", "declined"] | None = None


Effect = (
    Assign | Move | Let | If | Chance | ForEach | Pick | Born | Retires | Becomes | Learns | Says | Happens
    | Later | Cancel | Outcome | Shows | Tell
)  # fmt: skip
