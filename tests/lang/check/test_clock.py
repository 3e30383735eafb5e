"""Times as a clock shows them: what cannot be meant is warned of, with what to write instead."""

from __future__ import annotations

import pytest

from twicetold.lang import load_text_with_warnings

WORLD = """world "A kitchen"
  tick {tick}
  lasts {lasts}
kind Pot
  hot yes/no
Pan is Pot
{body}
ending "hot" when Pan.hot
"""


def warned(body: str, tick: str = "1 minute", lasts: str = "10 hours") -> list[tuple[str, str]]:
    loaded = load_text_with_warnings(WORLD.format(tick=tick, lasts=lasts, body=body))
    return [(each.message, each.help) for each in loaded.diagnostics if each.code == "T0534"]


def rule(when: str) -> str:
    return f"rule boil {when}\n  Pan.hot = yes"


@pytest.mark.parametrize(
    ("when", "tick", "message", "mend"),
    [
        ("at 6:30", "10 minutes", "`6:30` is 6 minutes and 30 seconds",
         "write `6:30:00` if hours are meant, `0:06:30` if not"),
        ("at 7:00", "1 minute", "`7:00` is 7 minutes",
         "write `7:00:00` if hours are meant, `0:07:00` if not"),
        ("at 7:00", "1 hour", "`7:00` is 7 minutes", "write `7:00:00` if hours are meant, `0:07:00` if not"),
        ("every 1:30", "1 hour", "`1:30` is 1 minute and 30 seconds",
         "write `1:30:00` if hours are meant, `0:01:30` if not"),
        ("when not Pan.hot after 0:45", "5 minutes", "`0:45` is 45 seconds",
         "write `0:45:00` if hours are meant, `0:00:45` if not"),
        ("when now >= 8:15", "15 minutes", "`8:15` is 8 minutes and 15 seconds",
         "write `8:15:00` if hours are meant, `0:08:15` if not"),
    ],
)  # fmt: skip
def test_a_time_that_may_be_meant_as_hours_is_asked_about(
    when: str, tick: str, message: str, mend: str
) -> None:
    assert warned(rule(when), tick) == [(message, mend)]


@pytest.mark.parametrize(
    ("when", "tick"), [("at 0:01:30", "1 minute"), ("at 1:00:20", "30 seconds"), ("at 0:05", "2 seconds")]
)
def test_a_time_between_two_ticks_is_told(when: str, tick: str) -> None:
    ((message, help),) = warned(rule(when), tick)
    assert message == f"`{when[3:]}` is finer than the tick"
    assert "whole number of ticks" in help


@pytest.mark.parametrize(
    ("when", "tick", "lasts"),
    [
        ("at 6:30:00", "10 minutes", "10 hours"),
        ("at 0:07:00", "1 minute", "10 hours"),
        ("at 0:35", "1 second", "2 minutes"),
        ("at 1:30", "30 seconds", "2 hours"),
        ("at 3:00", "1 minute", "20 minutes"),
        ("at 0:00", "1 hour", "10 hours"),
        ("at 7 minutes", "1 minute", "10 hours"),
    ],
)
def test_a_time_that_is_as_it_is_meant_is_not(when: str, tick: str, lasts: str) -> None:
    assert warned(rule(when), tick, lasts) == []


def test_how_long_a_life_lasts_is_asked_about_too() -> None:
    assert [message for message, _ in warned(rule("at 0:05:00"), lasts="24:00")] == ["`24:00` is 24 minutes"]
    assert warned(rule("at 0:05"), "1 second", "24:00") == []
    assert warned(rule("at 0:05:00"), "1:00", "1:00:00") == []
