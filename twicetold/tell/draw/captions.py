"""Captions above a chart: each stands on a thin line down to what it names, and none hides another.

A caption is to the right of its line, or to the left where it would leave the picture. Where the words of
one are above the place of another, it stands in a higher row, so that no line runs through words; where each
would have to be above the other, both stand to the left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from twicetold.tell.draw.moments import cut
from twicetold.tell.draw.svg import shortened, width_of

ROW, GAP = 17, 6
"""Pixels: how high a row is, and how far the words are from their line."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words for a place `x`; to its `left` or right; in which `row`, the lowest 0."""

    words: str
    x: float
    left: bool = False
    row: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """From where to where its words and its line reach."""
        wide = width_of(self.words) + 2 * GAP
        return (self.x - wide, self.x) if self.left else (self.x, self.x + wide)


def placed(captions: Sequence[Caption], end: float) -> list[Caption]:
    """The captions, given from left to right, none of them reaching beyond `end`."""
    turned = [replace(each, left=each.span[1] > end) for each in captions]
    while (n := _crossed(turned)) is not None:
        turned[n] = replace(turned[n], left=True)
    turned = [replace(each, words=_fitting(each)) if each.left else each for each in turned]
    rows: dict[int, int] = {}
    while waiting := [n for n in range(len(turned)) if n not in rows]:
        # Whoever has only such below it as have their row. There is always one: see `_crossed`.
        n = next(n for n in waiting if not any(_above(turned, n, other) for other in waiting if other != n))
        rows[n] = _row(turned, n, rows)
    return [replace(each, row=rows[n]) for n, each in enumerate(turned)]


def _fitting(caption: Caption) -> str:
    """Its first words, as many as there is room for to its left; if there is none for one, its letters."""
    room = caption.x - 2 * GAP
    cuts = (cut(caption.words, most) for most in range(len(caption.words), 0, -1))
    whole = (each for each in cuts if width_of(each) <= room)
    return next(whole, shortened(caption.words, room))


def _row(captions: Sequence[Caption], n: int, rows: Mapping[int, int]) -> int:
    """The lowest row above those that must be below, in which nothing is in the way."""
    row = max((rows[other] + 1 for other in rows if _above(captions, n, other)), default=0)
    taken = {rows[other] for other in rows if _overlap(captions[n], captions[other])}
    while row in taken:
        row += 1
    return row


def _crossed(captions: Sequence[Caption]) -> int | None:
    """One on the right and one on the left of their lines that each would have to be above the other."""
    for n, each in enumerate(captions):
        others = (other for other in captions if other.left and not each.left)
        if any(_within(each, other.x) and _within(other, each.x) for other in others):
            return n
    return None


def _above(captions: Sequence[Caption], n: int, other: int) -> bool:
    """Whether the words of one are where another has its line; of two with one line, the outer's are."""
    one, two = captions[n], captions[other]
    if one.x == two.x and one.left == two.left:
        return n > other if one.left else n < other
    return _within(one, two.x)


def _within(caption: Caption, x: float) -> bool:
    begin, end = caption.span
    return begin <= x <= end


def _overlap(one: Caption, two: Caption) -> bool:
    return one.span[0] < two.span[1] and two.span[0] < one.span[1]
