"""The fabula: a life as a story, its events in order, and what can be asked of them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from twicetold.engine import Interpreter
from twicetold.engine.meaning.ancestry import ancestors
from twicetold.engine.meaning.layout import KIND_OF, Layout
from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.record import Beginning, Change, Event, Life
from twicetold.lang import model
from twicetold.lang.model.canon import Told
from twicetold.lang.model.telling import Moment
from twicetold.tell.clock import LONGEST, Clock
from twicetold.tell.kin import Kin
from twicetold.tell.minds import Mind, minded
from twicetold.tell.relations import Relations

TURNING = 3
"""So many events of a life are its turning points."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A time, in seconds, that somebody spends at a place (None: at none that is known)."""

    place: int | None
    since: float
    until: float


class Story:
    """A recorded life of a world. `events` are those that can be told, in the order in which they ended."""

    def __init__(self, world: model.World, life: Life) -> None:
        self.world = world
        self.life = life
        self.events = tuple(event for event in life.events if event.lines and not event.quiet)
        self._all = {event.number: event for event in life.events}
        self._minds: dict[int, Mind] = {}
        self._step = world.step.numerator, world.step.denominator

    @property
    def length(self) -> float:
        """How many seconds it lasts."""
        return self.world.seconds(self.life.ticks)

    def seconds(self, event: Event) -> float:
        """When an event came to its end; as `World.seconds` has it."""
        return event.tick * self._step[0] / self._step[1]

    def began(self, event: Event) -> float:
        """When an event began, in the same seconds: an act an hour long "at ten" ends at eleven."""
        return event.began * self._step[0] / self._step[1]

    @property
    def beginning(self) -> Beginning:
        """What the texts of its world say of the life as it begins."""
        return self.life.beginning

    # --- who is in it ---------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> frozenset[int]:
        """Who can act or sense, and so can be told of as somebody; things that can, only in a world in which
        nobody is more than it, and where nobody can, whoever is."""
        able = frozenset(minded(self.world))
        persons = frozenset(n for n, entity in enumerate(self.world.entities) if entity.pronoun != "it")
        return able & persons or able or persons

    @cached_property
    def kin(self) -> Kin:
        """Who was what to whom."""
        return Kin.of(self.world, self.people, self.life.events)

    def mind(self, entity: int) -> Mind:
        """What an entity knows of the story."""
        if entity not in self._minds:
            mistaken = frozenset(field.name for field in self.world.fields if field.mistaken)
            self._minds[entity] = Mind(entity, self.life.events, self.world.tick, mistaken)
        return self._minds[entity]

    # --- what happens ---------------------------------------------------------------------------------------

    def comes(self, told: Iterable[Told]) -> bool:
        """Whether any event of one of these sorts comes about."""
        return any(fits(event, pattern) for pattern in told for event in self.life.events)

    def place(self, moment: Moment, events: Sequence[Event]) -> int | None:
        """Where among some events a moment is; None if it never comes."""
        places: Iterable[int] = range(len(events))
        placed = (
            i for i in (reversed(range(len(events))) if moment.last else places) if is_at(events[i], moment)
        )
        return next(placed, None)

    def find(self, moment: Moment) -> Event | None:
        """The event of a moment; the last of all is the ending. None if it never comes."""
        events = [event for event in self.life.events if not event.quiet]
        place = self.place(moment, events)
        return None if place is None else events[place]

    def event(self, number: int) -> Event | None:
        """The event of a number, though it be upkeep; None of what went on to the end."""
        return self._all.get(number)

    @cached_property
    def pause(self) -> float:
        """What is longer than most times, in seconds, from one event that can be told to the next."""
        most = math.inf if self.world.begins is None else LONGEST
        return Clock.of([self.seconds(event) for event in self.events], most).pause

    # --- what it came from ----------------------------------------------------------------------------------

    def came_from(self, event: Event, since: int) -> set[int]:
        """The numbers of the events it came from, near and far, that are not before the number `since`."""
        found: set[int] = set()
        waiting = [event]
        while waiting:
            for number in waiting.pop().causes.all():
                cause = self._all.get(number)
                if number >= since and number not in found and cause is not None:
                    found.add(number)
                    waiting.append(cause)
        return found

    def causes(self, event: Event) -> frozenset[int]:
        """The numbers of all events it came from, near and far, and its own."""
        return ancestors(self._all, event.number) | {event.number}

    @property
    def ending(self) -> Event | None:
        """The event of its ending; None of a life that no ending claims."""
        return next((event for event in reversed(self.life.events) if event.sort == "ending"), None)

    @cached_property
    def asked(self) -> tuple[int, ...]:
        """The people whom the ending is about: those that its condition names."""
        ending = next((ending for ending in self.world.endings if ending.name == self.life.ending), None)
        if ending is None:
            return ()
        named = (
            int(node.value)
            for node in model.nodes(ending)
            if isinstance(node, model.Const) and isinstance(node.type, model.Ref) and node.value >= 0
        )
        return tuple(dict.fromkeys(who for who in named if who in self.people))

    @cached_property
    def fallen(self) -> frozenset[int]:
        """The people who notice nothing any more as it ends: who took part in something, could notice it
        before and not after, and in nothing later of which they were aware."""
        fallen: set[int] = set()
        out = [event for event in self.life.events if event.unaware or event.gone]
        waiting = self.people.intersection(chain.from_iterable(map(_out, out)))
        for event in reversed(self.life.events):  # the last in which they take part decides
            if not waiting:
                break
            if not waiting.isdisjoint(event.roles):
                fallen |= waiting.intersection(event.roles, _out(event))
                waiting -= waiting.intersection(event.roles)
        return frozenset(fallen)

    @cached_property
    def falls(self) -> dict[int, int]:
        """How the fallen came to their ends: the number of the event that can be told by which, for the last
        time, something of theirs changed that an ending asks of anybody ("alive"), and who it was."""
        if not self.fallen:
            return {}
        cells = (node for ending in self.world.endings for node in model.nodes(ending))
        asked = {node.field for node in cells if isinstance(node, model.Cell) and len(node.args) == 1}
        last: dict[int, Event] = {}
        for event in self.life.events:
            for change in event.changes:
                if change.field in asked and change.mind is None and change.entities[0] in self.fallen:
                    last[change.entities[0]] = event
        found: dict[int, int] = {}
        for who, event in last.items():
            loud = event.lines and not event.quiet
            number = event.number if loud else max(self.relations.sources(event), default=0)
            if number and who in self._all[number].roles:
                found[number] = who
        return found

    @cached_property
    def relations(self) -> Relations:
        """How its events lie to one another."""
        return Relations(self._all)

    @cached_property
    def often(self) -> Counter[str]:
        """How often each sort of event comes about, by name."""
        return Counter(event.name for event in self.life.events)

    @cached_property
    def turning(self) -> dict[int, float]:
        """The turning points, by number, with their weight: the weightiest choices, and of what comes of
        itself what fell otherwise than it might; the first is the peripety of all."""
        chosen = [e for e in self.events if e.sort in ("action", "event") and e.outcome not in NOT_DONE]
        ranked = sorted(chosen, key=lambda event: self.weights[event.number], reverse=True)
        return {event.number: self.weights[event.number] for event in ranked[:TURNING]}

    @cached_property
    def salience(self) -> dict[int, float]:
        """How much depends on each event that can be told, by its number: from 0 to 1, the greatest of all.

        The ending has a unit of weight, every event a little; each hands on what it has, in equal parts, to
        the events it came from, less a tenth (as L. Page and others rank pages: The PageRank Citation
        Ranking, 1999; here no circle can arise). Given is the rank among all. What nobody else noticed and
        nothing followed from has none.
        """
        weight = self.weights
        told = [
            event
            for event in self.events
            if weight[event.number] > self._own[event.number] or _noticed(event)
        ]
        ranked = sorted(told, key=lambda event: weight[event.number])
        last = max(len(ranked) - 1, 1)
        least = dict.fromkeys((event.number for event in self.events), 0.0)
        return least | {event.number: rank / last for rank, event in enumerate(ranked)}

    @cached_property
    def weights(self) -> Sequence[float]:
        """How much each event hands on, by its number; see `salience`. What is no event has none."""
        known = frozenset(self._all)
        weight = [0.0] * (max(known, default=0) + 1)
        for number, own in self._own.items():
            weight[number] = own
        for event in reversed(self.life.events):
            by = event.causes
            causes = known.intersection(by.enabled_by + by.moved_by + by.perceived + by.shaped_by)
            if causes:
                handed = 0.9 * weight[event.number] / len(causes)
                for cause in causes:
                    weight[cause] += handed
        return weight

    @cached_property
    def _own(self) -> dict[int, float]:
        """The weight of each event before any is handed to it."""
        own = dict.fromkeys(self._all, 1 / max(len(self.life.events), 1))
        for event in self.life.events:
            if event.sort == "ending":
                own[event.number] += 1
        return own

    # --- where ----------------------------------------------------------------------------------------------

    def whereabouts(self, entity: int, event: Event) -> int | None:
        """Where an entity was once an event had come to its end; None if that is not known."""
        moves = self._moves.get(entity)
        if moves is None:
            return self._homes.get(entity)
        numbers, places, _ = moves
        return places[bisect_right(numbers, event.number)]

    def stays(self, entity: int) -> tuple[Stay, ...]:
        """Where an entity is from the beginning of the life to its end, one stay after the other; two that
        follow one another are at different places. While it is not in the life, being born later or retired,
        there is none."""
        _, places, times = self._moves.get(entity, ([], [self._homes.get(entity)], []))
        stays: list[Stay] = []
        for place, since, until in zip(places, [0.0, *times], [*times, self.length], strict=True):
            if stays and stays[-1].place == place:
                stays[-1] = Stay(place, stays[-1].since, until)
            else:
                stays.append(Stay(place, since, until))
        return tuple(_within(stays, self._presence(entity)))

    def scene(self, event: Event) -> int | None:
        """Where an event took place: where the first is, of those who take part and are anywhere."""
        places = (self.whereabouts(who, event) for who in event.roles)
        return next((place for place in places if place is not None), None)

    def _presence(self, entity: int) -> list[tuple[float, float]]:
        """From when to when, in seconds, an entity is in the life; mostly all of it."""
        turns = [
            (self.seconds(event), change) for event, change in self._turns if change.entities[0] == entity
        ]
        here = turns[0][1].old >= 0 if turns else not self.world.entities[entity].spare
        spans, since = [], 0.0
        for time, turn in turns:
            if here and turn.new < 0:
                spans.append((since, time))
            elif not here:
                since = time
            here = turn.new >= 0
        return [*spans, (since, self.length)] if here else spans

    @cached_property
    def _turns(self) -> list[tuple[Event, Change]]:
        """The changes of what entities are, in order: those who are of no kind are not in the life."""
        return [
            (event, change)
            for event in sorted(self.life.events, key=lambda event: event.number)
            for change in event.changes
            if change.field == KIND_OF.name and change.mind is None
        ]

    @cached_property
    def _moves(self) -> dict[int, tuple[list[int], list[int | None], list[float]]]:
        """The events that moved an entity, by number; where it was before all, and after each; and when."""
        moves: dict[int, tuple[list[int], list[int | None], list[float]]] = {}
        for event in sorted(self.life.events, key=lambda event: event.number):
            for change in event.changes:
                if change.mind is None and len(change.entities) == 1 and _says_where(change.field):
                    numbers, places, times = moves.setdefault(
                        change.entities[0], ([], [_entity(change.old)], [])
                    )
                    numbers.append(event.number)
                    places.append(_entity(change.new))
                    times.append(self.seconds(event))
        return moves

    @cached_property
    def _homes(self) -> dict[int, int | None]:
        """Where everybody is before anything has happened, who ever is anywhere: as the text says it or,
        where that takes more than reading, as the life began.
        """
        layout = Layout(self.world)
        cells = {
            placed.cells[n][0]: placed.base + n
            for placed in layout.fields.values()
            if _says_where(placed.field.name) and len(placed.field.over) == 1
            for n in range(len(placed.cells))
        }
        starts = [start for start in self.world.starts if start.mind is None and _says_where(start.field)]
        written = {start.entities[0]: start.value for start in starts}
        if all(isinstance(written.get(who), model.Const) for who in cells):
            return {
                who: _entity(value.value) for who, value in written.items() if isinstance(value, model.Const)
            }
        begun = Interpreter(self.world).begin(self.life.seed, self.life.run, record=False).state.cells
        return {who: _entity(begun[cell]) for who, cell in cells.items()}


def _within(stays: Sequence[Stay], spans: Sequence[tuple[float, float]]) -> Iterable[Stay]:
    """Of each stay what lies in one of these spans of time."""
    for since, until in spans:
        for stay in stays:
            begun, ended = max(stay.since, since), min(stay.until, until)
            if begun < ended or (begun == ended and stay.since == stay.until):
                yield Stay(stay.place, begun, ended)


def _says_where(field: str) -> bool:
    return field.rpartition(".")[2] == model.PLACE


def _entity(value: model.Value) -> int | None:
    return int(value) if value >= 0 else None


def _out(event: Event) -> tuple[int, ...]:
    """Who notices nothing any more after an event."""
    return (*(who for who, _ in event.unaware), *event.gone)


def _noticed(event: Event) -> bool:
    return any(channel != "did" for _, channel in event.perceived_by)


def is_at(event: Event, moment: Moment) -> bool:
    """Whether an event is of the sort that a moment names."""
    return moment.told is None or fits(event, moment.told)


def fits(event: Event, told: Told) -> bool:
    """Whether an event is of this sort. Without an outcome, what failed or was broken off is not."""
    if event.name != told.event or len(event.roles) != len(told.roles):
        return False
    if told.outcome is None and event.outcome in NOT_DONE:
        return False
    if told.outcome is not None and event.outcome != told.outcome:
        return False
    return all(want is None or want == has for want, has in zip(told.roles, event.roles, strict=True))
