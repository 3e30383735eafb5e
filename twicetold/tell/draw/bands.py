"""Measures over time, of many lives: the median of each time as a line, in two bands that hold half of the
lives and nine tenths of them (a fan chart).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from twicetold.lang.figures import figure
from twicetold.tell.draw.svg import HEADED, document, element, headed, hint, number, text

LEFT, RIGHT, WIDE, HIGH, APART = 84, 68, 700.0, 200.0, 64
TIMES = 6
"""How many times are written below each series."""

ENDS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
"""With what an axis can end, but for its power of ten."""


@dataclass(frozen=True, slots=True)
class Band:
    """A point of a series: when it is, in seconds, of how many lives, and what 5, 25, 50, 75 and 95 % of them
    are below."""

    seconds: float
    lives: int
    quantiles: tuple[float, float, float, float, float]

    @property
    def median(self) -> float:
        """What half of them are below."""
        return self.quantiles[2]


def bands(
    title: str, counted: str, series: Mapping[str, Sequence[Band]], time: Callable[[float], str]
) -> str:
    """Some series as a picture, one below the other. Raises ValueError if there are none."""
    if not series:
        raise ValueError("nothing is measured over time")
    head, least = headed(title, counted, LEFT)
    body, top = [*head], float(HEADED + 24)
    for place, (name, points) in enumerate(series.items()):
        body += _Panel(name, [point for point in points if point.lives], place, top, time).drawn()
        top += HIGH + APART
    said = "The line is the median; the darker band holds half of the lives, the lighter nine tenths."
    return document(f"{title} over time", f"{counted}. {said}", max(LEFT + WIDE + RIGHT, least), top, body)


def _round_up(value: float) -> float:
    """The end of an axis: a number of one or two figures, not below a value that is not below 0."""
    if value <= 0.0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(ends * size for ends in ENDS if ends * size >= value * (1 - 1e-9))


class _Panel:
    def __init__(
        self, name: str, points: Sequence[Band], place: int, top: float, time: Callable[[float], str]
    ) -> None:
        self.name, self.points, self.place, self.top, self.time = name, points, place, top, time
        values = [value for point in points for value in point.quantiles]
        self.low, self.high = -_round_up(-min([0.0, *values])), _round_up(max([0.0, *values]))
        if self.low == self.high:
            self.high = self.low + 1.0
        self.last = max((point.seconds for point in points), default=1.0) or 1.0

    def drawn(self) -> Iterator[str]:
        yield text(self.name, LEFT, self.top - 8, class_="strong")
        yield from self._rules()
        yield from self._times()
        yield self._band(0, 4, 0.15)
        yield self._band(1, 3, 0.3)
        line = "L".join(self._at(point, 2) for point in self.points)
        colour = f"s{self.place % 2}"
        yield element("path", d=f"M{line}" if line else None, class_=f"line {colour}", stroke_width=2)
        for point in self.points:
            x, y = self._x(point.seconds), self._y(point.median)
            yield element("circle", hint(self._said(point)), cx=x, cy=y, r=3, class_=f"f{self.place % 2}")

    def _x(self, seconds: float) -> float:
        return LEFT + WIDE * seconds / self.last

    def _y(self, value: float) -> float:
        return self.top + HIGH * (self.high - value) / (self.high - self.low)

    def _at(self, point: Band, quantile: int) -> str:
        return f"{number(self._x(point.seconds))} {number(self._y(point.quantiles[quantile]))}"

    def _band(self, below: int, above: int, strength: float) -> str:
        there = [self._at(point, above) for point in self.points]
        back = [self._at(point, below) for point in reversed(self.points)]
        path = f"M{'L'.join([*there, *back])}Z" if there else None
        return element("path", d=path, class_=f"f{self.place % 2}", fill_opacity=str(strength))

    def _rules(self) -> Iterator[str]:
        for value in (self.low, (self.low + self.high) / 2, self.high):
            y = self._y(value)
            yield element("path", d=f"M{LEFT} {number(y)}H{number(LEFT + WIDE)}", class_="rule")
            yield text(figure(value), LEFT - 10, y + 4, text_anchor="end")

    def _times(self) -> Iterator[str]:
        most = min(TIMES, len(self.points))
        for place in range(most):
            point = self.points[round(place * (len(self.points) - 1) / max(most - 1, 1))]
            x, y = self._x(point.seconds), self.top + HIGH + 18
            yield text(self.time(point.seconds), x, y, text_anchor="middle", class_="faint")

    def _said(self, point: Band) -> str:
        low, quarter, median, three, high = map(figure, point.quantiles)
        lives = f"{point.lives:,} {'life' if point.lives == 1 else 'lives'}"
        return (
            f"{self.name}, {self.time(point.seconds)}: {median} in the middle of {lives}, half of them from"
            f" {quarter} to {three}, nine tenths from {low} to {high}"
        )
