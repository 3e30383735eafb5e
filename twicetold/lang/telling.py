"""Tellings: how a life is told, as the `telling` block of a world says it.

The words are the field's: order, analepsis (looking back), prolepsis (looking ahead), focalisation (through
whose mind), scene and summary are G. Genette's (Narrative Discourse, 1980); zigzag, syllepsis and achrony are
used as N. Montfort does (Generating Narrative Variation in Interactive Fiction, 2007).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from twicetold.lang.canon import Told
from twicetold.lang.source import NOWHERE, Span

Side = Literal["from", "after", "until", "before"]
Order = Literal["chronicle", "retrograde", "analepsis", "prolepsis", "zigzag", "syllepsis", "achrony"]
Grouping = Literal["person", "place", "cause"]
Focus = Literal["zero", "internal", "external"]
Base = Literal["present", "past"]
Pace = Literal["scene", "summary"]
Thought = Literal["direct", "indirect", "free", "none"]


@dataclass(frozen=True, slots=True)
class Bound:
    """An end of a stretch of the story: a time in seconds, or an event (the first that fits). `from` and
    `until` take in what happens then, `after` and `before` leave it out.
    """

    side: Side
    at: float | Told


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events: those that fit all of it. What is empty leaves nothing out.

    `thread`: those of a thread; `people`: those with any of these in a role; `places`: those at any of these;
    `leading_to`: those it came from, and it; `known_to`: those that mind perceived; `only` and `leaving_out`:
    those of, or but, these sorts.
    """

    thread: str | None = None
    bounds: tuple[Bound, ...] = ()
    people: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    leading_to: Told | None = None
    known_to: int | None = None
    only: tuple[Told, ...] = ()
    leaving_out: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What an entity is called: one of these names each time it needs one (none: by pronoun alone, or by what
    it is), until an event is told.
    """

    entity: int
    names: tuple[str, ...]
    until: Told | None = None


@dataclass(frozen=True, slots=True)
class Aside:
    """A look back or ahead at some events, once `at` is told (None: where the section begins)."""

    ahead: bool
    events: Selection
    at: Told | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How something is told. None, and what is empty, is as it is further out.

    `minds`: through whom (of several each in turn); `base`: the tense, and `slips` the tense from an event
    on; `tellers` say I, `hearers` are said you to.
    """

    focus: Focus | None = None
    minds: tuple[int, ...] = ()
    base: Base | None = None
    slips: tuple[tuple[Base, Told], ...] = ()
    order: Order | None = None
    grouping: Grouping | None = None
    pace: Pace | None = None
    thought: Thought | None = None
    tellers: tuple[int, ...] = ()
    hearers: tuple[int, ...] = ()
    calls: tuple[Call, ...] = ()

    def within(self, outer: Voice) -> Voice:
        """This voice, with what it does not say taken from the one around it."""
        return Voice(
            focus=self.focus or outer.focus,
            minds=self.minds or (outer.minds if self.focus is None else ()),
            base=self.base or outer.base,
            slips=self.slips or (outer.slips if self.base is None else ()),
            order=self.order or outer.order,
            grouping=self.grouping or outer.grouping,
            pace=self.pace or outer.pace,
            thought=self.thought or outer.thought,
            tellers=self.tellers or outer.tellers,
            hearers=self.hearers or outer.hearers,
            calls=(*self.calls, *outer.calls),
        )


@dataclass(frozen=True, slots=True)
class Thread:
    """A named selection, and how it is told where a section does not say."""

    name: str
    events: Selection
    voice: Voice = Voice()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a telling. One of a thread goes on where the last section of that thread ended.

    `back` is what it looks back to from outside the story's course, with nothing told as it happens; it is
    left out with its thread. What was told before is told `again` only where a section says so.
    """

    name: str
    events: Selection
    back: Selection | None = None
    voice: Voice = Voice()
    asides: tuple[Aside, ...] = ()
    again: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Telling:
    """A telling: its threads, and its sections in the order of the reading. Without sections it is one."""

    name: str
    voice: Voice = Voice()
    threads: tuple[Thread, ...] = ()
    sections: tuple[Section, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
