"""The orders in which events can be told.

chronicle: as they happened; retrograde: the last first; analepsis: from the weightiest event of the later
part on, then back to all before it, then on; prolepsis: the end ahead of all else; zigzag: by turns from a
later and an earlier time; syllepsis: grouped by person, place or cause; achrony: in no order, drawn by a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Literal

from twicetold.engine.noise import absorb, finalise
from twicetold.engine.record import Event
from twicetold.lang.telling import Order, Voice
from twicetold.tell.story import Story

Time = Literal["now", "back", "ahead"]
Ordered = Iterator[tuple[Time, Sequence[Event]]]

TURN = 6
"""How many events a zigzag tells before it changes over."""


def ordered(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    """The events in the order of the voice, in stretches that lie alike to where the telling has arrived."""
    if events:
        yield from _ORDERS[voice.order or "chronicle"](story, voice, events, seed)


def _chronicle(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    yield "now", events


def _retrograde(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    yield "now", events[::-1]


def _analepsis(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    late = range(len(events) // 3, len(events))
    turn = max(late, key=lambda i: story.salience[events[i].number], default=0)
    yield "now", events[turn : turn + TURN]
    if turn:
        yield "back", events[:turn]
    yield "now", events[turn + TURN :]


def _prolepsis(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    end = max(len(events) - TURN // 2, 1)
    yield "ahead", events[end:]
    yield "now", events[:end]


def _zigzag(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    """The later half and the earlier in turns; the earlier is looked back to."""
    middle = len(events) // 2
    earlier, later = (_turns(half) for half in (events[:middle], events[middle:]))
    for now, then in zip_longest(later, earlier, fillvalue=()):
        if now:
            yield "now", now
        if then:
            yield "back", then


def _turns(events: Sequence[Event]) -> list[Sequence[Event]]:
    return [events[i : i + TURN] for i in range(0, len(events), TURN)]


def _syllepsis(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    """Group by group, in order of their first events; within a group as it happened."""
    key = _KEYS[voice.grouping or "person"](story, events)
    groups: dict[object, list[Event]] = {}
    for event in events:
        groups.setdefault(key(event), []).append(event)
    yield from (("now", group) for group in groups.values())


def _achrony(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    drawn = sorted(events, key=lambda event: absorb(finalise(seed), event.number))
    yield from (("now", [event]) for event in drawn)


def _by_person(story: Story, events: Sequence[Event]) -> Callable[[Event], object]:
    """Whose deed it is; what nobody does belongs to whom it befalls."""
    return lambda event: event.roles[0] if event.roles else None


def _by_place(story: Story, events: Sequence[Event]) -> Callable[[Event], object]:
    where = story.whereabouts
    return lambda event: next((place for who in event.roles if (place := where.at(who, event)) is not None), None)


def _by_cause(story: Story, events: Sequence[Event]) -> Callable[[Event], object]:
    """What has the same first cause among these events."""
    first: dict[int, int] = {}
    for event in chain(story.life.events):
        roots = [first[cause] for cause in event.causes.all() if cause in first]
        first[event.number] = min(roots, default=event.number)
    return lambda event: first[event.number]


_KEYS = {"person": _by_person, "place": _by_place, "cause": _by_cause}
_ORDERS: dict[Order, Callable[[Story, Voice, Sequence[Event], int], Ordered]] = {
    "chronicle": _chronicle,
    "retrograde": _retrograde,
    "analepsis": _analepsis,
    "prolepsis": _prolepsis,
    "zigzag": _zigzag,
    "syllepsis": _syllepsis,
    "achrony": _achrony,
}
