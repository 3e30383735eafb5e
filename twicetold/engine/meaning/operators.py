"""Operators and built-in functions of values: one operation each, as the reference orders them.

All are total. `and` and `or` are given both sides here; who asks the second only if the first leaves it open
gets the same, for to ask changes nothing.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Final

from twicetold.engine.meaning import numeric
from twicetold.lang.exact import modulo
from twicetold.lang.model import Value


def floor(x: Value) -> float:
    """The next whole number below; a number too great to have a fraction is itself."""
    return float(math.floor(x)) if -(2.0**52) < x < 2.0**52 else float(x)


UNARY: Final[dict[str, Callable[[Any], Any]]] = {"not": operator.not_, "-": operator.neg}
"""By operator, the function of its operand."""

BINARY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": numeric.divide,
    "mod": modulo,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.eq,
    "is not": operator.ne,
    "and": lambda a, b: bool(a and b),
    "or": lambda a, b: bool(a or b),
}
"""By operator, the function of its two operands."""

FUNCTION: Final[dict[str, Callable[..., Any]]] = {
    "abs": abs,
    "floor": floor,
    "round": numeric.round_half_even,
    "sqrt": numeric.sqrt,
    "exp": numeric.exp,
    "log": numeric.log,
    "least": lambda *x: min(x),
    "greatest": lambda *x: max(x),
    "clamp": numeric.clamp,
}
"""By name, the built-in function."""
