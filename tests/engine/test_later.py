"""What is asked for later: when it comes, that it comes once, and what it came from."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine import Interpreter, Life
from twicetold.lang import load_text
from twicetold.lang.formatter import format_text

WORLD = """world "W"
  tick 10 minutes
  lasts 12 hours
kind Person
  n whole 0..9 = 0
  leaves time
Ann, Bob are Person: she
spare 1 Person
event note (p: Person)
  then p.n += 1
event both (p: Person, q: Person)
  then p.n += 1
event storm
{body}
measure n = Ann.n
"""


def lived(body: str) -> Life:
    """A life, the same by all engines."""
    text = WORLD.format(body=body)
    checked = check(text, [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(load_text(text)).live(1, 0)


def ticks(life: Life, name: str) -> list[int]:
    return [event.tick for event in life.events if event.name == name]


@pytest.mark.parametrize(
    ("delay", "tick"),
    [("1 hour", 12), ("61 minutes", 13), ("10 minutes", 7), ("0", 7), ("-5 hours", 7), ("11 hours", None)],
)
def test_it_comes_at_the_first_tick_not_before_its_time_and_at_the_earliest_in_the_next(
    delay: str, tick: int | None
) -> None:
    life = lived(f"rule a at 1 hour\n  in {delay} happens note(Ann)")
    assert ticks(life, "note") == ([] if tick is None else [tick])


def test_an_action_can_ask_for_the_very_next_tick() -> None:
    life = lived(
        "action a (p: Person)\n  needs p is Ann, p.n is 0\n  urge 900\n  then in 0 minutes happens note(p)"
    )
    assert ticks(life, "note")[:2] == [2, 3]


def test_asked_for_again_it_comes_once_when_it_was_said_last() -> None:
    again = "rule a at 1 hour\n  in 1 hour happens note(Ann)\nrule b at 90 minutes\n  in {} happens note(Ann)"
    assert ticks(lived(again.format("5 hours")), "note") == [39]
    assert ticks(lived(again.format("10 minutes")), "note") == [10]


def test_what_is_called_off_does_not_come_and_may_be_asked_for_again() -> None:
    body = (
        "rule a for p: Person, q: Person at 1 hour\n"
        "  in 1 hour happens both(p, q)\n  in 1 hour happens storm\n"
        "rule b at 2 hours - 10 minutes\n  cancel both(anyone, Bob)\n  cancel storm\n"
        "rule c at 3 hours\n  in 1 hour happens storm"
    )
    life = lived(body)
    assert [event.roles for event in life.events if event.name == "both"] == [(1, 0)]
    assert ticks(life, "storm") == [24]


def test_it_comes_before_the_rules_of_its_tick_so_that_these_come_too_late_to_call_it_off() -> None:
    body = "rule a at 1 hour\n  in 1 hour happens note(Ann)\nrule b at 2 hours\n  cancel note(Ann)"
    assert ticks(lived(body), "note") == [12]


def test_who_has_retired_by_then_is_spared_and_so_is_who_is_born_in_their_place() -> None:
    body = (
        "rule a at 1 hour\n  in 2 hours happens note(Ann)\n  in 3 hours happens note(Bob)\n"
        "rule b at 2 hours\n  Ann retires\n  born x: Person\n    x.n = 5"
    )
    assert [event.roles for event in lived(body).events if event.name == "note"] == [(1,)]


def test_its_cause_is_what_asked_for_it_last_and_nothing_stands_between() -> None:
    body = (
        "rule a at 1 hour\n  in 2 hours happens note(Ann)\n"
        "rule b at 90 minutes\n  in 2 hours happens note(Ann)\n"
        "rule c when Ann.n > 0\n  Bob.n = 1"
    )
    a, b, note, c = lived(body).events
    assert [a.name, b.name, note.name, c.name] == ["a", "b", "note", "c"]
    assert note.causes.enabled_by == (b.number,)
    assert c.causes.enabled_by == (note.number,)
    assert note.changes[0].field == "n"


def test_it_can_be_asked_when_something_is_due() -> None:
    body = (
        "rule a at 1 hour\n  in 90 minutes happens note(Ann)\n"
        "rule b every 10 minutes\n"
        "  if due(note(Ann)) is not never and due(note(Bob)) is never\n    Bob.n += 1\n"
        "measure waited = Bob.n"
    )
    assert dict(lived(body).measures)["waited"] == 9


def test_it_may_ask_for_itself_again() -> None:
    body = "rule a at 1 hour\n  in 1 hour happens tide\nevent tide\n  then in 6 hours happens tide"
    assert ticks(lived(body), "tide") == [12, 48]


def test_a_rule_holds_in_the_tick_in_which_a_time_of_a_life_falls_each_time() -> None:
    body = (
        "rule a at 1 hour\n  Ann.leaves = 95 minutes\n  Bob.leaves = 30 minutes\n"
        "rule go for p: Person at p.leaves\n  p.leaves = now + 10 minutes\n  p.n += 1\n"
        "rule stop at 3 hours\n  Ann.leaves = never"
    )
    life = lived(body)
    assert ticks(life, "go") == list(range(10, 19))
    first = next(event for event in life.events if event.name == "go")
    assert first.causes.enabled_by == (0,)


def test_what_an_intervention_forbids_does_not_come() -> None:
    body = "rule a at 1 hour\n  in 1 hour happens note(Ann)\n  in 2 hours happens note(Bob)\nforbid note(Ann)"
    assert [event.roles for event in lived(body).events if event.name == "note"] == [(1,)]


def test_a_drawn_delay_moves_with_no_edit_elsewhere() -> None:
    said = "rule a for p: Person at 1 hour\n  in uniform(1, 8) * 1 hour happens note(p)\n"
    other = "rule z at 1 minute\n  in uniform(1, 3) * 1 hour happens storm\n  Bob.n = round(uniform(0, 1))\n"
    assert ticks(lived(said), "note") == ticks(lived(other + said), "note")


def test_its_words_are_laid_out_and_may_be_names() -> None:
    text = (
        'world "W"\n  tick 1 minute\n  lasts 1 hour\n\nkind Person\n  due     time\n  cancel  time\n\n'
        "Ann is Person\n\nevent cancel (due: Person)\n  then due.cancel = now\n\n"
        "rule later at 5 minutes\n  in 5 minutes happens cancel(Ann)\n  cancel cancel(Ann)\n\n"
        "rule past for later: Person at later.due\n  later.due = due(cancel(later))\n"
    )
    assert format_text(text.replace("happens cancel(Ann)", "happens  cancel (Ann)"), "w.tale") == text
    load_text(text)
