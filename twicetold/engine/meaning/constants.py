"""Constant expressions: what has its value before any life begins, reckoned as a life would (constant
folding)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from twicetold.engine.meaning.grid import Times
from twicetold.engine.meaning.operators import BINARY, FUNCTION, UNARY
from twicetold.lang import model
from twicetold.lang.model import Value


class Constants:
    """Evaluates the constant expressions of one world: numbers and settings, and what is made of them by
    operators, functions and definitions."""

    def __init__(self, world: model.World) -> None:
        self._times = Times.of(world)
        self._settings = {setting.name: setting.value for setting in world.settings}
        self._defines = {define.name: define for define in world.defines}

    def value(self, expr: model.Expr) -> Value:
        """The value of an expression. Raises TypeError if it reads or draws anything."""
        known: Value = self._value(expr, {})
        return known

    def _value(self, expr: model.Expr, bound: Mapping[int, Any]) -> Any:
        match expr:
            case model.Const(value=value):
                return as_read(value, expr.type)
            case model.SettingOf(name=name):
                return as_read(self._settings[name], expr.type)
            case model.Bound(slot=slot) if slot in bound:
                return bound[slot]
            case model.Unary(op=op, x=x):
                return UNARY[op](self._value(x, bound))
            case model.Binary(op=op, left=left, right=right):
                a, b = self._value(left, bound), self._value(right, bound)
                value = BINARY[op](a, b)
                if not model.is_of_times(expr):
                    return value
                return self._times.left_over(value, b) if op == "mod" else self._times.snapped(value)
            case model.IfElse(cond=cond, then=then, other=other):
                return self._value(then if self._value(cond, bound) else other, bound)
            case model.Function(name=name, args=args):
                return FUNCTION[name](*(self._value(arg, bound) for arg in args))
            case model.Call(define=define, args=args):
                given = {slot: self._value(arg, bound) for slot, arg in enumerate(args, start=1)}
                return self._value(self._defines[define].body, given)
            case _:
                raise TypeError(f"{type(expr).__name__} has no value before a life begins")


def as_read(value: Value, type_: model.Type) -> Value:
    """A value that a text says, as expressions read it: every number, a time too, is a double."""
    return float(value) if isinstance(type_, model.Number | model.Time) else value
