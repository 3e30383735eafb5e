"""Times as people write and read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from twicetold.cli.output import Mistake
from twicetold.lang.calendar import MONTHS, WEEKDAYS, Calendar

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


def read_time(text: str, begins: Calendar | None = None) -> float:
    """The seconds in `85s`, `1:25`, `1:02:00`, `2 minutes`, `1h 30m` or, plainly, `85`; in a world that says
    when it begins, those up to `18:30`, `Tue 9:00`, `day 3 18:30`, `24 Dec 9:00`. Raises Mistake."""
    wanted = text.strip().lower()
    if begins is not None and (when := _of_day(wanted, begins)) is not None:
        return float(when)
    if clock := _CLOCK.fullmatch(wanted):
        hours, minutes, seconds = clock.groups()
        return float(int(hours or 0) * 3600 + int(minutes) * 60 + Fraction(seconds))
    if _NUMBER.fullmatch(wanted):
        return float(wanted)
    parts = _PART.findall(wanted)
    if parts and _PART.sub("", wanted) == "" and all(unit in _UNITS for _, unit in parts):
        return float(sum(Fraction(number) * _UNITS[unit] for number, unit in parts))
    such = "`85s`, `1:25` or `2 minutes`" if begins is None else "`18:30`, `day 2 18:30` or `2 minutes`"
    raise Mistake(f"`{text}` is not a time; write {such}")


_OF_DAY = re.compile(
    r"(?:day (?P<day>\d+) +)?(?:(?P<weekday>[a-z]{3,9}) +)?(?:(?P<date>\d+) (?P<month>[a-z]{3,9}) +)?"
    r"(?P<hour>\d?\d):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
)


def _of_day(text: str, begins: Calendar) -> Fraction | None:
    """When it is so late on such a day for the first time; None of what is no time of day, or never comes."""
    said = _OF_DAY.fullmatch(text)
    if said is None:
        return None
    hour, minute, second = (int(said[part] or 0) for part in ("hour", "minute", "second"))
    clock = hour * 3600 + minute * 60 + second
    if said["day"]:
        return begins.on_day(int(said["day"]), clock)
    month, weekday = _one_of(said["month"], MONTHS), _one_of(said["weekday"], WEEKDAYS)
    if month is not None and begins.date is not None:
        return begins.next_date(month, int(said["date"]), clock)
    if weekday is not None and begins.weekday is not None:
        return begins.next_weekday(weekday, clock)
    return None if said["month"] or said["weekday"] else begins.next_clock(clock)


def _one_of(word: str | None, words: Sequence[str]) -> int | None:
    """Which of some words begins so."""
    found = (n for n, other in enumerate(words) if word and other.lower().startswith(word))
    return next(found, None)
