"""Between which numbers a value lies, so that a clamp which cannot bite is left out.

What a world keeps is clamped, so every number read from it is finite and within its field's range. Rounding
never turns a smaller number into a greater one; so the ends of a range, computed like the value itself, bound
it to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from twicetold.lang import model

Interval = tuple[float, float]


def interval(expr: model.Expr, settings: Mapping[str, Interval]) -> Interval | None:
    """The least and the greatest that a number can be, given those of the settings; None if not known."""
    found = _interval(expr, settings)
    return found if found is not None and all(map(math.isfinite, found)) else None


def _interval(expr: model.Expr, settings: Mapping[str, Interval]) -> Interval | None:
    match expr:
        case model.Const(value):
            return float(value), float(value)
        case model.SettingOf(name):
            return settings[name]
        case model.Cell(type=model.Number(lo, hi)):
            return lo, hi
        case model.Unary("-", x):
            inner = interval(x, settings)
            return inner and (-inner[1], -inner[0])
        case model.IfElse(_, then, other):
            return _hull(interval(then, settings), interval(other, settings))
        case model.Binary(op, left, right) if op in ("+", "-", "*"):
            return _combined(op, interval(left, settings), interval(right, settings))
        case model.Function("clamp", (_, model.Const(lo), model.Const(hi))) if lo <= hi:
            return float(lo), float(hi)
    return None


def _hull(a: Interval | None, b: Interval | None) -> Interval | None:
    return (min(a[0], b[0]), max(a[1], b[1])) if a is not None and b is not None else None


def _combined(op: str, a: Interval | None, b: Interval | None) -> Interval | None:
    if a is None or b is None:
        return None
    if op == "+":
        return a[0] + b[0], a[1] + b[1]
    if op == "-":
        return a[0] - b[1], a[1] - b[0]
    products = [x * y for x in a for y in b]
    return min(products), max(products)
