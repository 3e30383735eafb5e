"""What no life can reach, by proof: there is nobody to take a role, a condition is constant or excludes
itself by what its fields can hold, a time does not come, nothing brings an event about, another text always
takes the place of a text.

Settings range over all they can be set to, and a field over all that anything in the world gives it (`held`);
so what is not proved may be impossible all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from twicetold.lang import model
from twicetold.lang.check import believes
from twicetold.lang.check.reach import Held
from twicetold.lang.check.scope import Names
from twicetold.lang.codes import say


@dataclass(frozen=True, slots=True)
class Proof:
    """Why something cannot come: the sentence that warns of it, with its fields besides `what`, its name."""

    name: str
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def why(self) -> str:
        """The reason alone, in words that may follow the name of what cannot come."""
        return say(self.name, {"what": "", **self.fields}).message.removeprefix(": ")


_NEVER_HOLD: Final = Proof("T0503.together")
_TOO_LATE: Final = Proof("T0525.late")
_TOO_LONG: Final = Proof("T0525.long")
_TAKES_TOO_LONG: Final = Proof("T0525.takes")
_NOT_BROUGHT: Final = Proof("T0526.event")
_REPLACED: Final = Proof("T0527.replaced")
_UPKEEP: Final = Proof("T0527.upkeep")
_NO_FAILING: Final = Proof("T0527.failing")
_NO_BREAKING: Final = Proof("T0527.breaking")
_TEXT_NEVER: Final = Proof("T0527.condition")
_IF_NEVER: Final = Proof("T0528.never")
_IF_ALWAYS: Final = Proof("T0528.always")
_CHANCE_0: Final = Proof("T0528.chance_0")
_CHANCE_1: Final = Proof("T0528.chance_1")


def _nobody(kind: str) -> Proof:
    return Proof("T0505.nobody", {"kind": kind})


def _retires(construct: model.Construct) -> bool:
    return any(isinstance(node, model.Retires) for node in model.nodes(construct, expressions=False))


_AFTER: Final = 1 + 1e-9
"""By so much a time has to lie beyond the last tick to be beyond it for certain, however it was rounded."""


class Impossible:
    """Finds proofs for one world, whose `names` are given."""

    def __init__(self, world: model.World, names: Names) -> None:
        self._world = world
        self._held = Held(world, names)
        self._last = world.tick * (world.ticks - 1) * _AFTER
        lived: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions)
        once, table = names.memo.once, names.memo.table
        self._retires = any(
            once("retires", (construct,), partial(_retires, construct))
            for construct in (*lived, *world.events)
        )
        self._owners: dict[int, Proof | None] = table("impossible owners")
        self._nodes: dict[tuple[int, bool], Proof] = table("impossible nodes")
        """By the number of the node and whether its condition is to hold: why its block cannot be lived."""
        brought: dict[str, bool] = table("brought about")
        looked = f"impossible, {'some' if self._retires else 'nobody'} retire"

        def look(construct: model.Construct) -> None:
            self._look(construct, self._of_construct(construct), brought)

        for construct in lived:
            once(looked, (construct,), partial(look, construct))
        waiting = {event.name: event for event in world.events}
        while reached := [name for name in waiting if name in brought]:
            for name in reached:
                event = waiting.pop(name)
                once(looked, (event,), partial(look, event))
        for event in waiting.values():
            once("not brought", (event,), partial(self._look, event, _NOT_BROUGHT, brought))
        for ending in world.endings:
            self._owners[ending.number] = once("impossible", (ending,), partial(self._of_conditions, ending))

    def why(
        self, owner: model.Construct | model.Ending, node: model.Numbered, *, otherwise: bool = False
    ) -> Proof | None:
        """The proof that nothing of a construct or ending can come, or else that a block or text in it
        cannot: the block of a decision, or that which is lived `otherwise`. None if there is none."""
        return self._owners.get(owner.number) or self._nodes.get((node.number, otherwise))

    # --- constructs -----------------------------------------------------------------------------------------

    def _of_construct(self, construct: model.Construct) -> Proof | None:
        for role in construct.roles:
            if not self._held.names.most(role.kind):
                return _nobody(role.kind)
        if isinstance(construct, model.Rule):
            if construct.mode in ("at", "every") and construct.first >= self._world.ticks:
                return _TOO_LATE
            if construct.mode == "when" and construct.first >= self._world.ticks:
                return _TOO_LONG
        if isinstance(construct, model.Action) and construct.takes is not None:
            shortest, _ = self._held.range(construct.takes)
            if shortest > self._last:
                return _TAKES_TOO_LONG
        return self._of_conditions(construct)

    def _of_conditions(self, owner: model.Construct | model.Ending) -> Proof | None:
        claims = [part.expr for part in model.conditions(owner)]
        return _NEVER_HOLD if self._never(claims) else None

    def _never(self, claims: Sequence[model.Expr]) -> bool:
        return self._held.names.ranges.never(self._held.narrowed(tuple(claims)))

    # --- blocks ---------------------------------------------------------------------------------------------

    def _look(self, construct: model.Construct, why: Proof | None, brought: dict[str, bool]) -> None:
        self._owners[construct.number] = why
        self._block(construct.body, why, brought)
        upkeep = isinstance(construct, model.Rule) and construct.mode == "each"
        last = self._texts(construct.body, _UPKEEP if upkeep else None)
        if not isinstance(construct, model.Rule):
            self._wordings(construct.wordings, why or last)
        if isinstance(construct, model.Action):
            self._wordings(construct.failed, why or self._of_failing(construct))
            self._wordings(construct.broken_off, why or self._of_breaking(construct))
            self._block(construct.asked, why, brought)
            self._wordings(construct.declined, why)

    def _of_failing(self, action: model.Action) -> Proof | None:
        reads = (part.at_end or believes.reads(part.expr, self._held.names) for part in action.needs)
        return None if any(reads) else _NO_FAILING

    def _of_breaking(self, action: model.Action) -> Proof | None:
        return None if action.interrupted or self._retires else _NO_BREAKING

    def _block(self, effects: tuple[model.Effect, ...], why: Proof | None, brought: dict[str, bool]) -> None:
        for effect in effects:
            match effect:
                case model.Happens(event) if why is None:
                    brought[event] = True
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    yes, no = (why or proof for proof in self._either(effect))
                    self._inner(effect, effect.body, yes, False, brought)
                    self._inner(effect, effect.otherwise, no, True, brought)
                case model.ForEach(kind=kind):
                    nobody = None if self._held.names.most(kind) else _nobody(kind)
                    self._inner(effect, effect.body, why or nobody, False, brought)
                case model.Tell(wordings):
                    self._wordings(wordings, why)
                case (
                    model.Assign()
                    | model.Let()
                    | model.Retires()
                    | model.Becomes()
                    | model.Learns()
                    | model.Happens()
                    | model.Outcome()
                    | model.Shows()
                ):
                    pass

    def _inner(
        self,
        effect: model.Effect,
        body: tuple[model.Effect, ...],
        why: Proof | None,
        otherwise: bool,
        brought: dict[str, bool],
    ) -> None:
        if why is not None:
            self._nodes[effect.number, otherwise] = why
        self._block(body, why, brought)

    def _either(self, effect: model.If | model.Chance | model.Pick | model.Born) -> Iterator[Proof | None]:
        """Why the one block cannot be lived, then why the other cannot."""
        match effect:
            case model.If(cond):
                yield _IF_NEVER if self._never([cond]) else None
                always = self._held.names.ranges.always(self._held.narrowed(cond))
                yield _IF_ALWAYS if always else None
            case model.Chance(p):
                lo, hi = self._held.range(p)
                yield _CHANCE_0 if hi <= 0 else None
                yield _CHANCE_1 if lo >= 1 else None
            case model.Pick(kind=kind) | model.Born(kind=kind):
                yield None if self._held.names.most(kind) else _nobody(kind)
                yield None

    # --- texts ----------------------------------------------------------------------------------------------

    def _wordings(self, wordings: Sequence[model.Wording], why: Proof | None) -> None:
        for wording in wordings:
            never = wording.when is not None and self._never([wording.when])
            proof = why or (_TEXT_NEVER if never else None)
            if proof is not None:
                self._nodes.setdefault((wording.number, False), proof)

    def _texts(self, effects: tuple[model.Effect, ...], lost: Proof | None) -> Proof | None:
        """Put down which texts of a block are never the last of their event, where `lost` says why one that
        stood behind the block would not be; why one before the block would not be."""
        for effect in reversed(effects):
            match effect:
                case model.Tell(wordings):
                    self._wordings(wordings, lost)
                    lost = lost or _REPLACED
                case model.ForEach(body=body):
                    self._texts(body, lost)  # there may be nobody
                case model.If() | model.Chance() | model.Pick() | model.Born():
                    blocks = ((effect.body, False), (effect.otherwise, True))
                    told = [(self._texts(block, lost), place) for block, place in blocks]
                    ways = [before for before, place in told if (effect.number, place) not in self._nodes]
                    lost = lost or (_REPLACED if ways and all(ways) else None)
                case (
                    model.Assign()
                    | model.Let()
                    | model.Retires()
                    | model.Becomes()
                    | model.Learns()
                    | model.Happens()
                    | model.Outcome()
                    | model.Shows()
                ):
                    pass
        return lost
