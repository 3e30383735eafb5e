"""A graph of causes as SVG: time runs down, each cause has a box, and an arrow leads to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from twicetold.ask.why import Why
from twicetold.cli.names import Names
from twicetold.cli.things import thing_in_words
from twicetold.cli.times import clock
from twicetold.engine import Event
from twicetold.engine.ancestry import ancestors
from twicetold.lang import model
from twicetold.tell.draw.svg import HEADED, document, element, headed, hint, text, width_of

EDGE, HIGH, ROW, BEND = 20.0, 34, 64, 90.0


@dataclass(frozen=True, slots=True)
class _Node:
    """A box: when it was, what it says, the events that it stands for, and how much hangs on it, 0 to 1."""

    tick: int
    words: str
    events: frozenset[int]
    effect: float


def drawn(world: model.World, found: Why, most: int) -> str:
    """The graph of the causes that matter most and of what was asked about."""
    nodes = _nodes(world, found, most)
    times = [clock(world.seconds(node.tick)) for node in nodes]
    left = EDGE + max(map(width_of, times)) + 12
    wide = max(width_of(node.words) for node in nodes) + 24
    asked = nodes[-1].words
    shown = f"{len(nodes) - 1} things but for which it would not have come to “{asked}”, the darker the more"
    head, least = headed(f"{world.name}: why?", shown, EDGE)
    body = [*head, *_arrows(nodes, {e.number: e for e in found.life.events}, left + wide)]
    for row, (node, time) in enumerate(zip(nodes, times, strict=True)):
        y = HEADED + row * ROW
        box = {"x": left, "y": y, "width": wide, "height": HIGH, "rx": 6.0}
        strength = f"{0.1 + 0.3 * min(max(node.effect, 0.0), 1.0):.2f}"  # what is written on it can be read
        body += [
            text(time, left - 12, y + 22, text_anchor="end", class_="faint"),
            element("rect", class_="page", **box),
            element("rect", hint(f"{time} {node.words}"), class_="f0 s0", fill_opacity=strength, **box),
            text(node.words, left + 12, y + 22, class_="strong" if row == len(nodes) - 1 else None),
        ]
    said = "; ".join(f"{time} {node.words}" for node, time in zip(nodes, times, strict=True))
    high = HEADED + len(nodes) * ROW
    return document(f"{world.name}: why?", f"{shown}: {said}.", max(left + wide + BEND, least), high, body)


def _nodes(world: model.World, found: Why, most: int) -> list[_Node]:
    names = Names(world)
    events = {each.number: each for each in found.life.events}
    nodes = [
        _Node(thing.tick, thing_in_words(names, thing), frozenset(thing.events), cause.effect)
        for cause in found.causes[:most]
        for thing in cause.things
    ]
    nodes = list({(node.tick, node.words): node for node in reversed(nodes)}.values())
    nodes.sort(key=lambda each: each.tick)
    last = found.chain[-1] if found.chain else None
    asked = (
        found.ending
        if found.event is None
        else names.event(events[found.event].name, events[found.event].roles)
    )
    end = found.life.ticks if last is None else events[last].tick
    return [*nodes, _Node(end, asked, frozenset() if last is None else frozenset({last}), 1.0)]


def _arrows(nodes: list[_Node], events: Mapping[int, Event], x: float) -> Iterator[str]:
    above = cache(partial(ancestors, events))
    for row, node in enumerate(nodes):
        to_last = row == len(nodes) - 1
        led = frozenset().union(*(above(each) for each in node.events))
        parents = [n for n in range(row) if to_last or nodes[n].events & led]
        reached = {p for n in parents for p in range(n) if _joined(nodes[p].events, nodes[n].events, above)}
        yield from (_arrow(parent, row, x) for parent in parents if parent not in reached)


def _joined(early: frozenset[int], late: frozenset[int], above: Callable[[int], frozenset[int]]) -> bool:
    return any(early & above(number) for number in late)


def _arrow(parent: int, row: int, x: float) -> str:
    start, end = (HEADED + n * ROW + HIGH / 2 for n in (parent, row))
    bend = x + 20 + min(60, 12 * (row - parent))
    path = f"M{x:.1f} {start:.1f}C{bend:.1f} {start:.1f} {bend:.1f} {end:.1f} {x + 7:.1f} {end:.1f}"
    tip = f"M{x:.1f} {end:.1f}l7 -3.5v7z"
    return element("path", d=path, class_="edge") + element("path", d=tip, class_="tip")
