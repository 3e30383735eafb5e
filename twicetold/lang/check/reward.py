"""Rewards: how much somebody's lot is worth."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, role
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import YES_NO


def reward(block: syntax.Reward, names: Names) -> model.Reward | None:
    """One line: a number without unit, since all are added up; or a yes/no, which counts as 1 or 0."""
    roles, scope = role.bind((block.role,), Scope(names, Frame()))
    meant = expression.anything(block.expr, scope)
    if meant is not None and meant.type != YES_NO:
        meant = fitted(meant, model.Number(), block.expr.span, scope, "a reward")
    if meant is None or not roles:
        return None
    return model.Reward(roles[0], meant, scope.frame.size, span=block.span)


def tell_unacting(world: model.World, names: Names) -> None:
    """Warn of rewards for those who never act: nobody can play them. Of the world's own text alone, and not
    where something was taken away (`without`): much may well be idle then."""
    if names.without or not world.rewards:
        return
    acting = {who for action in world.actions for who in _ever(action.roles[0].kind, names)}
    for line in world.rewards:
        kind = line.role.kind
        if line.span.file == names.home and acting.isdisjoint(_ever(kind, names)):
            names.problems.tell("T0538.unacting", line.span, kind=kind)


def _ever(kind: str, names: Names) -> set[int]:
    """The entities that are of a kind at some time of some life."""
    return {
        number
        for number, entity in names.entities.items()
        if any(
            names.descends(now, kind)
            for now in (entity.kind, *names.reachable.get(names.root(entity.kind), ()))
        )
    }
