"""Texts that are told only where a condition holds, and that they move nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twicetold.engine import Interpreter
from twicetold.engine.meaning.record import Event, Life, Line, Who, Word
from twicetold.lang import load_text

WORLD = """world "Two at a well"
  tick 1 minute
  lasts 12 minutes
  choice softmax 1
kind Person
  they
  cups  whole 0.. = 0
  seen  yes/no = no believed
Abel, Cain are Person
sense sight (p: Person, other: Person)
  when p is not other
  shows other.seen
action drink (p: Person, other: Person)
  needs p is not other
  urge p.cups - 1
  then
    p.cups += 1
    p.seen = yes
    if p.cups > 3
      outcome full
      tell "[p] [have] enough."
        or if other.cups > p.cups "[p] [have] less than [other]."
  seen by sight of p
  tell "[p] [drink]."
CONDITIONS    as witness "[p] [drink] on."
measure cups = sum(p: Person: p.cups)
"""

CONDITIONS = """    or if p.cups is 1 "[p] [drink] for the first time."
    or if times(drink(p, anyone)) > 0 "[p] [drink] again."
    as p if p is Abel "Abel's own."
    as p if p is Cain "Cain's own."
    thinks other if believes(other, p.seen) "At it again."
    thinks other if any(x: Person where x is not p: x.cups > 2) "I had more."
"""


def lived(text: str, run: int = 0) -> Life:
    return Interpreter(load_text(text)).live(1, run)


def drinks(life: Life) -> list[Event]:
    return [event for event in life.events if event.name == "drink"]


def words(line: Line) -> str:
    return "".join(part.text for part in line.parts if isinstance(part, Word)).strip()


def test_a_text_is_there_only_where_its_condition_holds() -> None:
    told: dict[int, list[Event]] = {}
    for run in range(4):
        cups = {0: 0, 1: 0}
        for event in drinks(lived(WORLD.replace("CONDITIONS", CONDITIONS), run)):
            person, other = event.roles
            cups[person] += 1
            said = {words(line) for line in event.lines}
            if event.outcome == "full":
                assert ("less than ." in said) == (cups[other] > cups[person])
                continue
            told.setdefault(cups[person], []).append(event)
            assert ("for the first time." in said) == (cups[person] == 1)
            assert ("again." in said) == (cups[person] > 1)
            assert ("Abel's own." in said, "Cain's own." in said) == (person == 0, person == 1)
            assert ("I had more." in said) == (cups[other] > 2)
            assert "on." in said
    assert {1, 2, 3} <= told.keys()


def test_a_condition_moves_nothing_and_causes_nothing() -> None:
    for run in range(4):
        with_conditions = lived(WORLD.replace("CONDITIONS", CONDITIONS), run)
        without = lived(WORLD.replace("CONDITIONS", ""), run)
        assert any(a.lines != b.lines for a, b in zip(with_conditions.events, without.events, strict=True))
        mute = [[replace(event, lines=()) for event in life.events] for life in (with_conditions, without)]
        assert mute[0] == mute[1]
        assert replace(with_conditions, events=()) == replace(without, events=())


def test_unrecorded_lives_are_the_same() -> None:
    asking, plain = (
        Interpreter(load_text(WORLD.replace("CONDITIONS", text))).lives(1, 0, 20) for text in (CONDITIONS, "")
    )
    assert (asking.digest == plain.digest).all()
    assert (asking.scored == plain.scored).all()


# --- what brackets hold -------------------------------------------------------------------------------------

HELD = """world "Held"
  tick 1 minute
  lasts 3 minutes
unit coin, coins
unit metre, metres
unit year, years
kind Place
kind Box
  it
kind Person
  at     Place
  purse  number coins = 1 coin
  fortune whole 0.. coins = 1234567 coins
  age    whole years = 8 years
  part   number = 0
  far    number metres per second = 2.5 metres per second
  wait   number seconds = 90 minutes
  since  time
  mood   one of calm, angry
  friend Person or none
  box    Box or none
House, Well are Place
Ann is Person: she, at House
event look (p: Person)
  tell "TEXT"
rule first at 1 minute
  Ann.part = -0.0
  happens look(Ann)
"""


def looks(body: str) -> dict[str, Line]:
    """The texts of the events of a life in which Ann looks, and the event has this body."""
    life = lived(HELD.replace('  tell "TEXT"', body))
    return {event.name: event.lines[0] for event in life.events if event.lines}


def said(line: Line) -> str:
    """A text with its entities named, and without its verbs."""
    names = ("House", "Well", "Ann")
    parts = (names[part.entity] if isinstance(part, Who) else part for part in line.parts)
    return "".join(
        part.text if isinstance(part, Word) else part for part in parts if isinstance(part, Word | str)
    )


def look(text: str, effect: str = "") -> str:
    """What a text says of Ann, once an effect has happened in its event."""
    then = f"  then {effect}\n" if effect else ""
    return said(looks(f'{then}  tell "{text}"')["look"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[p.purse], [p.fortune]", "1 coin, 1,234,567 coins"),
        ("[p.purse] coin, [p.fortune] coins or so", "1 coin, 1,234,567 coins or so"),
        ("a [p.age]-year-old, [p.age], [p.age] years", "a 8-year-old, 8 years, 8 years"),
        ("[p.part] and [p.far]", "0 and 2.5 metres per second"),
        ("[p.wait], [p.since], [a p.mood] one", "1 hour and 30 minutes, never, a calm one"),
        ("[p.friend], [p.friend's] coat, [the p.friend], [p.box], [p.box's] lid",
         "nobody, nobody's coat, nobody, nothing, nothing's lid"),
    ],
)  # fmt: skip
def test_values_are_told_as_people_tell_them(text: str, told: str) -> None:
    assert look("[p]: " + text) == "Ann: " + told


@pytest.mark.parametrize(
    ("effect", "text", "told"),
    [
        ("p.at = Well", "[p.at], [before p.at], [before the p.at]", "Well, House, House"),
        ("p.age += 1 year", "[p.age], [before p.age]", "9 years, 8 years"),
        ("p.mood = angry", "[p.mood], [a p.mood], [before p.mood]", "angry, a angry, calm"),
        ("p.friend = p", "[before p.friend], [before p.friend's] coat", "nobody, nobody's coat"),
        ("p.part = 2", "[before p.at] is [before p.part]", "House is 0"),
        ("p.since = now", "[p.since], [before p.since]", "1:00, never"),
    ],
)
def test_a_field_may_be_named_as_it_was(effect: str, text: str, told: str) -> None:
    assert look("[p]: " + text, effect) == "Ann: " + told


WITHIN = """  then
    happens move(p)
    p.age = 10 years
    happens grow(p)
  tell "[p]: [p.at], [before p.at], [p.age], [before p.age]"
event move (p: Person)
  then p.at = Well
  tell "[p] [move]."
event grow (p: Person)
  then p.age += 1 year
  tell "[p]: [p.age], [before p.age]"
"""


def test_what_happens_within_an_event_has_changed_since_it_began() -> None:
    found = looks(WITHIN)
    assert said(found["look"]) == "Ann: Well, House, 11 years, 8 years"
    assert said(found["grow"]) == "Ann: 11 years, 10 years"


def test_a_place_that_was_another_is_noted_as_that_too() -> None:
    line = looks('  then p.at = Well\n  tell "[p] [leave] [the p.at]."')["look"]
    assert [part for part in line.parts if isinstance(part, Who)] == [Who(2, "plain"), Who(1, "the", 0)]
