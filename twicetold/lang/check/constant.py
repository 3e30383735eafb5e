"""Values known before any life begins."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import DURATION
from twicetold.lang.codes import Help
from twicetold.lang.exact import kept, modulo
from twicetold.lang.source import Span


def fold(expr: model.Expr, names: Names) -> model.Value | None:
    """The value of an expression that reads nothing but settings that stay as they are; None if it reads or
    draws something, may be turned, or needs a function that is the engine's own (`exp`, `log`)."""
    match expr:
        case model.Const():
            return expr.value
        case model.SettingOf(name=name):
            setting = names.settings[name]
            return setting.value if setting.tune is None else None
        case model.Unary():
            x = fold(expr.x, names)
            if x is None:
                return None
            return not x if expr.op == "not" else -x
        case model.Binary():
            left, right = fold(expr.left, names), fold(expr.right, names)
            return None if left is None or right is None else _binary(expr.op, left, right)
        case model.IfElse():
            cond = fold(expr.cond, names)
            return None if cond is None else fold(expr.then if cond else expr.other, names)
        case model.Function():
            args = [fold(arg, names) for arg in expr.args]
            values = [arg for arg in args if arg is not None]
            return _function(expr.name, values) if len(values) == len(args) else None
        case (
            model.Bound()
            | model.Now()
            | model.Cell()
            | model.Unknown()
            | model.Call()
            | model.IsKind()
            | model.Aggregate()
            | model.Believes()
            | model.Remembers()
            | model.Happened()
            | model.Times()
            | model.Doing()
            | model.Busy()
            | model.Way()
            | model.Inside()
            | model.Draw()
        ):
            return None


def exact(expr: model.Expr, names: Names) -> Fraction | None:
    """The exact value of a number that is known before any life begins, as it is written; None of any other.
    What has no exact value (the root of a number) is the double that `fold` gives."""
    match expr:
        case model.Const() if expr.span in names.written:
            return names.written[expr.span]
        case model.SettingOf(name=name) if name in names.exact and names.settings[name].tune is None:
            return names.exact[name]
        case model.Unary(op="-", x=x):
            inner = exact(x, names)
            return None if inner is None else -inner
        case model.Binary(op=op, left=left, right=right) if op in _EXACT:
            a, b = exact(left, names), exact(right, names)
            return None if a is None or b is None else kept(_EXACT[op](a, b))
        case model.IfElse():
            cond = fold(expr.cond, names)
            return None if cond is None else exact(expr.then if cond else expr.other, names)
        case model.Function(name=name) if name in _EXACT:
            args = [exact(arg, names) for arg in expr.args]
            return None if None in args else _EXACT[name](*args)
        case _:
            value = fold(expr, names)
            return Fraction(value) if value is not None and math.isfinite(value) else None


_EXACT: Final[dict[str, Callable[..., Fraction]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": lambda a, b: a / b if b else Fraction(0),
    "mod": lambda a, b: a - math.floor(a / b) * b if b else Fraction(0),
    "abs": abs, "least": lambda *x: min(x), "greatest": lambda *x: max(x),
    "clamp": lambda x, lo, hi: min(max(x, lo), hi),
}  # fmt: skip
"""What is reckoned with exact numbers."""


def _binary(op: str, a: model.Value, b: model.Value) -> model.Value:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return a / b if b else 0.0
        case "mod":
            return modulo(float(a), float(b))
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
        case "is":
            return a == b
        case "is not":
            return a != b
        case "and":
            return bool(a and b)
        case _:
            return bool(a or b)


def _function(name: str, args: list[model.Value]) -> model.Value | None:
    if not all(map(math.isfinite, args)):
        return None
    match name:
        case "abs":
            return abs(args[0])
        case "floor":
            return float(math.floor(args[0]))
        case "round":
            return float(round(args[0]))
        case "sqrt":
            return math.sqrt(args[0]) if args[0] > 0 else 0.0
        case "least":
            return min(args)
        case "greatest":
            return max(args)
        case "clamp":
            return min(max(args[0], args[1]), args[2])
        case _:
            return None


def is_outside(type_: model.Type, value: model.Value) -> bool:
    """Whether a value lies outside the range of its type."""
    return isinstance(type_, model.Number) and not type_.lo <= value <= type_.hi


def said_range(type_: model.Type) -> str:
    """The range of a number as it is written, in base units; empty if it has none."""
    if not isinstance(type_, model.Number):
        return ""
    lo = "" if type_.lo == -model.WIDEST else f"{type_.lo:g}"
    hi = "" if type_.hi == model.WIDEST else f"{type_.hi:g}"
    return f"{lo}..{hi}" if lo or hi else ""


def tell_outside(type_: model.Type, value: float, span: Span, names: Names) -> None:
    """Tell of a value outside the range of its type."""
    unit, range_ = names.said_unit(type_), said_range(type_)
    if range_ and abs(value) <= model.WIDEST:
        names.problems.tell("T0306.outside", span, value=value, range=range_, unit=unit)
    else:
        names.problems.tell("T0306.kept", span, widest=model.WIDEST, unit=unit)


def constant(expr: syntax.Expr, names: Names, wanted: model.Type | None, what: str) -> model.Value | None:
    """A value of the wanted type that is known before any life; None and an error if it is not."""
    meant = known(expr, names, wanted, what)
    return None if meant is None else fold(meant, names)


def known(expr: syntax.Expr, names: Names, wanted: model.Type | None, what: str) -> model.Expr | None:
    """The same, as an expression that can be folded."""
    meant = expression.value(expr, Scope(names, Frame()), wanted, what)
    if meant is None:
        return None
    value = fold(meant, names)
    if value is None or not math.isfinite(value):
        turned = next((name for name in _settings_of(meant) if names.settings[name].tune), None)
        help = None if turned is None else Help("T0305.turned", setting=turned)
        names.problems.tell("T0305.known", expr.span, help, what=what)
        return None
    return meant


def _settings_of(expr: model.Expr) -> Iterator[str]:
    return (node.name for node in model.nodes(expr) if isinstance(node, model.SettingOf))


def of_clock(meant: model.Expr, span: Span, names: Names, what: str) -> int | None:
    """A time of day known before any life, in whole seconds after midnight; None and an error if it is
    not."""
    value = fold(meant, names)
    if value is None:
        names.problems.tell("T0305.known", span, what=what)
    return None if value is None else int(value)


def seconds(expr: syntax.Expr, names: Names, what: str, zero: bool = False) -> Fraction | None:
    """A duration known before any life, in exact seconds; longer than nothing, unless `zero` is allowed."""
    meant = known(expr, names, DURATION, what)
    length = None if meant is None else exact(meant, names)
    if length is None:
        return None
    if length < 0 or (length == 0 and not zero):
        names.problems.tell("T0306.duration", expr.span, what=what)
        return None
    return min(length, Fraction(model.NEVER))
