"""Texts that are told only where a condition holds, and that they move nothing."""

from __future__ import annotations

from dataclasses import replace

from twicetold.engine import Interpreter
from twicetold.engine.record import Event, Life, Line, Word
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
