"""Tellings: how a life is told, as the `telling` block of a world says it.

The words are the field's: order, analepsis (looking back), prolepsis (looking ahead), focalisation (through
whose mind), scene and summary are G. Genette's (Narrative Discourse, 1980); zigzag, syllepsis and achrony are
used as N. Montfort does (Generating Narrative Variation in Interactive Fiction, 2007).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from twicetold.choices import Base as Base
from twicetold.choices import Frequency as Frequency
from twicetold.choices import Grouping as Grouping
from twicetold.choices import Naming as Naming
from twicetold.choices import Narrator as Narrator
from twicetold.choices import Order as Order
from twicetold.choices import Pace as Pace
from twicetold.choices import Person as Person
from twicetold.choices import Speech as Speech
from twicetold.choices import Thought as Thought
from twicetold.lang.model.canon import Told
from twicetold.lang.model.place import late
from twicetold.lang.model.texts import Part
from twicetold.lang.source import NOWHERE, Span

Side = Literal["from", "after", "until", "before"]
Focus = Literal["zero", "internal", "external"]


@dataclass(frozen=True, slots=True)
class Moment:
    """When an event of this sort comes to its end: the first in the life, or the `last`. None: any event."""

    told: Told | None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """An end of a stretch of the story: the first that comes of some times in seconds, and moments. `from`
    and `until` take in what happens then, `after` and `before` leave it out.
    """

    side: Side
    at: tuple[float | Moment, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events: those that fit all of it. What is empty leaves nothing out.

    `people`: those with any of these in a role; `places`: those at any of these; `led_to`: those it came
    from, and it; `known_to`: those that mind perceived; `only` and `leaving_out`: those of, or but, these
    sorts; `given` and `unless`: none at all unless, or if, an event of these sorts comes about in the life.
    """

    bounds: tuple[Bound, ...] = ()
    people: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    led_to: Moment | None = None
    known_to: int | None = None
    only: tuple[Told, ...] = ()
    leaving_out: tuple[Told, ...] = ()
    given: tuple[Told, ...] = ()
    unless: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """What an entity is called: one of `first` where it is first named, then `names` in turn, until an event
    is told. The empty name is the pronoun.
    """

    entity: int
    names: tuple[str, ...]
    first: tuple[str, ...] = ()
    until: Told | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A look back or ahead at some events, of a thread if it names one, once `at` is told (None: where the
    section begins)."""

    ahead: bool
    events: Selection
    thread: str | None = None
    at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How something is told. None, and what is empty, is as it is further out.

    `minds`: through whom; of several, through whoever takes part, or with `each` every event through each of
    them that knows of it. `base`: the tense, and `slips` the tense from an event on. `tellers` say I,
    `hearers` are said you to; by `person` whoever it is told through says I, or is said you to.
    """

    focus: Focus | None = None
    minds: tuple[int, ...] = ()
    each: bool = False
    base: Base | None = None
    slips: tuple[tuple[Base, Told], ...] = ()
    order: Order | None = None
    grouping: Grouping | None = None
    pace: Pace | None = None
    frequency: Frequency | None = None
    thought: Thought | None = None
    speech: Speech | None = None
    naming: Naming | None = None
    person: Person | None = None
    tellers: tuple[int, ...] = ()
    hearers: tuple[int, ...] = ()
    calls: tuple[Call, ...] = ()

    def within(self, outer: Voice) -> Voice:
        """This voice, with what it does not say taken from the one around it."""
        near = self if self.focus else outer
        return Voice(
            focus=near.focus,
            minds=near.minds,
            each=near.each,
            base=self.base or outer.base,
            slips=self.slips if self.base or self.slips else outer.slips,
            order=self.order or outer.order,
            grouping=self.grouping if self.order else outer.grouping,
            pace=self.pace or outer.pace,
            frequency=self.frequency or outer.frequency,
            thought=self.thought or outer.thought,
            speech=self.speech or outer.speech,
            naming=self.naming or outer.naming,
            person=self.person or outer.person,
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
    span: Span = field(default=NOWHERE, compare=False)


Text = tuple[Part, ...]
"""A sentence of the author's own, whose mentions are entities."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a telling. A section or look of a thread goes on where the last of that thread ended.

    With `only_looks` it tells nothing but what its looks look at. What was told before is told `again` only
    where a section says so. `begin` and `end` are told first and last, if anything is told between them.
    """

    name: str
    title: str = ""
    thread: str | None = None
    events: Selection = Selection()
    voice: Voice = Voice()
    looks: tuple[Look, ...] = ()
    only_looks: bool = False
    again: bool = False
    begin: Text = ()
    end: Text = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Telling:
    """A telling: which events at all, its threads, and its sections in the order of the reading. Without
    sections it is one. `narrator` is the name of who tells it; None leaves that to who asks for it.
    """

    name: str
    events: Selection = Selection()
    voice: Voice = Voice()
    threads: tuple[Thread, ...] = ()
    sections: tuple[Section, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    narrator: Narrator | None = late(None)
