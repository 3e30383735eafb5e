"""What is said of all entities of a kind: `count any all sum mean min max best`."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import between, expression, narrow
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import PLAIN, YES_NO, dimension
from twicetold.lang.codes import Help


def aggregate(expr: syntax.Aggregate, scope: Scope) -> model.Expr | None:
    """`count(x: Person where C)` and its like. What `any` and `count` claim after a colon joins their
    `where`."""
    kind = between.kind(expr.kind, scope.names)
    inner = scope.bind(expr.name, model.Ref(kind) if kind else None, key=scope.sites is not None)
    said = between.where(expr.kind, expr.where)
    where = _claim(said, inner)
    inner = narrow.where(inner, where)
    claims = expr.op in ("count", "any", "all")
    body = _claim(expr.body, inner) if claims else _gathered(expr, inner)
    if expr.body is None and expr.op not in ("count", "any"):
        _no_body(expr, kind, scope)
        return None
    if kind is None or (where is None and said) or (body is None and expr.body):
        return None
    if expr.op in ("count", "any"):
        where, body = _both(where, body), None
    slot = inner.locals[expr.name.text].slot
    return model.Aggregate(
        expr.op, slot, expr.name.text, kind, where, body, _type(expr, kind, body), span=expr.span
    )


def _claim(expr: syntax.Expr | None, scope: Scope) -> model.Expr | None:
    if expr is None:
        return None
    claim = expression.read(expr, scope, YES_NO)
    return claim and fitted(claim, YES_NO, expr.span, scope, "a condition")


def _gathered(expr: syntax.Aggregate, scope: Scope) -> model.Expr | None:
    """The number gathered of each entity."""
    if expr.body is None:
        return None
    body = expression.read(expr.body, scope)
    if body is None or dimension(body.type) is not None:
        return body
    said = scope.names.said(body.type)
    count = None
    if body.type == YES_NO:
        kind = between.kind(expr.kind, scope.names) or "…"
        count = Help("T0301.count", name=expr.name.text, kind=kind)
    scope.problems.tell("T0301.gathers", expr.body.span, count, op=expr.op, type=said)
    return None


def _no_body(expr: syntax.Aggregate, kind: str | None, scope: Scope) -> None:
    name = expr.name.text if isinstance(expr.kind, syntax.Name) else "x"
    wanted = "claim of each" if expr.op == "all" else "number of each"
    scope.problems.tell("T0304.body", expr.span, op=expr.op, wanted=wanted, name=name, kind=kind or "…")


def _both(a: model.Expr | None, b: model.Expr | None) -> model.Expr | None:
    if a is None or b is None:
        return a or b
    return model.Binary("and", a, b, YES_NO, span=a.span)


def _type(expr: syntax.Aggregate, kind: str, body: model.Expr | None) -> model.Type:
    match expr.op:
        case "any" | "all":
            return YES_NO
        case "best":
            return model.Ref(kind, optional=True)
        case "count":
            return PLAIN
        case _:
            return model.Number(unit=dimension(body.type) or () if body else ())
