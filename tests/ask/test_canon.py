"""A canon held against small worlds whose answers are known."""

import math

import pytest

from twicetold.ask.canon import check_canon
from twicetold.engine import Interpreter
from twicetold.lang import load_canon, load_canon_text, load_text_with_warnings, load_with_warnings

WORLD = """
world "A cup"
  tick 1 minute
  lasts 20 minutes
kind Person
  cups whole 0..9
Ada is Person
action drink (p: Person)
  needs p.cups < 2
  urge 1
  then
    chance 0.25
      p.cups += 1
      outcome all_of_it
    otherwise
      outcome a_sip
action read (p: Person)
  urge 3
  takes 2 minutes
event bell
rule ringing
  chance 0.1
    happens bell
"""


def check(*lines, world=WORLD, lives=6):
    loaded = load_text_with_warnings(world)
    canon = load_canon_text(loaded, 'canon "X"\n' + "".join(f"{line}\n" for line in lines))
    return check_canon(Interpreter(loaded.world), canon, lives=lives)


def test_a_told_choice_is_made_and_has_its_softmax_chance():
    report = check("C1 5:00 drink(Ada)")
    [line] = report.lines
    assert line.possible
    assert 4 <= line.tick <= 6
    chance = math.exp(1) / (math.exp(1) + math.exp(3) + 1)
    assert line.choosing.chance == pytest.approx(chance)
    assert line.log_probability == pytest.approx(math.log(chance))
    assert (line.choosing.urge, line.choosing.median) == (1.0, 1.5)
    assert not line.in_character


def test_a_told_outcome_conditions_its_chance():
    drunk, sipped = (check(f"C1 5:00 drink(Ada) {how}").lines[0] for how in ("all_of_it", "a_sip"))
    assert drunk.log_probability - sipped.log_probability == pytest.approx(math.log(0.25 / 0.75))


def test_an_event_under_a_chance_waits_for_its_time():
    report = check("C1 10:00 bell")
    [line] = report.lines
    bells = [event.tick for event in report.life.events if event.name == "bell"]
    assert line.possible
    assert min(bells) == line.tick == 10
    assert line.log_probability == pytest.approx(10 * math.log(0.9) + math.log(0.1))


def test_a_refusal_is_kept_and_counted_each_time():
    report = check("C1 5:00 not read(Ada)")
    [line] = report.lines
    assert line.possible
    assert not line.in_character
    assert not [e for e in report.life.events if e.name == "read" and e.began > line.tick]


def test_a_condition_holds_at_some_tick_of_its_window():
    assert check("C1 before so Ada.cups is 0", "C2 15:00 within 5:00 so Ada.cups > 0").lines[0].possible
    impossible = check("C1 5:00 so Ada.cups > 8")
    assert "`Ada.cups > 8` did not hold" in impossible.lines[0].obstacle


def test_what_cannot_be_says_which_need_failed_and_since_which_event():
    lines = [f"C{n} {n * 2}:00 drink(Ada) all_of_it" for n in (1, 2, 3)]
    report = check(*lines)
    assert [line.possible for line in report.lines] == [True, True, False]
    assert report.log_probability == -math.inf
    assert "`p.cups < 2` did not hold" in report.lines[2].obstacle
    assert "since drink(Ada) at 240 seconds" in report.lines[2].obstacle


def test_what_is_taken_away_cannot_come_about():
    world = WORLD + "without bell\n"
    assert not check("C1 5:00 bell", world=world).possible


def test_lives_go_back_where_all_have_lost_their_way():
    """Half of all lives are lost each minute: with two side by side all are lost soon, and go back."""
    world = (
        WORLD
        + """
kind Dice
  it
  n whole 0..9
Die is Dice
rule throw every 1 minute
  Die.n = uniform(0.5, 6.5)
"""
    )
    lines = [f"C{n} {n}:00 within 0 seconds so Die.n is one of (1, 2, 3)" for n in range(2, 8)]
    assert check(*lines, world=world, lives=2).possible


STARTS = """
world "A coin under a cup"
  tick 1 minute
  lasts 10 minutes
kind Coin
  weight number 0..1 ~ uniform(0, 1)
Penny is Coin
event shine
rule shining
  chance 0.3
    happens shine
measure weight = Penny.weight
"""


def test_the_course_makes_the_life_of_its_run_the_guided_life_even_if_it_was_lost_at_the_start():
    report = check("C1 0:00 so Penny.weight > 0.6", "C2 4:00 shine", world=STARTS, lives=1)
    assert report.possible
    world = load_text_with_warnings(STARTS).world
    lived = Interpreter(world).under(report.course).live(report.life.seed, report.life.run)
    assert dict(lived.measures)["weight"] > 0.6
    assert next(event.tick for event in lived.events if event.name == "shine") == report.lines[1].tick


def test_the_course_keeps_the_luck_of_the_last_tick_of_a_life_that_ended_before_it_was_taken_for_another():
    loaded = load_with_warnings("milk")
    canon = load_canon(loaded, "milk")
    assert canon is not None
    report = check_canon(Interpreter(loaded.world), canon, seed=3, lives=3)
    lived = Interpreter(loaded.world).under(report.course).live(report.life.seed, report.life.run)
    assert lived == report.life
