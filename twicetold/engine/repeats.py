"""Repeats: at most how often what a world names can take place within one tick.

Senses and rules ask every binding once; an actor may end one action that was under way and one that ends
where it starts; an event takes place as often as the effects that bring it about come to it. The bounds are
counted from the text alone: of two blocks of which one is lived the greater counts, and who is bound around
an effect counts once for each who could be, unless the event's roles say who it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from twicetold.engine.interval import interval
from twicetold.engine.layout import Layout
from twicetold.lang import model

MANY = 1 << 62
"""No bound is greater: what is beyond it comes to the same."""

_Loops = tuple[tuple[int, int], ...]
"""Who is bound around an effect: the slots, and how many entities each can hold."""

_Leaf = Callable[[model.Effect, _Loops], int]
"""How often something happens by one effect."""


class Repeats:
    """The bounds of one world.

    `times` are those for the same entities in all roles, `totals` those for whatever entities, by the
    construct's name; `births` is how often the same entity can be born.
    """

    def __init__(self, world: model.World, layout: Layout) -> None:
        self._sizes = {kind.name: len(layout.possible(kind.name)) for kind in world.kinds}
        self._settings = {
            each.name: (each.type.lo, each.type.hi)
            if each.tune is not None and isinstance(each.type, model.Number)
            else (float(each.value), float(each.value))
            for each in world.settings
        }
        takes = {each.name: self._takes(each) for each in world.actions}
        self._late = tuple(each for each in world.actions if takes[each.name][1] > 0)
        self._at_once = tuple(each for each in world.actions if not takes[each.name][0] > 0)
        acting = {entity for each in world.actions for entity in layout.possible(each.roles[0].kind)}
        self._actors = len(acting)
        self._outer: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.events)
        self._events = {event.name: event for event in world.events}
        self._bringing = _bringing((*self._outer, *world.actions))
        asked: tuple[model.Sense | model.Rule, ...] = (*world.senses, *world.rules)
        self.times = {each.name: 1 for each in asked}
        self.totals = {each.name: self.ways(each) for each in asked}
        for action in world.actions:
            self.times[action.name] = rounds = (action in self._late) + (action in self._at_once)
            self.totals[action.name] = rounds * self._sizes[action.roles[0].kind]
        for event in world.events:
            self._find(event)
        retiring = any(isinstance(node, model.Retires) for node in model.nodes(world))
        self.births = self._born() if retiring else 1

    def ways(self, construct: model.Construct) -> int:
        """In how many ways the roles of a construct can be bound."""
        return min(MANY, math.prod(self._sizes[role.kind] for role in construct.roles))

    def _takes(self, action: model.Action) -> tuple[float, float]:
        """Between which numbers of seconds an action can take."""
        if action.takes is None:
            return math.inf, math.inf
        return interval(action.takes, self._settings) or (0.0, math.inf)

    # --- events ---------------------------------------------------------------------------------------------

    def _find(self, event: model.Event) -> None:
        """The bounds of an event, found after those of all that bring it about; events make no circle."""
        if event.name in self.times:
            return
        bringing = self._bringing.get(event.name, ())
        for each in bringing:
            if each.name in self._events:
                self._find(self._events[each.name])
        times = totals = 0
        for each in bringing:
            if not isinstance(each, model.Action):
                times += self.times[each.name] * self._most(each.body, self._bound(each), _same(event))
                totals += self.totals[each.name] * self._most(each.body, (), _any(event))
        for doing in (self._late, self._at_once):
            actions = [each for each in doing if each in bringing]
            times += self._by_actors(actions, event)
            most = max((self._most(each.body, (), _any(event)) for each in actions), default=0)
            totals += self._actors * most
        self.times[event.name], self.totals[event.name] = min(times, MANY), min(totals, MANY)

    def _by_actors(self, actions: Sequence[model.Action], event: model.Event) -> int:
        """How often an event takes place for the same entities if every actor ends one of some actions: once
        for whoever has one of its roles, and for all actors where no role of it says who acts."""

        def most(place: int | None) -> int:
            return max((self._most(each.body, (), _done_by(event, place)) for each in actions), default=0)

        return self._actors * most(None) + sum(most(place) for place in range(len(event.roles)))

    def _born(self) -> int:
        """How often anybody can be born."""
        count = sum(self.totals[each.name] * self._most(each.body, (), _birth) for each in self._outer)
        for actions in (self._late, self._at_once):
            count += self._actors * max((self._most(each.body, (), _birth) for each in actions), default=0)
        return min(count, MANY)

    # --- effects --------------------------------------------------------------------------------------------

    def _bound(self, construct: model.Construct) -> _Loops:
        return tuple((role.slot, self._sizes[role.kind]) for role in construct.roles)

    def _most(self, effects: Sequence[model.Effect], loops: _Loops, leaf: _Leaf) -> int:
        """The most that some effects come to, if each comes to what `leaf` says."""
        count = 0
        for effect in effects:
            count += leaf(effect, loops)
            match effect:
                case model.ForEach(slot=slot, kind=kind, body=body):
                    count += self._most(body, (*loops, (slot, self._sizes[kind])), leaf)
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    body, otherwise = effect.body, effect.otherwise
                    count += max(self._most(body, loops, leaf), self._most(otherwise, loops, leaf))
        return min(count, MANY)


def _bringing(constructs: Sequence[model.Construct]) -> dict[str, list[model.Construct]]:
    """By event, the constructs whose effects bring it about."""
    found: dict[str, list[model.Construct]] = {}
    for each in constructs:
        brought = [node.event for node in model.nodes(each.body) if isinstance(node, model.Happens)]
        for event in dict.fromkeys(brought):
            found.setdefault(event, []).append(each)
    return found


def _slots(happens: model.Happens) -> list[int]:
    """Per role of an event the slot of the one who gets it; -1 where that is not simply who is bound."""
    return [arg.slot if isinstance(arg, model.Bound) else -1 for arg in happens.args]


def _free(loops: _Loops, said: Sequence[int] = ()) -> int:
    """How many can be bound in all slots but those of which it is said by whom."""
    return math.prod(size for slot, size in loops if slot not in said)


def _same(event: model.Event) -> _Leaf:
    """How often an effect brings an event about for the same entities."""

    def leaf(effect: model.Effect, loops: _Loops) -> int:
        happens = isinstance(effect, model.Happens) and effect.event == event.name
        return _free(loops, _slots(effect)) if happens and isinstance(effect, model.Happens) else 0

    return leaf


def _any(event: model.Event) -> _Leaf:
    """How often it does for whatever entities."""

    def leaf(effect: model.Effect, loops: _Loops) -> int:
        return _free(loops) if isinstance(effect, model.Happens) and effect.event == event.name else 0

    return leaf


def _done_by(event: model.Event, place: int | None) -> _Leaf:
    """How often an effect of one actor's action does for the same entities, as far as the actor is the one in
    a role of the event (None: in none of them)."""

    def leaf(effect: model.Effect, loops: _Loops) -> int:
        if not isinstance(effect, model.Happens) or effect.event != event.name:
            return 0
        slots = _slots(effect)
        actor = slots.index(1) if 1 in slots else None
        return _free(loops, slots) if actor == place else 0

    return leaf


def _birth(effect: model.Effect, loops: _Loops) -> int:
    return _free(loops) if isinstance(effect, model.Born) else 0
