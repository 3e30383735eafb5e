"""How deep minds hold each believed field: 1 where only what somebody believes of it is read, 2 where also
what they take others to believe of it.

Nothing is stored that nobody reads. What is taught deeper follows from what is believed less deep, which is
therefore read where it is taught, and only there; so the levels are found by going round until none grows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from twicetold.lang import model, tree


def levels(world: model.World, *, wordings: bool) -> Mapping[str, int]:
    """By believed field, how deep some mind's belief of it matters: read in a mind, or shown by a loud sense;
    the conditions of wordings read where they are counted."""
    reading = _Reading(world, wordings)
    for action in world.actions:
        reading.look((action.needs, action.urge), 1)
        reading.look(replace(action, needs=(), urge=()), 0)
    rules = tuple(rule for rule in world.rules if not _is_within(rule.body))
    elsewhere = (world.senses, rules, world.events, world.interventions)
    kept = (world.endings, world.measures, world.series, world.rewards, world.patterns)
    reading.look((*elsewhere, kept), 0)
    for define in world.defines:
        if define.name == world.initiative:
            reading.look(define.body, 0)
    shown = (node for sense in world.senses if sense.loud for node in model.nodes(sense.body))
    for node in shown:
        if isinstance(node, model.Shows):
            reading.need(node.target.field, 1)
    if world.depth > 1:
        _within(world, reading)
    return reading.read


class _Reading:
    """Finds what is read in which depth of mind."""

    def __init__(self, world: model.World, wordings: bool) -> None:
        self.read: dict[str, int] = {}
        self._depth = world.depth
        self._skip = () if wordings else model.Wording
        self._believed = {field.name for field in world.fields if field.believed}
        self._defines = {define.name: define for define in world.defines}
        self._seen: set[tuple[str, int]] = set()

    def need(self, field: str, level: int) -> None:
        """A field is held so deep, at least."""
        if level > self.read.get(field, 0):
            self.read[field] = level

    def holds(self, fields: Iterable[str], level: int) -> bool:
        """Whether one of some fields is held so deep."""
        return any(self.read.get(field, 0) >= level for field in fields)

    def look(self, root: object, level: int) -> None:
        """Something is read in so many minds, one within the other; 0: in truth."""
        for node in tree.walk(root, self._skip, stop=model.Believes):
            match node:
                case model.Believes(mind=mind, body=body, truly=truly):
                    self.look(mind, level)
                    self.look(body, 1 if truly or self._depth == 1 else min(level + 1, self._depth))
                case model.Cell(field=name, truly=False) if level and name in self._believed:
                    self.need(name, level)
                case model.Call(define=name) if (name, level) not in self._seen:
                    self._seen.add((name, level))
                    self.look(self._defines[name].body, level)


def _within(world: model.World, reading: _Reading) -> None:
    """What is read where deeper beliefs are taught, round by round."""
    before: dict[str, int] = {}
    rules = (rule for rule in world.rules if _is_within(rule.body))
    inner: tuple[model.Sense | model.Rule, ...] = (*world.within, *rules)
    events: tuple[model.Rule | model.Action | model.Event, ...] = (
        *world.rules,
        *world.actions,
        *world.events,
    )
    while before != reading.read:
        before = dict(reading.read)
        for construct in inner:
            if any(
                reading.holds([node.target.field], 1 + len(node.inner)) for node in _learnt(construct.body)
            ):
                reading.look(construct, 0)
        for perceived in events:
            _perceived(perceived, world, reading)


def _is_within(body: tuple[model.Effect, ...]) -> bool:
    """Whether effects do nothing but teach what minds take others to believe."""
    effects = [node for node in model.nodes(body) if isinstance(node, model.Effect)]
    learnt = [node for node in effects if isinstance(node, model.Learns)]
    return bool(learnt) and all(
        bool(node.inner)
        if isinstance(node, model.Learns)
        else isinstance(node, model.If | model.ForEach | model.Let)
        for node in effects
    )


def _learnt(root: object) -> Iterator[model.Learns]:
    return (node for node in model.nodes(root) if isinstance(node, model.Learns))


def _perceived(
    construct: model.Rule | model.Action | model.Event, world: model.World, reading: _Reading
) -> None:
    """Who perceives an event takes others to perceive it: what that reads."""
    taught = {node.target.field for node in model.nodes(construct.body) if isinstance(node, model.Assign)}
    if any(isinstance(node, model.Born) for node in model.nodes(construct.body)):
        taught |= {field.name for field in world.fields}
    taught |= {node.target.field for node in _learnt((construct.body, construct.perceive))}
    senses = {sense.name: sense.when for sense in world.senses}
    for level in range(1, world.depth):
        if not reading.holds(taught, level + 1):
            continue
        for line in construct.perceive:
            reading.look((line.where, senses.get(line.sense or "")), level)
            for shows in line.shows:
                if reading.holds([shows.target.field], level + 1):
                    reading.look(replace(shows, mind=model.Const(-1, shows.mind.type)), level)
        if isinstance(construct, model.Action):
            reading.look(construct.notices, level)
