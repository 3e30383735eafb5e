"""Values known before any life begins."""

from __future__ import annotations

import math
from collections.abc import Iterator

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, walk
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import DURATION


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
            found = [arg for arg in args if arg is not None]
            return _function(expr.name, found) if len(found) == len(args) else None
        case _:
            return None


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


def outside(type_: model.Type, value: float, names: Names) -> tuple[str, str]:
    """What is told of a value outside the range of its type, and the mend."""
    unit, range_ = names.said_unit(type_), said_range(type_)
    if range_ and abs(value) <= model.WIDEST:
        return (
            f"{value:g}{unit} lies outside the range {range_}{unit}",
            "choose a value within it, or widen it",
        )
    return f"no number is kept beyond ±{model.WIDEST:g}{unit}", "write a smaller one, or choose a larger unit"


def constant(expr: syntax.Expr, names: Names, wanted: model.Type | None, what: str) -> model.Value | None:
    """A value of the wanted type that is known before any life; None and an error if it is not."""
    found = expression.value(expr, Scope(names, Frame()), wanted, what)
    if found is None:
        return None
    value = fold(found, names)
    if value is None or not math.isfinite(value):
        turned = next((name for name in _settings_of(found) if names.settings[name].tune), None)
        help = "use numbers and settings only"
        if turned is not None:
            help = f"`{turned}` may be turned without the world being loaded again: do not tune it"
        names.problems.error("T0305", expr.span, f"{what} must be known before any life begins", help)
        return None
    return value


def _settings_of(expr: model.Expr) -> Iterator[str]:
    return (node.name for node, _ in walk.nodes(expr) if isinstance(node, model.SettingOf))


def seconds(expr: syntax.Expr, names: Names, what: str, zero: bool = False) -> float | None:
    """A duration known before any life, in seconds, longer than nothing unless `zero` is allowed too."""
    found = constant(expr, names, DURATION, what)
    if found is None:
        return None
    if found < 0 or (found == 0 and not zero):
        names.problems.error("T0306", expr.span, f"{what} must be longer than nothing", "such as `1 minute`")
        return None
    return min(float(found), model.NEVER)
