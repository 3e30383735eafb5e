"""In which order a plain telling tells: thread by thread, and nothing before what it came from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tell.lives import bundled, story
from twicetold.engine import Event
from twicetold.lang import load_text
from twicetold.tell import Story
from twicetold.tell.cohering import coherent
from twicetold.tell.leads import leads_of

LIVES = [("milk", 2), ("milk", 5), ("hale_yard", 2), ("night_mail", 1)]


def ordered(lives: Story, events: list[Event]) -> list[Event]:
    return coherent(lives, events, leads_of(lives, events))


@st.composite
def selections(draw: st.DrawFn) -> tuple[Story, list[Event]]:
    """Some of the events of a life."""
    lives = bundled(*draw(st.sampled_from(LIVES)))
    places = draw(st.sets(st.integers(0, len(lives.events) - 1), max_size=40))
    return lives, [lives.events[place] for place in sorted(places)]


@given(selections())
@settings(max_examples=40)
def test_nothing_comes_before_what_it_came_from_nor_before_what_the_same_people_did(
    case: tuple[Story, list[Event]],
) -> None:
    lives, events = case
    order = ordered(lives, events)
    assert sorted(event.number for event in order) == [event.number for event in events]
    for place, later in enumerate(order):
        people = lives.people & set(later.roles)
        causes = lives.came_from(later, 0)
        for other in order[place + 1 :]:
            assert other.number not in causes
            assert other.number > later.number or not people & set(other.roles)


@given(selections())
@settings(max_examples=40)
def test_it_never_goes_back_by_more_than_a_pause(case: tuple[Story, list[Event]]) -> None:
    lives, events = case
    latest = 0.0
    for event in ordered(lives, events):
        assert lives.seconds(event) > latest - lives.pause
        latest = max(latest, lives.seconds(event))


FAIR = """
world "A fair"
  tick 1 minute
  lasts 30 minutes
kind Person
Ann is Person: she
Bob is Person: he
event juggle (p: Person)
  tell "[p] [juggle]."
event ride (p: Person)
  tell "[p] [ride]."
event rain
  tell "It [rain]."
"""


def fair(*moments: str) -> list[str]:
    """The order in which it is told what happens at the fair: `1 juggle(Ann)` is at the first minute."""
    rules = [
        f"rule r{n} at {moment.split()[0]} minutes\n  happens {moment.split()[1]}\n"
        for n, moment in enumerate(moments)
    ]
    lives = story(load_text(FAIR + "".join(rules)))
    return [
        " ".join([event.name, *(lives.world.entities[role].name for role in event.roles)])
        for event in coherent(lives, lives.events, (0,))
    ]


def test_what_two_do_by_turns_is_told_of_the_one_and_then_of_the_other() -> None:
    assert fair("1 juggle(Ann)", "2 juggle(Bob)", "3 ride(Ann)", "4 ride(Bob)") == [
        "juggle Ann",
        "ride Ann",
        "juggle Bob",
        "ride Bob",
    ]


@pytest.mark.parametrize("between", ["4 rain()", "20 juggle(Bob)"])
def test_but_not_past_what_befalls_all_nor_past_a_pause(between: str) -> None:
    told = fair("1 juggle(Ann)", "2 juggle(Bob)", "3 ride(Bob)", between, "21 ride(Ann)")
    assert told[:3] == ["juggle Ann", "juggle Bob", "ride Bob"]
