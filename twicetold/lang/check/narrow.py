"""Flow typing: what is known of a kind where a condition holds: `q is Guest and …`, `if q.room is Attic`.

A condition that asks of which kind an entity is narrows it in what is read after it: in the rest of the
condition, in the block or the side of an `if` that it decides, and in an action's `urge`. What is bound stays
what it was found to be; what is read from a field, until an effect may have changed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from twicetold.lang import model
from twicetold.lang.check.scope import Names, Scope

Facts = Mapping[model.Expr, str]


def where(scope: Scope, *claims: model.Expr | None, holds: bool = True) -> Scope:
    """The scope of what is read where all these conditions hold, or where a single one does not."""
    facts = {
        thing: kind
        for claim in claims
        if claim is not None
        for thing, kind in _facts(claim, holds, scope.names)
    }
    return replace(scope, facts={**scope.facts, **facts}) if facts else scope


def lasting(scope: Scope) -> Scope:
    """The scope in which only what is bound is still known: time has passed, or another mind reads."""
    return replace(scope, facts={x: kind for x, kind in scope.facts.items() if isinstance(x, model.Bound)})


def after(effect: model.Effect, scope: Scope) -> Scope:
    """The scope behind an effect, which may have changed what was known."""
    if not scope.facts:
        return scope
    nodes = tuple(model.nodes(effect))
    if any(isinstance(n, model.Happens | model.Born | model.Retires | model.Becomes) for n in nodes):
        return lasting(scope)
    changed = {node.target.field for node in nodes if isinstance(node, model.Assign)}
    kept = {x: kind for x, kind in scope.facts.items() if changed.isdisjoint(_fields(x))}
    return replace(scope, facts=kept)


def narrowed(expr: model.Expr, scope: Scope) -> model.Expr:
    """What was read, as of the kind that it is known to be."""
    kind = scope.facts.get(expr) if isinstance(expr, model.Bound | model.Cell) else None
    return expr if kind is None else replace(expr, type=model.Ref(kind))


def widened(cell: model.Cell, scope: Scope) -> model.Cell:
    """A field as it was declared, to be given another value."""
    wide = (x for x in scope.facts if isinstance(x, model.Cell) and replace(cell, type=x.type) == x)
    known = next(wide, None)
    return cell if known is None else replace(cell, type=known.type)


def _facts(claim: model.Expr, holds: bool, names: Names) -> Iterator[tuple[model.Expr, str]]:
    match claim:
        case model.IsKind(x=model.Bound() | model.Cell() as x, kind=kind) if holds:
            if isinstance(x.type, model.Ref) and x.type.kind != kind and names.descends(kind, x.type.kind):
                yield x, kind
        case model.Unary(op="not", x=inner):
            yield from _facts(inner, not holds, names)
        case model.Binary(op="and" | "or" as op, left=left, right=right) if holds == (op == "and"):
            yield from _facts(left, holds, names)
            yield from _facts(right, holds, names)
        case _:
            pass


def _fields(x: model.Expr) -> Iterator[str]:
    return (node.field for node in model.nodes(x) if isinstance(node, model.Cell))
