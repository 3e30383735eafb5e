"""What must be told beside what is chosen, so that nobody strikes who was told to lie on the floor."""

from __future__ import annotations

from functools import cache

import pytest

from tests.tell.lives import story
from twicetold.lang import load_text
from twicetold.tell import Story
from twicetold.tell.continuity import missing

FLOOR = """
world "The floor"
  tick 1 minute
  lasts 8 minutes
  choice best
kind Person
  state one of up, down = up
  bruises whole 0..99
Ann is Person: she
Bob is Person: he
event fall (p: Person)
  then
    p.state = down
    p.bruises += 1
  tell "[p] [fall]."
event rise (p: Person)
  then p.state = up
  tell "[p] [rise]."
event bump (p: Person)
  then p.bruises += 1
  tell "[p] [bump] into a chair."
action strike (p: Person, q: Person)
  needs p is Ann, q is Bob, p.state is up, now >= 5 minutes, q.bruises is 0
  urge 9
  then q.bruises += 1
  tell "[p] [strike] [q]."
rule a at 1 minute
  happens fall(Ann)
rule b at 2 minutes
  happens rise(Ann)
rule c at 3 minutes
  happens fall(Ann)
rule d at 4 minutes
  happens rise(Ann)
rule e at 7 minutes
  happens bump(Ann)
"""


@cache
def floor() -> Story:
    return story(load_text(FLOOR))


def kept(*told: str) -> list[str]:
    """What must be told beside these, each as `name` or, of several, `name 2`."""
    lives = floor()
    events = [event for event in lives.events if event.lines]
    count: dict[str, int] = {}
    numbers: dict[str, int] = {}
    for event in events:
        count[event.name] = count.get(event.name, 0) + 1
        numbers[f"{event.name} {count[event.name]}"] = event.number
    names = {number: name for name, number in numbers.items()}
    return [names[event.number] for event in missing(lives, events, {numbers[each] for each in told})]


def test_the_life_is_as_these_tests_take_it() -> None:
    names = [event.name for event in floor().events if event.lines]
    assert names == ["fall", "rise", "fall", "rise", "strike", "bump"]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (["fall 1", "strike 1"], ["rise 2"]),
        (["fall 1", "fall 2"], ["rise 1"]),
        (["rise 1", "rise 2"], ["fall 2"]),
        (["fall 1", "fall 2", "strike 1"], ["rise 1", "rise 2"]),
    ],
)
def test_what_lies_between_is_told_too(told: list[str], wanted: list[str]) -> None:
    assert kept(*told) == wanted


@pytest.mark.parametrize(
    "told", [["strike 1"], ["fall 1", "rise 2"], ["fall 1", "rise 1", "strike 1"], ["bump 1"], []]
)
def test_nothing_is_told_that_no_reader_misses(told: list[str]) -> None:
    assert kept(*told) == []


def test_amounts_are_nobodys_state() -> None:
    assert kept("fall 1", "rise 1", "fall 2", "rise 2", "bump 1") == []
