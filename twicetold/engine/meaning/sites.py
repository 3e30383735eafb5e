"""Draw sites: where a world draws, for how many, and how often for the same ones within one tick.

Whoever is bound around a draw keys it, by loops and picks too; so within one happening no draw comes twice
for the same entities. Only where a whole happening repeats, an event that takes place again for the same
roles or an entity that is born again, has it to be counted; what `repeats` shows to take place once is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.engine.meaning import noise
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.repeats import MANY, Repeats
from twicetold.lang import model

ORDER = "order"
"""The site of the draws that order the actors of a tick."""

NOTHING = "choose/nothing"
"""The site of the draw for doing nothing."""

BIRTH = "born"
"""Stands for being born, a word that names no construct, where happenings are counted by name and roles."""

DISTINCT = 1 << 15
"""So many different happenings, by name and roles, are counted within a tick each by itself; those that come
after are counted all together."""


def choose(action: model.Action) -> str:
    """The site of the draws by which an action is chosen."""
    return f"action/{action.name}/choose"


@dataclass(frozen=True, slots=True)
class Site:
    """A place where something is drawn: for how many entities, and at most how often for the same ones in one
    tick. It is `certain` where no two of its draws in a run can share a key: tick, entities and occurrence
    have room in one word."""

    name: str
    entities: int
    times: int
    certain: bool


def draw_sites(world: model.World) -> tuple[Site, ...]:
    """Every place of a world where something is drawn."""
    return tuple(Sites(world, Layout(world)).of.values())


class Sites:
    """The draw sites of one world, by name in `of`; and which happenings have to be counted for them:
    `counted`, by name, in how many ways each can take place, and at most how many different ones in a tick,
    `distinct`."""

    def __init__(self, world: model.World, layout: Layout) -> None:
        repeats = Repeats(world, layout)
        constructs: tuple[model.Construct, ...] = (
            *world.senses, *world.rules, *world.actions, *world.events
        )  # fmt: skip
        drawn = {construct.name: dict(_drawn(world, construct)) for construct in constructs}
        born = dict(_at_birth(world))
        again = [
            construct
            for construct in constructs
            if repeats.times[construct.name] > 1 and drawn[construct.name]
        ]
        self.counted = {construct.name: repeats.ways(construct) for construct in again}
        self.distinct = sum(min(ways, repeats.totals[name]) for name, ways in self.counted.items())
        more = sum(repeats.totals[construct.name] for construct in again)
        if born and repeats.births > 1:
            self.counted[BIRTH] = len(world.entities)
            self.distinct += len(world.entities)
            more += repeats.births
        self.of: dict[str, Site] = {}

        def add(name: str, entities: int, times: int) -> None:
            if times > 1 and self.distinct > DISTINCT:
                times = min(MANY, more)
            free = noise.room(world.ticks, entities)
            certain = entities <= 3 and max(0, times - 1).bit_length() <= free
            self.of[name] = Site(name, entities, times, certain)

        add(ORDER, 1, 1)
        add(NOTHING, 1, 1)
        for action in world.actions:
            add(choose(action), len(action.roles), 1)
            for node in model.nodes(action.asked):
                if isinstance(node, model.Chance):
                    add(node.site, len(node.bound), 1)
        for name, entities in _at_start(world):
            add(name, entities, 1)
        for name, entities in born.items():
            add(name, entities, repeats.births)
        for construct in constructs:
            for name, entities in drawn[construct.name].items():
                add(name, entities, repeats.times[construct.name])

    def repeats(self, name: str) -> bool:
        """Whether a site may draw for the same entities more than once in a tick."""
        return self.of[name].times > 1


# --- where a world draws ------------------------------------------------------------------------------------


def _drawn(world: model.World, construct: model.Construct) -> Iterator[tuple[str, int]]:
    """The sites of a construct, each with the number of its entities."""
    conditions = construct.when if isinstance(construct, model.Sense) else ()
    for node in model.nodes((*conditions, *construct.body)):
        match node:
            case model.Draw(site=site, bound=bound) | model.Chance(site=site, bound=bound):
                yield site, len(bound)
            case model.Pick(site=site, bound=bound):
                yield site, len(bound) + 1
            case _:
                pass
    if not isinstance(construct, model.Sense):
        uncertain = {sense.name for sense in world.senses if odds(sense) is not None}
        for line in construct.perceive:
            if line.sense in uncertain:
                yield line.site, len(construct.roles) + 1


def odds(sense: model.Sense) -> model.Expr | None:
    """The chance with which a sense that holds notices an event, if it is not certain."""
    first = sense.body[0] if sense.body else None
    return first.p if isinstance(first, model.Chance) else None


def _at_start(world: model.World) -> Iterator[tuple[str, int]]:
    for field in world.fields:
        yield from ((name, len(field.over)) for name in _draws(field.start))
    for start in world.starts:
        yield from ((name, len(start.entities)) for name in _draws(start.value))


def _at_birth(world: model.World) -> Iterator[tuple[str, int]]:
    """The sites of starting values where somebody can be born."""
    if not any(isinstance(node, model.Born) for node in model.nodes(world, expressions=False)):
        return
    values = [(field.start, len(field.over)) for field in world.fields]
    values += [(start.value, len(start.entities)) for start in world.starts if start.mind is None]
    for value, entities in values:
        for name in _draws(value):
            yield from ((_of_birth(name, place), entities) for place in range(entities))


def _draws(value: model.Expr | None) -> Iterator[str]:
    return (node.site for node in model.nodes(value) if isinstance(node, model.Draw))


def at_birth(value: model.Expr, place: int) -> model.Expr:
    """A starting value as it is drawn when the one in this place among its entities is born: at sites of its
    own, for at the beginning of a life it was drawn already, and that of a pair is drawn at either's birth.
    """
    return model.redrawn(value, lambda site: _of_birth(site, place))


def _of_birth(site: str, place: int) -> str:
    return f"{site}/born/{place + 1}"
