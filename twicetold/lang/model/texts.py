"""Texts: the words of the author's with which an event is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import number, place
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named: `form` is plain, possessive, the, or a. `before`: as it was before the
    event changed anything. Of a number `unit` is its unit in words, for one and for many, if it is told.
    """

    expr: Expr
    form: Literal["plain", "possessive", "the", "a"]
    before: bool = False
    unit: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in its plain form, to be inflected in the telling."""

    lemma: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of text. `mode`: `plain`; `as` (close to the entity in slot `mind`; `as witness` has mind
    None); `thinks` (what that one thinks); `briefly` (in summary). It is there only where `when` holds (None:
    always).
    """

    mode: Literal["plain", "as", "thinks", "briefly"]
    mind: int | None
    parts: tuple[Plain | Mention | Verb, ...]
    when: Expr | None = None
    span: Span = place()
    number: int = number()
