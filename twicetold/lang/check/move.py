"""`move E from x.f to y.f`: what is counted changes hands, and none of it is made or lost.

It is short for effects that there are. Alone it moves as much as there is: how much that comes to is reckoned
first, then taken from the one and given to the other. With a block below it, or an `otherwise`, it moves all
or nothing, and the one block is lived or the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import YES_NO, dimension
from twicetold.lang.source import Span

_Body = tuple[model.Effect, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """What is to be moved, from where and to where, as written."""

    amount: model.Expr
    source: model.Cell
    to: model.Cell
    wanted: model.Number
    span: Span

    def moved(self, by: model.Expr) -> _Body:
        """The effects that take so much from the one and give it to the other."""
        return (
            model.Assign(self.source, "-=", by, span=self.span),
            model.Assign(self.to, "+=", by, span=self.span),
        )


def sides(written: syntax.Move, scope: Scope) -> Sides | None:
    """What a line says; None, and an error, if it is wrong."""
    source = _target(written.source, scope)
    to = _target(written.to, scope)
    if source is None or to is None:
        expression.anything(written.amount, scope)
        return None
    if dimension(source.type) != dimension(to.type):
        said = scope.names.said
        scope.problems.tell("T0302.move", written.to.span, source=said(source.type), target=said(to.type))
        return None
    wanted = model.Number(unit=dimension(source.type) or ())
    amount = expression.value(written.amount, scope, wanted, "what is moved")
    if amount is None:
        return None
    if any(isinstance(side.type, model.Number) and side.type.whole for side in (source, to)):
        amount = model.Function("round", (amount,), wanted)
    return Sides(amount, source, to, wanted, written.span)


def possible(said: Sides, scope: Scope) -> _Body:
    """The effects that move as much as there is, and as there is room for."""
    moved, by = _let(_possible(said, scope.names), said, scope)
    return (moved, *said.moved(by))


def whole(said: Sides, body: _Body, otherwise: _Body, scope: Scope) -> _Body:
    """The effects that move all or nothing."""
    moved, by = _let(said.amount, said, scope)
    can = reduce(
        lambda a, b: model.Binary("and", a, b, YES_NO, span=said.span), _claims(by, said, scope.names)
    )
    return (moved, model.If(can, (*said.moved(by), *body), otherwise, span=said.span))


def _let(value: model.Expr, said: Sides, scope: Scope) -> tuple[model.Let, model.Bound]:
    slot = scope.frame.fresh()
    moved = model.Let(slot, "moved", value, span=said.span)
    return moved, model.Bound(slot, "moved", said.wanted, span=said.span)


def _target(written: syntax.Expr, scope: Scope) -> model.Cell | None:
    target = cell.target(written, scope, "changed")
    if target is None or isinstance(target.type, model.Number):
        return target
    said = scope.names.said(target.type)
    scope.problems.tell("T0301.moves", written.span, type=said)
    return None


def _possible(said: Sides, names: Names) -> model.Expr:
    """How much of it can be moved: what there is room for on both sides; nothing where one side is nobody."""
    wanted = said.wanted
    least, most = _ends(said)
    rooms: list[model.Expr] = [model.Function("greatest", (said.amount, model.Const(0.0, wanted)), wanted)]
    if least is not None:
        rooms.append(model.Binary("-", said.source, least, wanted))
    if most is not None:
        rooms.append(model.Binary("-", most, said.to, wanted))
    number: model.Expr = model.Function("least", tuple(rooms), wanted)
    for claim in (*_there(said.source, names), *_there(said.to, names)):
        number = model.IfElse(claim, number, model.Const(0.0, wanted), wanted)
    return number


def _claims(by: model.Expr, said: Sides, names: Names) -> Iterator[model.Expr]:
    """What has to hold for all of it to be moved."""
    wanted = said.wanted
    least, most = _ends(said)
    yield from _there(said.source, names)
    yield from _there(said.to, names)
    yield model.Binary(">=", by, model.Const(0.0, wanted), YES_NO)
    if least is not None:
        yield model.Binary(">=", model.Binary("-", said.source, by, wanted), least, YES_NO)
    if most is not None:
        yield model.Binary("<=", model.Binary("+", said.to, by, wanted), most, YES_NO)


def _ends(said: Sides) -> tuple[model.Const | None, model.Const | None]:
    """The least that there can be on the one side and the most on the other; None where a range is open."""
    assert isinstance(said.source.type, model.Number)
    assert isinstance(said.to.type, model.Number)
    lo, hi = said.source.type.lo, said.to.type.hi
    return (
        model.Const(lo, said.wanted) if lo > -model.WIDEST else None,
        model.Const(hi, said.wanted) if hi < model.WIDEST else None,
    )


def _there(target: model.Cell, names: Names) -> Iterator[model.Expr]:
    """What has to hold for there to be somebody who has the field."""
    for arg, kind in zip(target.args, names.over(target.field), strict=True):
        assert isinstance(arg.type, model.Ref)
        if not names.descends(arg.type.kind, kind):
            yield model.IsKind(arg, kind)
        elif arg.type.optional or not isinstance(arg, model.Bound | model.Const):
            nobody = model.Const(-1, replace(arg.type, optional=True))
            yield model.Binary("is not", arg, nobody, YES_NO)
