"""Fuel metering, work: what a life does, counted in steps, so that no life goes on without end.

Whoever lives a life counts alike: not what they do, which differs, but what the language says is to be done,
by bounds that are known beforehand (see `lang/costs.py`). Whenever somebody or something is to be looked for
among all of a kind, the looking counts for each of them; whenever an event happens, its effects and its being
noticed and kept count.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.minds import minded
from twicetold.lang import model
from twicetold.lang.costs import DRAWN, Costs

EVENT: Final = 100_000
"""The steps that an event counts for being kept, beside all that happens in it."""

DEAR: Final = 100
"""A condition of more steps is dear: it does not count for everybody who is looked at, but whenever it is
asked; and so is upkeep of more steps."""


class Work:
    """The steps of one world."""

    def __init__(self, world: model.World, layout: Layout) -> None:
        self.world = world
        self._costs = Costs(world.defines, lambda kind: len(layout.possible(kind)))
        self._layout = layout
        self._senses = {sense.name: sense for sense in world.senses}
        self._born: dict[str, int] = {}

    # --- always ---------------------------------------------------------------------------------------------

    @cached_property
    def beginning(self) -> int:
        """What has to be done before the first tick, and after the last."""
        costs, total = self._costs, 0
        for placed in self._layout.fields.values():
            total += len(placed.cells) * (1 + costs.of(placed.field.start))
        total += costs.all(start.value for start in self.world.starts)
        total += costs.all(measure.expr for measure in self.world.measures)
        total += costs.all(series.expr for series in self.world.series)
        return total + costs.all(ending.cond for ending in self.world.endings if ending.at_end)

    @cached_property
    def tick(self) -> int:
        """What has to be done in every tick."""
        world, costs = self.world, self._costs
        total = 1 + costs.all(ending.cond for ending in world.endings if not ending.at_end)
        total += costs.all(measure.expr for measure in world.measures if measure.peak)
        total += costs.all(series.expr for series in world.series)
        total += sum(self._sensing(sense) for sense in (*world.senses, *world.within))
        total += sum(self.rule(rule) for rule in world.rules if rule.mode not in ("at", "every"))
        total += sum(self._acting(action) for action in world.actions)
        return total + self._ordering()

    def _sensing(self, sense: model.Sense) -> int:
        """Every mind looks at all: of nobody it is known here whether anything comes of it."""
        ways, total = 1, self._asked(sense.when, 0)
        for place, role in enumerate(sense.roles, start=1):
            ways *= self._costs.size(role.kind)
            total += ways * (1 + self._asked(sense.when, place))
        return total + ways * self.effects(sense.body)

    def _acting(self, action: model.Action) -> int:
        """Every actor looks whether they can."""
        once = 2 + self._asked(action.needs, 0) + self._asked(action.needs, 1)
        once += self._costs.conditions(action.interrupted)
        return self._costs.size(action.roles[0].kind) * once

    def _ordering(self) -> int:
        actors = {e for action in self.world.actions for e in self._layout.possible(action.roles[0].kind)}
        known = self.world.initiative
        return len(actors) * (2 * DRAWN + (0 if known is None else self._costs.of_define(known)))

    # --- looking among all of a kind ------------------------------------------------------------------------

    def rule(self, rule: model.Rule) -> int:
        """To look for all who can take the first role of a rule."""
        if not rule.roles:
            return 1 + self._asked(conditions(rule), 0)
        once = 1 + self._asked(conditions(rule), 1) + (self._upkeep(rule) if len(rule.roles) == 1 else 0)
        return 1 + self._asked(conditions(rule), 0) + self._costs.size(rule.roles[0].kind) * once

    def role(self, construct: model.Rule | model.Action, place: int) -> int:
        """To look for all who can take a role, the second or a later one, beside those before it, but for
        what is dear to ask of them."""
        asked = conditions(construct)
        once = 1 + self._costs.conditions([p for p in asked if p.roles == place and not self.dear(p)])
        if isinstance(construct, model.Rule) and place == len(construct.roles):
            once += self._upkeep(construct)
        return self._costs.size(construct.roles[place - 1].kind) * once

    def _upkeep(self, rule: model.Rule) -> int:
        """What upkeep does to one, if it is so little that it counts with the looking."""
        steps = self.effects(rule.body) + self._noticing(rule.perceive)
        return steps if rule.is_upkeep and steps <= DEAR else 0

    def dear(self, part: model.Condition) -> int:
        """To ask a condition of one, if that is dear; else 0."""
        steps = self._costs.of(part.expr)
        return steps if steps > DEAR else 0

    def divided(
        self, parts: Sequence[model.Condition]
    ) -> tuple[list[model.Condition], list[model.Condition]]:
        """What is asked of one who may take a role other than the first: up to what is dear, and from there
        on."""
        cheap = [*itertools.takewhile(lambda part: not self.dear(part), parts)]
        return cheap, [*parts[len(cheap) :]]

    def held(self, rule: model.Rule) -> int:
        """What is done for a binding of a rule that holds, but for what its loops find; 0 of upkeep that
        counts with the looking."""
        if not rule.is_upkeep:
            return self.effects(rule.body) + self.event(rule)
        return 0 if self._upkeep(rule) else self.effects(rule.body) + self._noticing(rule.perceive)

    @cached_property
    def option(self) -> int:
        """To weigh an option, whichever it is."""
        urges = (self._costs.all(term.expr for term in action.urge) for action in self.world.actions)
        return DRAWN + max(urges, default=0)

    def _asked(self, parts: Sequence[model.Condition], roles: int) -> int:
        """Of those asked when so many roles are bound."""
        return self._costs.conditions([part for part in parts if part.roles == roles])

    def loop(self, effect: model.ForEach | model.Pick) -> int:
        """To look for all whom a `for` or `pick` finds, with what is done for each."""
        costs = self._costs
        once = 1 + costs.of(effect.where)
        if isinstance(effect, model.ForEach):
            return costs.size(effect.kind) * (once + self.effects(effect.body))
        once += DRAWN + costs.of(effect.weight)
        return costs.size(effect.kind) * once + max(self.effects(effect.body), self.effects(effect.otherwise))

    # --- happening ------------------------------------------------------------------------------------------

    def event(self, construct: model.Construct) -> int:
        """An event, whatever comes of it: what is not counted where its roles are looked for."""
        total = EVENT + self.texts(construct.wordings if not isinstance(construct, model.Rule) else ())
        if isinstance(construct, model.Sense):
            return total
        total += self._noticing(construct.perceive)
        if isinstance(construct, model.Rule):
            return total
        total += self.effects(construct.body)
        if isinstance(construct, model.Action):
            total += self._costs.conditions(construct.needs) + self._costs.of(construct.takes)
            total += self.texts((*construct.failed, *construct.broken_off, *construct.declined))
            total += self.effects(construct.asked) + self._noticing(construct.hears)
        return total

    def texts(self, wordings: Sequence[model.Wording]) -> int:
        """To give an event its text."""
        return sum(self._parts(w.parts) + self._costs.of(w.when) for w in wordings)

    def _parts(self, parts: Sequence[model.Part]) -> int:
        """To fill the brackets of a text; of pieces of which one is told, all."""
        return sum(map(self._part, parts))

    def _part(self, part: model.Part) -> int:
        match part:
            case model.Mention(expr):
                return self._costs.of(expr)
            case model.Every(kind=kind, where=where):
                return 1 + self._costs.size(kind) * (1 + self._costs.of(where))
            case model.Either(arms) | model.Turns(arms=arms):
                return sum(self._costs.of(arm.when) + self._parts(arm.parts) for arm in arms)
            case model.Plain() | model.Verb() | model.Because():
                return 0

    def _noticing(self, lines: Sequence[model.Perceive]) -> int:
        """Whoever notices takes others to notice, as deep as minds go, which is asked of each."""
        return sum(map(self._noticed, lines)) * self._minds

    @cached_property
    def _minds(self) -> int:
        """In how many minds, nobody's among them, it is asked who notices."""
        each = len(minded(self.world, self._layout)) if self.world.depth > 1 else 0
        return sum(each**level for level in range(self.world.depth))

    def _noticed(self, line: model.Perceive) -> int:
        """Whoever may notice is looked at, and shown what is shown besides."""
        costs, once = self._costs, 2 + self.effects(line.shows)
        if line.sense is not None:
            sense = self._senses[line.sense]
            first = sense.body[0] if sense.body else None
            odds = DRAWN + costs.of(first.p) if isinstance(first, model.Chance) else 0
            return costs.size(sense.roles[0].kind) * (once + costs.conditions(sense.when) + odds)
        return costs.size(line.kind) * (once + costs.of(line.where)) if line.kind is not None else once

    # --- effects --------------------------------------------------------------------------------------------

    def effects(self, effects: Sequence[model.Effect]) -> int:
        """Some effects, but for what loops in them find, and the events that they bring about."""
        return sum(map(self._effect, effects))

    def _effect(self, effect: model.Effect) -> int:
        costs = self._costs
        match effect:
            case model.Assign(target, _, value):
                return 1 + costs.of(target) + costs.of(value)
            case model.Let(value=value):
                return 1 + costs.of(value)
            case model.If(cond, body, otherwise):
                return 1 + costs.of(cond) + max(self.effects(body), self.effects(otherwise))
            case model.Chance(p, body, otherwise):
                return DRAWN + costs.of(p) + max(self.effects(body), self.effects(otherwise))
            case model.Born(kind=kind, body=body, otherwise=otherwise):
                return self._birth(kind) + max(self.effects(body), self.effects(otherwise))
            case model.Retires(x) | model.Becomes(x):
                return 1 + costs.of(x)
            case model.Learns(mind, target, value):
                return 1 + costs.of(mind) + costs.of(target) + costs.of(value)
            case model.Shows(target, value):
                return 1 + costs.of(target) + costs.of(value)
            case model.Happens(args=args):
                return 1 + costs.all(args)
            case model.Tell(wordings):
                return self.texts(wordings)
            case model.ForEach() | model.Pick() | model.Outcome():
                return 1

    def _birth(self, kind: str) -> int:
        """Somebody is looked for among the spare ones, and every value of theirs begins anew."""
        root = self._layout.root(kind)
        if root not in self._born:
            total = self._costs.size(root)
            for placed in self._layout.fields.values():
                for over in placed.field.over:
                    if self._layout.root(over) == root:
                        cells = len(placed.cells) // max(1, self._costs.size(over))
                        total += cells * (1 + self._costs.of(placed.field.start))
            self._born[root] = total
        return self._born[root]


def conditions(construct: model.Rule | model.Action) -> tuple[model.Condition, ...]:
    """All that is asked before a rule holds or an action can be chosen, in order."""
    if isinstance(construct, model.Rule):
        return (*construct.where, *construct.when)
    return construct.needs
