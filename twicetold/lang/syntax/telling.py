"""Tellings as written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twicetold.lang.source import Span
from twicetold.lang.syntax.days import DayTime
from twicetold.lang.syntax.expressions import Clock, Lengths, Number, Pattern
from twicetold.lang.syntax.names import Name
from twicetold.lang.syntax.texts import Text


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a story: an event (the first that fits, or the `last`), any event if it names none, or a
    time."""

    event: Pattern | None
    at: Clock | Number | Lengths | DayTime | None
    last: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which events: `from M or M`, `only P or P`, `with Abel or Cain`, `what led to M`, `what Abel knows`,
    `if P`."""

    word: Literal[
        "from", "after", "until", "before", "only", "without", "with", "in", "led to", "known to", "if",
        "unless",
    ]  # fmt: skip
    moments: tuple[Moment, ...]
    patterns: tuple[Pattern, ...]
    names: tuple[Name, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Manner:
    """How it is told, by the word of the clause: whom it names, its value and what `by` adds to that, and the
    event from which a tense holds."""

    word: Literal[
        "close to", "close to each", "close to anyone", "knowing all", "from outside", "present", "past",
        "order", "pace", "frequency", "thought", "speech", "naming", "person", "I", "you",
        "narrator",
    ]  # fmt: skip
    names: tuple[Name, ...]
    value: Name | None
    by: Name | None
    since: Pattern | None
    span: Span


@dataclass(frozen=True, slots=True)
class Calling:
    """`call Abel "a boy" then "the boy" or "he" until P`; `first` is empty where there is no `then`."""

    name: Name
    first: tuple[Text, ...]
    texts: tuple[Text, ...]
    until: Pattern | None
    span: Span


@dataclass(frozen=True, slots=True)
class Look:
    """`at M look back on P or P until M`."""

    ahead: bool
    at: Moment | None
    choosing: tuple[Choosing, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Again:
    """`again`."""

    span: Span


@dataclass(frozen=True, slots=True)
class Framing:
    """`begin with "…"`, `end with "…"`."""

    word: Literal["begin", "end"]
    text: Text
    span: Span


TellingClause = Choosing | Manner | Calling

SectionClause = TellingClause | Look | Again | Framing


@dataclass(frozen=True, slots=True)
class Thread:
    """`thread fight: until strike(Cain, Abel)` and the clauses below it."""

    name: Name
    clauses: tuple[TellingClause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """`section T1 "The end" of fight: …` and the clauses below it."""

    name: Name | None
    title: Text | None
    of: Name | None
    clauses: tuple[SectionClause, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Telling:
    """`telling "threads"`, its clauses, its threads and its sections."""

    title: Text
    clauses: tuple[TellingClause, ...]
    threads: tuple[Thread, ...]
    sections: tuple[Section, ...]
    span: Span
