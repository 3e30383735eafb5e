"""Chapters: where a long telling is cut, and what its parts are called.

It is cut where most time lies between two events, in about thirds, so that a chapter is a scene or several. A
chapter is called after the weightiest thing in it, as books once did: "How the light went out".
"""

from __future__ import annotations

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

EARLY: Final = 0.45
"""After what stands in so large a share of a chapter, at its beginning, it can be called."""

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
        title, name = _title(story, _early(events[begin:end]), cast, taken)
        taken.add(name)
        yield begin, end, title


def _cut(story: Story, events: Sequence[Event], within: tuple[float, float]) -> int:
    """Where most time lies between an event and the one before, in this part of a telling."""
    places = range(int(within[0] * len(events)), int(within[1] * len(events)))
    return max(places, key=lambda i: story.seconds(events[i]) - story.seconds(events[i - 1]))


def _early(events: Sequence[Event]) -> Sequence[Event]:
    """The first part of a chapter, after which it is called: what sets it going, and not how it comes out."""
    return events[: max(int(EARLY * len(events)), 1)]


def _title(story: Story, events: Sequence[Event], cast: Cast, taken: set[str]) -> tuple[str, str]:
    """What a chapter is called, and after what sort of event: how the weightiest came about that can be said
    in a few words, of a lead if there is one; and rather what is rare. No two are called after one sort."""
    for event in sorted(striking(story, events), key=lambda event: set(cast.leads).isdisjoint(event.roles)):
        title = "" if event.name in taken else how(story, event, story.people - cast.named)
        if title:
            return title, event.name
    return "", ""


def striking(story: Story, events: Iterable[Event]) -> list[Event]:
    """Events, those first after which a telling is called: what weighs much, and is rare in a life. By whom
    somebody comes to an end no title lets out, nor how it all ends."""
    silent = [event for event in events if event.sort != "ending" and not _takes_out(story, event)]
    return sorted(silent, key=lambda event: -story.weights[event.number] / story.often[event.name])


def _takes_out(story: Story, event: Event) -> bool:
    """Whether somebody who takes part notices nothing any more after it, and none the end."""
    out = {who for who, _ in event.unaware} | set(event.gone)
    return bool(out & story.fallen)


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
