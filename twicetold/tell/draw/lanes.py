"""Where the lines of a storyline run: each stay at a place has a lane of the place's band to itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from twicetold.engine.meaning.record import Event
from twicetold.tell.story import Stay

Place = int | None


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lane of each stay, by the person and the stay's number among theirs; and how many each place has,
    in the order in which places are first come to.
    """

    lane: Mapping[tuple[int, int], int]
    many: Mapping[Place, int]


def laned(stays: Mapping[int, Sequence[Stay]], events: Iterable[Event]) -> Lanes:
    """A lane for each stay that no other stay has meanwhile: as near as can be to whom they have most to do
    with, of those who are there already.
    """
    together = _together(events)
    coming = sorted((stay.since, who, n) for who, own in stays.items() for n, stay in enumerate(own))
    until: dict[Place, list[float]] = {}
    holder: dict[tuple[Place, int], int] = {}
    lane_of: dict[tuple[int, int], int] = {}
    for since, who, n in coming:
        stay = stays[who][n]
        lanes = until.setdefault(stay.place, [])
        there = {
            lane: together[frozenset((who, holder[stay.place, lane]))]
            for lane, end in enumerate(lanes)
            if end > since
        }
        free = [lane for lane in range(len(lanes)) if lane not in there] or [len(lanes)]
        lane = min(free, key=lambda lane: (_far(lane, there), lane))
        lanes[lane:] = [stay.until, *lanes[lane + 1 :]]
        holder[stay.place, lane] = who
        lane_of[who, n] = lane
    return Lanes(lane_of, {place: len(lanes) for place, lanes in until.items()})


def _together(events: Iterable[Event]) -> Counter[frozenset[int]]:
    """How many events two people both take part in."""
    return Counter(frozenset(pair) for event in events for pair in combinations(sorted(set(event.roles)), 2))


def _far(lane: int, there: Mapping[int, int]) -> float:
    """How far a lane is from those who are there, by what they have to do with one another."""
    return sum(abs(lane - other) * weight for other, weight in there.items())
