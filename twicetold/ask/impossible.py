"""What no life can reach, by proof: there is nobody to take a role, a condition is constant or excludes
itself by what its fields can hold, a time does not come, nothing brings an event about.

Settings range over all they can be set to, and a field over all that anything in the world gives it (`held`);
so what is not proved may be impossible all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.ask.held import Held
from twicetold.engine.layout import Layout
from twicetold.engine.points import Owner, Point, conditions
from twicetold.lang import Loaded, model
from twicetold.lang.check import ranges


class Impossible:
    """Finds proofs for one world."""

    def __init__(self, loaded: Loaded) -> None:
        self._world = loaded.world
        self._held = Held(loaded.world, loaded.names())
        self._layout = Layout(loaded.world)
        world = loaded.world
        self._owners: dict[int, str | None] = {}
        self._nodes: dict[tuple[int, bool], str] = {}
        """By node and whether its condition is to hold: why its block cannot be lived."""
        brought: set[str] = set()
        lived: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions)
        for construct in lived:
            self._look(construct, self._of_construct(construct), brought)
        waiting = {event.name: event for event in world.events}
        while reached := [name for name in waiting if name in brought]:
            for name in reached:
                event = waiting.pop(name)
                self._look(event, self._of_construct(event), brought)
        for event in waiting.values():
            self._look(event, "nothing brings it about", brought)
        for ending in world.endings:
            self._owners[id(ending)] = self._of_conditions(ending)

    def why(self, point: Point) -> str | None:
        """The proof that a point cannot be reached; None if there is none."""
        return self._owners.get(id(point.owner)) or self._nodes.get((id(point.node), point.what == "no"))

    # --- constructs -----------------------------------------------------------------------------------------

    def _of_construct(self, construct: model.Construct) -> str | None:
        for role in construct.roles:
            if not self._layout.possible(role.kind):
                return f"there is no {role.kind}"
        if isinstance(construct, model.Rule):
            if construct.first >= self._world.ticks and construct.mode in ("at", "every"):
                return "its time comes after the end of every life"
            if construct.first >= self._world.ticks and construct.mode == "when":
                return "nothing holds for so long: no life lasts longer"
        return self._of_conditions(construct)

    def _of_conditions(self, owner: Owner) -> str | None:
        parts = [part.expr if isinstance(part, model.Condition) else part for part in conditions(owner)]
        return "its conditions can never hold together" if self._never(parts) else None

    def _never(self, claims: Sequence[model.Expr]) -> bool:
        return ranges.never(self._held.narrowed(tuple(claims)), self._held.names)

    # --- blocks ---------------------------------------------------------------------------------------------

    def _look(self, construct: model.Construct, why: str | None, brought: set[str]) -> None:
        self._owners[id(construct)] = why
        self._block(construct.body, why, brought)
        for wording in () if isinstance(construct, model.Rule) else construct.wordings:
            self._wording(wording, why)

    def _block(self, effects: tuple[model.Effect, ...], why: str | None, brought: set[str]) -> None:
        for effect in effects:
            match effect:
                case model.Happens(event) if why is None:
                    brought.add(event)
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    yes, no = (why or found for found in self._either(effect))
                    self._inner(effect, effect.body, yes, False, brought)
                    self._inner(effect, effect.otherwise, no, True, brought)
                case model.ForEach(kind=kind):
                    nobody = None if self._layout.possible(kind) else f"there is no {kind}"
                    self._inner(effect, effect.body, why or nobody, False, brought)
                case model.Tell(wordings):
                    for wording in wordings:
                        self._wording(wording, why)

    def _inner(
        self,
        effect: model.Effect,
        body: tuple[model.Effect, ...],
        why: str | None,
        otherwise: bool,
        brought: set[str],
    ) -> None:
        if why is not None:
            self._nodes[id(effect), otherwise] = why
        self._block(body, why, brought)

    def _wording(self, wording: model.Wording, why: str | None) -> None:
        if why is None and wording.when is not None and self._never([wording.when]):
            why = "its condition can never hold"
        if why is not None:
            self._nodes[id(wording), False] = why

    def _either(self, effect: model.If | model.Chance | model.Pick | model.Born) -> Iterator[str | None]:
        """Why the one block cannot be lived, then why the other cannot."""
        match effect:
            case model.If(cond):
                yield "its condition can never hold" if self._never([cond]) else None
                always = ranges.always(self._held.narrowed(cond), self._held.names)
                yield "the condition always holds" if always else None
            case model.Chance(p):
                lo, hi = ranges.of(self._held.narrowed(p), self._held.names)
                yield "the chance is 0" if hi <= 0 else None
                yield "the chance is 1" if lo >= 1 else None
            case model.Pick(kind=kind) | model.Born(kind=kind):
                yield None if self._layout.possible(kind) else f"there is no {kind}"
                yield None
