"""Coherence, by centring: what happens at about the same time is told thread by thread, not to and fro.

Of what can be told next, that follows which hangs together most with what was told last, as in centring
theory (B. J. Grosz, A. K. Joshi and S. Weinstein, "Centering", 1995): what came of it; what is about the same
people; what happened first. Nothing is told before what it came from, nor before what the same people did
before, nor with more than a pause between it and the first that waits.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.meaning.record import Event
from twicetold.tell.relations import CAUSAL
from twicetold.tell.story import Story

CAUSE, LEAD, PERSON, ACTOR = 4.0, 1.0, 2.0, 1.0
"""What it counts that an event came of the last, is about a lead who was in it, about anybody who was, and
is done by who did that."""


def coherent(story: Story, events: Sequence[Event], leads: Sequence[int]) -> list[Event]:
    """Events of a story, which are in order, as they hang together."""
    waiting = sorted(events, key=lambda event: event.number)
    told: list[Event] = []
    while waiting:
        ready = _ready(story, waiting)
        chosen = max(ready, key=lambda event: (_fit(story, told, event, leads), -event.number))
        waiting.remove(chosen)
        told.append(chosen)
    return told


def _ready(story: Story, waiting: Sequence[Event]) -> list[Event]:
    """What can be told next of what waits."""
    first = story.seconds(waiting[0])
    ready: list[Event] = []
    before: set[int] = set()
    numbers: set[int] = set()
    for event in waiting:
        if story.seconds(event) - first >= story.pause and ready:
            break
        people = story.people.intersection(event.roles)
        bound = before & people or numbers & story.came_from(event, waiting[0].number)
        if not bound and (people or not ready):
            ready.append(event)
        if not people:  # what befalls nobody befalls all
            break
        before |= people
        numbers.add(event.number)
    return ready


def _fit(story: Story, told: Sequence[Event], event: Event, leads: Sequence[int]) -> float:
    """How well an event follows what was told last."""
    if not told:
        return 0.0
    last = told[-1]
    shared = set(last.roles) & set(event.roles) & story.people
    fit = 0.0
    if story.relations.sources(event).get(last.number) in CAUSAL:
        fit += CAUSE if shared else LEAD
    if shared:
        fit += PERSON + (LEAD if shared & set(leads) else 0.0)
    if last.roles[:1] == event.roles[:1]:
        fit += ACTOR
    return fit
