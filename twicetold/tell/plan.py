"""The plan of a telling: which events are told where, in which order, through whom, and how fully.

A telling is an ordered tree, never a mere permutation: each node knows the event it tells and how that lies
to the moment at which the telling has arrived (N. Montfort, "Ordering Events in Interactive Fiction
Narratives", 2007). `planned` makes the tree of a story; `words` makes sentences of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from twicetold.engine.record import Event
from twicetold.lang.telling import Aside, Base, Call, Focus, Pace, Section, Selection, Telling, Thread, Voice
from twicetold.tell import orders, pacing
from twicetold.tell.minds import Access, Mind
from twicetold.tell.selection import selected, within
from twicetold.tell.story import Story, fits

Time = Literal["now", "back", "ahead"]


@dataclass(frozen=True, slots=True)
class Node:
    """One event as it is told: through which mind (None: nobody's) and what that knows of it, in which
    tense, how fully, and what some entities are called there.
    """

    event: Event
    focus: Focus
    mind: int | None
    access: Access | None
    base: Base
    time: Time
    pace: Pace
    calls: Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events told in one go; `back` or `ahead` of where the telling has arrived, or `now`."""

    time: Time
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the plan."""

    name: str
    thread: str | None
    voice: Voice
    stretches: tuple[Stretch, ...]

    @property
    def nodes(self) -> Iterator[Node]:
        """All that it tells, in order."""
        return (node for stretch in self.stretches for node in stretch.nodes)


@dataclass(frozen=True, slots=True)
class Plan:
    """A telling of a story, section by section."""

    telling: Telling
    parts: tuple[Part, ...]


def planned(
    story: Story, telling: Telling, places: Mapping[int, str] | None = None, seed: int = 1
) -> Plan:
    """The plan of a telling of this story. What does not come about in it is left out, and so is a section
    in which nothing is left.

    `places` says of some events, by number, in which section they stand, whatever that selects, and that
    they are told. `seed` decides what is left to chance.
    """
    return _Planner(story, telling, dict(places or {}), seed).plan()


@dataclass(slots=True)
class _Planner:
    story: Story
    telling: Telling
    places: dict[int, str]
    seed: int
    told: set[int] = field(default_factory=set)
    cursors: dict[str, int] = field(default_factory=dict)
    called: list[Call] = field(default_factory=list)
    minds: dict[int, Mind] = field(default_factory=dict)

    def plan(self) -> Plan:
        sections = self.telling.sections or (Section("", Selection()),)
        parts = [part for section in sections if (part := self._part(section)) is not None]
        return Plan(self.telling, tuple(parts))

    # --- sections -------------------------------------------------------------------------------------------

    @property
    def threads(self) -> dict[str, Thread]:
        return {thread.name: thread for thread in self.telling.threads}

    def _part(self, section: Section) -> Part | None:
        voice = self._voice(section)
        main = self._main(section)
        if section.back is not None:
            back = self._fresh(section, selected(self.story, section.back, self.threads))
            thread = section.events.thread
            gone = thread is not None and not selected(self.story, self.threads[thread].events, self.threads)
            main, asides = [], () if gone else ((Aside(False, section.back), back),)
        else:
            asides = tuple(self._asides(section))
            aside = {event.number for _, events in asides for event in events}
            main = [event for event in self._fresh(section, main) if event.number not in aside]
        stretches = tuple(self._stretches(section, voice, main, asides))
        if not stretches:
            return None
        self.told |= {node.event.number for stretch in stretches for node in stretch.nodes}
        return Part(section.name, section.events.thread, voice, stretches)

    def _voice(self, section: Section) -> Voice:
        thread = section.events.thread
        around = self.telling.voice
        return section.voice.within(self.threads[thread].voice.within(around) if thread else around)

    def _main(self, section: Section) -> list[Event]:
        """The events of a section, from where the last one of its thread ended."""
        events = selected(self.story, Selection(thread=section.events.thread), self.threads)
        thread = section.events.thread
        events = events[self.cursors.get(thread or "", 0) :]
        inside = within(self.story, section.events.bounds, events)
        if thread is not None and inside and section.back is None:
            last = inside[-1].number
            self.cursors[thread] = (
                self.cursors.get(thread, 0) + [event.number for event in events].index(last) + 1
            )
        kept = selected(self.story, section.events, self.threads, inside)
        return [event for event in kept if self.places.get(event.number, section.name) == section.name]

    def _fresh(self, section: Section, events: Sequence[Event]) -> list[Event]:
        """Those not told yet, and those that have their place here."""
        here = [event for event in self.story.events if self.places.get(event.number) == section.name]
        numbers = {event.number for event in (*events, *here)}
        return [
            event
            for event in self.story.events
            if event.number in numbers
            and (section.again or event.number not in self.told)
            and self.places.get(event.number, section.name) == section.name
        ]

    def _asides(self, section: Section) -> Iterator[tuple[Aside, list[Event]]]:
        for aside in section.asides:
            found = selected(self.story, aside.events, self.threads)
            yield aside, [event for event in found if section.again or event.number not in self.told]

    # --- stretches ------------------------------------------------------------------------------------------

    def _stretches(
        self,
        section: Section,
        voice: Voice,
        main: Sequence[Event],
        asides: Sequence[tuple[Aside, Sequence[Event]]],
    ) -> Iterator[Stretch]:
        """The section's events in the order of the voice, with its looks back and ahead where they belong."""
        waiting = list(asides)
        narrator = _Narrator(self, voice, [*main, *(event for _, events in asides for event in events)])
        for aside, events in list(waiting):
            if aside.at is None or not any(fits(event, aside.at) for event in main):
                yield from narrator.stretch("ahead" if aside.ahead else "back", events)
                waiting.remove((aside, events))
        for time, events in orders.ordered(self.story, voice, main, self.seed):
            begun: list[Event] = []
            for event in events:
                begun.append(event)
                for aside, others in [each for each in waiting if each[0].at and fits(event, each[0].at)]:
                    yield from narrator.stretch(time, begun)
                    yield from narrator.stretch("ahead" if aside.ahead else "back", others)
                    waiting.remove((aside, others))
                    begun = []
            yield from narrator.stretch(time, begun)

    def mind(self, entity: int) -> Mind:
        """What an entity knows of the story."""
        if entity not in self.minds:
            self.minds[entity] = Mind(entity, self.story.life.events, self.story.world.tick)
        return self.minds[entity]

    def names(self, voice: Voice, event: Event) -> dict[int, tuple[str, ...]]:
        """What entities are called where this event is told, or was."""
        self.called += [call for call in voice.calls if call.until and fits(event, call.until)]
        active = [call for call in voice.calls if call not in self.called]
        return {call.entity: call.names for call in reversed(active)}

    def anchors(self) -> list[object]:
        """The events by which the telling is hung: what they are, is told."""
        return [
            told
            for section in self.telling.sections
            for told in (
                *(bound.at for bound in section.events.bounds),
                *(aside.at for aside in section.asides),
                *(event for _, event in section.voice.slips),
                *(call.until for call in section.voice.calls),
            )
        ]


class _Narrator:
    """Turns events into nodes, in one voice; keeps the mind it is in, and the tense it has slipped to."""

    def __init__(self, planner: _Planner, voice: Voice, events: Sequence[Event]) -> None:
        self.planner = planner
        self.voice = voice
        self.focus: Focus = voice.focus or ("internal" if voice.minds else "zero")
        if self.focus == "internal" and not any(self._knowing(event) for event in events):
            self.focus = "external"
        self.base: Base = voice.base or "past"
        self.at: int | None = None
        known = [event for event in events if self.focus != "internal" or self._knowing(event)]
        self.paces = pacing.paced(planner.story, voice, known, self._needed(known))

    def stretch(self, time: Time, events: Sequence[Event]) -> Iterator[Stretch]:
        """These events as one stretch; nothing if none of them is told."""
        nodes = tuple(node for event in events if (node := self._node(time, event)) is not None)
        if nodes:
            yield Stretch(time, nodes)

    def _node(self, time: Time, event: Event) -> Node | None:
        for base, told in self.voice.slips:
            if fits(event, told):
                self.base = base
        calls = self.planner.names(self.voice, event)
        pace = self.paces.get(event.number)
        if pace is None:
            return None
        mind, access = self._mind(event)
        return Node(event, self.focus, mind, access, self.base, time, pace, calls)

    def _knowing(self, event: Event) -> list[int]:
        return [mind for mind in self.voice.minds if self.planner.mind(mind).access(event)]

    def _mind(self, event: Event) -> tuple[int | None, Access | None]:
        """Through whom it is told: who does it, or takes part; else whoever was last, if they know of it."""
        if self.focus != "internal":
            return None, None
        knowing = self._knowing(event)
        taking_part = [mind for mind in event.roles if mind in knowing]
        staying = [self.at] if self.at in knowing else []
        self.at = next(iter([*taking_part, *staying, *knowing]))
        return self.at, self.planner.mind(self.at).access(event)

    def _needed(self, events: Sequence[Event]) -> frozenset[int]:
        """Those that are told whatever their weight."""
        anchors = [each for each in self.planner.anchors() if each is not None and not isinstance(each, float)]
        return frozenset(
            event.number
            for event in events
            if event.number in self.planner.places
            or any(fits(event, told) for told in anchors)  # type: ignore[arg-type]
        )
