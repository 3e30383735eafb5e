"""Narrative speed: how fully each event is told; stretched, as a scene, in summary, or not at all (ellipsis).

What much depends on is told fully, and so is what the mind it is told through took part in; of the rest some
is summed up, and most left out. What happens again and again counts for less each time. Where little happens
nothing is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from twicetold.engine.meaning.record import Event
from twicetold.lang.model.telling import Pace, Voice
from twicetold.tell.story import Story

FULLY, SHARE, IN_BRIEF = 14, 0.12, 0.12
"""So many events of a section are told fully, and of those beyond them these shares fully and in summary."""

STRETCHED = 8
"""One of so many of the events that are told fully is stretched."""

INVOLVED = 0.3
"""What it adds to an event's salience that the mind it is told through takes part."""

STALE, WORN = 0.25, 0.04
"""What each time takes away that the same has happened before among the same, and among others."""


def paced(story: Story, voice: Voice, events: Sequence[Event], needed: frozenset[int]) -> dict[int, Pace]:
    """How fully these events are told, by number; those that are not told are not in it.

    `needed` are told as scenes whatever their weight. A voice that asks for a pace gets it: all as scenes or
    stretched, or the weightiest in summary.
    """
    if voice.pace in ("scene", "stretch"):
        return dict.fromkeys((event.number for event in events), voice.pace)

    stale = worn(events)

    def weight(event: Event) -> tuple[bool, float, int]:
        own = INVOLVED if set(voice.minds) & set(event.roles) else 0.0
        worth = story.salience[event.number] + own - stale[event.number]
        return event.number in needed, worth, -event.number

    ranked = sorted(events, key=weight, reverse=True)
    beyond = max(len(ranked) - FULLY, 0)
    fully = max(min(FULLY, len(ranked)) + int(SHARE * beyond), len(needed))
    if voice.pace == "summary":
        return dict.fromkeys((event.number for event in ranked[: max(fully // 2, len(needed))]), "summary")
    brief = ranked[fully : fully + int(IN_BRIEF * beyond)]
    told = sorted(ranked[:fully], key=lambda event: weight(event)[1:], reverse=True)
    slow = told[: len(told) // STRETCHED]
    paces: dict[int, Pace] = dict.fromkeys((event.number for event in told), "scene")
    paces |= dict.fromkeys((event.number for event in slow), "stretch")
    return paces | dict.fromkeys((event.number for event in brief), "summary")


def worn(events: Sequence[Event]) -> dict[int, float]:
    """What each event loses by what has happened before it, by number."""
    among_same: Counter[object] = Counter()
    among_all: Counter[str] = Counter()
    lost = {}
    for event in events:
        same = (event.name, event.roles)
        lost[event.number] = STALE * among_same[same] + WORN * (among_all[event.name] - among_same[same])
        among_same[same] += 1
        among_all[event.name] += 1
    return lost
