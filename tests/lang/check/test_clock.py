"""Times as a clock shows them, where nothing says when the world begins: what may be meant as hours is no
world, and what lies between two ticks is warned of, with what to write instead."""

from __future__ import annotations

import pytest

from twicetold.lang import TaleError, load_text_with_warnings

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
    text = WORLD.format(tick=tick, lasts=lasts, body=body)
    try:
        told = load_text_with_warnings(text).diagnostics
    except TaleError as error:
        told = error.diagnostics
    return [(each.message, each.help) for each in told if each.code == "T0534"]


def rule(when: str) -> str:
    return f"rule boil {when}\n  Pan.hot = yes"


@pytest.mark.parametrize(
    ("when", "tick", "length", "hours"),
    [
        ("at 6:30", "10 minutes", "6 minutes and 30 seconds", "6 hours 30 minutes"),
        ("at 7:00", "1 minute", "7 minutes", "7 hours"),
        ("at 7:00", "1 hour", "7 minutes", "7 hours"),
        ("every 1:30", "1 hour", "1 minute and 30 seconds", "1 hour 30 minutes"),
        ("when not Pan.hot after 0:45", "5 minutes", "45 seconds", "45 minutes"),
        ("when now >= 8:15", "15 minutes", "8 minutes and 15 seconds", "8 hours 15 minutes"),
    ],
)
def test_a_time_that_may_be_meant_as_hours_is_asked_about(
    when: str, tick: str, length: str, hours: str
) -> None:
    ((message, help),) = warned(rule(when), tick)
    clock = when.split()[-1]
    assert message == f"`{clock}` would be {length} here, where nothing says when the world begins"
    assert "`begins Monday 18:00`" in help
    assert help.endswith(f"if a length of time, `{hours}` or `{length.replace(' and ', ' ')}`")


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
    ((message, _),) = warned(rule("at 0:05:00"), lasts="24:00")
    assert message.startswith("`24:00` would be 24 minutes")
    assert warned(rule("at 0:05"), "1 second", "24:00") == []
    assert warned(rule("at 0:05:00"), "1:00", "1:00:00") == []
