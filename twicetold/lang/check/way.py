"""`distance(a, b)`, `towards(a, b)`, `inside(a, b)`: how places hang together.

Ways are what a world calls `way`, a relation of two places or a definition: how long the way is that leads
straight from the one to the other; there is one where that is above 0. What is in what is the field `within`
of places. Both are read as any field is, in the mind of who asks; so that who does not know that a road is
closed sets out on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import YES_NO, dimension
from twicetold.lang.source import Span

WAY: Final = "way"
"""What the lengths of ways are called in a world that has any."""

WITHIN: Final = "within"
"""The field that says in what a place is."""

DISTANCE, TOWARDS, INSIDE = "distance", "towards", "inside"

FUNCTIONS: Final = (DISTANCE, TOWARDS, INSIDE)
"""What asks of places, where an author gives the name no other meaning."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a world: between entities of which kind, and of which dimension their lengths are."""

    kind: str
    type: model.Number


def asked(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """One of the functions applied."""
    if len(expr.args) != 2:
        wrong_count(expr.name, len(expr.args), "2", scope)
        return None
    return inside(expr, scope) if expr.name.text == INSIDE else _way(expr, scope)


def ways(span: Span, scope: Scope) -> Ways | None:
    """The ways of the world; None and an error if there are none, or they cannot be."""
    names = scope.names
    if WAY in names.relations:
        of = names.relations[WAY]
        return _checked(of.over, of.type, span, names)
    if WAY in names.defines:
        known = names.defines[WAY]
        kinds = [type_.kind for _, type_ in known.params if isinstance(type_, model.Ref)]
        if known.type is None or any(type_ is None for _, type_ in known.params):
            return None
        return _checked(tuple(kinds), known.type, span, names)
    if WAY not in names.lost:
        names.problems.tell("T0416.none", span)
    return None


def _checked(over: tuple[str, ...], type_: model.Type, span: Span, names: Names) -> Ways | None:
    if len(over) != 2 or over[0] != over[1] or dimension(type_) is None:
        names.problems.tell("T0416.such", span)
        return None
    return Ways(over[0], model.Number(lo=0.0, unit=dimension(type_) or ()))


def _way(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    known = ways(expr.name.span, scope)
    what = f"the first of `{expr.name.text}`", f"the second of `{expr.name.text}`"
    places = [
        None if known is None else place(arg, known.kind, scope, said)
        for arg, said in zip(expr.args, what, strict=True)
    ]
    a, b = places
    if known is None or a is None or b is None:
        return None
    return between(a, b, known, "step" if expr.name.text == TOWARDS else "length", scope, expr.span)


def between(
    a: model.Expr, b: model.Expr, known: Ways, what: Literal["length", "step"], scope: Scope, span: Span
) -> model.Way:
    """The length of the shortest way from one place to another, or its first step."""
    here, there = scope.frame.fresh(), scope.frame.fresh()
    u, v = (model.Bound(slot, "", model.Ref(known.kind), span=span) for slot in (here, there))
    type_ = known.type if what == "length" else model.Ref(known.kind, optional=True)
    within = _within(known.kind, u, scope.names)
    return model.Way(what, a, b, here, there, known.kind, straight(u, v, known, scope, span), within, type_)


def straight(a: model.Expr, b: model.Expr, known: Ways, scope: Scope, span: Span) -> model.Expr:
    """How long the way is that leads straight from one place to another; 0 if there is none."""
    if WAY in scope.names.relations:
        of = scope.names.relations[WAY]
        return model.Cell(of.name, (a, b), of.type, span=span)
    scope.names.used.add(WAY)
    return model.Call(WAY, (a, b), known.type, span=span)


def place(written: syntax.Expr, kind: str, scope: Scope, what: str) -> model.Expr | None:
    """A place, or nowhere; who is at one is asked for theirs."""
    meant = expression.entity(written, scope, what)
    return meant and fitted(meant, model.Ref(kind, optional=True), written.span, scope, what)


# --- in what a place is -------------------------------------------------------------------------------------


def inside(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`inside(a, b)`: whether a place is another, or in it."""
    inner, outer = (expression.entity(arg, scope, f"what `{INSIDE}` asks of") for arg in expr.args)
    if inner is None or outer is None:
        return None
    assert isinstance(inner.type, model.Ref)
    names, slot = scope.names, scope.frame.fresh()
    kind = names.root(inner.type.kind) if inner.type.kind else ""
    within = _within(kind, model.Bound(slot, "", model.Ref(kind)), names) if kind else None
    if within is None:
        names.problems.tell("T0416.within", expr.name.span, kind=kind or "nobody")
        return None
    met = fitted(outer, model.Ref(kind, optional=True), expr.args[1].span, scope, f"what `{INSIDE}` asks of")
    return met and model.Inside(inner, met, slot, kind, within, YES_NO, span=expr.span)


def _within(kind: str, of: model.Bound, names: Names) -> model.Expr | None:
    """In what a place is directly, if its family has such a field."""
    root = names.root(kind)
    known = names.fields.get((root, WITHIN))
    if known is None or not isinstance(known.type, model.Ref) or names.root(known.type.kind) != root:
        return None
    return model.Cell(known.name, (of,), known.type)
