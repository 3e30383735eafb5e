"""Time in a telling: which gaps are pauses, and how a sentence opens with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import quantiles

from twicetold.engine.meaning.record import Line, Word
from twicetold.tell.lexicon import ADVERBS, BINDERS, DETERMINERS, HINGES, PREPOSITIONS

_NO_NAMES = (  # first words of a line that lose their capital behind "A minute later,"
    ADVERBS
    | BINDERS
    | DETERMINERS
    | HINGES
    | PREPOSITIONS
    | {"he", "it", "nobody", "nothing", "she", "somebody", "someone", "something", "they"}
)


@dataclass(frozen=True, slots=True)
class Clock:
    """How time parts a telling: a gap of `pause` seconds, or `length` sentences, ends a paragraph."""

    pause: float
    length: int = 7

    @classmethod
    def of(cls, moments: Sequence[float]) -> Clock:
        """A clock by whose measure a pause is longer than most gaps between these moments, in seconds."""
        gaps = [gap for a, b in pairwise(moments) if (gap := abs(b - a)) > 0]
        if len(gaps) < 2:
            return cls(pause=max(gaps, default=1.0))
        cuts = quantiles(gaps, n=20, method="inclusive")
        return cls(pause=max(2.5 * cuts[9], cuts[16]))


def opened(line: Line, opening: str) -> Line:
    """The line behind an opening; as it was, if its first word may be a name and so keeps its capital."""
    first = line.parts[0] if opening and line.parts else None
    if first is None:
        return line
    if not isinstance(first, Word):
        return replace(line, parts=(Word(opening), *line.parts))
    text = first.text.lstrip()
    if text.partition(" ")[0].lower() not in _NO_NAMES:
        return line
    return replace(line, parts=(Word(opening + text[:1].lower() + text[1:]), *line.parts[1:]))
