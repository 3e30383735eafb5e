"""Actions: choosing, starting, lasting, failing, being broken off."""

import math

import pytest

from twicetold.engine import Interpreter
from twicetold.lang import load_text

from .conftest import told

PERSON = "kind Person\n  n number 0..\nAbel is Person\nmeasure n = Abel.n\n"
BEST = 'world "A test"\n  tick 1 second\n  lasts 10 seconds\n  choice best\n'


def test_effects_come_at_the_end_and_the_actor_is_free_in_that_tick(live):
    text = BEST + PERSON + "action work (p: Person)\n  urge 1\n  takes 2.5 seconds\n  then p.n += 1\n"
    life = live(text)
    assert [(e.began, e.tick) for e in life.events if e.name == "work"] == [(0, 3), (3, 6), (6, 9)]


def test_an_action_takes_one_tick_if_nothing_is_said(live):
    text = BEST + PERSON + "action work (p: Person)\n  urge 1\n  then p.n += 1\n"
    assert [(e.began, e.tick) for e in live(text).events if e.name == "work"][:2] == [(0, 1), (1, 2)]


def test_an_action_that_takes_no_time_ends_where_it_starts(live):
    text = BEST + PERSON + "action work (p: Person)\n  urge 1\n  takes 0 seconds\n  then p.n += 1\n"
    assert dict(live(text).measures) == {"n": 10.0}


def test_best_takes_the_highest_urge_above_nothing_the_first_of_several(live):
    text = (
        BEST
        + PERSON
        + """
action low (p: Person)
  urge 1
action high (p: Person)
  urge 2
action high_too (p: Person)
  urge 2
action unwanted (p: Person)
  urge -1
"""
    )
    assert {e.name for e in live(text).events if e.sort == "action"} == {"high"}


def test_best_does_nothing_where_no_urge_is_above_nothing(live):
    text = BEST + PERSON + "action unwanted (p: Person)\n  urge 0\n"
    assert not [e for e in live(text).events if e.sort == "action"]


def test_softmax_gives_the_shares_of_the_exponentials(live):
    text = (
        'world "A test"\n  tick 1 second\n  lasts 4000 seconds\n  choice softmax 0.5\n'
        + PERSON
        + """
action a (p: Person)
  urge 0.5
  takes 0 seconds
  then p.n += 1
action b (p: Person)
  urge -0.25
  takes 0 seconds
"""
    )
    weights = [math.exp(0.5 / 0.5), math.exp(-0.25 / 0.5), 1.0]
    events = live(text).events
    for name, weight in zip("ab", weights, strict=False):
        share = sum(e.name == name for e in events) / 4000
        assert share == pytest.approx(weight / sum(weights), abs=0.025)  # three standard errors


def test_urges_are_added_line_by_line(live):
    text = BEST + PERSON + "action a (p: Person)\n  urge 2\n  urge -1.5\naction b (p: Person)\n  urge 1\n"
    assert {e.name for e in live(text).events if e.sort == "action"} == {"b"}


def test_an_interruption_is_tested_before_the_end_and_undoes_nothing(live):
    text = (
        BEST
        + PERSON
        + """
rule alarm at 3 seconds
  Abel.n = 5
action work (p: Person)
  urge 1 if now < 1 second else -1
  takes 3 seconds
  interrupted when p.n > 4
  then p.n = 1
"""
    )
    life = live(text)
    assert told(life, "work") == [("work", (0,), "interrupted", 3)]
    assert dict(life.measures) == {"n": 5.0}


DOOR = (
    BEST
    + """
kind Door
  shut yes/no believed
kind Person
  tries number 0..
  waits number 0..
Gate is Door: shut yes
Abel is Person
Abel believes Gate.shut no
action enter (p: Person, d: Door)
  needs not d.shut
  urge 2
  then p.tries += 1
action wait (p: Person)
  urge 1
  then p.waits += 1
"""
)


def test_acting_on_a_false_belief_fails_teaches_and_is_not_tried_again(live):
    life = live(DOOR)
    tries = [e for e in life.events if e.name == "enter"]
    assert [(e.outcome, e.tick, e.because) for e in tries] == [("failed", 0, "not d.shut")]
    [learned] = tries[0].changes
    assert (learned.field, learned.mind, learned.old, learned.new) == ("shut", 1, False, True)
    assert next(e.tick for e in life.events if e.name == "wait") == 2  # the attempt cost the first tick


def test_initiative_orders_actors_and_ties_fall_by_declaration(live):
    text = (
        BEST
        + """
kind Person
  speed number 0..9
Abel, Bea, Cain are Person
Bea.speed 5
define initiative(p: Person) = p.speed
action act (p: Person)
  urge 1
  takes 0 seconds
"""
    )
    first = [e.roles[0] for e in live(text).events if e.tick == 0]
    assert first == [1, 0, 2]


def test_whoever_is_not_of_the_kind_that_initiative_asks_counts_as_0(live):
    text = (
        BEST
        + """
kind Person
  speed number = 3
kind Dog
  speed number = 9
Rex is Dog
Ann, Bea are Person
Bea.speed -1
define initiative(p: Person) = p.speed
action wave (p: Person)
  urge 1
  takes 0 seconds
action bark (d: Dog)
  urge 1
  takes 0 seconds
"""
    )
    first = [e.roles[0] for e in live(text).events if e.tick == 0]
    assert first == [1, 0, 2]


def test_without_initiative_the_order_is_drawn_anew_each_tick(live):
    text = BEST + "kind Person\nA, B, C, D are Person\naction act (p: Person)\n  urge 1\n  takes 0 seconds\n"
    events = live(text).events
    orders = {tuple(e.roles[0] for e in events if e.tick == tick) for tick in range(10)}
    assert len(orders) > 5
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


def test_recording_changes_nothing():
    world = load_text(DOOR + "measure tries = Abel.tries\nmeasure waits = Abel.waits\n")
    interpreter = Interpreter(world)
    for run in range(3):
        quiet, recorded = (interpreter.live(7, run, record=record) for record in (False, True))
        assert (quiet.ending, quiet.ticks, quiet.measures) == (
            recorded.ending,
            recorded.ticks,
            recorded.measures,
        )
