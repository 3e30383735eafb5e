"""Pauses, spans and counts in words, and what they stand before."""

from __future__ import annotations

import pytest

from twicetold.engine.meaning.record import Word
from twicetold.lang.calendar import Calendar
from twicetold.tell.clock import LONGEST, Clock, dated, opened
from twicetold.tell.spans import number, span, times


def test_a_clock_pauses_seldom() -> None:
    moments = [0, 1, 2, 3, 4, 60, 61, 62, 63, 64, 65, 66, 67, 68]
    assert 1 < Clock.of(moments).pause <= 56
    assert Clock.of([600.0 * i for i in range(9)]).pause > 600
    assert Clock.of([0, 7]).pause == 7


def test_no_time_word_goes_before_what_may_be_a_name(line) -> None:
    assert opened(line("Blood [run]."), "later, ") == line("Blood [run].")
    assert opened(line("The fire [die]."), "later, ").parts[0] == Word("later, the fire ")
    assert opened(line("[abel] [fall]."), "later, ").parts[0] == Word("later, ")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a moment"),
        (10, "a few seconds"),
        (30, "half a minute"),
        (60, "a minute"),
        (150, "two minutes"),
        (720, "twelve minutes"),
        (1080, "twenty minutes"),
        (1800, "half an hour"),
        (3600, "an hour"),
        (18_000, "five hours"),
        (86_400, "a day"),
        (260_000, "three days"),
        (604_800, "a week"),
        (2_700_000, "a month"),
        (32_000_000, "a year"),
        (950_000_000, "30 years"),
    ],
)
def test_spans_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_counts_in_words() -> None:
    assert [number(n) for n in (1, 12, 20, 21)] == ["one", "twelve", "twenty", "21"]
    assert [times(n) for n in (2, 3, 9)] == ["twice", "three times", "again and again"]


MONDAY, UNNAMED = Calendar(64_800, weekday=0), Calendar(64_800)  # they begin at 18:00


@pytest.mark.parametrize(
    ("before", "hours", "words"),
    [
        (0, 0.05, None),
        (0, 0.5, "at half past six"),
        (0, 4.5, "at half past ten at night"),
        (0, 5.75, "at a quarter to midnight"),
        (0.5, 0, "earlier, at six o'clock"),
        (5, 7.25, "that night, at a quarter past one"),
        (5, 14, "the next morning at eight o'clock"),
        (5, 18, "the next afternoon at noon"),
        (14, 23, "at five o'clock in the afternoon"),
        (26, 3, "the evening before, at nine o'clock"),
        (0, 42, "on the Wednesday at noon"),
        (0, 24 * 8, "eight days later, at six o'clock in the evening"),
        (24 * 8, 0, "eight days earlier, at six o'clock in the evening"),
    ],
)
def test_a_time_told_by_the_clock(before: float, hours: float, words: str | None) -> None:
    assert dated(MONDAY, before * 3600, hours * 3600) == words


def test_without_days_of_the_week_they_are_counted() -> None:
    assert dated(UNNAMED, 0, 42 * 3600) == "two days later, at noon"


def test_where_there_are_times_of_day_no_pause_is_longer_than_a_part_of_one() -> None:
    assert Clock.of([36_000.0 * i for i in range(9)], LONGEST).pause == LONGEST
    assert Clock.of([0, 7], LONGEST).pause == 7
