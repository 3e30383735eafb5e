"""Where lives part, as branches whose width is a share of all lives (flows after M. H. Ph. R. Sankey, 1898).

Each bar holds the lives of a branch, by their endings; from left to right something happens in some of them,
above, and not in the others, below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from twicetold.tell.draw.svg import (
    COLOURS,
    HEADED,
    document,
    element,
    headed,
    hint,
    legend,
    number,
    shortened,
    text,
)  # fmt: skip

LEFT: Final = 40.0
COLUMN: Final = 250.0
BAR: Final = 14.0
HIGH: Final = 420.0
"""All lives, in pixels from top to bottom."""

LINE: Final = 16.0
LEAF: Final = 3 * LINE + 8
"""So much room a branch has that is not parted again, for what is written beside it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Lives that went one way: what tells them from the others, how many came to each ending, the runs of
    some; and how they went on, if it is told."""

    words: str
    when: str
    endings: tuple[int, ...]
    runs: tuple[int, ...]
    ways: tuple[Way, ...] = ()

    @property
    def lives(self) -> int:
        """How many went so."""
        return sum(self.endings)

    @property
    def depth(self) -> int:
        """How many bars there are from here to the last."""
        return 1 + max((way.depth for way in self.ways), default=0)


def branches(title: str, counted: str, endings: Sequence[str], root: Way) -> str:
    """Ways of lives as a picture; `endings` are what the numbers of a way stand for."""
    return _Chart(title, counted, endings, root).drawn()


@dataclass(slots=True)
class _Chart:
    title: str
    counted: str
    endings: Sequence[str]
    root: Way
    bands: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)

    @property
    def ranked(self) -> list[int]:
        """The endings that lives came to, those of most lives first: these have the first colours."""
        came = [place for place, count in enumerate(self.root.endings) if count]
        return sorted(came, key=lambda place: -self.root.endings[place])

    def drawn(self) -> str:
        head, least = headed(self.title, self.counted, LEFT)
        bottom = self._draw(self.root, LEFT, float(HEADED))
        wide = max(LEFT + COLUMN * self.root.depth + LEFT, least)
        below, end = legend(
            [self.endings[place] for place in self.ranked], LEFT, bottom + 28, wide - 2 * LEFT
        )
        what = "The height of each bar is a share of all lives, by ending; what parts them stands beside it."
        body = [*head, *self.bands, *self.bars, below]
        return document(f"{self.title}: where lives part", f"{self.counted}. {what}", wide, end + 24, body)

    def _draw(self, way: Way, x: float, top: float) -> float:
        """Draw a way and all that follows it, from `top` on; returns where that ends."""
        self.bars += self._bar(way, x, top)
        at, below = top, top
        for onward in way.ways:
            self.bands.append(_band((x + BAR, at), (x + COLUMN, below), self._high(onward.lives)))
            at += self._high(onward.lives)
            below = self._draw(onward, x + COLUMN, below)
        return max(below, top + max(self._high(way.lives), LEAF) + LINE / 2)

    def _high(self, lives: int) -> float:
        return HIGH * lives / self.root.lives

    def _bar(self, way: Way, x: float, top: float) -> Iterator[str]:
        """The lives of a way by their endings, and what is said of them."""
        share = f"{100 * way.lives / self.root.lives:.0f} %"
        told = [f"{way.words or 'all lives'}: {way.lives:,} of {self.root.lives:,} lives, {share}"]
        pieces, at = [], top
        for rank, place in enumerate(self.ranked):
            if count := way.endings[place]:
                colour = f"f{rank % COLOURS}"
                pieces.append(element("rect", x=x, y=at, width=BAR, height=self._high(count), class_=colour))
                told.append(f"{100 * count / way.lives:.0f} % {self.endings[place]}")
                at += self._high(count)
        runs = " ".join(map(str, way.runs))
        lines = self._lines(way, share)
        yield element("g", hint("\n".join(told)), *pieces, *self._written(lines, x, top), data_runs=runs)

    def _lines(self, way: Way, share: str) -> list[tuple[str, str]]:
        """What is written beside a bar, and how."""
        if not way.words:
            return [(f"{way.lives:,} lives", "faint over-page")]
        when = f", {way.when}" if way.when else ""
        lines = [(way.words, "strong over-page"), (f"{share}{when}", "faint over-page")]
        if not way.ways and way.lives:
            most = max(self.ranked, key=lambda place: way.endings[place])
            lines.append((f"{100 * way.endings[most] / way.lives:.0f} % {self.endings[most]}", "over-page"))
        return lines

    def _written(self, lines: list[tuple[str, str]], x: float, top: float) -> Iterator[str]:
        room = COLUMN - BAR - 24
        for line, (words, how) in enumerate(lines):
            yield text(shortened(words, room), x + BAR + 8, top + 12 + LINE * line, class_=how)


def _band(begin: tuple[float, float], end: tuple[float, float], wide: float) -> str:
    """A band of so many pixels from one bar to another, from its upper left to its upper right."""
    (x, y), (to_x, to_y) = begin, end
    half = number((x + to_x) / 2)
    there = f"M{number(x)} {number(y)}C{half} {number(y)} {half} {number(to_y)} {number(to_x)} {number(to_y)}"
    low, to_low = number(y + wide), number(to_y + wide)
    back = f"V{to_low}C{half} {to_low} {half} {low} {number(x)} {low}Z"
    return element("path", d=there + back, class_="band")
