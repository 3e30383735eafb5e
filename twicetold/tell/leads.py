"""Whose story it is: the protagonists, whom a telling follows, and those whom it calls by name.

The protagonists are those on whose doings most depends: the weight that an ending hands back to the events it
came from (`Story.weights`), summed over who takes part in them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from twicetold.engine.meaning.record import Event, Line, Part, Turns, Who
from twicetold.tell.nouns import split_article
from twicetold.tell.story import Story

LEADS: Final = 3
"""So many are followed."""

NAMES: Final = 5
"""So many proper names a reader is asked to keep; two fewer, where there is a `CROWD` of people."""

CROWD: Final = 20

TOGETHER: Final = 2.0
"""So many times as much counts what somebody does with those who are followed already: a few people with one
another make a story, and three strangers make three."""

FALLEN: Final = 4
"""So many times as much counts of whom it is, who does not live to see the end."""


class Cast(NamedTuple):
    """Those who are followed, the weightiest first; and those who are called by name."""

    leads: tuple[int, ...]
    named: frozenset[int]


def leads_of(story: Story, events: Sequence[Event], first: Sequence[int] = ()) -> tuple[int, ...]:
    """The leads of these events; whoever it is told through is one before all others, then whom the ending is
    about."""
    weight: defaultdict[int, float] = defaultdict(float)
    for event in events:
        for who in story.people.intersection(event.roles):
            weight[who] += story.weights[event.number]
    for who in story.asked:
        weight[who] += 2 * max(weight.values(), default=0.0)
    leads = list(first[:LEADS])
    crowd = len(story.people) > CROWD
    varied = _variety(story, events) if crowd else {}
    while len(leads) < LEADS and not weight.keys() <= set(leads):
        shared = _beside(story, events, leads) if crowd else {}
        worth = {
            who: (weight[who] + TOGETHER * shared.get(who, 0.0)) * varied.get(who, 1)
            for who in weight
            if who not in leads
        }
        leads.append(max(worth, key=lambda who: worth[who]))
    return tuple(leads)


def _variety(story: Story, events: Iterable[Event]) -> dict[int, int]:
    """In how many sorts of things each of the people takes part: of a crowd, those to whom much happens."""
    sorts: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
    for event in events:
        for who in story.people.intersection(event.roles):
            sorts[who].add((event.name, event.outcome))
    return {who: len(found) for who, found in sorts.items()}


def _beside(story: Story, events: Iterable[Event], leads: Iterable[int]) -> defaultdict[int, float]:
    """What weighs that others do with these leads, by who the others are."""
    beside: defaultdict[int, float] = defaultdict(float)
    for event in events:
        people = story.people.intersection(event.roles)
        if people.intersection(leads):
            for who in people.difference(leads):
                beside[who] += story.weights[event.number]
    return beside


def cast_of(story: Story, events: Iterable[Event], first: Sequence[int] = ()) -> Cast:
    """Who is followed in these events, and who is called by name: the leads, and those on whom most
    depends of what they do with the leads. Who is only called what they are ("the slim woman") always is."""
    events = [event for event in events if event.sort != "ending"]
    roles = {event.number: event.roles for event in events if event.number in story.falls}
    leads = leads_of(story, events, first)
    beside = _beside(story, events, leads)
    for who in beside.keys() & story.fallen:
        beside[who] *= FALLEN
    told_of = _told_of(story, leads)
    for number in roles:
        if story.falls[number] in (*story.asked, *leads):  # who brought it about
            beside[roles[number][0]] += max(beside.values(), default=0.0)
    for who in beside.keys() & told_of:
        beside[who] += max(beside.values(), default=0.0)
    room = NAMES - 2 * (len(story.people) > CROWD) - sum(is_named(story, lead) for lead in leads)
    others = [who for who in _heaviest(beside) if is_named(story, who)]
    opening = _in_all(story.beginning.opening)
    nouns = frozenset(who for who in story.people if not is_named(story, who))
    if len(story.people - nouns) <= NAMES:
        return Cast(leads, story.people)
    return Cast(leads, nouns | {*leads, *others[: max(room, 0)]} | opening & story.people)


def _told_of(story: Story, leads: Iterable[int]) -> set[int]:
    """Those whom the descriptions of the leads name."""
    lines = (story.beginning.described.get(lead) for lead in leads)
    return {who for line in lines if line for who in _named(line.parts)}


def _named(parts: Iterable[Part]) -> Iterator[int]:
    """Whom these parts name, and the pieces that take turns in them."""
    for part in parts:
        if isinstance(part, Who):
            yield part.entity
        elif isinstance(part, Turns):
            for arm in part.arms:
                yield from _named(arm)


def _in_all(lines: Sequence[Line]) -> frozenset[int]:
    """Those whom all of these lines name."""
    plain = [line for line in lines if line.mode == "plain"]
    named = [{part.entity for part in line.parts if isinstance(part, Who)} for line in plain]
    return frozenset(set.intersection(*named)) if named else frozenset()


def _heaviest(weight: Mapping[int, float]) -> list[int]:
    return sorted(weight, key=lambda who: -weight[who])


def is_named(story: Story, entity: int) -> bool:
    """Whether somebody has a proper name, and not only a noun with its article."""
    return not split_article(story.world.entities[entity].called)[0]
