"""What people want, and how far ahead they plan for it."""

from __future__ import annotations

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import expression, role
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import YES_NO

STEPS = 5
"""For so many steps somebody plans if nothing is said of it."""


def wants(block: syntax.Wants, names: Names) -> model.Wants | None:
    """One line: a number without unit, since all are added up; or a yes/no, which counts as 1 or 0."""
    roles, scope = role.bind((block.role,), Scope(names, Frame()))
    meant = expression.anything(block.expr, scope)
    if meant is not None and meant.type != YES_NO:
        meant = fitted(meant, model.Number(), block.expr.span, scope, "what is wanted")
    steps = STEPS if block.within is None else block.within.value
    if not (1 <= steps <= limits.AHEAD and steps == int(steps)):
        assert block.within is not None
        names.problems.tell("T0306.ahead", block.within.span, most=limits.AHEAD)
        return None
    if meant is None or not roles:
        return None
    return model.Wants(roles[0], meant, int(steps), scope.frame.size, span=block.span)
