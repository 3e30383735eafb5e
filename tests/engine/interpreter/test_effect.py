"""Effects: assignments, branches, picks, births, changes of kind."""

import pytest

from twicetold.engine import Interpreter
from twicetold.lang import load_text

from .conftest import told

ONE = """\
kind Person
  n number 0..10
  w whole 0..9
Abel, Bea, Cain are Person
measure n = Abel.n
measure w = Abel.w
"""


def once(*lines: str) -> str:
    return ONE + "rule once at 1 second\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("line", "n"),
    [
        ("Abel.n = 4", 4.0),
        ("Abel.n += 2.5", 2.5),
        ("Abel.n -= 1", 0.0),
        ("Abel.n = 99", 10.0),
        ("Abel.n = 1 / 0", 0.0),
    ],
)
def test_what_is_stored_is_clamped(measured, line, n):
    assert measured(once(line))["n"] == n


@pytest.mark.parametrize(("value", "w"), [("2.5", 2.0), ("3.5", 4.0), ("3.4", 3.0), ("-1", 0.0), ("12", 9.0)])
def test_whole_numbers_are_rounded_halves_to_even(measured, value, w):
    assert measured(once(f"Abel.w = {value}"))["w"] == w


def test_each_effect_sees_those_before_it(measured):
    assert measured(once("Abel.n = 2", "let m = Abel.n * 2", "Abel.n = m + Abel.n"))["n"] == 6.0


def test_if_otherwise_if_otherwise(measured):
    text = once(
        "if Abel.n > 5",
        "  Abel.n = 1",
        "otherwise if Abel.w is 0",
        "  Abel.n = 2",
        "otherwise",
        "  Abel.n = 3",
    )
    assert measured(text)["n"] == 2.0


def test_a_chance_of_one_or_more_always_holds_and_of_none_never(measured):
    assert measured(once("chance 1", "  Abel.n = 1", "otherwise", "  Abel.n = 2"))["n"] == 1.0
    assert measured(once("chance Abel.n - 1", "  Abel.n = 1", "otherwise", "  Abel.n = 2"))["n"] == 2.0


def test_nested_chances_multiply(live):
    text = once("chance 0.5", "  chance 0.4", "    Abel.n = 1")
    world = Interpreter(load_text('world "A test"\n  tick 1 second\n  lasts 2 seconds\n' + text))
    share = sum(dict(world.live(3, run, record=False).measures)["n"] for run in range(2000)) / 2000
    assert share == pytest.approx(0.2, abs=0.027)  # three standard errors


def test_a_pick_is_by_weight_and_never_of_weight_nothing(live):
    text = (
        ONE
        + """\
Abel.w 1
Bea.w 3
rule once at 1 second
  pick x: Person weighted x.w
    x.n = 1
measure bea = Bea.n
measure cain = Cain.n
"""
    )
    world = Interpreter(load_text('world "A test"\n  tick 1 second\n  lasts 2 seconds\n' + text))
    lives = [dict(world.live(3, run, record=False).measures) for run in range(2000)]
    assert sum(life["cain"] for life in lives) == 0
    assert sum(life["bea"] for life in lives) / 2000 == pytest.approx(0.75, abs=0.03)


def test_a_pick_of_nobody_falls_to_otherwise(measured):
    text = once("pick x: Person where x.n > 5", "  x.n = 1", "otherwise", "  Abel.n = 2")
    assert measured(text)["n"] == 2.0


SPARE = """
kind Letter
  stamp number 0.. ~ uniform(1, 2)
kind Person
  sent number 0..
spare 2 Letter
Abel is Person
rule write every 2 seconds
  born x: Letter
    Abel.sent += 1
    x.stamp += 1
  otherwise
    Abel.sent += 100
measure letters = count(x: Letter)
measure sent = Abel.sent
measure stamps = sum(x: Letter: x.stamp)
"""


def test_the_spare_begin_to_exist_until_none_is_left(measured):
    found = measured(SPARE)
    assert found["letters"] == 2
    assert found["sent"] == 202
    assert 4 <= found["stamps"] <= 6


def test_who_retires_is_bound_no_more_and_may_be_born_again(measured):
    text = SPARE + "rule burn for x: Letter at 5 seconds\n  x retires\n"
    found = measured(text)
    assert found["letters"] == 2
    assert found["sent"] == 4


def test_who_becomes_another_kind_keeps_what_it_had_and_gains_its_fields(measured):
    text = """
kind Person
  n number 0..
kind Singer is Person
  songs whole 0..9 = 3
Abel, Bea are Person
rule grow for p: Person
  p.n += 1
rule sing for s: Singer
  s.songs += 1
rule calling at 5 seconds
  Abel becomes Singer
measure n = Abel.n
measure songs = Abel.songs
measure singers = count(s: Singer)
measure is_singer = 1 if Abel is Singer else 0
"""
    assert measured(text) == {"n": 10.0, "songs": 7.0, "singers": 1.0, "is_singer": 1.0}


def test_an_event_that_happens_is_caused_by_what_it_happens_in(live):
    life = live("event bell\nevent echo\nrule ring at 1 second\n  happens bell\n", lines=())
    [bell] = [e for e in life.events if e.name == "bell"]
    [ring] = [e for e in life.events if e.name == "ring"]
    assert bell.causes.enabled_by == (ring.number,)
    assert told(life, "echo") == []


def test_the_last_outcome_said_counts(live):
    text = "event fall\n  then\n    outcome soft\n    outcome hard\nrule r at 1 second\n  happens fall\n"
    assert told(live(text), "fall") == [("fall", (), "hard", 1)]
