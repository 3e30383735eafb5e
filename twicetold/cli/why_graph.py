"""A graph of causes as SVG: time runs down, each cause has a box, and an arrow leads to what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from twicetold.ask.why import Why
from twicetold.cli.names import Names
from twicetold.cli.times import clock
from twicetold.engine import Event
from twicetold.lang import model

WIDE, HIGH, LEFT = 420, 64, 90


def drawn(world: model.World, found: Why, most: int) -> str:
    """The graph of the causes that matter most and of what was asked about."""
    from twicetold.cli.why import thing_in_words

    names = Names(world)
    events = {each.number: each for each in found.life.events}
    nodes: list[tuple[int, str, frozenset[int], float]] = []
    for cause in found.causes[:most]:
        for thing in cause.things:
            text = thing_in_words(names, thing)
            nodes.append((thing.tick, text, frozenset(thing.events), cause.effect))
    nodes.sort(key=lambda each: each[0])
    last = found.chain[-1] if found.chain else None
    asked = (
        found.ending
        if found.event is None
        else names.event(events[found.event].name, events[found.event].roles)
    )
    end = found.life.ticks if last is None else events[last].tick
    nodes.append((end, asked, frozenset() if last is None else frozenset({last}), 1.0))
    boxes, arrows = [], []
    above = _leads(events)
    for row, (tick, text, own, effect) in enumerate(nodes):
        y = 20 + row * HIGH
        strength = 0.15 + 0.6 * max(0.0, min(1.0, effect))
        boxes.append(
            f'<text x="{LEFT - 12}" y="{y + 22}" text-anchor="end">{clock(world.seconds(tick))}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{WIDE}" height="34" rx="6" '
            f'fill="#3a6ea5" fill-opacity="{strength:.2f}"/>'
            f'<text x="{LEFT + 10}" y="{y + 22}">{escape(text)}</text>'
        )
        to_last = row == len(nodes) - 1
        parents = [
            n for n in range(row) if to_last or (nodes[n][2] & set().union(*(above(each) for each in own)))
        ]
        reached = {p for n in parents for p in range(n) if _joined(nodes[p][2], nodes[n][2], above)}
        for parent in parents:
            if parent not in reached:
                arrows.append(_arrow(parent, row))
    height = 40 + len(nodes) * HIGH
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDE + 90} {height}" '
        'font-family="sans-serif" font-size="14">'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z"/></marker></defs>' + "".join(arrows) + "".join(boxes) + "</svg>\n"
    )


def _leads(events: Mapping[int, Event]) -> Callable[[int], frozenset[int]]:
    known: dict[int, frozenset[int]] = {}

    def above(number: int) -> frozenset[int]:
        """All events that recorded causes lead back to."""
        if number not in known:
            seen: set[int] = set()
            waiting = [number]
            while waiting:
                for each in events[waiting.pop()].causes.all():
                    if each in events and each not in seen:
                        seen.add(each)
                        waiting.append(each)
            known[number] = frozenset(seen)
        return known[number]

    return above


def _joined(early: frozenset[int], late: frozenset[int], above: Callable[[int], frozenset[int]]) -> bool:
    return any(early & above(number) for number in late)


def _arrow(parent: int, row: int) -> str:
    x, start, end = LEFT + WIDE, 20 + parent * HIGH + 17, 20 + row * HIGH + 17
    bend = x + 20 + min(60, 12 * (row - parent))
    path = f"M{x} {start}C{bend} {start} {bend} {end} {x} {end}"
    return f'<path d="{path}" fill="none" stroke="#555" marker-end="url(#tip)"/>'
