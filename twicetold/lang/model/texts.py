"""Texts: the words of the author's with which an event is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import late, number, place
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How a number is written: in `words`; rounded to so many `digits`, or to so many `places` behind its
    point (None: as it is).
    """

    words: bool = False
    digits: int | None = None
    places: int | None = None


IN_FIGURES: Final = Figures()
"""As it is, in figures."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named: `form` is plain, possessive, the, or a. `before`: as it was before the
    event changed anything. Of a number `unit` is its unit in words, or what it counts, for one and for many,
    if it is told.
    """

    expr: Expr
    form: Literal["plain", "possessive", "the", "a"]
    before: bool = False
    unit: tuple[str, str] | None = None
    figures: Figures = late(IN_FIGURES)


@dataclass(frozen=True, slots=True)
class Every:
    """All of a kind of whom `where` holds, as a list: "Ada, Ben and Cleo"; nobody, if there is none."""

    slot: int
    name: str
    kind: str
    where: Expr | None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in its plain form, to be inflected in the telling."""

    lemma: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """One of several pieces of a text. It can stand only where `when` holds (None: always)."""

    when: Expr | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """The first of some pieces that can stand, as the event comes to its end; nothing, if none can."""

    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Turns:
    """Pieces that take turns as the text is told again: `first` one after the other, and the last from then
    on; `in turn` round and round; `once` each, and then nothing; `one of` them by the luck of the telling.
    """

    sort: Literal["first", "in turn", "once", "one of"]
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Because:
    """The reason in words of what somebody does; nothing, if they had none."""


Part = Plain | Mention | Every | Verb | Either | Turns | Because
"""A part of a text."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of text. `mode`: `plain`; `as` (close to the entity in slot `mind`, or to `who`; `as witness`
    has neither); `thinks` (what that one thinks); `briefly` (in summary). It is there only where `when` holds
    (None: always).
    """

    mode: Literal["plain", "as", "thinks", "briefly"]
    mind: int | None
    parts: tuple[Part, ...]
    when: Expr | None = None
    who: int | None = late(None)
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Opening:
    """Texts about a life as it begins, with the length of their frame."""

    wordings: tuple[Wording, ...] = ()
    size: int = 1


@dataclass(frozen=True, slots=True)
class FieldWords:
    """What a field is, of entities of some kinds, in a clause: as it is in the mind of the frame. The
    entities take the slots from 1 on; `size` is the length of the frame.
    """

    field: str
    kinds: tuple[str, ...]
    wording: Wording
    size: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """How some entities are described, as a life begins: `slot` is the place of each in the frame."""

    entities: tuple[int, ...]
    slot: int
    wording: Wording
    size: int
