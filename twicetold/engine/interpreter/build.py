"""A world made ready to be lived: every construct turned into functions once, used by all its lives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twicetold.engine.interpreter.action import Actions
from twicetold.engine.interpreter.bindings import Candidates
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.ending import Endings
from twicetold.engine.interpreter.event import Events
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.interpreter.perceive import Perceiving
from twicetold.engine.interpreter.rule import Rules
from twicetold.engine.interpreter.sense import Senses
from twicetold.engine.interpreter.start import Starts
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.names import names
from twicetold.engine.meaning.noise import check_sites
from twicetold.engine.meaning.probes import Points
from twicetold.engine.meaning.record import Change
from twicetold.engine.meaning.sites import Sites
from twicetold.engine.meaning.work import Work
from twicetold.lang import model
from twicetold.lang.model import Value


class Build:
    """The constructs of one world, ready; each knows the others through this. With `points` it is counted
    how often lives come to them.

    Raises ValueError if two places of the world would share their draws (a matter of one in 2**64 by chance).
    """

    def __init__(self, world: model.World, points: Points | None = None) -> None:
        self.world = world
        self.counted = points is not None
        self.layout = Layout(world)
        self.sites = Sites(world, self.layout)
        check_sites(self.sites.of)
        self.names = names(world)
        self.expressions = Expressions(world, self.layout, self.sites)
        self.work = Work(world, self.layout)
        self.count = Counting(points, self.expressions)
        self._candidates: dict[object, Candidates] = {}
        self.occurrences = Occurrences(self.sites)
        self.tell = Tellings(self)
        self.effects = Effects(self)
        self.perceive = Perceiving(self)
        self.starts = Starts(self)
        self.events = Events(self)
        self.senses = Senses(self)
        self.rules = Rules(self)
        self.actions = Actions(self)
        self.endings = Endings(self)

    def candidates(
        self,
        role: model.Role,
        before: Sequence[model.Role],
        settled: Sequence[model.Condition],
        steady: Sequence[model.Condition],
    ) -> Candidates:
        """Who can take a role beside those before it, for whom some conditions hold, the settled ones first;
        the same for bindings that ask the same."""
        x, mine = self.expressions, set(self.layout.possible(role.kind))
        taken = [each.slot for each in before if not mine.isdisjoint(self.layout.possible(each.kind))]
        asked = (role.kind, role.slot, *taken, *(part.expr for part in settled))
        if asked not in self._candidates:
            self._candidates[asked] = Candidates.of(
                x.settled(role.kind, [part.expr for part in settled], role.slot, taken)
            )
        found = self._candidates[asked]
        for part in steady:
            narrow = self.count.narrow(part, x.narrowing(part.expr, role.slot, role.kind))
            fewer = Candidates(found, narrow, (*found.whole, narrow))
            found = self._candidates.setdefault((found, narrow), fewer)
        return found

    def asked_of(self, *sorts: type[model.Remembers | model.Happened | model.Times]) -> frozenset[str]:
        """The names of the events that expressions of these sorts ask after; texts ask where lives are
        counted."""
        nodes = model.nodes(self.world, wordings=self.counted)
        return frozenset(node.pattern.event for node in nodes if isinstance(node, sorts))

    def changes(
        self,
        cells: Mapping[int, tuple[Value, Value]],
        beliefs: Mapping[tuple[int, int], tuple[Value, Value]],
    ) -> tuple[Change, ...]:
        """What was changed, from the values before and after, in terms of fields and entities."""
        found = []
        for cell, (old, new) in cells.items():
            if new != old:
                field, entities = self.layout.owner(cell)
                found.append(Change(field.name, entities, old, new))
        for (mind, cell), (old, new) in beliefs.items():
            if new != old:
                field, entities = self.layout.owner(cell)
                found.append(Change(field.name, entities, old, new, mind))
        return tuple(found)
