"""Operators and built-in functions: one operation each, as the reference orders them."""

from __future__ import annotations

import math
from collections.abc import Callable

from twicetold.engine.interpreter.state import Eval
from twicetold.engine.meaning import numeric
from twicetold.lang.model import Value


def _minus(a: Eval, b: Eval) -> Eval:
    return lambda s, f: a(s, f) - b(s, f)


def _both(a: Eval, b: Eval) -> Eval:
    return lambda s, f: bool(a(s, f)) and bool(b(s, f))


def _either(a: Eval, b: Eval) -> Eval:
    return lambda s, f: bool(a(s, f)) or bool(b(s, f))


def _whole_below(x: Value) -> float:
    return float(math.floor(x)) if -(2.0**52) < x < 2.0**52 else float(x)


def _clamp(x: Eval, lo: Eval, hi: Eval) -> Eval:
    return lambda s, f: numeric.clamp(x(s, f), lo(s, f), hi(s, f))


def _least(*args: Eval) -> Eval:
    return lambda s, f: min([arg(s, f) for arg in args])


def _greatest(*args: Eval) -> Eval:
    return lambda s, f: max([arg(s, f) for arg in args])


BINARY: dict[str, Callable[[Eval, Eval], Eval]] = {
    "+": lambda a, b: lambda s, f: a(s, f) + b(s, f),
    "-": _minus,
    "*": lambda a, b: lambda s, f: a(s, f) * b(s, f),
    "/": lambda a, b: lambda s, f: numeric.divide(a(s, f), b(s, f)),
    "<": lambda a, b: lambda s, f: a(s, f) < b(s, f),
    "<=": lambda a, b: lambda s, f: a(s, f) <= b(s, f),
    ">": lambda a, b: lambda s, f: a(s, f) > b(s, f),
    ">=": lambda a, b: lambda s, f: a(s, f) >= b(s, f),
    "is": lambda a, b: lambda s, f: a(s, f) == b(s, f),
    "is not": lambda a, b: lambda s, f: a(s, f) != b(s, f),
    "and": _both,
    "or": _either,
}
"""By operator, the function of two operands."""

RIGHT_CONSTANT: dict[str, Callable[[Eval, Value], Eval]] = {
    "+": lambda a, k: lambda s, f: a(s, f) + k,
    "-": lambda a, k: lambda s, f: a(s, f) - k,
    "*": lambda a, k: lambda s, f: a(s, f) * k,
    "/": lambda a, k: (lambda s, f: a(s, f) / k) if k else (lambda s, f: 0.0),
    "<": lambda a, k: lambda s, f: a(s, f) < k,
    "<=": lambda a, k: lambda s, f: a(s, f) <= k,
    ">": lambda a, k: lambda s, f: a(s, f) > k,
    ">=": lambda a, k: lambda s, f: a(s, f) >= k,
    "is": lambda a, k: lambda s, f: a(s, f) == k,
    "is not": lambda a, k: lambda s, f: a(s, f) != k,
}
"""The same where the right operand is a constant, which need not be asked for each time."""

LEFT_CONSTANT: dict[str, Callable[[Value, Eval], Eval]] = {
    "+": lambda k, b: lambda s, f: k + b(s, f),
    "-": lambda k, b: lambda s, f: k - b(s, f),
    "*": lambda k, b: lambda s, f: k * b(s, f),
}
"""The same where the left one is."""

FUNCTION: dict[str, Callable[..., Eval]] = {
    "abs": lambda x: lambda s, f: abs(x(s, f)),
    "floor": lambda x: lambda s, f: _whole_below(x(s, f)),
    "round": lambda x: lambda s, f: numeric.round_half_even(x(s, f)),
    "sqrt": lambda x: lambda s, f: numeric.sqrt(x(s, f)),
    "exp": lambda x: lambda s, f: numeric.exp(x(s, f)),
    "log": lambda x: lambda s, f: numeric.log(x(s, f)),
    "least": _least,
    "greatest": _greatest,
    "clamp": _clamp,
}
"""By name, the built-in function of its arguments; all are total."""
