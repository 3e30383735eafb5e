"""Declarations as written: units, settings, kinds, entities, starting values, beliefs and definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.expressions import Expr, Number, Paren
from twicetold.lang.syntax.names import Name, Role
from twicetold.lang.syntax.texts import Text
from twicetold.lang.syntax.types import Type


@dataclass(frozen=True, slots=True)
class Unit:
    """`unit kilometre, kilometres = 1000 metres`."""

    names: tuple[Name, ...]
    value: Number | None
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """`setting heed number 0..1 = 0.4`."""

    name: Name
    type: Type
    value: Expr | None
    span: Span


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a kind: `thirst number 0..1 ~ beta(2, 5) believed`. `drawn` tells `~` from `=`; one that is
    `mistaken` is believed too."""

    name: Name
    type: Type
    start: Expr | None
    drawn: bool
    believed: bool
    mistaken: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Notices:
    """`p notices when C, C`, in a kind."""

    name: Name
    when: tuple[Expr, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Described:
    """`p is described "…"`, in a kind."""

    name: Name
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Kind:
    """`kind Singer is Person and Player`, its fields, when its people can notice anything, what describes
    them."""

    name: Name
    parents: tuple[Name, ...]
    pronoun: Literal["he", "she", "they", "it"] | None
    fields: tuple[Field, ...]
    notices: Notices | None
    described: Described | None
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """`relation love (Person, Person) number -1..1 = 0 believed symmetric`; `over` are the kinds, and `roles`
    there if they have names: `relation love (p: Person, q: Person)`."""

    name: Name
    over: tuple[Name, ...]
    roles: tuple[Role, ...]
    type: Type
    start: Expr | None
    drawn: bool
    believed: bool
    mistaken: bool
    symmetric: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Words:
    """`words for love (p: Person, q: Person) "…"`: a field or relation in words."""

    name: Name
    roles: tuple[Role, ...]
    text: Text
    span: Span


@dataclass(frozen=True, slots=True)
class Start:
    """A starting value. `target` is a Variable (a field of the line's entities, or a setting), a FieldOf
    or an Apply; `each_other` tells `love(each other)`, which is an Apply without arguments. `drawn`: `~`
    before the value.
    """

    target: Expr
    each_other: bool
    drawn: bool
    value: Expr
    span: Span


@dataclass(frozen=True, slots=True)
class Entities:
    """`Abel, Cain are Person: …`, `100 Villager: …` (`bulk` 100, no names), `spare 5 Letter` (`spare` too),
    `(people) Villager: …` (`bulk` in its brackets).

    `starts` are those in the line and below it that concern the line's entities or anything else.
    """

    names: tuple[Name, ...]
    bulk: Number | Paren | None
    spare: bool
    kind: Name
    pronoun: Literal["he", "she", "they", "it"] | None
    called: Text | None
    titled: Text | None
    described: Text | None
    starts: tuple[Start, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Belief:
    """`Cain, Abel believe love(Abel, Cain) 0`; no minds: everyone. Of `Cain believes Abel believes …` Abel is
    `inner`."""

    minds: tuple[Name, ...]
    inner: tuple[Name, ...]
    start: Start
    span: Span


@dataclass(frozen=True, slots=True)
class Define:
    """`define beside(a: Person, b: Person) = …`."""

    name: Name
    params: tuple[tuple[Name, Type], ...]
    body: Expr
    span: Span
