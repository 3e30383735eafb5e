"""Times as people write and read them."""

from __future__ import annotations

import re
from fractions import Fraction

from twicetold.cli.output import Mistake
from twicetold.lang.figures import clock

__all__ = ["clock", "read_time"]

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "week": 604800, "weeks": 604800,
}  # fmt: skip

_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)")
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)\s*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def read_time(text: str) -> float:
    """The seconds in `85s`, `1:25`, `1:02:00`, `2 minutes`, `1h 30m` or, plainly, `85`. Raises Mistake."""
    wanted = text.strip().lower()
    if clock := _CLOCK.fullmatch(wanted):
        hours, minutes, seconds = clock.groups()
        return float(int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(seconds))
    if _NUMBER.fullmatch(wanted):
        return float(wanted)
    parts = _PART.findall(wanted)
    if parts and _PART.sub("", wanted) == "" and all(unit in _UNITS for _, unit in parts):
        return float(sum(Fraction(number) * _UNITS[unit] for number, unit in parts))
    raise Mistake(f"`{text}` is not a time; write `85s`, `1:25` or `2 minutes`")
