"""Days and times of day: what a time is by the calendar, and when a moment is, against what Python
reckons."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.lang import calendar
from twicetold.lang.calendar import MONTHS, WEEKDAYS, Calendar
from twicetold.lang.daytime import in_words, on_its_day, part_of_day
from twicetold.lang.exact import Grid, modulo

DAYS = st.dates(date(1583, 1, 1), date(9990, 1, 1))
SECONDS = st.integers(0, 86_399)


def of(begin: datetime) -> Calendar:
    number = calendar.numbered(begin.year, begin.month - 1, begin.day, leap=True)
    clock = (begin.hour * 60 + begin.minute) * 60 + begin.second
    return Calendar(clock, calendar.weekday_of(number), number, leap=True)


@given(DAYS)
def test_a_day_has_the_date_that_its_number_was_made_of(day: date) -> None:
    number = calendar.numbered(day.year, day.month - 1, day.day, leap=True)
    assert calendar.date_of(number, leap=True) == (day.year, day.month - 1, day.day)
    assert calendar.weekday_of(number) == day.weekday()


@given(st.integers(0, 10**6))
def test_without_a_year_all_have_365_days(number: int) -> None:
    year, month, day = calendar.date_of(number, leap=False)
    assert calendar.numbered(year, month, day, leap=False) == number
    assert calendar.date_of(number + 365, leap=False) == (year + 1, month, day)


@given(DAYS, SECONDS, st.integers(0, 10**8))
def test_a_time_is_on_the_day_and_at_the_hour_that_python_says(day: date, clock: int, since: int) -> None:
    begin = datetime(day.year, day.month, day.day) + timedelta(seconds=clock)
    begins, then = of(begin), begin + timedelta(seconds=since)
    assert begins.day(since) == (then.date() - begin.date()).days + 1
    assert begins.time_of_day(since) == (then.hour * 60 + then.minute) * 60 + then.second
    assert begins.weekday_of(since) == WEEKDAYS[then.weekday()]
    assert begins.date_of(since) == (then.day, MONTHS[then.month - 1])


@given(DAYS, SECONDS, SECONDS, st.fractions(0, 10**7), st.integers(0, 6))
def test_the_next_time_is_the_first_that_is_not_before(
    day: date, clock: int, wanted: int, after: Fraction, weekday: int
) -> None:
    begins = of(datetime(day.year, day.month, day.day) + timedelta(seconds=clock))
    next_ = begins.next_clock(wanted, after)
    assert 0 <= next_ - after < 86_400
    assert begins.time_of_day(int(next_)) == wanted
    next_ = begins.next_weekday(weekday, wanted, after)
    assert 0 <= next_ - after < 7 * 86_400
    assert (begins.weekday_of(int(next_)), begins.time_of_day(int(next_))) == (WEEKDAYS[weekday], wanted)


@given(DAYS, SECONDS, st.integers(0, 11), st.integers(1, 31), st.integers(0, 10**9))
def test_the_next_date_comes_within_eight_years(
    day: date, clock: int, month: int, wanted: int, after: int
) -> None:
    begins = of(datetime(day.year, day.month, day.day) + timedelta(seconds=clock))
    when = begins.next_date(month, wanted, 43_200, Fraction(after))
    if wanted > calendar.length(month, 2000):
        assert when is None
    else:
        assert when is not None
        assert when >= after
        assert begins.date_of(int(when)) == (wanted, MONTHS[month])
        assert when - after <= 366 * 86_400 * (8 if (month, wanted) == (1, 29) else 1)


@given(
    st.fractions(Fraction(1, 1000), 10**6, max_denominator=1000),
    st.lists(st.integers(0, 604_799), min_size=1, max_size=7),
    st.sampled_from([86_400, 604_800]),
)
def test_what_comes_again_falls_into_each_tick_once(step: Fraction, first: list[int], period: int) -> None:
    grid, times = Grid(step, 300), [Fraction(time % period) for time in first]
    ticks, often, phases = grid.again(times, period)
    due = {
        tick
        for tick in range(300)
        if any(tick * often >= phase and (tick * often - phase) % ticks < often for phase in phases)
    }
    end = 299 * step
    fallen = {math.ceil((time + n * period) / step) for time in times for n in range(int(end // period) + 1)}
    assert due == {tick for tick in fallen if tick < 300}


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(-(10**9), 10**9).filter(bool))
def test_what_is_left_of_whole_numbers_is_exact(a: int, b: int) -> None:
    assert modulo(float(a), float(b)) == a % b


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_what_is_left_is_nearer_to_nothing_and_on_its_side(a: float, b: float) -> None:
    left = modulo(a, b)
    assert left == 0 or (abs(left) < abs(b) and (left > 0) == (b > 0))


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        ((0, 0), "midnight"), ((0, 30), "half past midnight"), ((6, 0), "six o'clock"), ((12, 0), "noon"),
        ((12, 30), "half past twelve"), ((18, 30), "half past six"), ((18, 45), "a quarter to seven"),
        ((11, 40), "twenty to noon"), ((23, 50), "ten to midnight"), ((13, 1), "one minute past one"),
        ((9, 29), "twenty-nine minutes past nine"), ((9, 31), "twenty-nine minutes to ten"),
    ],
)  # fmt: skip
def test_a_time_of_day_in_words(clock: tuple[int, int], words: str) -> None:
    assert in_words(clock[0] * 3600 + clock[1] * 60) == words


def test_the_parts_of_a_day() -> None:
    hours = (0, 4, 5, 11, 12, 17, 18, 21, 22, 23)
    parts = [part_of_day(hour * 3600) for hour in hours]
    assert parts == [part for part in ("night", "morning", "afternoon", "evening", "night") for _ in range(2)]


def test_a_time_of_another_day_is_told_with_it() -> None:
    monday, hour = Calendar(64_800, weekday=0), 3600.0
    assert on_its_day(hour, 0.0, monday) == "seven o'clock"
    assert on_its_day(hour, 12 * hour, monday) == "seven o'clock on Monday"
    assert on_its_day(hour, 200 * hour, monday) == "seven o'clock on day 1"
    assert on_its_day(hour, 12 * hour, Calendar(64_800)) == "seven o'clock on day 1"
    assert on_its_day(hour, 12 * hour, of(datetime(1924, 12, 24, 18))) == "seven o'clock on 24 December"


@pytest.mark.parametrize(
    ("begins", "hours", "shown"),
    [
        (Calendar(64_800), 30.5, "day 3 0:30"),
        (Calendar(64_800, weekday=0), 0.0, "Mon 18:00"),
        (Calendar(64_800, weekday=0), 200.0, "day 10 Wed 2:00"),
        (of(datetime(1924, 2, 28, 18)), 24.0, "Fri 29 Feb 18:00"),
        (Calendar(64_815), 0.0, "day 1 18:00:15"),
    ],
)
def test_a_time_as_people_read_it(begins: Calendar, hours: float, shown: str) -> None:
    assert begins.shown(hours * 3600) == shown
