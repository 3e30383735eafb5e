"""Lives that come to nothing are told, each with a run to look at; none hangs."""

from __future__ import annotations

import numpy as np
import pytest

from twicetold.ask.checking import check_expectations
from twicetold.ask.stillness import held_back
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text
from twicetold.questions import Check

LAKE = """
world "A lake"
  tick 1 minute
  lasts 100 minutes
  choice best

kind Person
  wet  yes/no
  swum whole 0..9

Ann, Bob are Person

rule rain at 20 minutes
  Bob.swum += 1

action swim (p: Person)
  needs not p.wet, p is Ann
  urge 1
  takes 5 minutes
  then
    p.swum += 1
    p.wet = p.swum >= 2

action watch (p: Person, q: Person)
  needs q.swum > 5
  urge 1
  then q.wet = yes

ending "all are wet" when all(p: Person: p.wet)
"""


def stillness(text, n=50):
    return check_expectations(load_text(text), Check(n=n, jobs=1)).stillness


def test_a_world_in_which_nothing_can_happen_any_more_is_stuck():
    found = stillness(LAKE)
    assert found.stuck is not None
    # Ann swims until 10:00, the rain falls at 20:00, and nothing is left
    assert (found.stuck.lives, found.stuck.run, found.stuck.since) == (50, 0, 21 * 60)
    assert found.idle is None


def test_what_holds_everybody_back_is_told():
    held = held_back(Interpreter(load_text(LAKE)), 1, 0, 21 * 60)
    assert [(each.actor, each.action, each.condition) for each in held] == [
        (0, "swim", "not p.wet"),
        (0, "watch", "q.swum > 5"),
        (1, "swim", "p is Ann"),
        (1, "watch", "q.swum > 5"),
    ]


def test_what_is_open_and_not_wanted_is_told_as_open():
    unwilling = LAKE.replace("urge 1\n  takes", "urge -1\n  takes")
    held = held_back(Interpreter(load_text(unwilling)), 1, 0, 60)
    assert held[0].condition is None


def test_a_world_whose_endings_never_come_is_endless_and_its_lives_unended():
    found = stillness(LAKE)
    assert found.endless
    assert (found.lasted, found.unended, found.run) == (50, 50, 0)
    claimed = stillness(LAKE + 'ending "night" at the end\n')
    assert claimed.endless
    assert claimed.unended == 0


def test_a_world_that_ends_is_not_endless():
    found = stillness(LAKE.replace("all(p: Person: p.wet)", "Ann.wet"))
    assert not found.endless
    assert found.lasted == 0
    assert found.stuck is None


def test_a_world_that_only_ends_by_time_is_as_its_author_meant_it():
    only = LAKE.replace('"all are wet" when all(p: Person: p.wet)', '"night" at the end')
    assert not stillness(only).endless


def test_people_who_do_nothing_for_long_are_idle_though_the_world_goes_on():
    found = stillness(LAKE + "rule tick_tock for p: Person\n  p.swum = 9 - p.swum\n")
    assert found.stuck is None
    found = stillness(
        LAKE.replace("kind Person\n", "kind Person\n  age number 0.. years\n").replace(
            "kind Person", "unit year, years\nkind Person", 1
        )
        + "rule ageing for p: Person\n  p.age += 1 year\n"
    )
    assert found.stuck is None
    assert found.idle is not None
    assert (found.idle.run, found.idle.since) == (0, 11 * 60)


AT_ONCE = """
world "At once"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Person
  blinked whole 0..999
Ann, Bob are Person
action blink (p: Person)
  urge 1
  takes 0 minutes
  then
    p.blinked += 1
    happens echo(p)
event echo (p: Person)
  then p.blinked += 1
ending "over" at the end
measure blinks = times(blink(anyone))
"""


@pytest.mark.parametrize("engine", [Interpreter, Kernel])
def test_what_takes_no_time_is_done_once_a_tick_by_each(engine):
    world = load_text(AT_ONCE)
    lives = engine(world).lives(1, 0, 2)
    assert lives.measures[:, 0].tolist() == [20.0, 20.0]


def test_both_engines_say_the_same_of_what_takes_no_time():
    world = load_text(AT_ONCE)
    assert np.array_equal(Interpreter(world).lives(1, 0, 2).digest, Kernel(world).lives(1, 0, 2).digest)
