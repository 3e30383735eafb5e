"""The weightiest moments of a life, in a few words each."""

from __future__ import annotations

from typing import Final

from twicetold.engine.meaning.record import Event, Line
from twicetold.tell.story import Story
from twicetold.tell.wording import Wordings
from twicetold.tell.words import alone

MOMENTS, LONGEST, SHORTEST = 6, 40, 15
"""How many moments are named; in how many letters at most; and from how many on a sentence is enough."""


_LITTLE: Final = (
    *("a", "an", "and", "as", "at", "but", "by", "for", "from", "his", "her", "in", "into", "its", "of"),
    *("on", "or", "so", "that", "the", "their", "to", "up", "was", "were", "who", "with"),
)


def moments(story: Story) -> list[tuple[Event, str]]:
    """The events on which most depends and that have plain words, in order. Of those of one sort it is the
    weightiest, and others only where there are few sorts; what is worded alike is there once."""
    weights = story.weights
    ranked = sorted(story.events, key=lambda event: (-weights[event.number], event.number))
    firsts = list({event.name: event for event in reversed(ranked)}.values())[::-1]
    found: dict[str, Event] = {}
    for event in [*sorted(firsts, key=ranked.index), *ranked]:
        words = cut(plainly(story, event))
        if words and len(found) < MOMENTS:
            found.setdefault(words, event)
    named = [(event, words) for words, event in found.items()]
    return sorted(named, key=lambda each: (each[0].tick, each[0].number))


def plainly(story: Story, event: Event) -> str:
    """An event in the words of its first plain line; empty if it has none."""
    line = next((line for line in event.lines if line.mode in ("plain", "briefly")), None)
    settled: Line | None = Wordings().settled(line)
    return "" if settled is None else alone(story.world, settled)


def cut(words: str, most: int = LONGEST) -> str:
    """The first sentence without its stop; of a long one the first words, none halved, no little one last."""
    words = words.rstrip(".")
    first = words.partition(". ")[0]
    words = first if SHORTEST <= len(first) <= most else words
    if len(words) <= most:
        return words
    kept = (words[: most + 1].rpartition(" ")[0] or words[:most]).split(" ")
    while len(kept) > 1 and kept[-1].lower() in _LITTLE:
        kept.pop()  # it would be left hanging
    return " ".join(kept).rstrip(" .,;:–—“‘") + "…"
