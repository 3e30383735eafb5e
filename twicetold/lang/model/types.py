"""Types: what a value can be, and how it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

NEVER: Final = 1e18
"""The time that does not come, in seconds."""

UNKNOWN: Final = -4e18
"""What a mind holds of a value that it does not know, of whatever type: no value of the truth."""

WIDEST: Final = 1e15
"""A number without declared ends is clamped to plus and minus this."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """A yes/no."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number within `lo..hi`, in the base unit of `unit` (sorted pairs of base unit and exponent).

    `whole` numbers are rounded to the nearest on storing, halves to the even one.
    """

    lo: float = -WIDEST
    hi: float = WIDEST
    unit: tuple[tuple[str, int], ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Time:
    """A moment, in seconds since the start of the life; `NEVER` is later than all others."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the named options; its value is the option's index."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ref:
    """An entity of a kind, or also none when `optional`."""

    kind: str
    optional: bool = False


Type = YesNo | Number | Time | OneOf | Ref

Value = float | int | bool


def default(type_: Type) -> Value:
    """What a field or setting of this type is that is given nothing, and what is read of one that an entity
    does not have: no, the number nearest to 0, the first option, never, nobody.
    """
    match type_:
        case YesNo():
            return False
        case Number(lo=lo, hi=hi):
            return min(max(0.0, lo), hi)
        case Time():
            return NEVER
        case OneOf():
            return 0
        case Ref():
            return -1


def stored(type_: Type) -> Callable[[Any], Any]:
    """What happens to a value on its way into a field or setting of this type: a number is rounded if whole,
    and clamped; what is none becomes the least."""
    if not isinstance(type_, Number):
        return lambda v: v
    lo, hi = type_.lo, type_.hi

    def clamped(v: Any) -> Any:
        if v >= lo:
            return v if v <= hi else hi
        return lo

    if not type_.whole:
        return clamped
    return lambda v: clamped(float(round(clamped(v))))  # halves to the even one, and never -0
