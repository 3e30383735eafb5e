"""Shortest paths, ways: how far it is from one place to another, and which way to take.

E. W. Dijkstra's algorithm ("A note on two problems in connexion with graphs", 1959), in the plain form that
looks through all places for the nearest; of several as near the first declared is taken, so that there is one
answer. Whatever way is looked at is read, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twicetold.engine.interpreter.functions import Compile, Eval, Members
from twicetold.engine.interpreter.state import Frame, State
from twicetold.lang import model

Holds = Callable[[State, Frame, int, int], bool]
"""Whether one place is another, or in it."""


def way(compile_: Compile, members: Members, everybody: int, expr: model.Way) -> Eval:
    """The length of the shortest way, or its first step; of none `WIDEST`, or nobody."""
    start, end, length = compile_(expr.a), compile_(expr.b), compile_(expr.straight)
    holds = _holds(compile_, everybody, expr.here, expr.within)
    here, there, first = expr.here, expr.there, expr.what == "step"
    nowhere: Any = -1 if first else model.WIDEST

    def find(s: State, f: Frame) -> Any:
        a, b = start(s, f), end(s, f)
        if a == -1 or b == -1:
            return nowhere
        left = list(members(s))
        far = {place: 0.0 for place in left if holds(s, f, place, a)}
        step = dict.fromkeys(far, -1)
        while near := [place for place in left if place in far]:
            place = min(near, key=far.__getitem__)
            if holds(s, f, place, b):
                return step[place] if first else far[place]
            left.remove(place)
            for other in left:
                f[here], f[there] = place, other
                straight = length(s, f)
                if straight > 0 and (other not in far or far[place] + straight < far[other]):
                    far[other] = far[place] + straight
                    step[other] = other if step[place] == -1 else step[place]
        return nowhere

    return find


def inside(compile_: Compile, everybody: int, expr: model.Inside) -> Eval:
    """Whether one place is another, or in it."""
    x, y = compile_(expr.x), compile_(expr.y)
    holds = _holds(compile_, everybody, expr.slot, expr.within)

    def test(s: State, f: Frame) -> bool:
        inner, outer = x(s, f), y(s, f)
        return outer != -1 and holds(s, f, inner, outer)

    return test


def _holds(compile_: Compile, everybody: int, slot: int, within: model.Expr | None) -> Holds:
    if within is None:
        return lambda s, f, x, y: x == y
    around = compile_(within)

    def holds(s: State, f: Frame, x: int, y: int) -> bool:
        for _ in range(everybody):  # what is in itself goes round and round
            if x == y:
                return True
            if x == -1:
                return False
            f[slot] = x
            x = around(s, f)
        return False

    return holds
