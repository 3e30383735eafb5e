"""How fully each event is told: as a scene, in summary, or not at all.

What much depends on is told fully, and so is what the mind it is told through took part in; of the rest some
is summed up, and most left out. Where little happens nothing is left out.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.record import Event
from twicetold.lang.telling import Pace, Voice
from twicetold.tell.story import Story

FULLY, SHARE, IN_BRIEF = 14, 0.12, 0.12
"""So many events of a section are told as scenes, and of those beyond them these shares as scenes and in
summary."""

INVOLVED = 0.3
"""What it adds to an event's salience that the mind it is told through takes part."""


def paced(
    story: Story, voice: Voice, events: Sequence[Event], needed: frozenset[int]
) -> dict[int, Pace]:
    """How fully these events are told, by number; those that are not told are not in it.

    `needed` are told as scenes whatever their weight. A voice that asks for a pace gets it: all as scenes, or
    the weightiest in summary.
    """
    if voice.pace == "scene":
        return dict.fromkeys((event.number for event in events), "scene")

    def weight(event: Event) -> tuple[bool, float, int]:
        own = INVOLVED if set(voice.minds) & set(event.roles) else 0.0
        return event.number in needed, story.salience[event.number] + own, -event.number

    ranked = sorted(events, key=weight, reverse=True)
    beyond = max(len(ranked) - FULLY, 0)
    fully = max(min(FULLY, len(ranked)) + int(SHARE * beyond), len(needed))
    brief = fully + int(IN_BRIEF * beyond)
    if voice.pace == "summary":
        return dict.fromkeys((event.number for event in ranked[: max(fully // 2, len(needed))]), "summary")
    paces: dict[int, Pace] = dict.fromkeys((event.number for event in ranked[:fully]), "scene")
    return paces | dict.fromkeys((event.number for event in ranked[fully:brief]), "summary")
