"""Whether what somebody does is explained: by a plan of theirs, in what they believe.

Something is explained for whoever has to be willing when it begins a plan that they believe will come off and
leave them with more of what they want than they believe they have. Every other person in the plan has to be
willing too, for reasons of their own, as the planner sees them; what happens of itself asks nobody. Nothing
of the plan can be left out: else it would explain anything that does no harm.

Source: S. G. Ware and C. Siler, "Sabre: A narrative planner supporting intention and deep theory of mind",
AIIDE 2021, whose definition this is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.ask.steps import Deed, Point, Steps

Plan = tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The beginning of a plan, where it leads, and where it leads with some of it left out."""

    plan: Plan
    point: Point
    without: frozenset[Point]


class Explaining:
    """Explains deeds in one world. `depth` is how many minds within one another are looked into: in the plans
    of 1 others do nothing, in those of 2 they do what is explained for them."""

    def __init__(self, steps: Steps, depth: int) -> None:
        self.steps = steps
        self.depth = depth
        self._ahead = dict.fromkeys(range(len(steps.world.entities)), 0)
        for line in steps.world.wants:
            for who in steps.observer.possible(line.role.kind):
                self._ahead[who] = max(self._ahead[who], line.steps)
        self._known: dict[tuple[Point, Deed, int, int], Plan | None] = {}

    def plan(self, point: Point, deed: Deed, who: int, level: int = 1) -> Plan | None:
        """A plan of somebody's that begins with it, in their own beliefs; None if there is none. The first
        found of the shortest."""
        mind = self.steps.within(point, who)
        known = mind, deed, who, level
        if known not in self._known:
            self._known[known] = self._sought(mind, deed, who, level)
        return self._known[known]

    def _sought(self, mind: Point, deed: Deed, who: int, level: int) -> Plan | None:
        wanted, ahead = self.steps.wanted(mind, who), self._ahead[who]
        begun = self._go_on(_Way((), mind, frozenset()), deed, who, level)
        ways = [] if begun is None or not ahead else [begun]
        while ways:
            further: list[_Way] = []
            for way in ways:
                if any(self.steps.wanted(point, who) > wanted for point in way.without):
                    continue  # something in it can be left out, and in whatever begins so
                if self.steps.wanted(way.point, who) > wanted:
                    return way.plan
                if len(way.plan) < ahead:
                    further += self._longer(way, who, level)
            ways = further
        return None

    def _longer(self, way: _Way, who: int, level: int) -> Iterator[_Way]:
        for deed in way.point.open:
            longer = self._go_on(way, deed, who, level)
            if longer is not None:
                yield longer

    def _go_on(self, way: _Way, deed: Deed, who: int, level: int) -> _Way | None:
        """A plan with one thing more; None if that cannot be, or leads nowhere where it does not lead with
        something left out."""
        point = self._expected(way.point, deed, who, level)
        if point is None:
            return None
        led = (self._expected(other, deed, who, level) for other in way.without)
        without = way.without.union((way.point,), (other for other in led if other is not None))
        return None if point in without else _Way((*way.plan, deed), point, without)

    def _expected(self, point: Point, deed: Deed, who: int, level: int) -> Point | None:
        """What somebody expects to come of something; None if it cannot happen, or if others would not do
        it."""
        after = self.steps.after(point, deed)
        if after is None:
            return None
        if level >= self.depth:
            return after if not deed.who or who in deed.who else None
        others = (other for other in deed.who if other != who)
        if any(self.plan(point, deed, other, level + 1) is None for other in others):
            return None
        return after
