"""Worlds that say when they begin: every engine lives them alike, and to say it moves no draw."""

from __future__ import annotations

import pytest

from tests.docs.examples import ROOT, Example, examples, merged, prelude
from tests.generated.coded import QUICK, QUICK_C
from tests.generated.compare import compare
from tests.sampled import sampled, slow
from twicetold.engine import Event, Interpreter
from twicetold.lang import load_text, model

WAYS = [way for way in (QUICK, *QUICK_C) if way.is_here]
SAID = [
    example
    for example in examples(ROOT / "docs" / "language.md")
    if example.info.startswith("tale") and any(word in example.text for word in ("  begins ", " mod "))
]

WORLD = """world "A market"
{begins}  tick 20 minutes
  lasts 4 days
kind Person
  they
  coins  number 0.. ~ normal(10, 3)
  mood   number 0..1 ~ uniform(0, 1)
  rung   whole 0..
Ada, Ben are Person
rule wear for p: Person every 1 hour
  p.coins += normal(0, 1)
action trade (p: Person, q: Person)
  needs p.coins > 1
  urge 3 * p.mood
  takes 40 minutes
  then
    chance 0.4
      q.coins += uniform(0, 1)
{more}ending "over" at the end
measure coins = sum(p: Person: p.coins)
"""


def market(begins: str = "", more: str = "") -> model.World:
    return load_text(WORLD.format(begins=begins, more=more))


@pytest.mark.parametrize("example", sampled(SAID, 1, more=len(SAID)), ids=lambda example: example.label)
@slow
def test_the_examples_of_the_reference_are_lived_alike(example: Example) -> None:
    fragment = example.info == "tale fragment"
    whole = merged(prelude(example), example.text) if fragment else example.text
    assert not compare(load_text(whole), WAYS).difference


def test_there_are_such_examples() -> None:
    assert len(SAID) >= 3


def test_to_say_when_it_begins_moves_no_draw() -> None:
    lives = [
        Interpreter(world).lives(1, 0, 5)
        for world in (market(), market("  begins Monday 3 March 1924 18:20\n"), market("  begins 6:00\n"))
    ]
    assert len({tuple(each.digest.tolist()) for each in lives}) == 1


@pytest.mark.parametrize(
    "when", ["each day", "at 18:30 each day", "every Tuesday at 9:00", "on day 2 at 12:00"]
)
def test_a_rule_on_days_moves_no_draw_of_another(when: str) -> None:
    """What it changes nobody else reads: all others have the luck they had."""
    begins = "  begins Monday 18:20\n"
    bell = f"rule bell for p: Person {when} where weekday of now is not Sunday\n  p.rung += 1\n"
    without, with_it = market(begins), market(begins, bell)
    for run in range(3):
        before, after = (Interpreter(world).live(1, run) for world in (without, with_it))
        others = [event for event in after.events if event.name != "bell"]
        assert len(others) < len(after.events)
        assert [_said(event) for event in before.events] == [_said(event) for event in others]
        assert before.measures == after.measures


def _said(event: Event) -> tuple[object, ...]:
    return (event.name, event.roles, event.tick, event.changes)


def test_a_world_that_does_not_say_it_has_the_hash_it_had() -> None:
    """The hash of before there were calendars."""
    assert market().hash == HASH
    assert market("  begins 6:00\n").hash != HASH


HASH = "945c5213161fd507"
