"""The types of the language as those of the program."""

from __future__ import annotations

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.program import Const, Element, Expr, Op, Type, num
from twicetold.lang import model
from twicetold.lang.ranges import ANYTHING, Range


def value_type(type_: model.Type) -> Type:
    """How a value of this type is computed with."""
    match type_:
        case model.YesNo():
            return "bit"
        case model.Number() | model.Time():
            return "num"
        case _:
            return "int"


def element(type_: model.Type) -> Element:
    """How a value of this type is kept."""
    match type_:
        case model.YesNo():
            return "bool"
        case model.Number() | model.Time():
            return "f64"
        case model.OneOf(options):
            return "i8" if len(options) < 128 else "i16"
        case _:
            return "i16"


def int_element(most: int) -> Element:
    """How whole numbers up to `most` are kept."""
    return "i8" if most < 1 << 7 else "i16" if most < 1 << 15 else "i32"


def constant(value: model.Value, type_: model.Type) -> Const:
    """A value of the language as a constant of the program."""
    match value_type(type_):
        case "bit":
            return Const(bool(value), "bit")
        case "num":
            return Const(float(value), "num")
        case other:
            return Const(int(value), other)


def default(type_: model.Type) -> Const:
    """What is read where there is nothing to read."""
    return constant(model.default(type_), type_)


def kept(value: Expr, type_: model.Type, within: Range = ANYTHING) -> Expr:
    """A value as a field of this type keeps it: rounded if whole, and clamped, as far as that can make a
    difference to a value that lies `within` some range."""
    if not isinstance(type_, model.Number):
        return value
    lo, hi = num(type_.lo), num(type_.hi)
    if type_.whole:
        rounded = arithmetic.call("round", arithmetic.clamp(value, lo, hi))
        return arithmetic.clamp(rounded, lo, hi)
    if within[0] < type_.lo and within[1] > type_.hi:
        return arithmetic.clamp(value, lo, hi)
    if within[0] < type_.lo:
        return arithmetic.call("at_least", value, lo)
    return arithmetic.call("at_most", value, hi) if within[1] > type_.hi else value


def as_number(value: Expr) -> Expr:
    """A value of any type but a word as a num."""
    if value.type == "num":
        return value
    return Op("to num", (Op("to int", (value,), "int") if value.type == "bit" else value,), "num")
