"""What the ending came from: the causes that matter most, in layers, each above what came of it.

The layers are by the longest way down, and in a layer each stands under the middle of its causes (K. Sugiyama
and others, Methods for Visual Understanding of Hierarchical System Structures, 1981).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from twicetold.engine.ancestry import ancestors
from twicetold.engine.meaning.record import Event
from twicetold.tell.draw.svg import COLOURS, Labels, document, element, headed, hint, number, text, width_of
from twicetold.tell.story import Story

MOST = 24
"""How many causes are drawn."""

HIGH, GAP, LAYER, EDGE, HEAD, PASSING = 40, 22, 84, 30, 84, 10.0


def causes(story: Story, labels: Labels, most: int = MOST) -> str:
    """The graph of what the ending came from, of its causes those on which most depends."""
    return _Graph(story, labels, most).drawn()


class _Graph:
    def __init__(self, story: Story, labels: Labels, most: int) -> None:
        self.story, self.labels = story, labels
        self.all = {event.number: event for event in story.life.events}
        self.end = max((e.number for e in story.life.events if e.sort == "ending"), default=max(self.all))
        slice_ = story.causes(self.all[self.end]) - {self.end}
        led = [number_ for number_ in slice_ if number_ in self.all and not self.all[number_].quiet]
        self.found = len(led)
        weighty = sorted(led, key=lambda each: (-story.weights[each], each))[:most]
        self.kept = sorted({*weighty, self.end})
        parents = _reduced({each: self._nearest(each) for each in self.kept})
        self.ways, layers = _ways(parents, _layers(self.kept, parents))
        self.layers = _ordered(layers, self.ways)

    def _nearest(self, number_: int) -> set[int]:
        """Those kept that an event came from, directly or by way of what is not drawn."""
        kept = set(self.kept)
        return kept & ancestors(self.all, number_, ends=kept)

    # --- drawing --------------------------------------------------------------------------------------------

    def drawn(self) -> str:
        name = f"{self.story.world.name}: what the ending came from"
        counted = self._counted()
        head, least = headed(name, counted, EDGE)
        widest = max(sum(map(self._width, layer)) + GAP * (len(layer) - 1) for layer in self.layers)
        wide = max(widest + 2 * EDGE, least)
        centres = self._centres(wide)
        body = [
            *head,
            *self._edges(centres),
            *(self._box(each, *centres[each]) for layer in self.layers for each in layer if each in self.all),
        ]
        said = "; ".join(self._said(self.all[each]) for each in self.kept)
        return document(name, f"{counted}: {said}.", wide, HEAD + LAYER * len(self.layers), body)

    def _counted(self) -> str:
        ending = f"“{self.story.life.ending}”"
        if not self.found:
            return f"no event led to {ending}: it was so from the beginning, or came as time ran out"
        return f"{len(self.kept) - 1} of {self.found} events that led to {ending}, time runs down"

    def _centres(self, wide: float) -> dict[int, tuple[float, float]]:
        found = {}
        for row, layer in enumerate(self.layers):
            x = (wide - sum(map(self._width, layer)) - GAP * (len(layer) - 1)) / 2
            for each in layer:
                found[each] = (x + self._width(each) / 2, HEAD + LAYER * row + HIGH / 2)
                x += self._width(each) + GAP
        return found

    def _name(self, event: Event) -> str:
        if event.sort == "ending":
            return self.story.life.ending
        outcome = "" if event.outcome == "done" else f" {event.outcome}"
        return self.labels.event(event) + outcome

    def _when(self, event: Event) -> str:
        return self.labels.time(self.story.seconds(event))

    def _said(self, event: Event) -> str:
        return f"{self._when(event)} {self._name(event)}"

    def _width(self, number_: int) -> float:
        if number_ not in self.all:
            return PASSING
        return max(width_of(self._name(self.all[number_])) * 1.08, 80.0) + 24

    def _box(self, number_: int, x: float, y: float) -> str:
        event = self.all[number_]
        wide = self._width(number_)
        colour = (event.roles[0] if event.roles else number_) % COLOURS
        end = number_ == self.end
        frame = {"x": x - wide / 2, "y": y - HIGH / 2, "width": wide, "height": HIGH, "rx": 7.0}
        return element(
            "g",
            hint(self._said(event)),
            element("rect", class_="page", **frame),
            element("rect", class_=f"box f{colour} s{colour}", stroke_width=2.5 if end else 1.2, **frame),
            text(self._name(event), x, y - 3, text_anchor="middle", class_="strong" if end else None),
            text(self._when(event), x, y + 13, text_anchor="middle", class_="faint"),
        )

    def _edges(self, centres: Mapping[int, tuple[float, float]]) -> Iterator[str]:
        for way in self.ways:
            direct = way[0] in self.all[way[-1]].causes.all()
            path = ""
            for above, below in pairwise(way):
                (x, y), (under, lower) = centres[above], centres[below]
                y, lower = y + HIGH / 2, lower - HIGH / 2 - (below == way[-1])
                middle = number((y + lower) / 2)
                path += f"V{number(y)}" if path else f"M{number(x)} {number(y)}"
                path += f"C{number(x)} {middle} {number(under)} {middle} {number(under)} {number(lower)}"
            dashes = None if direct else "4 4"
            yield element("path", d=path, class_="edge", stroke_dasharray=dashes)
            x, y = centres[way[-1]]
            tip = f"M{number(x)} {number(y - HIGH / 2)}l-3.5 -7h7z"
            yield element("path", d=tip, class_="tip")


def _reduced(parents: Mapping[int, set[int]]) -> dict[int, set[int]]:
    """The same graph without lines that only say what a longer way says."""
    above: dict[int, set[int]] = {}
    for each in sorted(parents):
        above[each] = parents[each].union(*(above[parent] for parent in parents[each]))
    return {
        each: {p for p in own if not any(p in above[other] for other in own)} for each, own in parents.items()
    }


def _layers(kept: Sequence[int], parents: Mapping[int, set[int]]) -> list[list[int]]:
    depth: dict[int, int] = {}
    for each in kept:
        depth[each] = max((depth[parent] + 1 for parent in parents[each]), default=0)
    return [[each for each in kept if depth[each] == row] for row in range(max(depth.values()) + 1)]


def _ways(
    parents: Mapping[int, set[int]], layers: Sequence[Sequence[int]]
) -> tuple[list[list[int]], list[list[int]]]:
    """Every line from a cause to what came of it, with a place of its own, below 0, in each layer that it
    passes; and the layers with these places.
    """
    row = {each: depth for depth, layer in enumerate(layers) for each in layer}
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
    above: dict[int, list[int]] = {each: [] for layer in layers for each in layer}
    below: dict[int, list[int]] = {each: [] for each in above}
    for way in ways:
        for upper, lower in pairwise(way):
            above[lower].append(upper)
            below[upper].append(lower)
    found = [list(layer) for layer in layers]
    for sweep in range(8):
        near, rows = (below, found[::-1]) if sweep % 2 else (above, found)
        place = {each: (i + 0.5) / len(row) for row in found for i, each in enumerate(row)}
        for row in rows:
            wish = {each: [place[other] for other in near[each]] or [place[each]] for each in row}
            row.sort(key=lambda each: (sum(wish[each]) / len(wish[each]), -each))
            place |= {each: (i + 0.5) / len(row) for i, each in enumerate(row)}
    return found
