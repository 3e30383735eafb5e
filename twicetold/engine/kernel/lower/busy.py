"""Who is busy: what each actor does, and who takes part in what another does with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.lowering import Lowering
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Call,
    Const,
    Expr,
    If,
    Load,
    Return,
    Stmt,
    Store,
    Var,
)
from twicetold.lang import model


class Busy:
    """The actors and partners of one world."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        world = lowering.world
        acting = {e for action in world.actions for e in lowering.layout.possible(action.roles[0].kind)}
        self.actors = lowering.domain_of(acting, "actor")
        together = {
            e
            for action in world.actions
            for role in action.roles
            if role.slot in action.partners
            for e in lowering.layout.possible(role.kind)
        }
        self.partners = lowering.domain_of(together, "partner")

    @property
    def doing(self) -> Array:
        """By actor the number of the action that is under way, from 1; 0 of none."""
        return self.lowering.array("doing", "i16", len(self.actors))

    @property
    def engaged(self) -> Array:
        """By partner whether they take part in what is under way."""
        return self.lowering.array("engaged", "bool", len(self.partners))

    def ask(self, who: Expr) -> Expr:
        """Whether somebody is busy."""
        return Call(self._function(), (who,), "bit")

    def _function(self) -> str:
        who = Var("who", "int")
        does = Load(self.doing, self.actors.place(who)).is_not(0)
        takes_part = Load(self.engaged, self.partners.place(who))

        def body() -> Iterator[Stmt]:
            if len(self.actors):
                yield If(self.actors.contains(who), (If(does, (Return(TRUE),)),))
            if len(self.partners):
                yield If(self.partners.contains(who), (If(takes_part, (Return(TRUE),)),))
            yield Return(FALSE)

        return self.lowering.function("busy", (who,), "bit", body, pure=True)

    def engage(self, action: model.Action, roles: Sequence[Expr], *, on: bool) -> Iterator[Stmt]:
        """All partners begin to take part in it, or do no more."""
        for role, who in zip(action.roles, roles, strict=True):
            if role.slot in action.partners:
                yield Store(self.engaged, self.partners.place(who), Const(on, "bit"))

    def takes_part(self, actor: Expr) -> Expr:
        """Whether an actor is engaged by another."""
        if not self.partners.members & self.actors.members:
            return FALSE
        if self.actors.members <= self.partners.members:
            return Load(self.engaged, self.partners.place(actor))
        return Call(self._engaged_function(), (actor,), "bit")

    def _engaged_function(self) -> str:
        who = Var("who", "int")

        def body() -> Iterator[Stmt]:
            yield If(~self.partners.contains(who), (Return(FALSE),))
            yield Return(Load(self.engaged, self.partners.place(who)))

        return self.lowering.function("takes_part", (who,), "bit", body, pure=True)
