"""Anachrony, with analepsis and prolepsis: the orders in which events can be told.

chronicle: as they happened; retrograde: the last first; analepsis: from the weightiest event of the later
part on, then back to all before it, then on; prolepsis: the end ahead of all else; zigzag: by turns from a
later and an earlier time; syllepsis: grouped by person, place or cause; achrony: in no order, drawn by a
seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from math import isqrt
from typing import Literal

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Event
from twicetold.lang.model.telling import Order, Voice
from twicetold.tell.story import Story

Time = Literal["now", "back", "ahead"]
Ordered = Iterator[tuple[Time, Sequence[Event]]]

TURN = 6
"""How many events are told before a telling that goes to and fro changes over."""


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
    if turn + TURN < len(events):
        yield "now", events[turn + TURN :]


def _prolepsis(story: Story, voice: Voice, events: Sequence[Event], seed: int) -> Ordered:
    end = max(len(events) - TURN // 2, 1)
    if end < len(events):
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


Key = Callable[[Event], object]


def _by_person(story: Story, events: Sequence[Event]) -> Key:
    """Whose deed it is; what nobody does belongs to whom it befalls."""
    return lambda event: event.roles[0] if event.roles else None


def _by_place(story: Story, events: Sequence[Event]) -> Key:
    return story.scene


def _by_cause(story: Story, events: Sequence[Event]) -> Key:
    """What came of the same turning point: one of the weightiest, as many as the root of how many there are.
    An event goes back to the last of its causes, and so on to a turning point or to what has no cause."""
    weight = story.salience
    ranked = sorted(events, key=lambda event: weight[event.number], reverse=True)
    turning = {event.number for event in ranked[: isqrt(len(ranked))]}
    root: dict[int, int] = {}
    for event in sorted(story.life.events, key=lambda event: event.number):
        number, cause = event.number, max(event.causes.all(), default=None)
        root[number] = number if number in turning or cause is None else root.get(cause, cause)
    return lambda event: root[event.number]


_KEYS: dict[str, Callable[[Story, Sequence[Event]], Key]] = {
    "person": _by_person,
    "place": _by_place,
    "cause": _by_cause,
}
_ORDERS: dict[Order, Callable[[Story, Voice, Sequence[Event], int], Ordered]] = {
    "chronicle": _chronicle,
    "retrograde": _retrograde,
    "analepsis": _analepsis,
    "prolepsis": _prolepsis,
    "zigzag": _zigzag,
    "syllepsis": _syllepsis,
    "achrony": _achrony,
}
