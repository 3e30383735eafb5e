"""The story curve: each event that is told stands where the telling has it, from left to right, and where the
story has it, from top to bottom (N. W. Kim and others, Visualizing Nonlinear Narratives with Story Curves,
2018). A telling in the story's order falls evenly; a look back rises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from twicetold.tell.draw.captions import GAP, ROW, Caption, placed
from twicetold.tell.draw.moments import moments
from twicetold.tell.draw.svg import (
    COLOURS,
    Labels,
    document,
    element,
    headed,
    hint,
    legend,
    number,
    shortened,
    text,
)
from twicetold.tell.measures import measured
from twicetold.tell.plan import Node, Part, Plan
from twicetold.tell.story import Story

LEFT, RIGHT, BELOW = 84, 28, 44
TIMES = 7
"""How many times of the story are written down its side."""

_SIZES = {"summary": 2.5, "scene": 4.0, "stretch": 5.5}


def curve(story: Story, plan: Plan, labels: Labels) -> str:
    """The curve of a telling, coloured by thread or, where it has none, by mind."""
    return _Curve(story, plan, labels).drawn()


class _Curve:
    def __init__(self, story: Story, plan: Plan, labels: Labels) -> None:
        self.story, self.plan, self.labels = story, plan, labels
        self.told: list[tuple[Part, Node]] = [(part, node) for part in plan.parts for node in part.nodes]
        events = {node.event.number: node.event for _, node in self.told}
        self.order = sorted(events.values(), key=lambda event: (event.tick, event.number))
        self.rank = {event.number: rank for rank, event in enumerate(self.order)}
        self.threaded = any(part.thread for part in plan.parts)
        self.keys = list(dict.fromkeys(self._key(part, node) for part, node in self.told))
        self.wide = min(max(8.0 * len(self.told), 700.0), 1400.0)
        self.high = min(max(5.0 * len(self.order), 300.0), 640.0)
        self.top = 0.0
        self.captions: list[tuple[int, Caption]] = []

    def drawn(self) -> str:
        measures = measured(self.story, self.plan)
        name = f"{self.story.world.name}: " + (self.plan.telling.name or "the order of the telling")
        counted = (
            f"{measures.told} of {measures.events} events, nonlinearity {measures.nonlinearity:.2f}; "
            "the telling runs from left to right, the story from top to bottom"
        )
        head, least = headed(name, counted, LEFT)
        names, last = legend(self.keys, LEFT, 70, self.wide)
        self.captions = self._moments()
        self.top = last + 44 + ROW * (max((each.row for _, each in self.captions), default=-1) + 1)
        body = [
            *head,
            names,
            *self._sections(),
            *self._times(),
            element("path", d=self._path(), class_="thread", stroke_width=1.5, stroke_opacity=0.7),
            *self._points(),
            *(self._moment(place, caption) for place, caption in self.captions),
            *self._captions(),
        ]
        return document(
            f"Story curve of {name}",
            f"{counted}. Colours: {', '.join(self.keys)}. A hollow point is looked back or ahead to.",
            max(LEFT + self.wide + RIGHT, least),
            self.top + self.high + BELOW,
            body,
        )

    def _key(self, part: Part, node: Node) -> str:
        if self.threaded:
            return part.thread or "no thread"
        return "nobody's mind" if node.mind is None else self.labels.entity(node.mind)

    def _x(self, place: float) -> float:
        return LEFT + self.wide * (place + 0.5) / max(len(self.told), 1)

    def _y(self, rank: int) -> float:
        return self.top + 10 + (self.high - 20) * rank / max(len(self.order) - 1, 1)

    def _sections(self) -> Iterator[str]:
        begun = 0
        for number_, part in enumerate(self.plan.parts):
            length = sum(1 for _ in part.nodes)
            x, wide = self._x(begun - 0.5), self.wide * length / len(self.told)
            band = "band" if number_ % 2 == 0 else "page"
            title = " · ".join(label for label in (part.name, part.title) if label)
            yield element(
                "rect", hint(title), x=x, y=self.top, width=wide, height=self.high, class_=band, rx=2
            )
            yield text(
                shortened(part.name or part.title, wide),
                x + wide / 2,
                self.top - 8,
                text_anchor="middle",
                class_="strong",
            )
            begun += length

    def _times(self) -> Iterator[str]:
        most = min(TIMES, len(self.order))
        for place in range(most):
            rank = round(place * (len(self.order) - 1) / max(most - 1, 1))
            y = self._y(rank)
            yield element("path", d=f"M{LEFT} {number(y)}H{number(LEFT + self.wide)}", class_="rule")
            seconds = self.story.seconds(self.order[rank])
            yield text(self.labels.time(seconds), LEFT - 10, y + 4, text_anchor="end")

    def _places(self) -> list[tuple[float, float]]:
        return [
            (self._x(place), self._y(self.rank[node.event.number]))
            for place, (_, node) in enumerate(self.told)
        ]

    def _path(self) -> str:
        places = self._places()
        path = "".join(f"M{number(x)} {number(y)}" for x, y in places[:1])
        for (x, y), (later, lower) in pairwise(places):
            middle = number((x + later) / 2)
            path += f"C{middle} {number(y)} {middle} {number(lower)} {number(later)} {number(lower)}"
        return path

    def _points(self) -> Iterator[str]:
        for (part, node), (x, y) in zip(self.told, self._places(), strict=True):
            colour = self.keys.index(self._key(part, node)) % COLOURS
            now = node.time == "now"
            yield element(
                "circle",
                hint(self._said(part, node)),
                cx=x,
                cy=y,
                r=_SIZES[node.pace],
                class_=f"f{colour}" if now else f"hollow s{colour}",
                stroke_width=None if now else 1.8,
            )

    def _moments(self) -> list[tuple[int, Caption]]:
        """Where in the telling the weightiest moments are told first, and their words."""
        told = [node.event.number for _, node in self.told]
        found = sorted(
            (told.index(event.number), words) for event, words in moments(self.story) if event.number in told
        )
        captions = [Caption(words, self._x(place)) for place, words in found]
        return list(
            zip((place for place, _ in found), placed(captions, LEFT + self.wide + RIGHT), strict=True)
        )

    def _moment(self, place: int, caption: Caption) -> str:
        """The words, and a line down to the point of the moment; it leaves out the names of sections."""
        x, y, named = caption.x, self.top - 28 - ROW * caption.row, self.top - 22
        at = self._y(self.rank[self.told[place][1].event.number])
        down = f"M{number(x)} {number(y - 10)}V{number(named)}M{number(x)} {number(self.top)}V{number(at)}"
        side = x - GAP if caption.left else x + GAP
        return element("path", d=down, class_="edge", stroke_dasharray="2 2") + text(
            caption.words, side, y, text_anchor="end" if caption.left else None
        )

    def _said(self, part: Part, node: Node) -> str:
        when = self.labels.time(self.story.seconds(node.event))
        where = f", in {part.name}" if part.name else ""
        mind = "" if node.mind is None else f", close to {self.labels.entity(node.mind)}"
        return f"{when} {self.labels.event(node.event)}{where}{mind}"

    def _captions(self) -> Sequence[str]:
        base, side = self.top + self.high, self.top + self.high / 2
        return (
            text("in the order of the telling →", LEFT + self.wide, base + 22, text_anchor="end"),
            text("hollow: looked back or ahead to", LEFT, base + 22, class_="faint"),
            text(
                "← in the order of the story",
                20,
                side,
                text_anchor="middle",
                transform=f"rotate(-90 20 {number(side)})",
            ),
        )
