"""Ways: how far it is from one place to another, and which way to take; see `interpreter/way.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from twicetold.engine.kernel.lower.aggregate import Looping
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import value_type
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Array,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    While,
    both,
    either,
    int_,
    num,
)
from twicetold.lang import model

NOBODY = model.Const(-1, model.Ref("", optional=True))


def way(x: Looping, expr: model.Way, scope: Scope) -> Expr:
    """The length of the shortest way, or its first step."""
    a, b = Var("a", "int"), Var("b", "int")
    given = x.lower(expr.a, scope), x.lower(expr.b, scope)
    root = replace(expr, a=NOBODY, b=NOBODY)

    def body(inner: Scope) -> Iterator[Stmt]:
        return Search(x, expr, inner).run(a, b)

    return x.outlined("way", root, value_type(expr.type), scope, body, (a, b), given, pure=False)


def inside(x: Looping, expr: model.Inside, scope: Scope) -> Expr:
    """Whether one place is another, or in it."""
    inner, outer = x.lower(expr.x, scope), x.lower(expr.y, scope)
    return _holds(x, expr.slot, expr.within, inner, outer, scope)


def _holds(x: Looping, slot: int, within: model.Expr | None, inner: Expr, outer: Expr, scope: Scope) -> Expr:
    if within is None:
        return inner.is_(outer)
    a, b, cur, n = Var("a", "int"), Var("b", "int"), Var("cur", "int"), Var("n", "int")

    def body(bound: Scope) -> Iterator[Stmt]:
        known = bound.bind(slot, cur)
        further = (
            If(cur.is_(b), (Return(TRUE),)),
            If(cur < 0, (Return(FALSE),)),
            Set(cur, x.lower(within, known)),
        )
        yield If(b < 0, (Return(FALSE),))
        yield Let(cur, a)
        yield For(n, int_(0), int_(x.lowering.everybody), further)
        yield Return(FALSE)

    return x.outlined("inside", within, "bit", scope, body, (a, b), (inner, outer))


class Search:
    """One search, in a mind or in truth."""

    def __init__(self, x: Looping, expr: model.Way, scope: Scope) -> None:
        self.x = x
        self.expr = expr
        self.scope = scope
        self.domain = x.lowering.domain(expr.kind)
        n, number = len(self.domain), x.lowering.layout.kind_number[expr.kind]
        self.far: Array = x.lowering.array(f"way{number}_far", "f64", n)
        self.done: Array = x.lowering.array(f"way{number}_done", "bool", n)
        self.step: Array = x.lowering.array(f"way{number}_step", "i16", n)
        self.nowhere = int_(-1) if expr.what == "step" else num(model.WIDEST)

    def run(self, a: Var, b: Var) -> Iterator[Stmt]:
        """Its statements. A length below 0 stands for one that is not known."""
        best, least, going = Var("best", "int"), Var("least", "num"), Var("going", "bit")
        i, here = Var("i", "int"), Var("here", "int")
        nearer = both(~Load(self.done, i), Load(self.far, i) >= 0.0)
        nearer = both(nearer, either(best < 0, Load(self.far, i) < least))
        take = (Set(best, i), Set(least, Load(self.far, i)))
        answer = Load(self.step, best) if self.expr.what == "step" else Load(self.far, best)
        there = self._holds(here, b)
        yield If(either(a < 0, b < 0), (Return(self.nowhere),))
        yield from self._begin(a)
        yield Let(best, int_(0))
        yield Let(least, num(0.0))
        yield Let(going, TRUE)
        search = (
            Set(best, int_(-1)),
            For(i, int_(0), int_(len(self.domain)), (If(nearer, take),)),
            If(best < 0, (Return(self.nowhere),)),
            Let(here, self.domain.entity(best)),
            If(there, (Return(answer),)),
            Store(self.done, best, TRUE),
            *self._further(best, here, least),
        )
        yield While(going, search)
        yield Return(self.nowhere)

    def _begin(self, a: Var) -> Iterator[Stmt]:
        """Whence it begins: where one is, or any place in it."""
        i, place = Var("i", "int"), Var("place", "int")
        is_there = self.x.kinds_now.member(place, self.expr.kind)
        begins = Choose(self._holds(place, a), num(0.0), num(-1.0))
        known: Stmt = Store(self.far, i, begins)
        known = known if is_there == TRUE else If(is_there, (known,))
        body = (
            Let(place, self.domain.entity(i)),
            Store(self.done, i, FALSE if is_there == TRUE else ~is_there),
            Store(self.far, i, num(-1.0)),
            Store(self.step, i, int_(-1)),
            known,
        )
        yield For(i, int_(0), int_(len(self.domain)), body)

    def _further(self, best: Var, here: Var, least: Var) -> Iterator[Stmt]:
        """Whereto one comes from a place."""
        expr, j, place = self.expr, Var("j", "int"), Var("place2", "int")
        straight, far = Var("straight", "num"), Var("far", "num")
        scope = self.scope.bind(expr.here, here, expr.kind).bind(expr.there, place, expr.kind)
        first = Choose(Load(self.step, best) < 0, place, Load(self.step, best))
        better = either(Load(self.far, j) < 0.0, far < Load(self.far, j))
        reach = (
            Let(far, least + straight),
            If(better, (Store(self.far, j, far), Store(self.step, j, first))),
        )
        look = (
            Let(place, self.domain.entity(j)),
            Let(straight, self.x.lower(expr.straight, scope)),
            If(straight > 0.0, reach),
        )
        yield For(j, int_(0), int_(len(self.domain)), (If(~Load(self.done, j), look),))

    def _holds(self, inner: Expr, outer: Expr) -> Expr:
        expr = self.expr
        return _holds(self.x, expr.here, expr.within, inner, outer, self.scope)
