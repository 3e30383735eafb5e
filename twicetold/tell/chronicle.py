"""The plainest telling: everything that happened, in its order, in paragraphs parted by time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, pairwise
from statistics import quantiles
from typing import NamedTuple

from twicetold.engine.record import Line, Word
from twicetold.tell.clauses import realise
from twicetold.tell.lexicon import ADVERBS, BINDERS, DETERMINERS, HINGES, PREPOSITIONS
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.spans import span, times
from twicetold.tell.verbs import Tense


class Happening(NamedTuple):
    """Something to be told: when (as a label, and in seconds), the lines that can tell it, and its sort.

    Wordings are varied among the happenings of one `key`, which give their lines in the same order.
    """

    time_label: str
    seconds: float
    lines: tuple[Line, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Clock:
    """How time parts a chronicle: a gap of `pause` seconds, or `length` sentences, ends a paragraph."""

    pause: float
    length: int = 7

    @classmethod
    def suited_to(cls, happenings: Iterable[tuple[str, float, tuple[Line, ...], str]]) -> Clock:
        """A clock by whose measure a pause is longer than most gaps between these happenings."""
        return cls.of([seconds for _, seconds, _, _ in happenings])

    @classmethod
    def of(cls, moments: Sequence[float]) -> Clock:
        """A clock by whose measure a pause is longer than most gaps between these moments, in seconds."""
        gaps = [gap for a, b in pairwise(moments) if (gap := abs(b - a)) > 0]
        if len(gaps) < 2:
            return cls(pause=max(gaps, default=1.0))
        cuts = quantiles(gaps, n=20, method="inclusive")
        return cls(pause=max(2.5 * cuts[9], cuts[16]))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and the label of the time at which it begins."""

    time_label: str
    text: str


class _Episode(NamedTuple):
    """A happening that came `often` times on end, the last time at `until` seconds."""

    what: Happening
    often: int
    until: float


_OPENINGS = ("{} later, ", "after {}, ")
_NO_NAMES = (  # first words of a line that lose their capital behind "A minute later,"
    ADVERBS
    | BINDERS
    | DETERMINERS
    | HINGES
    | PREPOSITIONS
    | {"he", "it", "nobody", "nothing", "she", "somebody", "someone", "something", "they"}
)


def chronicle(
    happenings: Iterable[tuple[str, float, tuple[Line, ...], str]],
    cast: Mapping[int, Referent],
    clock: Clock | None = None,
    tense: Tense = "past",
) -> list[Paragraph]:
    """What happened, in the order given, told by its plain lines; what has none is passed over.

    Of several lines the one is taken whose turn is longest ago. What happens several times on end is told
    once, with how often. Where a pause parts two paragraphs, the second says how long it was.
    """
    told = [
        Happening(label, seconds, plain, key)
        for label, seconds, lines, key in happenings
        if (plain := tuple(line for line in lines if line.mode == "plain"))
    ]
    clock = clock or Clock.suited_to(told)
    wordings, openings = _Wordings(), cycle(_OPENINGS)
    discourse = Discourse()
    paragraphs: list[Paragraph] = []
    end = told[0].seconds if told else 0.0
    for episodes in _paragraphs(_episodes(told, clock), clock):
        pause = episodes[0].what.seconds - end
        opening = next(openings).format(span(pause)) if pause >= clock.pause else ""
        sentences: list[str] = []
        for what, often, _ in episodes:
            line = opened(wordings.next_for(what), f"{times(often)}, " if often > 1 else opening)
            sentence, discourse = realise(line, cast, discourse, tense)
            sentences.append(sentence)
            opening = ""
        end = episodes[-1].until
        discourse = discourse.paragraph_ended()
        text = " ".join(filter(None, sentences))
        if text:
            paragraphs.append(Paragraph(episodes[0].what.time_label, text))
    return paragraphs


def _episodes(told: Sequence[Happening], clock: Clock) -> Iterator[_Episode]:
    """The happenings, each run of the same in quick succession as one."""
    current: _Episode | None = None
    for what in told:
        if current and _continues(current, what, clock):
            current = _Episode(current.what, current.often + 1, what.seconds)
            continue
        if current:
            yield current
        current = _Episode(what, 1, what.seconds)
    if current:
        yield current


def _continues(episode: _Episode, what: Happening, clock: Clock) -> bool:
    same = (what.key, what.lines) == (episode.what.key, episode.what.lines)
    return same and what.seconds - episode.until < clock.pause


def _paragraphs(episodes: Iterable[_Episode], clock: Clock) -> Iterator[list[_Episode]]:
    """The episodes in paragraphs, which end at a pause, or once they are long and time moves on."""
    paragraph: list[_Episode] = []
    for episode in episodes:
        if paragraph:
            gap = episode.what.seconds - paragraph[-1].until
            full = len(paragraph) >= (clock.length if gap > 0 else 2 * clock.length)
            if full or gap >= clock.pause:
                yield paragraph
                paragraph = []
        paragraph.append(episode)
    if paragraph:
        yield paragraph


class _Wordings:
    """Whose turn it is among the wordings of each sort of happening."""

    def __init__(self) -> None:
        self._queues: dict[str, list[int]] = {}

    def next_for(self, what: Happening) -> Line:
        """The line that was not used for longest."""
        queue = self._queues.setdefault(what.key, [])
        queue[:0] = range(len(queue), len(what.lines))
        turn = next(i for i in queue if i < len(what.lines))
        queue.remove(turn)
        queue.append(turn)
        return what.lines[turn]


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
