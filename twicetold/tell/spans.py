"""Stretches of time in words, as rough as a teller would put them."""

from __future__ import annotations

_UNITS = (
    ("year", 31_556_952.0),
    ("month", 2_629_746.0),
    ("week", 604_800.0),
    ("day", 86_400.0),
    ("hour", 3_600.0),
    ("minute", 60.0),
)
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
)
_TIMES = {1: "once", 2: "twice", 3: "three times", 4: "four times", 5: "five times"}


def number(count: int) -> str:
    """A count in words up to twenty, in figures beyond."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)


def times(count: int) -> str:
    """How often: twice, three times; many times are "again and again"."""
    return _TIMES.get(count, "again and again")


def span(seconds: float) -> str:
    """A stretch of time: "a moment", "half a minute", "two hours", "twenty minutes"."""
    if seconds < 2:
        return "a moment"
    for unit, length in _UNITS:
        if seconds >= 0.75 * length:
            return _counted(round(seconds / length), unit)
        if seconds >= 0.4 * length and unit in ("hour", "minute"):
            return f"half {_counted(1, unit)}"
    return "a few seconds"


def _counted(count: int, unit: str) -> str:
    if count <= 1:
        return f"{'an' if unit == 'hour' else 'a'} {unit}"
    if unit == "minute" and count > 12:
        count = 5 * round(count / 5)
    return f"{number(count)} {unit}s"
