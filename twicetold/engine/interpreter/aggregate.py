"""Aggregates: what is said of all entities of a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from twicetold.engine.interpreter.state import Eval, Frame, Members, State
from twicetold.lang import model
from twicetold.lang.model import Value

if TYPE_CHECKING:
    from twicetold.engine.interpreter.expression import Expressions


def aggregate(x: Expressions, expr: model.Aggregate) -> Eval:
    """The function of what is said of all of a kind; each in order of declaration."""
    members, slot = x.members(expr.kind), expr.slot
    where = x.compile(expr.where) if expr.where else None
    body = x.compile(expr.body) if expr.body else None

    def those(s: State, f: Frame) -> list[int]:
        found = []
        for entity in members(s):
            f[slot] = entity
            if where is None or where(s, f):
                found.append(entity)
        return found

    if expr.op == "any" or expr.op == "all":
        return _any_or_all(expr.op == "all", members, slot, where, body)
    if expr.op == "count":
        return lambda s, f: float(len(those(s, f)))
    assert body is not None
    if expr.op == "best":
        return _best(those, slot, body)
    return _gather(expr.op, those, slot, body)


def _any_or_all(every: bool, members: Members, slot: int, where: Eval | None, body: Eval | None) -> Eval:
    """`any`: one that fits both; `all`: none that fits `where` and not the claim."""

    def test(s: State, f: Frame) -> Any:
        for entity in members(s):
            f[slot] = entity
            if (where is None or where(s, f)) and (body is None or bool(body(s, f)) is not every):
                return not every
        return every

    return test


def _best(those: Callable[[State, Frame], list[int]], slot: int, body: Eval) -> Eval:
    def find(s: State, f: Frame) -> Any:
        best, most = -1, 0.0
        for entity in those(s, f):
            f[slot] = entity
            value = body(s, f)
            if best == -1 or value > most:
                best, most = entity, value
        return best

    return find


def _gather(op: str, those: Callable[[State, Frame], list[int]], slot: int, body: Eval) -> Eval:
    def values(s: State, f: Frame) -> list[Value]:
        found = []
        for entity in those(s, f):
            f[slot] = entity
            found.append(body(s, f))
        return found

    def add(found: list[Any]) -> Any:
        total: Any = 0.0
        for value in found:
            total = total + value
        return total

    if op == "sum":
        return lambda s, f: add(values(s, f))
    if op == "mean":

        def mean(s: State, f: Frame) -> Any:
            found = values(s, f)
            return add(found) / float(len(found)) if found else 0.0

        return mean
    choose: Callable[..., Any] = min if op == "min" else max
    return lambda s, f: choose(values(s, f), default=0.0)
