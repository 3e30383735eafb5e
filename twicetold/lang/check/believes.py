"""`believes(q, E)`: an expression read in the mind of another."""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import limits, model, syntax, tree
from twicetold.lang.check import cell, expression, narrow
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.codes import Help
from twicetold.lang.source import Span


def believes(expr: syntax.Believes, scope: Scope) -> model.Expr | None:
    """`believes(q, E)`."""
    mind = expression.entity(expr.mind, scope, "the mind in `believes`")
    own = mind is not None and any(
        _is_same(mind, last) for last in scope.minds[-1:]
    )  # one knows one's own mind
    of = scope.minds if own or mind is None else (*scope.minds, mind)
    if not fits(len(of), expr.span, scope):
        return None
    body = expression.read(expr.body, replace(narrow.lasting(scope), minds=of))
    if mind is None or body is None:
        return None
    if not reads(body, scope.names):
        _not_believed(expr, scope)
        return None
    return body if own else model.Believes(mind, body, body.type, span=expr.span)


def _is_same(one: model.Expr, other: model.Expr) -> bool:
    """Whether two minds are certainly the same."""
    match one, other:
        case model.Bound(slot=a), model.Bound(slot=b):
            return a == b
        case model.Const(value=a), model.Const(value=b):
            return a == b
        case _:
            return False


def fits(deep: int, span: Span, scope: Scope) -> bool:
    """Whether minds in this world are so deep; an error if not."""
    names = scope.names
    if deep > names.depth:
        most = limits.BELIEF
        help = Help("T0405.too_deep", most=most) if deep > most else None
        names.problems.tell("T0405.nested", span, help, deep=deep, depth=names.depth)
    return deep <= names.depth


def asks(expr: model.Expr, names: Names) -> int:
    """How deep an expression asks what somebody believes; 0 if it does not."""

    def deep(node: object, below: list[int]) -> int:
        inner = max(below, default=0)
        match node:
            case model.Believes():
                return inner + 1
            case model.Call(define=define):
                return max(inner, names.defines[define].asks_beliefs)
            case _:
                return inner

    return tree.fold(expr, deep)


def asks_any(rule: model.Rule, names: Names) -> bool:
    """Whether a rule asks what somebody believes, in its conditions or in what it does."""
    return any(asks(part.expr, names) > 0 for part in (*rule.where, *rule.when)) or any(
        isinstance(node, model.Believes)
        or (isinstance(node, model.Call) and names.defines[node.define].asks_beliefs > 0)
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
