"""The answer to why as a picture: what would have changed it, each cause above what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from twicetold.ask.names import Names
from twicetold.ask.things import thing_in_words
from twicetold.ask.why import Why
from twicetold.engine.meaning.ancestry import ancestors
from twicetold.lang import model
from twicetold.tell.draw.layered import Box, layered


@dataclass(frozen=True, slots=True)
class _Node:
    """A cause: when it was, what it says, the events that it stands for, and how much hangs on it, 0 to 1."""

    tick: int
    words: str
    events: frozenset[int]
    effect: float


def drawn(world: model.World, answer: Why, most: int) -> str:
    """The graph of the causes that matter most and of what was asked about."""
    nodes = _nodes(world, answer, most)
    asked = nodes[-1].words
    last = len(nodes) - 1
    counted = f"{last} things but for which it would not have come to “{asked}”, the darker the more"
    boxes = {
        place: Box(
            node.words, world.clock(world.seconds(node.tick)), "f0 s0", _strength(node), last=place == last
        )
        for place, node in enumerate(nodes)
    }
    return layered(f"{world.name}: why?", counted, boxes, _parents(answer, nodes))


def _nodes(world: model.World, answer: Why, most: int) -> list[_Node]:
    names = Names(world)
    events = {event.number: event for event in answer.life.events}
    nodes = [
        _Node(thing.tick, thing_in_words(names, thing), frozenset(thing.events), cause.effect)
        for cause in answer.causes[:most]
        for thing in cause.things
    ]
    nodes = list({(node.tick, node.words): node for node in reversed(nodes)}.values())
    nodes.sort(key=lambda node: node.tick)
    last = answer.chain[-1] if answer.chain else None
    asked = (
        answer.ending
        if answer.event is None
        else names.event(events[answer.event].name, events[answer.event].roles)
    )
    end = answer.life.ticks if last is None else events[last].tick
    return [*nodes, _Node(end, asked, frozenset() if last is None else frozenset({last}), 1.0)]


def _strength(node: _Node) -> float:
    """How full of colour it is: so that what is written on it can be read."""
    return 0.1 + 0.3 * min(max(node.effect, 0.0), 1.0)


def _parents(answer: Why, nodes: list[_Node]) -> dict[int, set[int]]:
    """The nodes that each came from; all led to the last."""
    above = cache(partial(ancestors, {event.number: event for event in answer.life.events}))
    led = [frozenset().union(*map(above, node.events)) for node in nodes]
    last = len(nodes) - 1
    return {
        place: {n for n in range(place) if place == last or nodes[n].events & led[place]}
        for place in range(len(nodes))
    }
