"""Operators and built-in functions as functions of a state and a frame; what they do to values is said in
`engine/meaning/operators.py`. The operators are written out here, for nothing is asked more often.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from twicetold.engine.interpreter.functions import Eval
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning import numeric, operators
from twicetold.lang.exact import modulo
from twicetold.lang.model import Value


def _minus(a: Eval, b: Eval) -> Eval:
    return lambda s, f: a(s, f) - b(s, f)


# Loops, for a generator would take as long again as what is asked.


def _all(parts: Sequence[Eval]) -> Eval:
    def holds(s: State, f: Frame) -> bool:
        for part in parts:  # noqa: SIM110
            if not part(s, f):
                return False
        return True

    return holds


def _any(parts: Sequence[Eval]) -> Eval:
    def holds(s: State, f: Frame) -> bool:
        for part in parts:  # noqa: SIM110
            if part(s, f):
                return True
        return False

    return holds


CHAIN: dict[str, Callable[[Sequence[Eval]], Eval]] = {"and": _all, "or": _any}
"""By operator, the function of a chain of operands; none is asked after the first that decides it."""


BINARY: dict[str, Callable[[Eval, Eval], Eval]] = {
    "+": lambda a, b: lambda s, f: a(s, f) + b(s, f),
    "-": _minus,
    "*": lambda a, b: lambda s, f: a(s, f) * b(s, f),
    "/": lambda a, b: lambda s, f: numeric.divide(a(s, f), b(s, f)),
    "mod": lambda a, b: lambda s, f: modulo(a(s, f), b(s, f)),
    "<": lambda a, b: lambda s, f: a(s, f) < b(s, f),
    "<=": lambda a, b: lambda s, f: a(s, f) <= b(s, f),
    ">": lambda a, b: lambda s, f: a(s, f) > b(s, f),
    ">=": lambda a, b: lambda s, f: a(s, f) >= b(s, f),
    "is": lambda a, b: lambda s, f: a(s, f) == b(s, f),
    "is not": lambda a, b: lambda s, f: a(s, f) != b(s, f),
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

COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "is": operator.eq, "is not": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
"""By operator, how two values compare."""

LEFT_CONSTANT: dict[str, Callable[[Value, Eval], Eval]] = {
    "+": lambda k, b: lambda s, f: k + b(s, f),
    "-": lambda k, b: lambda s, f: k - b(s, f),
    "*": lambda k, b: lambda s, f: k * b(s, f),
}
"""The same where the left one is."""


def function(name: str, args: Sequence[Eval]) -> Eval:
    """The built-in function of that name, of its arguments."""
    value = operators.FUNCTION[name]
    if len(args) == 1:
        (only,) = args
        return lambda s, f: value(only(s, f))
    return lambda s, f: value(*[arg(s, f) for arg in args])
