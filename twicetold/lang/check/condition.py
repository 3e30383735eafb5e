"""Conditions taken apart, so that each part can be tested as early as may be and named in an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import expression, narrow
from twicetold.lang.check.scope import Scope, Sites


def conditions(exprs: Sequence[syntax.Expr | None], scope: Scope) -> tuple[model.Condition, ...]:
    """The parts of conditions that must all hold; draws in a part are named after its place."""
    parts = [part for expr in exprs if expr is not None for part in _parts(expr)]
    made = []
    for place, part in enumerate(parts, 1):
        sites = scope.sites and Sites(f"{scope.sites.path}/{place}")
        read = expression.condition(part, replace(scope, sites=sites))
        if read is not None:
            scope = narrow.where(scope, read)
            text = printer.expression(part)
            made.append(model.Condition(read, roles(read, scope), text, span=part.span))
    return tuple(made)


def _parts(expr: syntax.Expr) -> Iterator[syntax.Expr]:
    waiting = [expr]
    while waiting:
        part = waiting.pop()
        if isinstance(part, syntax.Binary) and part.op == "and":
            waiting += [part.right, part.left]
        else:
            yield part


def roles(read: model.Expr, scope: Scope) -> int:
    """How many roles, in order, must be bound before this can be tested: those it speaks of, and those
    that key its draws."""
    bound = {local.slot for local in scope.locals.values() if local.role}
    slots = (slot for node in model.nodes(read) for slot in _read(node))
    return max((slot for slot in slots if slot in bound), default=0)


def _read(node: object) -> tuple[int, ...]:
    """The slots that a node itself reads."""
    match node:
        case model.Bound(slot=slot):
            return (slot,)
        case model.Draw(bound=bound):
            return bound
        case _:
            return ()
