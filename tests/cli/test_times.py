"""Times as people write and read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.cli.output import Mistake
from twicetold.cli.times import read_time
from twicetold.lang.calendar import Calendar
from twicetold.lang.figures import clock


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("85s", 85),
        ("85 s", 85),
        ("85", 85),
        ("1:25", 85),
        ("0:05", 5),
        ("90:00", 5400),
        ("1:02:00", 3720),
        ("1:02.5", 62.5),
        ("2 minutes", 120),
        ("1 Minute", 60),
        ("1.5 hours", 5400),
        ("1h 30m", 5400),
        ("1 hour 5 seconds", 3605),
        (" 2d ", 172800),
        ("1 week", 604800),
        ("0.07 hours", 252),
        ("1h 30.1m", 5406),
    ],
)
def test_times_are_read(text, seconds):
    assert read_time(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "soon", "1:5", "-5s", "5 parsecs", "1:25s", "5s and more", "s", "1e3", "1::25"]
)
def test_what_is_no_time_is_told(text):
    with pytest.raises(Mistake, match="is not a time; write `85s`, `1:25` or `2 minutes`"):
        read_time(text)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (85, "1:25"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (3720.0, "1:02:00"),
        (0.5, "0:00.5"),
        (61.25, "1:01.25"),
        (1.4, "0:01.4"),
        (1.9999, "0:01.9999"),
        (1.99999999, "0:02"),
        (59.99999999, "1:00"),
        (0.0005, "0:00.0005"),
        (100000 / 3, "9:15:33.333"),
        (86400, "1d 0:00:00"),
        (183845, "2d 3:04:05"),
    ],
)
def test_times_are_shown(seconds, text):
    assert clock(seconds) == text


@given(st.integers(0, 86399))
def test_what_is_shown_can_be_read(seconds):
    assert read_time(clock(seconds)) == seconds


MONDAY = Calendar(64_800, weekday=0, date=2)  # Monday, 3 March, 18:00


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("18:00", 0),
        ("18:30", 0.5),
        ("6:00", 12),
        ("Tue 9:00", 15),
        ("tuesday 9:00", 15),
        ("Mon 9:00", 6 * 24 + 15),
        ("day 2 9:00", 15),
        ("day 9 Tue 9:00", 7 * 24 + 15),
        ("5 Mar 0:00", 30),
        ("Wed 5 Mar 0:00", 30),
        ("2 hours", 2),
        ("1:00:00", 7),
    ],
)
def test_times_of_day_are_read_where_there_are_any(text, hours):
    assert read_time(text, MONDAY) == hours * 3600


@pytest.mark.parametrize("text", ["Tue", "5 Mar", "Foo 9:00", "day Mon 9:00"])
def test_what_is_no_time_of_day_is_told(text):
    with pytest.raises(Mistake, match="is not a time; write `18:30`, `day 2 18:30` or `2 minutes`"):
        read_time(text, MONDAY)


@given(st.integers(0, 20 * 86400))
def test_what_is_shown_by_the_calendar_can_be_read(seconds):
    assert read_time(MONDAY.shown(seconds), MONDAY) == seconds
