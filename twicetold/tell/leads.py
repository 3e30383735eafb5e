"""Whose story it is: the few whom a telling follows, and those whom it calls by name.

The protagonists are those on whose doings most depends: the weight that an ending hands back to the events it
came from (`Story.weights`), summed over who takes part in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from twicetold.engine.meaning.record import Event
from twicetold.tell.nouns import split_article
from twicetold.tell.story import Story

LEADS: Final = 3
"""So many are followed."""

PER_NAME: Final = 14
"""So many events are told for each proper name that a reader is asked to keep, beyond those of the leads."""


class Cast(NamedTuple):
    """Those who are followed, the weightiest first; and those who are called by name."""

    leads: tuple[int, ...]
    named: frozenset[int]


def leads_of(story: Story, events: Iterable[Event], first: Sequence[int] = ()) -> tuple[int, ...]:
    """The leads of these events; whoever it is told through is one before all others."""
    weight: Counter[int] = Counter()
    for event in events:
        for who in story.people.intersection(event.roles):
            weight[who] += story.weights[event.number]
    heaviest = (who for who, _ in weight.most_common() if who not in first)
    return (*first[:LEADS], *heaviest)[:LEADS]


def cast_of(story: Story, leads: Sequence[int], told: Sequence[Event]) -> Cast:
    """Who is called by name where these events are told: the leads, and those who are most with them. Who is
    only called what they are ("the slim woman") always is."""
    beside = Counter(who for event in told for who in story.people.intersection(event.roles))
    plain = [who for who, _ in beside.most_common() if who not in leads and is_named(story, who)]
    more = max(len(told) // PER_NAME - 1, 1)
    unnamed = frozenset(plain[more:])
    return Cast(tuple(leads), frozenset(beside) - unnamed | frozenset(leads))


def is_named(story: Story, entity: int) -> bool:
    """Whether somebody has a proper name, and not only a noun with its article."""
    return not split_article(story.world.entities[entity].called)[0]
