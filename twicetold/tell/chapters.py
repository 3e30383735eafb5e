"""Chapters: where a long telling is cut, and what its parts are called.

It is cut where most time lies between two events, in about thirds, so that a chapter is a scene or several. A
chapter is called after the weightiest thing in it, as books once did: "How the light went out".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from twicetold.engine.meaning.record import Event
from twicetold.tell.clauses import realise
from twicetold.tell.leads import Cast
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.recall import recallable
from twicetold.tell.story import Story
from twicetold.tell.syntax import read

LONG: Final = 30
"""What has so many episodes is told in chapters."""

FIRST: Final = (0.2, 0.42)
SECOND: Final = (0.55, 0.82)
"""Within which shares of a telling its cuts lie."""


def chapters(story: Story, events: Sequence[Event], cast: Cast) -> Iterator[tuple[int, int, str]]:
    """The chapters of these events: from which to before which, and the title; one without, of a short
    telling."""
    if len(events) < LONG:
        yield 0, len(events), ""
        return
    cuts = [0, _cut(story, events, FIRST), _cut(story, events, SECOND), len(events)]
    taken: set[str] = set()
    for begin, end in pairwise(cuts):
        title = _title(story, events[begin:end], cast, taken)
        taken.add(title)
        yield begin, end, title


def _cut(story: Story, events: Sequence[Event], within: tuple[float, float]) -> int:
    """Where most time lies between an event and the one before, in this part of a telling."""
    places = range(int(within[0] * len(events)), int(within[1] * len(events)))
    return max(places, key=lambda i: story.seconds(events[i]) - story.seconds(events[i - 1]))


def _title(story: Story, events: Sequence[Event], cast: Cast, taken: set[str]) -> str:
    """What a chapter is called: how the weightiest came about that can be said in a few words, of a lead if
    there is one; and rather what is rare."""
    for event in sorted(striking(story, events), key=lambda event: set(cast.leads).isdisjoint(event.roles)):
        title = "" if event.sort == "ending" else how(story, event, story.people - cast.named)
        if title and title not in taken:
            return title
    return ""


def striking(story: Story, events: Iterable[Event]) -> list[Event]:
    """Events, those first after which a telling is called: what weighs much, and is rare in a life."""
    often = Counter(event.name for event in story.life.events)
    return sorted(events, key=lambda event: -story.weights[event.number] / often[event.name])


def how(story: Story, event: Event, strangers: frozenset[int] = frozenset()) -> str:
    """An event as the title of a chapter; empty, if it cannot be said in a few words, or names one of those
    who have no name in the telling."""
    line = recallable(event)
    who = () if line is None else read(line.parts)[1]
    if line is None or not strangers.isdisjoint(who):
        return ""
    entities = story.world.entities
    cast = {n: Referent(n, entities[n].called, entities[n].pronoun) for n in who}
    text = realise(line, cast, Discourse(), lead="How ")[0]
    return text.removesuffix(".")
