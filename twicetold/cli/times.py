"""Times as people write and read them."""

from __future__ import annotations

import re
from fractions import Fraction

from twicetold.cli.output import Mistake

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


def clock(seconds: float) -> str:
    """A time as `1:25`, `1:02:00` or, beyond a day, `2d 3:04:05`; with a fraction if it has one: the whole of
    it if that takes no more than six digits, else three."""
    digits = next((n for n in range(7) if round(seconds, n) == seconds), 3)
    whole, _, rest = f"{seconds:.{digits}f}".partition(".")
    fraction = f".{rest}".rstrip("0").rstrip(".")
    minutes, second = divmod(int(whole), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if not hours:
        return f"{minute}:{second:02}{fraction}"
    return f"{f'{days}d ' if days else ''}{hour}:{minute:02}:{second:02}{fraction}"
