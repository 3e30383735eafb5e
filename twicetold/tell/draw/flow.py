"""How lives come to their endings over time: of all lives, the share that have ended so far, by ending, in
layers one on the other (a stacked area chart); what is left above them still goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twicetold.tell.draw.axis import round_times, said
from twicetold.tell.draw.svg import COLOURS, HEADED, document, element, headed, hint, legend, number, text

LEFT, RIGHT, WIDE, HIGH = 56, 56, 760.0, 320.0
TIMES = 8
"""How many times are written below it at most."""


@dataclass(frozen=True, slots=True)
class Layer:
    """An ending, and the seconds after which lives came to it, sorted."""

    ending: str
    seconds: Sequence[float]


def flow(title: str, counted: str, layers: Sequence[Layer], time: Callable[[float], str]) -> str:
    """Endings over time as a picture, those that come first at the bottom; `time` says a time in seconds.
    Raises ValueError without a life."""
    layers = [layer for layer in layers if layer.seconds]
    if not layers:
        raise ValueError("no life was lived that could be drawn")
    return _Chart(title, counted, layers, time).drawn()


class _Chart:
    def __init__(
        self, title: str, counted: str, layers: Sequence[Layer], time: Callable[[float], str]
    ) -> None:
        self.title, self.counted, self.time = title, counted, time
        self.layers = sorted(layers, key=lambda layer: layer.seconds[len(layer.seconds) // 2])
        self.lives = sum(len(layer.seconds) for layer in layers)
        self.last = max(layer.seconds[-1] for layer in layers) or 1.0
        self.end = self.last * 1.05  # that those who end last are seen too

    def drawn(self) -> str:
        head, least = headed(self.title, self.counted, LEFT)
        self.top = float(HEADED)
        names = [layer.ending for layer in self.layers]
        below, end = legend(names, LEFT, self.top + HIGH + 48, WIDE)
        body = [*head, *self._rules(), *self._areas(), *self._times(), below]
        what = "The height of each layer is the share of all lives that have come to that ending by then."
        wide = max(LEFT + WIDE + RIGHT, least)
        return document(f"{self.title}: endings over time", f"{self.counted}. {what}", wide, end + 24, body)

    def _areas(self) -> Iterator[str]:
        """Each layer, on those below it: as many steps as there are pixels, so that a million lives are drawn
        as soon as a hundred."""
        times = [self.end * step / WIDE for step in range(int(WIDE) + 1)]
        floor = [0] * len(times)
        for place, layer in enumerate(self.layers):
            roof = [low + come for low, come in zip(floor, _until(layer.seconds, times), strict=True)]
            there = [self._at(when, count) for when, count in zip(times, roof, strict=True)]
            back = [self._at(when, count) for when, count in zip(times, floor, strict=True)]
            outline = f"M{'L'.join([*_corners(there), *reversed(_corners(back))])}Z"
            yield element(
                "path", hint(self._said(layer)), d=outline, class_=f"f{place % COLOURS}", fill_opacity=0.8
            )
            floor = roof

    def _said(self, layer: Layer) -> str:
        first, middle = layer.seconds[0], layer.seconds[len(layer.seconds) // 2]
        share = f"{100 * len(layer.seconds) / self.lives:.1f} %"
        return (
            f"{layer.ending}: {len(layer.seconds):,} of {self.lives:,} lives ({share}), the first at"
            f" {self.time(first)}, half of them by {self.time(middle)}"
        )

    def _at(self, seconds: float, count: int) -> tuple[str, str]:
        return number(LEFT + WIDE * seconds / self.end), number(self.top + HIGH * (1 - count / self.lives))

    def _rules(self) -> Iterator[str]:
        for percent in (0, 25, 50, 75, 100):
            y = self.top + HIGH * (1 - percent / 100)
            yield element("path", d=f"M{LEFT} {number(y)}H{number(LEFT + WIDE)}", class_="rule")
            yield text(f"{percent} %", LEFT - 8, y + 4, text_anchor="end", class_="faint")

    def _times(self) -> Iterator[str]:
        for seconds in round_times(0.0, self.last, TIMES):
            x = LEFT + WIDE * seconds / self.end
            yield text(said(seconds), x, self.top + HIGH + 18, text_anchor="middle", class_="faint")


def _until(seconds: Sequence[float], times: Sequence[float]) -> Iterator[int]:
    """How many of some sorted moments had come by each of some times."""
    come = 0
    for time in times:
        while come < len(seconds) and seconds[come] <= time:
            come += 1
        yield come


def _corners(points: Sequence[tuple[str, str]]) -> list[str]:
    """The points at which a line changes its height, and its ends."""
    kept: list[str] = []
    for place, (x, y) in enumerate(points):
        ends = place in (0, len(points) - 1)
        if ends or points[place - 1][1] != y or points[place + 1][1] != y:
            kept.append(f"{x} {y}")
    return kept
