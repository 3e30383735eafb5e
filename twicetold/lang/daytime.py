"""Times of day as a teller says them: "half past six", "noon"; and which part of a day they are."""

from __future__ import annotations

from typing import Final, Literal

from twicetold.lang.calendar import DAY, Calendar

UNIT: Final = ("time of day", "time of day")
"""The unit of a number that is a time of day."""

Part = Literal["night", "morning", "afternoon", "evening"]

_PARTS: Final[tuple[tuple[int, Part], ...]] = (
    (5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"),
)  # fmt: skip
"""The hours before which a part of the day ends."""

_NUMBERS: Final = (
    "midnight", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip


def part_of_day(seconds: float) -> Part:
    """The part of the day of a time, in seconds after midnight."""
    return next(part for hour, part in _PARTS if seconds < hour * 3600)


def in_words(seconds: float) -> str:
    """A time of day in words, to the minute: "half past six", "ten to eleven", "noon"."""
    hour, minute = divmod(int(seconds) % DAY // 60, 60)
    if minute == 0 and hour % 12:
        return f"{_hour(hour)} o'clock"
    if minute == 0:
        return _hour(hour)
    if minute <= 30:
        return f"{_minutes(minute)} past {'twelve' if hour == 12 else _hour(hour)}"
    return f"{_minutes(60 - minute)} to {_hour(hour + 1)}"


def on_its_day(seconds: float, now: float, calendar: Calendar) -> str:
    """A time since the beginning in words, told at another: with its day, unless that is the same."""
    said = in_words(calendar.time_of_day(seconds))
    day = calendar.day(seconds)
    if day == calendar.day(now):
        return said
    weekday, date = calendar.weekday_of(seconds), calendar.date_of(seconds)
    if date is not None:
        return f"{said} on {date[0]} {date[1]}"
    near = abs(day - calendar.day(now)) < 7
    return f"{said} on {weekday}" if weekday is not None and near else f"{said} on day {day}"


def _hour(hour: int) -> str:
    return "noon" if hour == 12 else _NUMBERS[hour % 24 if hour % 24 <= 12 else hour % 12]


def _minutes(minutes: int) -> str:
    if minutes == 30:
        return "half"
    if minutes == 15:
        return "a quarter"
    said = _NUMBERS[minutes] if minutes <= 20 else f"twenty-{_NUMBERS[minutes - 20]}"
    return said if minutes % 5 == 0 else f"{said} minute{'s' if minutes > 1 else ''}"
