"""What was last sensed: when, and where; by the luck of the sense, and led back to what was sensed."""

from __future__ import annotations

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine import Interpreter, Life
from twicetold.lang import load_text

WORLD = """world "W"
  tick 10 minutes
  lasts 2 hours
kind Room
  it
kind Person
  they
  at     Room
  awake  yes/no = yes
  p notices when p.awake
  seen   whole 0..
  still  yes/no believed
Hall, Attic are Room
Ann, Bob are Person: at Hall
sense sight (p: Person, q: Person)
  when p.at is q.at
{body}
measure when_ann = (when Ann last had sight of Bob) / 10 minutes
measure where_ann = 1 if where Ann last had sight of Bob is Hall else 0
"""


def lived(body: str) -> Life:
    """A life, the same by all engines."""
    text = WORLD.format(body=body)
    checked = check(text, [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(load_text(text)).live(1, 0)


def test_it_is_when_the_sense_last_held_and_where_the_other_was_then() -> None:
    life = lived("rule go at 1 hour\n  Bob.at = Attic")
    assert dict(life.measures) == {"when_ann": 6.0, "where_ann": 1.0}
    life = lived("rule go at 1 hour\n  Bob.at = Attic\nrule up at 90 minutes\n  Ann.at = Attic")
    assert dict(life.measures) == {"when_ann": 11.0, "where_ann": 0.0}


def test_who_notices_nothing_remembers_nothing_of_it() -> None:
    life = lived("rule doze at 30 minutes\n  Ann.awake = no")
    assert dict(life.measures)["when_ann"] == 3.0


def test_who_is_forbidden_to_sense_somebody_does_not_remember_them() -> None:
    life = lived("forbid sight(Ann, Bob) from 50 minutes")
    assert dict(life.measures)["when_ann"] == 4.0


def test_it_follows_the_luck_of_the_sense() -> None:
    body = (
        "sense ear (p: Person, q: Person)\n  when p.at is q.at\n  chance 0.3\n    shows q.still as yes\n"
        "rule heard for p: Person, q: Person where when p last had ear of q is now\n  p.seen += 1\n"
        "measure heard = Ann.seen\nmeasure believed = 1 if believes(Ann, Bob.still) else 0"
    )
    life = lived(body)
    assert 0 < life.measures[2][1] < 12
    assert life.measures[3][1] == 1


def test_what_comes_of_it_leads_back_to_how_the_other_came_there() -> None:
    body = (
        "action go (p: Person)\n  needs p is Bob, p.at is Hall\n  urge 9\n  then p.at = Attic\n"
        "rule up at 1 hour\n  Ann.at = Attic\n"
        "rule found for p: Person, q: Person where p is Ann "
        "when where p last had sight of q is Attic\n  p.seen += 1"
    )
    life = lived(body)
    found = next(event for event in life.events if event.name == "found")
    (memory,) = (life.events[number] for number in found.causes.enabled_by)
    assert memory.name == "memory of sight"
    assert memory.quiet
    causes = {*memory.causes.enabled_by, *memory.causes.shaped_by}
    assert {"go", "up"} == {life.events[number].name for number in causes}
