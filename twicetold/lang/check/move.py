"""`move E from x.f to y.f`: what is counted changes hands, and none of it is made or lost.

It is short for effects that there are: how much can be moved is reckoned first, then taken from the one and
given to the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import YES_NO, dimension


def move(written: syntax.Move, scope: Scope) -> tuple[model.Effect, ...]:
    """Its effects; none, and an error, if it is wrong."""
    source = _target(written.source, scope)
    to = _target(written.to, scope)
    if source is None or to is None:
        expression.anything(written.amount, scope)
        return ()
    if dimension(source.type) != dimension(to.type):
        said = scope.names.said
        scope.problems.tell("T0302.move", written.to.span, source=said(source.type), target=said(to.type))
        return ()
    wanted = model.Number(unit=dimension(source.type) or ())
    amount = expression.value(written.amount, scope, wanted, "what is moved")
    if amount is None:
        return ()
    slot, span = scope.frame.fresh(), written.span
    moved = model.Let(slot, "moved", _possible(amount, source, to, wanted, scope.names), span=span)
    by = model.Bound(slot, "moved", wanted, span=span)
    return (
        moved,
        model.Assign(source, "-=", by, span=span),
        model.Assign(to, "+=", by, span=span),
    )


def _target(written: syntax.Expr, scope: Scope) -> model.Cell | None:
    target = cell.target(written, scope, "changed")
    if target is None or isinstance(target.type, model.Number):
        return target
    said = scope.names.said(target.type)
    scope.problems.tell("T0301.moves", written.span, type=said)
    return None


def _possible(
    amount: model.Expr, source: model.Cell, to: model.Cell, wanted: model.Number, names: Names
) -> model.Expr:
    """How much of it can be moved: what there is room for on both sides; nothing where one side is nobody."""
    assert isinstance(source.type, model.Number)
    assert isinstance(to.type, model.Number)
    if source.type.whole or to.type.whole:
        amount = model.Function("round", (amount,), wanted)
    rooms: list[model.Expr] = [model.Function("greatest", (amount, model.Const(0.0, wanted)), wanted)]
    if source.type.lo > -model.WIDEST:
        rooms.append(_less(source, model.Const(source.type.lo, wanted), wanted))
    if to.type.hi < model.WIDEST:
        rooms.append(_less(model.Const(to.type.hi, wanted), to, wanted))
    number: model.Expr = model.Function("least", tuple(rooms), wanted)
    for claim in (*_there(source, names), *_there(to, names)):
        number = model.IfElse(claim, number, model.Const(0.0, wanted), wanted)
    return number


def _less(a: model.Expr, b: model.Expr, type_: model.Number) -> model.Expr:
    return model.Binary("-", a, b, type_)


def _there(target: model.Cell, names: Names) -> Iterator[model.Expr]:
    """What has to hold for there to be somebody who has the field."""
    for arg, kind in zip(target.args, names.over(target.field), strict=True):
        assert isinstance(arg.type, model.Ref)
        if not names.descends(arg.type.kind, kind):
            yield model.IsKind(arg, kind)
        elif arg.type.optional or not isinstance(arg, model.Bound | model.Const):
            nobody = model.Const(-1, replace(arg.type, optional=True))
            yield model.Binary("is not", arg, nobody, YES_NO)
