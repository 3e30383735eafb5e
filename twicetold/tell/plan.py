"""Document planning: which events a telling tells where, in which order, through whom, and how fully.

A telling is an ordered tree, never a mere permutation: each node knows the event it tells and how that lies
to the moment at which the telling has arrived (N. Montfort, "Ordering Events in Interactive Fiction
Narratives", 2007). `planned` makes the tree of a story; `words` makes sentences of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Does, Event, Line, Who, Word
from twicetold.lang import model
from twicetold.lang.model.telling import (
    Base,
    Call,
    Focus,
    Look,
    Moment,
    Pace,
    Person,
    Section,
    Selection,
    Telling,
    Text,
    Thread,
    Voice,
)
from twicetold.tell import orders, pacing
from twicetold.tell.chapters import chapters
from twicetold.tell.cohering import coherent
from twicetold.tell.episodes import Episode, Form, episodes
from twicetold.tell.leads import Cast, cast_of
from twicetold.tell.minds import Access, Mind
from twicetold.tell.narrators import DEFAULT, Narrator, named
from twicetold.tell.orders import Time
from twicetold.tell.selection import cut, selected
from twicetold.tell.story import Story, fits, is_at

Speaker = Literal["I", "you"]

# --- the tree -----------------------------------------------------------------------------------------------


class Node(NamedTuple):
    """One event as it is told, and `others` that are told with it, all alike ("three times").

    Through which mind (None: nobody's), and what that knows of it. In which tense, by how the event's time E,
    the `reference` R at which the telling stands, and the time of `speech` S lie to one another (H.
    Reichenbach, "Elements of Symbolic Logic", 1947): in a telling in the present S is R, in one in the past
    the end of the story; `time` is `now` where E is R, else `back` or `ahead` of it. All times are in
    seconds. How fully; what some entities are called there; and who says I, or is said you to.
    """

    event: Event
    others: tuple[Event, ...]
    focus: Focus
    mind: int | None
    access: Access | None
    base: Base
    time: Time
    reference: float
    speech: float
    pace: Pace
    calls: Mapping[int, Call]
    persons: Mapping[int, Speaker]
    form: Form = "event"

    @property
    def events(self) -> tuple[Event, ...]:
        """All events that it tells."""
        return (self.event, *self.others)

    @property
    def often(self) -> int:
        """How many events it tells."""
        return 1 + len(self.others)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events told in one go; `back` or `ahead` of where the telling has arrived, or `now`. All of a
    stretch are told through the same mind, unless that is whoever takes part.
    """

    time: Time
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the plan; `begin` and `end` are sentences of the author's own, in `base` tense."""

    name: str
    title: str
    thread: str | None
    voice: Voice
    base: Base
    begin: Line | None
    stretches: tuple[Stretch, ...]
    end: Line | None

    @property
    def nodes(self) -> Iterator[Node]:
        """All that it tells, in order."""
        return (node for stretch in self.stretches for node in stretch.nodes)


@dataclass(frozen=True, slots=True)
class Plan:
    """A telling of a story, section by section, by a narrator; None is nobody but the author. `cast` are
    those whom the narrator follows and calls by name; None, if that is everybody.
    """

    telling: Telling
    parts: tuple[Part, ...]
    narrator: Narrator | None = None
    cast: Cast | None = None

    @property
    def nodes(self) -> Iterator[Node]:
        """All that it tells, in order."""
        return chain.from_iterable(part.nodes for part in self.parts)


def planned(
    story: Story,
    telling: Telling,
    places: Mapping[int, str] | None = None,
    seed: int = 1,
    narrator: Narrator | None = None,
) -> Plan:
    """The plan of a telling of this story. What does not come about in it is left out, and so is a section
    in which nothing is left.

    `places` says of some events, by number, in which section they are told, whatever that selects; those of
    sections that the telling does not have say nothing. `seed` decides what is left to chance. Without a
    `narrator` it is told by the one that the telling names; else one that its author laid out is told as it
    stands there, and any other by the plain narrator.
    """
    sections = {section.name for section in telling.sections}
    known = {number: name for number, name in (places or {}).items() if name in sections}
    if narrator is None and (telling.narrator or not telling.sections):
        narrator = named(telling.narrator or DEFAULT)
    return _Planner(story, telling, known, seed, narrator).plan()


# --- sections -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Planner:
    """Goes through the sections in order, and keeps what has been told by then."""

    story: Story
    telling: Telling
    places: Mapping[int, str]
    seed: int
    narrator: Narrator | None = None
    told: set[int] = field(default_factory=set)
    cursors: dict[str, int] = field(default_factory=dict)
    """How far the events of a thread have been told."""
    fallen: set[Call] = field(default_factory=set)
    """What is not called so any more."""
    streams: dict[str | None, Sequence[Event]] = field(default_factory=dict)
    anchors: list[Moment] = field(default_factory=list)
    casts: dict[tuple[int, ...], Cast] = field(default_factory=dict)

    def plan(self) -> Plan:
        self.streams = {None: self._chosen(self.telling.events, self.story.events)}
        for thread in self.telling.threads:
            self.streams[thread.name] = self._chosen(thread.events, self.streams[None])
        self.anchors = list(_anchors(self.telling))
        sections = self.telling.sections or (Section(""),)
        parts = tuple(part for part in (self._part(section) for section in sections) if part is not None)
        if not self._follows(self.telling.voice):
            return Plan(self.telling, parts, self.narrator)
        cast = self.cast(self.telling.voice)
        if self.telling.sections:
            return Plan(self.telling, parts, self.narrator, cast)
        return Plan(self.telling, tuple(in_chapters(self.story, parts, cast)), self.narrator, cast)

    def _follows(self, voice: Voice) -> bool:
        """Whether a few people are followed: by whoever does so, where nothing is said of the pace."""
        return self.narrator is not None and self.narrator.follows and voice.pace is None

    def cast(self, voice: Voice) -> Cast:
        """Those who are followed, and called by name."""
        if voice.minds not in self.casts:
            self.casts[voice.minds] = cast_of(self.story, self.streams[None], voice.minds)
        return self.casts[voice.minds]

    def episodes(self, voice: Voice, events: Sequence[Event]) -> dict[int, Episode] | None:
        """What is told in one go of these events, where a few people are followed; None where each has its
        own pace."""
        if self.narrator is None or not self._follows(voice) or voice.frequency == "iterative":
            return None
        return episodes(self.story, self.cast(voice), events, self.needed(events), self.narrator)

    def mind(self, entity: int) -> Mind:
        """What an entity knows of the story."""
        return self.story.mind(entity)

    def _chosen(self, selection: Selection, events: Sequence[Event]) -> Sequence[Event]:
        return selected(self.story, selection, events, self.mind)

    def _part(self, section: Section) -> Part | None:
        if section.thread is not None and not self.streams[section.thread]:
            return None
        narrator = _Narrator(self, self._voice(section))
        looks = [(look, self._looked_at(look, section, narrator)) for look in section.looks]
        recalled = {event.number for _, events in looks for event in events}
        main = [] if section.only_looks else self._main(section, narrator)
        main = [event for event in main if event.number not in recalled]
        stretches = tuple(narrator.stretches(main, looks))
        if not stretches:
            return None
        self.told |= {
            event.number for stretch in stretches for node in stretch.nodes for event in node.events
        }
        return Part(
            section.name,
            section.title,
            section.thread,
            narrator.voice,
            narrator.voice.base or "past",
            _line(section.begin),
            stretches,
            _line(section.end),
        )

    def _voice(self, section: Section) -> Voice:
        around = self.telling.voice
        thread = next(
            (thread for thread in self.telling.threads if thread.name == section.thread),
            Thread("", Selection()),
        )
        return section.voice.within(thread.voice.within(around))

    def _main(self, section: Section, narrator: _Narrator) -> list[Event]:
        """The events of a section: those of its own that nobody has told, and those that have their place
        here."""
        events = self._goes_on(section.thread, section.events, section, narrator)
        return self._placed(events, section)

    def _looked_at(self, look: Look, section: Section, narrator: _Narrator) -> list[Event]:
        events = self._goes_on(look.thread, look.events, section, narrator)
        return (
            self._placed(events, section)
            if section.only_looks
            else [event for event in events if self._may_stand(event, section)]
        )

    def _goes_on(
        self, thread: str | None, selection: Selection, section: Section, narrator: _Narrator
    ) -> Sequence[Event]:
        """What a selection takes of a thread from where that has been told to, which moves on: behind the
        end that the selection names if that comes, else behind the last event that can be told here, so that
        the next may go on with what nobody here knows.
        """
        if thread is None:
            events = self._chosen(selection, self.streams[None])
            return [event for event in events if section.again or event.number not in self.told]
        begun = self.cursors.get(thread, 0)
        stream = self.streams[thread][begun:]
        events = self._chosen(selection, stream)
        last = next((event for event in reversed(events) if narrator.can_tell(event)), None)
        if last is not None:
            ends = [bound for bound in selection.bounds if bound.side in ("until", "before")]
            cuts = [place for bound in ends if (place := cut(self.story, bound, stream)) is not None]
            self.cursors[thread] = begun + max([*cuts, stream.index(last) + 1])
        return [event for event in events if section.again or event.number not in self.told]

    def _placed(self, events: Sequence[Event], section: Section) -> list[Event]:
        """These events without those that have their place elsewhere, and with those that have it here."""
        here = {event.number for event in events if self._may_stand(event, section)}
        here |= {number for number, name in self.places.items() if name == section.name}
        return [event for event in self.story.events if event.number in here]

    def _may_stand(self, event: Event, section: Section) -> bool:
        return self.places.get(event.number, section.name) == section.name

    # --- what the narrators ask -----------------------------------------------------------------------------

    def calls(self, voice: Voice, event: Event) -> Mapping[int, Call]:
        """What entities are called where this event is told; it may bring out some names."""
        if not voice.calls:
            return _NO_CALLS
        self.fallen |= {call for call in voice.calls if call.until and fits(event, call.until)}
        return {call.entity: call for call in reversed(voice.calls) if call not in self.fallen}

    def needed(self, events: Sequence[Event]) -> frozenset[int]:
        """Those that are told whatever their weight: by them the telling is hung."""
        places = (self.story.place(anchor, events) for anchor in self.anchors)
        hung = {events[place].number for place in places if place is not None}
        return frozenset(hung | (self.places.keys() & {event.number for event in events}))


_NO_CALLS: Mapping[int, Call] = {}


def _anchors(telling: Telling) -> Iterator[Moment]:
    """The events by which a telling is hung."""
    looks = [look for section in telling.sections for look in section.looks]
    selections = [
        telling.events,
        *(thread.events for thread in telling.threads),
        *(section.events for section in telling.sections),
        *(look.events for look in looks),
    ]
    voices = [
        telling.voice,
        *(thread.voice for thread in telling.threads),
        *(section.voice for section in telling.sections),
    ]
    for selection in selections:
        ends = (at for bound in selection.bounds for at in bound.at)
        yield from (at for at in ends if isinstance(at, Moment) and at.told)
        if selection.led_to is not None and selection.led_to.told:
            yield selection.led_to
    yield from (look.at for look in looks if look.at is not None and look.at.told)
    for voice in voices:
        yield from (Moment(told) for _, told in voice.slips)
        yield from (Moment(call.until) for call in voice.calls if call.until)


def _line(text: Text) -> Line | None:
    """A sentence of the author's own as a line of an event would be."""
    return Line("plain", None, tuple(map(_part_of_line, text))) if text else None


def _part_of_line(part: model.Part) -> Word | Who | Does:
    match part:
        case model.Plain(text):
            return Word(text)
        case model.Verb(lemma, negated):
            return Does(lemma, negated)
        case model.Mention(model.Const(entity), form):
            return Who(int(entity), form)
        case _:
            raise TypeError("a telling's own sentence names entities only")


def in_chapters(story: Story, parts: Sequence[Part], cast: Cast) -> Iterator[Part]:
    """The one part of a plain telling in chapters, where it is long and told in order."""
    for part in parts:
        if len(part.stretches) != 1 or part.stretches[0].time != "now":
            yield part
            continue
        (stretch,) = part.stretches
        cuts = chapters(story, [node.event for node in stretch.nodes], cast)
        for begin, end, title in cuts:
            yield replace(part, title=title, stretches=(Stretch("now", stretch.nodes[begin:end]),))


# --- narrators ----------------------------------------------------------------------------------------------


class _Narrator:
    """Turns events into nodes, in one voice; keeps the mind it is in, and the tense it has slipped to."""

    def __init__(self, planner: _Planner, voice: Voice) -> None:
        self.planner = planner
        self.story = planner.story
        self.focus: Focus = voice.focus or "zero"
        self.voice = voice
        self.base: Base = voice.base or "past"
        self.at: int | None = None
        self.stands: float | None = None
        self.paces: Mapping[int, Pace] = {}
        self.episodes: Mapping[int, Episode] | None = None
        self.persons = {mind: self._persons(mind) for mind in (None, *voice.minds)}

    def can_tell(self, event: Event) -> bool:
        """Whether this event can be told so: from outside what can be seen from there, through minds what one
        of them knows."""
        match self.focus:
            case "zero":
                return True
            case "external":
                return event.sort != "sense"
            case "internal":
                return any(self.planner.mind(mind).access(event) for mind in self.voice.minds)

    def stretches(
        self, main: Sequence[Event], looks: Sequence[tuple[Look, Sequence[Event]]]
    ) -> Iterator[Stretch]:
        """The events in the order of the voice, with the looks back and ahead where they belong."""
        events = [event for event in chain(main, *(events for _, events in looks)) if self.can_tell(event)]
        tellable = {event.number for event in events}
        main = [event for event in main if event.number in tellable]
        waiting = [(look, [event for event in events if event.number in tellable]) for look, events in looks]
        self.episodes = self.planner.episodes(self.voice, sorted(events, key=lambda event: event.number))
        self.paces = (
            pacing.paced(self.story, self.voice, events, self.planner.needed(events))
            if self.episodes is None
            else {number: episode.pace for number, episode in self.episodes.items()}
        )
        self.stands = self._stand(main)
        for look, recalled in [pair for pair in waiting if not _waits(pair[0], main)]:
            yield from self._stretch(_direction(look), recalled)
            waiting.remove((look, recalled))
        if self.episodes is not None and self.voice.order is None and not waiting:
            main = [event for event in main if event.number in self.paces]
            main = coherent(self.story, main, self.planner.cast(self.voice).leads)
        for time, ordered in orders.ordered(self.story, self.voice, main, self.planner.seed):
            begun: list[Event] = []
            for event in ordered:
                begun.append(event)
                for look, recalled in [pair for pair in waiting if _turns_at(pair[0], event)]:
                    yield from self._stretch(time, begun)
                    yield from self._stretch(_direction(look), recalled)
                    waiting.remove((look, recalled))
                    begun = []
            yield from self._stretch(time, begun)

    def _stand(self, main: Sequence[Event]) -> float:
        """Where a section stands before it has told anything: at its first event, or at the end of all."""
        return self.story.seconds(main[0]) if main else self.story.length

    def _stretch(self, time: Time, events: Sequence[Event]) -> Iterator[Stretch]:
        """These events told in one go, or one go for each mind; nothing if none of them is told."""
        events = [event for event in events if event.number in self.paces]
        minds: Sequence[int | None] = self.voice.minds if self.voice.each else (None,)
        for mind in minds:
            nodes = tuple(self._nodes(time, events, mind))
            if nodes:
                yield Stretch(time, nodes)

    def _nodes(self, time: Time, events: Sequence[Event], only: int | None) -> Iterator[Node]:
        for event, others in self._grouped(events):
            mind, access = self._mind(event, only)
            if self.focus == "internal" and access is None:
                continue
            for base, told in self.voice.slips:
                if fits(event, told):
                    self.base = base
            seconds = self.story.seconds(event)
            if time == "now" or self.stands is None:
                self.stands = seconds
            yield Node(
                event,
                tuple(other for other in others if mind is None or self.planner.mind(mind).access(other)),
                self.focus,
                mind,
                access,
                self.base,
                time,
                self.stands,
                self.stands if self.base == "present" else self.story.length,
                self.paces[event.number],
                self.planner.calls(self.voice, event),
                self.persons[mind],
                "event" if self.episodes is None else self.episodes[event.number].form,
            )

    def _persons(self, mind: int | None) -> Mapping[int, Speaker]:
        """Who says I, and who is said you to."""
        persons: dict[int, Speaker] = dict.fromkeys(self.voice.hearers, "you")
        persons |= dict.fromkeys(self.voice.tellers, "I")
        if mind is not None and self.voice.person in _SPEAKERS:
            persons[mind] = _SPEAKERS[self.voice.person]
        return persons

    def _grouped(self, events: Sequence[Event]) -> Iterator[tuple[Event, list[Event]]]:
        """Each event with those that are told with it: in an iterative telling all of one sort by the same
        people."""
        if self.episodes is not None:
            yield from ((event, list(self.episodes[event.number].others)) for event in events)
            return
        if self.voice.frequency != "iterative":
            yield from ((event, []) for event in events)
            return
        needed = self.planner.needed(events)
        groups: dict[object, list[Event]] = {}
        for event in events:
            alone = event.number in needed
            key = event.number if alone else (event.name, event.outcome, event.roles)
            groups.setdefault(key, []).append(event)
        yield from ((first, others) for first, *others in groups.values())

    def _mind(self, event: Event, only: int | None) -> tuple[int | None, Access | None]:
        """Through whom it is told: whoever was last, if they take part; else whoever does; else whoever was
        last, or anybody who knows of it."""
        if self.focus != "internal":
            return None, None
        minds = self.voice.minds if only is None else (only,)
        knowing = [mind for mind in minds if self.planner.mind(mind).access(event)]
        if not knowing:
            return None, None
        last = [mind for mind in knowing if mind == self.at]
        taking_part = [mind for mind in event.roles if mind in knowing]
        staying = last if self.at in taking_part else []
        self.at = next(iter([*staying, *taking_part, *last, *knowing]))
        return self.at, self.planner.mind(self.at).access(event)


_SPEAKERS: Mapping[Person | None, Speaker] = {"first": "I", "second": "you"}


def _waits(look: Look, main: Sequence[Event]) -> bool:
    """Whether a look waits for an event that is to be told."""
    return look.at is not None and any(_turns_at(look, event) for event in main)


def _turns_at(look: Look, event: Event) -> bool:
    return look.at is not None and is_at(event, look.at)


def _direction(look: Look) -> Time:
    return "ahead" if look.ahead else "back"
