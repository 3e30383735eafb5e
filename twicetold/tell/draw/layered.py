"""A graph of causes, drawn in layers, each above what came of it.

The layers are by the longest way down, and in a layer each stands under the middle of its causes (K. Sugiyama
and others, Methods for Visual Understanding of Hierarchical System Structures, 1981).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from twicetold.tell.draw.svg import document, element, headed, hint, number, text, width_of

HIGH, GAP, LAYER, EDGE, HEAD, PASSING = 40, 22, 84, 30, 84, 10.0


@dataclass(frozen=True, slots=True)
class Box:
    """A cause: what it is called and when it was; the class that colours it, how full of colour it is, where
    that says anything; and whether it is what all the others led to."""

    name: str
    when: str
    colour: str
    strength: float | None = None
    last: bool = False

    @property
    def said(self) -> str:
        """All of it in words."""
        return f"{self.when} {self.name}"

    @property
    def width(self) -> float:
        """Wide enough for its name."""
        return max(width_of(self.name) * 1.08, 80.0) + 24


def layered(
    title: str,
    counted: str,
    boxes: Mapping[int, Box],
    parents: Mapping[int, Collection[int]],
    direct: Callable[[int, int], bool] = lambda cause, effect: True,
) -> str:
    """The picture of causes by their numbers, which rise with time, each with its `parents`, near and far.

    An arrow that does not stand for a `direct` cause is dashed; `counted` is said below the title.
    """
    return _Layered(boxes, parents, direct).drawn(title, counted)


class _Layered:
    def __init__(
        self,
        boxes: Mapping[int, Box],
        parents: Mapping[int, Collection[int]],
        direct: Callable[[int, int], bool],
    ) -> None:
        self.boxes, self.direct = boxes, direct
        self.kept = sorted(boxes)
        reduced = _reduced({node: set(parents[node]) for node in self.kept})
        self.ways, layers = _ways(reduced, _layers(self.kept, reduced))
        self.layers = _ordered(layers, self.ways)

    def drawn(self, title: str, counted: str) -> str:
        head, least = headed(title, counted, EDGE)
        widest = max(sum(map(self._width, layer)) + GAP * (len(layer) - 1) for layer in self.layers)
        wide = max(widest + 2 * EDGE, least)
        centres = self._centres(wide)
        body = [
            *head,
            *self._edges(centres),
            *(
                _box(self.boxes[node], *centres[node])
                for row in self.layers
                for node in row
                if node in self.boxes
            ),
        ]
        said = "; ".join(self.boxes[node].said for node in self.kept)
        return document(title, f"{counted}: {said}.", wide, HEAD + LAYER * len(self.layers), body)

    def _centres(self, wide: float) -> dict[int, tuple[float, float]]:
        centres = {}
        for row, layer in enumerate(self.layers):
            x = (wide - sum(map(self._width, layer)) - GAP * (len(layer) - 1)) / 2
            for node in layer:
                centres[node] = (x + self._width(node) / 2, HEAD + LAYER * row + HIGH / 2)
                x += self._width(node) + GAP
        return centres

    def _width(self, place: int) -> float:
        return self.boxes[place].width if place in self.boxes else PASSING

    def _edges(self, centres: Mapping[int, tuple[float, float]]) -> Iterator[str]:
        for way in self.ways:
            path = ""
            for above, below in pairwise(way):
                (x, y), (under, lower) = centres[above], centres[below]
                y, lower = y + HIGH / 2, lower - HIGH / 2 - (below == way[-1])
                middle = number((y + lower) / 2)
                path += f"V{number(y)}" if path else f"M{number(x)} {number(y)}"
                path += f"C{number(x)} {middle} {number(under)} {middle} {number(under)} {number(lower)}"
            dashes = None if self.direct(way[0], way[-1]) else "4 4"
            yield element("path", d=path, class_="edge", stroke_dasharray=dashes)
            x, y = centres[way[-1]]
            tip = f"M{number(x)} {number(y - HIGH / 2)}l-3.5 -7h7z"
            yield element("path", d=tip, class_="tip")


def _box(box: Box, x: float, y: float) -> str:
    frame = {"x": x - box.width / 2, "y": y - HIGH / 2, "width": box.width, "height": HIGH, "rx": 7.0}
    stroke = 2.5 if box.last else 1.2
    colour, strength = f"box {box.colour}", None
    if box.strength is not None:
        colour, strength = box.colour, f"{box.strength:.2f}"
    return element(
        "g",
        hint(box.said),
        element("rect", class_="page", **frame),
        element("rect", class_=colour, stroke_width=stroke, fill_opacity=strength, **frame),
        text(box.name, x, y - 3, text_anchor="middle", class_="strong" if box.last else None),
        text(box.when, x, y + 13, text_anchor="middle", class_="faint"),
    )


def _reduced(parents: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """The same graph without lines that only say what a longer way says."""
    above: dict[int, set[int]] = {}
    for node in sorted(parents):
        above[node] = parents[node].union(*(above[parent] for parent in parents[node]))
    return {
        node: {p for p in own if not any(p in above[other] for other in own)} for node, own in parents.items()
    }


def _layers(kept: Sequence[int], parents: Mapping[int, set[int]]) -> list[list[int]]:
    depth: dict[int, int] = {}
    for node in kept:
        depth[node] = max((depth[parent] + 1 for parent in parents[node]), default=0)
    return [[node for node in kept if depth[node] == row] for row in range(max(depth.values()) + 1)]


def _ways(
    parents: Mapping[int, set[int]], layers: Sequence[Sequence[int]]
) -> tuple[list[list[int]], list[list[int]]]:
    """Every line from a cause to what came of it, with a place of its own, below 0, in each layer that it
    passes; and the layers with these places.
    """
    row = {node: depth for depth, layer in enumerate(layers) for node in layer}
    filled = [list(layer) for layer in layers]
    ways = []
    passing = -1
    for child in sorted(parents):
        for parent in sorted(parents[child]):
            way = [parent]
            for depth in range(row[parent] + 1, row[child]):
                filled[depth].append(passing)
                way.append(passing)
                passing -= 1
            ways.append([*way, child])
    return ways, filled


def _ordered(layers: Sequence[Sequence[int]], ways: Sequence[Sequence[int]]) -> list[list[int]]:
    """Each layer in the order in which its lines cross least, as far as a few sweeps find it."""
    above: dict[int, list[int]] = {node: [] for layer in layers for node in layer}
    below: dict[int, list[int]] = {node: [] for node in above}
    for way in ways:
        for upper, lower in pairwise(way):
            above[lower].append(upper)
            below[upper].append(lower)
    order = [list(layer) for layer in layers]
    for sweep in range(8):
        near, rows = (below, order[::-1]) if sweep % 2 else (above, order)
        place = {node: (i + 0.5) / len(row) for row in order for i, node in enumerate(row)}
        for row in rows:
            wish = {node: [place[other] for other in near[node]] or [place[node]] for node in row}
            row.sort(key=lambda node: (sum(wish[node]) / len(wish[node]), -node))
            place |= {node: (i + 0.5) / len(row) for i, node in enumerate(row)}
    return order
