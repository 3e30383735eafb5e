"""A static bound, repeats: at most how often what a world names can take place within one tick.

Senses and rules ask every binding once; an actor may end one action that was under way and one that ends
where it starts; an event takes place as often as the effects that bring it about come to it. The bounds are
counted from the text alone: of two blocks of which one is lived the greater counts, and who is bound around
an effect counts once for each who could be, unless the event's roles say who it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from graphlib import TopologicalSorter

from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model, ranges

MANY = 1 << 62
"""No bound is greater: what is beyond it comes to the same."""

_Loops = tuple[tuple[int, int], ...]
"""Who is bound around an effect: the slots, and how many entities each can hold."""

_Counts = dict[object, int]
"""How often what is named takes place."""

_Leaf = Callable[[model.Effect, _Loops], tuple[object, int] | None]
"""What takes place by one effect, and how often; None if nothing that is counted."""

_BIRTH = None
"""Stands for a birth among the names of events."""


class Repeats:
    """The bounds of one world.

    `times` are those for the same entities in all roles, `totals` those for whatever entities, by the
    construct's name; `births` is how often the same entity can be born.
    """

    def __init__(self, world: model.World, layout: Layout) -> None:
        self._sizes = {kind.name: len(layout.possible(kind.name)) for kind in world.kinds}
        self._ranges = ranges.computed(world, turning=True)
        takes = {action.name: self._takes(action) for action in world.actions}
        late = [action.name for action in world.actions if takes[action.name][1] > 0]
        at_once = [action.name for action in world.actions if not takes[action.name][0] > 0]
        self._rounds = (late, at_once)
        acting = {entity for action in world.actions for entity in layout.possible(action.roles[0].kind)}
        self._actors = len(acting)
        asked: tuple[model.Sense | model.Rule, ...] = (*world.senses, *world.rules)
        outer: tuple[model.Construct, ...] = (*asked, *world.events)
        self._same = {
            construct.name: self._most(construct.body, self._bound(construct), _same) for construct in outer
        }
        self._any = {
            construct.name: self._most(construct.body, (), _any) for construct in (*outer, *world.actions)
        }
        self._done = {action.name: self._most(action.body, (), _by_actor) for action in world.actions}
        self.times = {construct.name: 1 for construct in asked}
        self.totals = {construct.name: self.ways(construct) for construct in asked}
        for event, bringing in self._outermost_first(world.events, outer):
            self._find(event, bringing)
        for action in world.actions:
            self.times[action.name] = rounds = (action.name in late) + (action.name in at_once)
            self.totals[action.name] = rounds * self._sizes[action.roles[0].kind]
        retiring = any(isinstance(node, model.Retires) for node in model.nodes(world, expressions=False))
        self.births = self._in_all(_BIRTH, [construct.name for construct in outer]) if retiring else 1

    def ways(self, construct: model.Construct) -> int:
        """In how many ways the roles of a construct can be bound."""
        return min(MANY, math.prod(self._sizes[role.kind] for role in construct.roles))

    def _takes(self, action: model.Action) -> tuple[float, float]:
        """Between which numbers of seconds an action can take."""
        if action.takes is None:
            return math.inf, math.inf
        return self._ranges.of(action.takes)

    # --- events ---------------------------------------------------------------------------------------------

    def _outermost_first(
        self, events: Sequence[model.Event], outer: Sequence[model.Construct]
    ) -> Iterator[tuple[model.Event, list[str]]]:
        """The events, each after those that bring it about (they make no circle), with the names of all that
        do but actions."""
        bringing: dict[str, list[str]] = {event.name: [] for event in events}
        for construct in outer:
            for name in self._same[construct.name]:
                bringing[str(name)].append(construct.name)
        by_name = {event.name: event for event in events}
        order = TopologicalSorter(bringing).static_order()
        return ((by_name[name], bringing[name]) for name in order if name in by_name)

    def _find(self, event: model.Event, outer: Sequence[str]) -> None:
        """The bounds of an event, from those of all that bring it about."""
        times = sum(self.times[name] * self._same[name].get(event.name, 0) for name in outer)
        times += sum(self._by_actors(actions, event) for actions in self._rounds)
        self.times[event.name] = min(times, MANY)
        self.totals[event.name] = self._in_all(event.name, outer)

    def _by_actors(self, actions: Sequence[str], event: model.Event) -> int:
        """How often an event takes place for the same entities if every actor ends one of some actions: once
        for whoever has one of its roles, and for all actors where no role of it says who acts."""

        def most(place: int | None) -> int:
            return max((self._done[name].get((event.name, place), 0) for name in actions), default=0)

        return self._actors * most(None) + sum(most(place) for place in range(len(event.roles)))

    def _in_all(self, what: object, outer: Sequence[str]) -> int:
        """How often something takes place for whatever entities, by these constructs and by all actions."""
        count = sum(self.totals[name] * self._any[name].get(what, 0) for name in outer)
        for actions in self._rounds:
            count += self._actors * max((self._any[name].get(what, 0) for name in actions), default=0)
        return min(count, MANY)

    # --- effects --------------------------------------------------------------------------------------------

    def _bound(self, construct: model.Construct) -> _Loops:
        return tuple((role.slot, self._sizes[role.kind]) for role in construct.roles)

    def _most(self, effects: Sequence[model.Effect], loops: _Loops, leaf: _Leaf) -> _Counts:
        """The most that some effects come to: of two blocks of which one is lived what is more."""
        totals: _Counts = {}

        def add(counts: Iterable[tuple[object, int]]) -> None:
            for what, count in counts:
                totals[what] = min(MANY, totals.get(what, 0) + count)

        for effect in effects:
            said = leaf(effect, loops)
            if said is not None:
                add([said])
            match effect:
                case model.ForEach(slot=slot, kind=kind, body=body):
                    add(self._most(body, (*loops, (slot, self._sizes[kind])), leaf).items())
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    either = self._most(effect.body, loops, leaf)
                    for what, count in self._most(effect.otherwise, loops, leaf).items():
                        either[what] = max(count, either.get(what, 0))
                    add(either.items())
                case _:  # without others in it
                    pass
        return totals


def _slots(happens: model.Happens) -> list[int]:
    """Per role of an event the slot of the one who gets it; -1 where that is not simply who is bound."""
    return [arg.slot if isinstance(arg, model.Bound) else -1 for arg in happens.args]


def _free(loops: _Loops, said: Sequence[int] = ()) -> int:
    """How many can be bound in all slots but those of which it is said by whom."""
    return math.prod(size for slot, size in loops if slot not in said)


def _same(effect: model.Effect, loops: _Loops) -> tuple[object, int] | None:
    """How often an effect brings an event about for the same entities."""
    return (effect.event, _free(loops, _slots(effect))) if isinstance(effect, model.Happens) else None


def _any(effect: model.Effect, loops: _Loops) -> tuple[object, int] | None:
    """How often it does for whatever entities; and how often somebody is born."""
    match effect:
        case model.Happens(event=event):
            return event, _free(loops)
        case model.Born():
            return _BIRTH, _free(loops)
        case _:
            return None


def _by_actor(effect: model.Effect, loops: _Loops) -> tuple[object, int] | None:
    """How often an effect of one actor's action brings an event about for the same entities, by the event and
    its role that the actor has (None: none)."""
    if not isinstance(effect, model.Happens):
        return None
    slots = _slots(effect)
    return (effect.event, slots.index(1) if 1 in slots else None), _free(loops, slots)
