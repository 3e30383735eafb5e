"""What somebody believed that was not so is recorded where they act on it, and only there."""

from __future__ import annotations

from twicetold.engine import Interpreter
from twicetold.engine.interpreter.error import TRIED
from twicetold.engine.meaning.record import Error
from twicetold.lang import load_text

KITCHEN = """
world "A kitchen"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Bottle
  left number 0..5 = 2 believed
kind Person
  mind_of_own number 0..1 = 1
Blue is Bottle
Ada, Ben are Person
rule the_night at 0 minutes
  Blue.left = 0
action pour (p: Person, b: Bottle)
  needs b.left > 0, p is Ada
  urge p.mind_of_own
action stare (p: Person, b: Bottle)
  needs p is Ben
  urge 1 - b.left / 5
"""


def errors(text: str, name: str) -> tuple[Error, ...]:
    """Those of the first event of a name."""
    life = Interpreter(load_text(text)).live(1, 0)
    return next(event for event in life.events if event.name == name).causes.errors


def test_whoever_fails_was_in_error_of_what_failed_them():
    [error] = errors(KITCHEN, "pour")
    assert (error.field, error.believed, error.true) == ("left", 2.0, 0.0)


def test_whoever_is_right_is_in_no_error():
    assert errors(KITCHEN.replace("Blue.left = 0", "Blue.left = 2"), "pour") == ()


def test_an_error_but_for_which_more_would_have_spoken_for_it_does_not_count():
    assert errors(KITCHEN, "stare") == ()


def test_an_error_that_spoke_for_it_counts_though_nothing_fails():
    [error] = errors(KITCHEN.replace("1 - b.left / 5", "b.left / 5"), "stare")
    assert error.field == "left"


def test_an_error_that_changes_nothing_is_none():
    assert errors(KITCHEN.replace("Blue.left = 0", "Blue.left = 1"), "pour") == ()


def test_what_is_unknown_is_not_believed_in_error():
    text = KITCHEN.replace("b.left > 0, p is Ada", "p is Ada").replace(
        "urge p.mind_of_own", "urge 1 if believes(p, b.left is unknown) else 0.5"
    )
    assert errors(text + "everyone believes Blue.left unknown\n", "pour") == ()


def test_one_may_be_in_error_about_oneself():
    text = """
world "The last to know"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Guest
  alive yes/no = yes mistaken
Ann is Guest
rule poison at 0 minutes
  Ann.alive = no
action pass_the_salt (p: Guest)
  needs believes(p, p.alive)
  urge 1
"""
    [error] = errors(text, "pass_the_salt")
    assert (error.field, error.entities, error.believed, error.true) == ("alive", (0,), True, False)


def test_what_is_done_in_error_can_be_of_two():
    text = KITCHEN + "relation fond (Person, Person) number 0..1 = 1 believed\n"
    text = text.replace("1 - b.left / 5", "fond(Ada, p)").replace("Blue.left = 0", "fond(Ada, Ben) = 0")
    [error] = errors(text, "stare")
    assert (error.field, error.entities) == ("fond", (1, 2))


def test_no_more_beliefs_are_tried_than_is_said():
    text = KITCHEN.replace("Blue is Bottle", "50 Bottle").replace(
        "rule the_night at 0 minutes\n  Blue.left = 0",
        "rule the_night for b: Bottle at 0 minutes\n  b.left = 0",
    )
    text = text.replace("1 - b.left / 5", "sum(each: Bottle: each.left)")
    assert len(errors(text, "stare")) == TRIED
