"""Names."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A word that stands for something."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Role:
    """`p: Person`, `q: Person or p`: with `or` the roles before it whose entity it may have too."""

    name: Name
    kind: Name
    may_be: tuple[Name, ...] = ()
