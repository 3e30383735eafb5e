"""Types: what a value can be, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

NEVER: Final = 1e18
"""The time that does not come, in seconds."""

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


def stored(type_: Type, value: Value) -> Value:
    """A value as a field or setting of this type keeps it: rounded if whole, clamped."""
    if not isinstance(type_, Number):
        return value
    value = min(max(float(value), type_.lo), type_.hi)
    return min(max(float(round(value)), type_.lo), type_.hi) if type_.whole else value
