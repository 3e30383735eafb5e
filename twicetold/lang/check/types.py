"""Types: how they are called, which fit where, and what two of them have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from twicetold.lang import model

Dimension = tuple[tuple[str, int], ...]
"""Base units and their exponents, sorted by name; empty for a plain number."""

SECONDS: Final[Dimension] = (("second", 1),)

CLOCK: Final[Dimension] = (("time of day", 1),)
"""The dimension of a time of day: a number of seconds since midnight, of which no length of time is one."""

TIME_OF_DAY: Final = model.Number(0.0, 86_400.0, CLOCK)

NOTHING: Final = model.Ref("", optional=True)
"""The type of `none` before it is known of what kind it is none."""

YES_NO: Final = model.YesNo()

PLAIN: Final = model.Number()

DURATION: Final = model.Number(unit=SECONDS)


def dimension(type_: model.Type) -> Dimension | None:
    """The dimension of a number, seconds for a time; None for what cannot be reckoned with."""
    match type_:
        case model.Number(unit=unit):
            return unit
        case model.Time():
            return SECONDS
        case model.YesNo() | model.OneOf() | model.Ref():
            return None


def times(a: Dimension, b: Dimension, power: int = 1) -> Dimension:
    """The dimension of `a * b`, or with power -1 of `a / b`."""
    exponents = dict(a)
    for base, exponent in b:
        exponents[base] = exponents.get(base, 0) + power * exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


def root(unit: Dimension) -> Dimension | None:
    """The dimension of a square root; None if there is none (no square)."""
    if any(exponent % 2 for _, exponent in unit):
        return None
    return tuple((base, exponent // 2) for base, exponent in unit)


def said_dimension(unit: Dimension, plural: Mapping[str, str]) -> str:
    """A dimension in words: "metres per second". `plural` has the plural of each base unit."""
    above = [_power(plural.get(base, base), n) for base, n in unit if n > 0]
    below = [_power(base, -n) for base, n in unit if n < 0]
    return " per ".join([" ".join(above) or "1", *below])


def _power(name: str, exponent: int) -> str:
    return name if exponent == 1 else f"{name}^{exponent}"


def said(type_: model.Type, plural: Mapping[str, str]) -> str:
    """A type in words, with its article."""
    match type_:
        case model.YesNo():
            return "a yes/no"
        case model.Number(unit=unit) if unit == CLOCK:
            return "a time of day"
        case model.Number(unit=unit):
            return f"a number of {said_dimension(unit, plural)}" if unit else "a number"
        case model.Time():
            return "a time"
        case model.OneOf(options=options):
            return f"an option ({', '.join(options)})"
        case model.Ref(kind="", optional=True):
            return "none"
        case model.Ref(kind=kind, optional=optional):
            return f"{with_article(kind)}{' or none' if optional else ''}"


def with_article(name: str) -> str:
    """`a Person`, `an Alpha`."""
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def must_be_given(type_: model.Type) -> bool:
    """Whether a field or setting of this type has no value that could be meant without being said."""
    return isinstance(type_, model.Ref) and not type_.optional
