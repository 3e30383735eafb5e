"""Senses: what a mind notices by itself."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import condition, effect, lint, narrow, role, tell, walk
from twicetold.lang.check.scope import Frame, Names, Scope

_ALLOWED = syntax.Shows | syntax.Chance | syntax.If


def sense(block: syntax.Sense, names: Names) -> model.Sense:
    """One sense. Its first role is the mind."""
    path = f"sense/{block.name.text}"
    roles, scope = role.bind(block.roles, Scope(names, Frame(inner=walk.bound(block.body))))
    when = condition.conditions(block.when, scope.at(f"{path}/when"))
    scope = narrow.lasting(narrow.where(scope, *(part.expr for part in when)))
    for inner in walk.effects(block.body):
        if not isinstance(inner, _ALLOWED):
            names.problems.tell("T0408.sense", inner.span)
    body = effect.effects(block.body, scope, f"{path}/then")
    wordings = tell.tells(block.tells, scope)
    role.check_groundings(roles, block.name, names)
    lint.can_hold(when, block.name, "sense", names)
    return model.Sense(block.name.text, roles, when, body, wordings, scope.frame.size, span=block.name.span)
