"""A life as a story: its events in order, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from twicetold.engine.record import Event, Life
from twicetold.lang import model
from twicetold.lang.canon import Told


class Story:
    """A recorded life of a world. `events` are those that can be told, in the order in which they ended."""

    def __init__(self, world: model.World, life: Life) -> None:
        self.world = world
        self.life = life
        self.events = tuple(event for event in life.events if event.lines and not event.quiet)
        self._all = {event.number: event for event in life.events}

    def seconds(self, event: Event) -> float:
        """When an event came to its end."""
        return event.tick * self.world.tick

    def first(self, told: Told, events: Iterable[Event]) -> Event | None:
        """The first of some events that is of this sort."""
        return next((event for event in events if fits(event, told)), None)

    def causes(self, event: Event) -> frozenset[int]:
        """The numbers of all events it came from, near and far, and its own."""
        found = {event.number}
        waiting = [event]
        while waiting:
            fresh = set(waiting.pop().causes.all()) - found
            found |= fresh
            waiting.extend(self._all[number] for number in fresh if number in self._all)
        return frozenset(found)

    @cached_property
    def salience(self) -> dict[int, float]:
        """How much depends on each event that can be told, by its number: from 0 to 1, the greatest of all.

        The ending has a unit of weight, every event a little; each hands on what it has, in equal parts, to
        the events it came from, less a tenth (as L. Page and others rank pages: The PageRank Citation
        Ranking, 1999; here no circle can arise). Given is the rank among all. What nobody else noticed and
        nothing followed from has none.
        """
        weight = self._weights()
        followed = {cause for event in self.life.events for cause in event.causes.all()}
        told = [event for event in self.events if event.number in followed or _noticed(event)]
        ranked = sorted(told, key=lambda event: weight[event.number])
        last = max(len(ranked) - 1, 1)
        found = dict.fromkeys((event.number for event in self.events), 0.0)
        return found | {event.number: rank / last for rank, event in enumerate(ranked)}

    def _weights(self) -> dict[int, float]:
        each = 1 / max(len(self.life.events), 1)
        weight = {e.number: each + (e.sort == "ending") for e in self.life.events}
        for event in reversed(self.life.events):
            causes = [number for number in event.causes.all() if number in weight]
            for cause in causes:
                weight[cause] += 0.9 * weight[event.number] / len(causes)
        return weight


def _noticed(event: Event) -> bool:
    return any(channel != "did" for _, channel in event.perceived_by)


def fits(event: Event, told: Told) -> bool:
    """Whether an event is of this sort. Without an outcome, what failed or was broken off is not."""
    if event.name != told.event or len(event.roles) != len(told.roles):
        return False
    if told.outcome is None and event.outcome in ("failed", "interrupted"):
        return False
    if told.outcome is not None and event.outcome != told.outcome:
        return False
    return all(want is None or want == has for want, has in zip(told.roles, event.roles, strict=True))


def events_of(events: Iterable[Event], numbers: frozenset[int]) -> Iterator[Event]:
    """Those with these numbers, in order."""
    return (event for event in events if event.number in numbers)
