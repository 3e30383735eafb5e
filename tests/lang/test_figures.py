"""Numbers and lengths of time as people read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.lang.figures import counted, figure, span


@pytest.mark.parametrize(
    ("value", "four", "three"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (-0.00001, "-0.00001", "-0.00001"),
        (1.0, "1", "1"),
        (1234.0, "1234", "1234"),
        (12_345.0, "12,345", "12,345"),
        (1_234_567.0, "1,234,567", "1,234,567"),
        (1_234_567.89, "1,234,568", "1,234,568"),
        (1e15, "1,000,000,000,000,000", "1,000,000,000,000,000"),
        (1 / 3, "0.3333", "0.333"),
        (22 / 3, "7.333", "7.33"),
        (0.5, "0.5", "0.5"),
        (99.96, "99.96", "100"),
        (9999.6, "10,000", "10,000"),
        (2.5e-11, "2.5 x 10^-11", "2.5 x 10^-11"),
        (-3e24, "-3 x 10^24", "-3 x 10^24"),
    ],
)
def test_numbers(value: float, four: str, three: str) -> None:
    assert (figure(value), figure(value, 3)) == (four, three)


@given(st.floats(-1e15, 1e15))
def test_a_number_is_near_what_is_said_of_it(value: float) -> None:
    said = figure(value)
    front, _, power = said.replace(",", "").partition(" x 10^")
    read = float(front) * 10.0 ** int(power or 0)
    assert read == pytest.approx(value, rel=0.0006)  # of four digits the last may be off by half, and a bit
    assert "e" not in said
    assert said != "-0"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (0.5, "0.5 seconds"),
        (60, "1 minute"),
        (5400, "1 hour and 30 minutes"),
        (86_400, "1 day"),
        (90_061, "1 day, 1 hour, 1 minute and 1 second"),
        (-7200, "-2 hours"),
    ],
)
def test_lengths_of_time(seconds: float, words: str) -> None:
    assert span(seconds) == words


def test_one_is_counted_as_one() -> None:
    assert [counted(n, "coin", "coins") for n in (0, 1, 1.5, 2, 123_456)] == [
        "0 coins",
        "1 coin",
        "1.5 coins",
        "2 coins",
        "123,456 coins",
    ]
