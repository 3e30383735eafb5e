"""`believes(q, E)`: an expression read in the mind of another."""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression, narrow
from twicetold.lang.check.scope import Names, Scope


def believes(expr: syntax.Believes, scope: Scope) -> model.Expr | None:
    """`believes(q, E)`."""
    mind = expression.entity(expr.mind, scope, "the mind in `believes`")
    body = expression.read(expr.body, replace(narrow.lasting(scope), believing=True))
    if scope.believing or (body is not None and asks(body, scope.names)):
        scope.problems.tell("T0405.nested", expr.span)
        return None
    if mind is None or body is None:
        return None
    if not reads(body, scope.names):
        _not_believed(expr, scope)
        return None
    return model.Believes(mind, body, body.type, span=expr.span)


def asks(expr: model.Expr, names: Names) -> bool:
    """Whether an expression asks what somebody believes."""
    return any(
        isinstance(node, model.Believes)
        or (isinstance(node, model.Call) and names.defines[node.define].asks_beliefs)
        for node in model.nodes(expr)
    )


def asks_any(rule: model.Rule, names: Names) -> bool:
    """Whether a rule asks what somebody believes, in its conditions or in what it does."""
    return any(asks(part.expr, names) for part in (*rule.where, *rule.when)) or any(
        isinstance(node, model.Believes)
        or (isinstance(node, model.Call) and names.defines[node.define].asks_beliefs)
        for node in model.nodes(rule.body)
    )


def reads(expr: model.Expr, names: Names) -> bool:
    """Whether an expression reads, in the mind in force, something of which every mind has its own copy."""
    return any(
        (isinstance(node, model.Cell) and not node.truly and cell.is_believed(node, names))
        or (isinstance(node, model.Call) and names.defines[node.define].reads_beliefs)
        for node in model.nodes(expr)
    )


def _not_believed(expr: syntax.Believes, scope: Scope) -> None:
    scope.problems.tell("T0406.nothing", expr.body.span)
