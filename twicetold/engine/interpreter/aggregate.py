"""Aggregates: what is said of all entities of a kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twicetold.engine.interpreter.functions import Eval, Members, Those
from twicetold.engine.interpreter.state import Frame, State
from twicetold.lang.model import Value


def aggregate(op: str, those: Those, slot: int, body: Eval | None) -> Eval:
    """The function of what is said of those who take a slot, other than `any` and `all`; each in order of
    declaration."""
    if op == "count":
        return lambda s, f: float(len(those(s, f)))
    assert body is not None
    return _best(those, slot, body) if op == "best" else _gather(op, those, slot, body)


def any_or_all(
    every: bool, members: Members, those: Those, slot: int, where: Eval | None, body: Eval | None
) -> Eval:
    """`any`: one that fits both; `all`: none that fits `where` and not the claim. Nobody after the first who
    decides it is read."""

    def test(s: State, f: Frame) -> Any:
        asked = None if s.trace is None else where
        for entity in those(s, f) if s.trace is None else members(s):
            f[slot] = entity
            if (asked is None or asked(s, f)) and (body is None or bool(body(s, f)) is not every):
                return not every
        return every

    return test


def _best(those: Those, slot: int, body: Eval) -> Eval:
    def find(s: State, f: Frame) -> Any:
        best, most = -1, 0.0
        for entity in those(s, f):
            f[slot] = entity
            value = body(s, f)
            if best == -1 or value > most:
                best, most = entity, value
        return best

    return find


def _gather(op: str, those: Those, slot: int, body: Eval) -> Eval:
    def values(s: State, f: Frame) -> list[Value]:
        gathered = []
        for entity in those(s, f):
            f[slot] = entity
            gathered.append(body(s, f))
        return gathered

    def add(numbers: list[Any]) -> Any:
        total: Any = 0.0
        for value in numbers:
            total = total + value
        return total

    if op == "sum":
        return lambda s, f: add(values(s, f))
    if op == "mean":

        def mean(s: State, f: Frame) -> Any:
            numbers = values(s, f)
            return add(numbers) / float(len(numbers)) if numbers else 0.0

        return mean
    choose: Callable[..., Any] = min if op == "min" else max
    return lambda s, f: choose(values(s, f), default=0.0)
