"""Declarations: the kinds, fields, entities, settings and definitions of a world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from twicetold.lang.model.constructs import Condition
from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.place import late, place
from twicetold.lang.model.types import Type, Value
from twicetold.lang.source import Span

PLACE: Final = "at"
"""The field that says where somebody is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entities. `lineage` are its own name and its ancestors', nearest first. `notices` is what it
    says of its own on when those of it (slot 1) can notice anything; what its ancestors say holds besides.
    """

    name: str
    parent: str | None
    lineage: tuple[str, ...]
    pronoun: Literal["he", "she", "they", "it"]
    notices: Condition | None = None
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Field:
    """A value that entities of kind `over[0]` have (one), or pairs or triples (a relation).

    `start` is its starting value where nothing else is said (it may draw; frame slots 1.. are the entities);
    None: every entity must be given one. Of one that is `believed` each mind has its own copy, but for its
    owner's, who knows it; if it is `mistaken`, its owner has one too. `unknowable`: that a mind may not know
    it.

    The others are hidden, and kept for whoever asks after it. `due`: it is the time at which this event is to
    happen, the entities are its roles (see `check/later.py`). `said`, `spoke`: it is what somebody has said
    last to somebody of this field or relation, or of this definition, behind whose name stands `()`, and when
    (`check/statement.py`). `sensed`: it is when somebody last had this sense of somebody, or where that one
    was (`check/memory.py`).
    """

    name: str
    over: tuple[str, ...]
    type: Type
    start: Expr | None
    believed: bool = False
    symmetric: bool = False
    due: str | None = late(None)
    mistaken: bool = late(False)
    unknowable: bool = late(False)
    said: str | None = late(None)
    spoke: str | None = late(None)
    sensed: str | None = late(None)
    span: Span = place()

    def knows(self, mind: int, entities: tuple[int, ...]) -> bool:
        """Whether this is a mind's own, of these entities, which it knows (of a symmetric pair, either's)."""
        return not self.mistaken and (mind == entities[0] or (self.symmetric and mind in entities))


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something. Its number is its place in `World.entities`. `called` is its name in
    tellings, `title` how it is addressed or by what rank it is known; empty if by none.
    """

    name: str
    kind: str
    called: str
    pronoun: Literal["he", "she", "they", "it"]
    spare: bool = False
    title: str = ""
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Start:
    """A starting value: of the truth, or of one mind's copy when `mind` is an entity's number. Draws in it
    are keyed by the entities it is about. Later ones override earlier ones. A mind to which it is `unknown`
    holds no value. It may be what that mind takes another to hold, who may be taken to hold it of a third:
    these are `inner`.
    """

    field: str
    entities: tuple[int, ...]
    value: Expr
    mind: int | None = None
    unknown: bool = late(False)
    inner: tuple[int, ...] = late(())
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Setting:
    """A constant of the world that can be set from outside; already clamped to its type.

    One that is tuned, between two numbers, is a knob: it may be `turned` in a world that is loaded.
    `written` is where its value stands.
    """

    name: str
    type: Type
    value: Value
    tune: tuple[float, float] | None = None
    written: Span = place()
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Define:
    """A named expression. Parameters take the slots 1, 2, …; `size` is the length of its frame."""

    name: str
    params: tuple[tuple[str, Type], ...]
    body: Expr
    type: Type
    size: int
    span: Span = place()
