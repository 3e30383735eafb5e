"""Time in a telling: which gaps are pauses, and how a sentence opens with them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles
from typing import Final

from twicetold.engine.meaning.record import Line, Word
from twicetold.lang.calendar import Calendar
from twicetold.lang.daytime import Part, in_words, part_of_day
from twicetold.tell.lexicon import NO_NAMES
from twicetold.tell.spans import number

_BY_CLOCK: Final = 300.0
"""So many seconds after one another two times of a day are told by the clock, and not by what lies
between."""

LONGEST: Final = 10_800.0
"""Where there are times of day, whatever comes so many seconds later comes in a paragraph of its own."""

_DAYBREAK: Final = 5 * 3_600


@dataclass(frozen=True, slots=True)
class Clock:
    """How time parts a telling: a gap of `pause` seconds, or `length` sentences, ends a paragraph; one of
    fewer sentences than `fewest` only a gap that is much longer."""

    pause: float
    length: int = 7
    fewest: int = 1

    @classmethod
    def of(cls, moments: Sequence[float], most: float = math.inf) -> Clock:
        """A clock by whose measure a pause is longer than most gaps between these moments, in seconds; and no
        longer than the `most`."""
        gaps = [gap for a, b in pairwise(moments) if (gap := abs(b - a)) > 0]
        if len(gaps) < 2:
            return cls(pause=min(max(gaps, default=1.0), most))
        cuts = quantiles(gaps, n=20, method="inclusive")
        return cls(pause=min(max(2.5 * cuts[9], cuts[16]), most))


def dated(calendar: Calendar, before: float, now: float) -> str | None:
    """When it is, by the clock, for who was told of another time: "at half past six", "the next morning at
    eight o'clock", "on the Tuesday at noon"; None so soon after it that the clock says no more than how long
    it is.

    Which part of the day it is, is said where it is another than before.
    """
    days = calendar.day(now) - calendar.day(before)
    if abs(now - before) < _BY_CLOCK and not days:
        return None
    clock = calendar.time_of_day(now)
    at, part = f"at {in_words(clock)}", part_of_day(clock)
    clear = at.endswith(("noon", "midnight"))
    night = clock < _DAYBREAK
    if days == 0:
        same = part == part_of_day(calendar.time_of_day(before)) or clear
        return f"{'earlier, ' if now < before else ''}{at}{'' if same else _in_the(part)}"
    if days == 1:
        return f"{'that' if night else 'the next'} {part}{', ' if night else ' '}{at}"
    if days == -1:
        return f"the {part} before, {at}"
    weekday, whole = calendar.weekday_of(now), f"{at}{'' if clear else _in_the(part)}"
    if weekday is not None and 0 < days < 7:
        return f"on the {weekday} {whole}"
    return f"{number(abs(days))} days {'later' if days > 0 else 'earlier'}, {whole}"


def _in_the(part: Part) -> str:
    return " at night" if part == "night" else f" in the {part}"


def opened(line: Line, opening: str) -> Line:
    """The line behind an opening; as it was, if its first word may be a name and so keeps its capital."""
    first = line.parts[0] if opening and line.parts else None
    if first is None:
        return line
    if not isinstance(first, Word):
        return replace(line, parts=(Word(opening), *line.parts))
    plain = lowered(line)
    if plain is line and not first.text[:1].islower():
        return line
    text = plain.parts[0].text if isinstance(plain.parts[0], Word) else ""
    return replace(line, parts=(Word(opening + text.lstrip()), *line.parts[1:]))


def lowered(line: Line) -> Line:
    """The line as it stands within a sentence, if its first word is no name."""
    first = line.parts[0] if line.parts else None
    if not isinstance(first, Word) or first.text[:1].islower():
        return line
    text = first.text.lstrip()
    if text.partition(" ")[0].lower() not in NO_NAMES:
        return line
    return replace(line, parts=(Word(text[:1].lower() + text[1:]), *line.parts[1:]))
