"""When a life begins: its first day and the time of that day; and so which day and hour any of its times is.

All is reckoned in whole seconds and days, or in ratios: no time falls on the wrong side of midnight. Days are
numbered from 1 March of the year 0, since then the day that some years have and others have not is the last.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from twicetold.lang.figures import time_of_day

DAY: Final = 86_400
WEEK: Final = 7 * DAY
ERA: Final = 146_097
"""The days of four hundred years, after which leap years come round again."""

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_WEEKDAY_OF_FIRST: Final = 2
"""1 March of the year 0 was a Wednesday."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a life begins: `clock` seconds after midnight; on which day of the week, if that is known (Monday
    is 0); and on which numbered day, if a date is. Where no year is `leap`, each has 365 days, and no number.
    """

    clock: int
    weekday: int | None = None
    date: int | None = None
    leap: bool = False

    # --- what a time is -------------------------------------------------------------------------------------

    def day(self, seconds: float) -> int:
        """The number of the day that a time is on: the first is 1."""
        return (math.floor(seconds) + self.clock) // DAY + 1

    def time_of_day(self, seconds: float) -> float:
        """The seconds since midnight at a time."""
        whole = math.floor(seconds)
        return (whole + self.clock) % DAY + (seconds - whole)

    def weekday_of(self, seconds: float) -> str | None:
        """The day of the week that a time is on, if any is known."""
        return None if self.weekday is None else WEEKDAYS[(self.weekday + self.day(seconds) - 1) % 7]

    def date_of(self, seconds: float) -> tuple[int, str] | None:
        """The date of a time, such as 24 December, if any is known."""
        if self.date is None:
            return None
        _, month, day = date_of(self.date + self.day(seconds) - 1, self.leap)
        return day, MONTHS[month]

    def shown(self, seconds: float) -> str:
        """A time as people read it: `Mon 18:30`, `Mon 3 Mar 18:30`, `day 2 18:30`; where the days of the week
        come again, `day 9 Tue 18:30`."""
        day, weekday, date = self.day(seconds), self.weekday_of(seconds), self.date_of(seconds)
        said = [weekday[:3]] if weekday else []
        if date is not None:
            said.append(f"{date[0]} {date[1][:3]}")
        elif weekday is None or day > 7:
            said.insert(0, f"day {day}")
        return " ".join((*said, time_of_day(self.time_of_day(seconds))))

    # --- when something is ----------------------------------------------------------------------------------

    def next_clock(self, clock: int, after: Fraction = Fraction(0)) -> Fraction:
        """When it is so late in the day for the first time from a time on, in seconds from the beginning."""
        return _first(clock - self.clock, DAY, after)

    def next_weekday(self, weekday: int, clock: int, after: Fraction = Fraction(0)) -> Fraction:
        """When it is so late on such a day of the week for the first time from a time on."""
        assert self.weekday is not None
        return _first((weekday - self.weekday) * DAY + clock - self.clock, WEEK, after)

    def on_day(self, day: int, clock: int) -> Fraction:
        """When it is so late on a day of the life; below 0 if that is before it begins."""
        return Fraction((day - 1) * DAY + clock - self.clock)

    def next_date(self, month: int, date: int, clock: int, after: Fraction = Fraction(0)) -> Fraction | None:
        """When it is so late on such a date for the first time from a time on; None if no year has it."""
        assert self.date is not None
        year = date_of(self.date + self.day(math.floor(after)) - 1, self.leap)[0]
        for other in range(year, year + 9):  # at the end of a century there are eight years without a leap
            if 1 <= date <= length(month, other if self.leap else None):
                on = numbered(other, month, date, self.leap) - self.date
                time = self.on_day(on + 1, clock)
                if time >= after:
                    return time
        return None


def _first(time: int, period: int, after: Fraction) -> Fraction:
    """The first of the times a period apart that is not before another."""
    return time + period * Fraction(math.ceil((after - time) / period))


# --- dates --------------------------------------------------------------------------------------------------


def length(month: int, year: int | None) -> int:
    """How many days a month has; in a year without a number, February has 28."""
    leap = year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return LENGTHS[month] + (month == 1 and leap)


def numbered(year: int, month: int, date: int, leap: bool) -> int:
    """The number of a day."""
    year, month = (year, month - 2) if month > 1 else (year - 1, month + 10)
    leaps = year // 4 - year // 100 + year // 400 if leap else 0
    return 365 * year + leaps + (153 * month + 2) // 5 + date - 1


def date_of(day: int, leap: bool) -> tuple[int, int, int]:
    """The year, month and date of a numbered day."""
    if leap:
        era, day = divmod(day, ERA)
        year = (day - day // 1_460 + day // 36_524 - day // 146_096) // 365
        day -= 365 * year + year // 4 - year // 100
        year += 400 * era
    else:
        year, day = divmod(day, 365)
    month = (5 * day + 2) // 153
    date = day - (153 * month + 2) // 5 + 1
    return (year, month + 2, date) if month < 10 else (year + 1, month - 10, date)


def weekday_of(day: int) -> int:
    """The day of the week of a numbered day, where years have numbers."""
    return (day + _WEEKDAY_OF_FIRST) % 7
