"""Aggregates: what is said of all entities of a kind, each as a function with a loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.loop import Loops
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import value_type
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Choose,
    Expr,
    If,
    Let,
    Op,
    Return,
    Set,
    Stmt,
    Var,
    int_,
    num,
)
from twicetold.lang import model


class Looping(Context, Protocol):
    """A context that has loops too."""

    loops: Loops


Fold = Callable[[Looping, model.Aggregate, Scope], Iterator[Stmt]]


def aggregate(context: Looping, expr: model.Aggregate, scope: Scope) -> Expr:
    """What is said of all of a kind."""

    def body(inner: Scope) -> Iterator[Stmt]:
        return _FOLD[expr.op](context, expr, inner)

    return context.outlined(expr.op, expr, value_type(expr.type), scope, body)


def _each(
    x: Looping, expr: model.Aggregate, scope: Scope, body: Callable[[Scope], Iterator[Stmt]]
) -> Iterator[Stmt]:
    """The loop over those who fit `where`."""
    conditions = (
        model.conjuncts(expr.where) if expr.where is not None and not scope.tracing else _whole(expr.where)
    )
    return x.loops.each(expr.slot, expr.name, expr.kind, conditions, scope, body)


def _whole(condition: model.Expr | None) -> list[model.Expr]:
    return [] if condition is None else [condition]


def _count(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    n = Var("n", "int")
    yield Let(n, int_(0))
    yield from _each(x, expr, scope, lambda inner: iter([Set(n, n + 1)]))
    yield Return(Op("to num", (n,), "num"))


def _any(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    def holds(inner: Scope) -> Iterator[Stmt]:
        test = TRUE if expr.body is None else x.lower(expr.body, inner)
        yield If(test, (Return(TRUE),))

    yield from _each(x, expr, scope, holds)
    yield Return(FALSE)


def _all(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    def failed(inner: Scope) -> Iterator[Stmt]:
        assert expr.body is not None
        yield If(~x.lower(expr.body, inner), (Return(FALSE),))

    yield from _each(x, expr, scope, failed)
    yield Return(TRUE)


def _sum(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    total = Var("total", "num")
    yield Let(total, num(0.0))
    yield from _each(x, expr, scope, lambda inner: iter([Set(total, total + _body(x, expr, inner))]))
    yield Return(total)


def _mean(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    total, n = Var("total", "num"), Var("n", "int")
    yield Let(total, num(0.0))
    yield Let(n, int_(0))
    yield from _each(
        x, expr, scope, lambda inner: iter([Set(total, total + _body(x, expr, inner)), Set(n, n + 1)])
    )
    yield Return(Choose(n > 0, total / Op("to num", (n,), "num"), num(0.0)))


def _extreme(
    x: Looping, expr: model.Aggregate, scope: Scope, better: Callable[[Expr, Expr], Expr]
) -> Iterator[Stmt]:
    """The least or the greatest; the first of several, and 0 of none."""
    most, some, value = Var("most", "num"), Var("some", "bit"), Var("value", "num")

    def body(inner: Scope) -> Iterator[Stmt]:
        yield Let(value, _body(x, expr, inner))
        yield If(Choose(some, better(value, most), TRUE), (Set(most, value), Set(some, TRUE)))

    yield Let(most, num(0.0))
    yield Let(some, FALSE)
    yield from _each(x, expr, scope, body)
    yield Return(most)


def _best(x: Looping, expr: model.Aggregate, scope: Scope) -> Iterator[Stmt]:
    best, most, value = Var("best", "int"), Var("most", "num"), Var("value", "num")

    def body(inner: Scope) -> Iterator[Stmt]:
        yield Let(value, _body(x, expr, inner))
        better = Choose(best < 0, TRUE, value > most)
        yield If(better, (Set(most, value), Set(best, inner.bound[expr.slot].var)))

    yield Let(best, int_(-1))
    yield Let(most, num(0.0))
    yield from _each(x, expr, scope, body)
    yield Return(best)


def _body(x: Looping, expr: model.Aggregate, scope: Scope) -> Expr:
    assert expr.body is not None
    return x.lower(expr.body, scope)


_FOLD: dict[str, Fold] = {
    "count": _count,
    "any": _any,
    "all": _all,
    "sum": _sum,
    "mean": _mean,
    "min": lambda x, expr, scope: _extreme(x, expr, scope, lambda value, most: value < most),
    "max": lambda x, expr, scope: _extreme(x, expr, scope, lambda value, most: value > most),
    "best": _best,
}
