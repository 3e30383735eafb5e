"""What is done together: who is busy with it, who is willing, and what is needed at its end."""

from __future__ import annotations

from collections import Counter

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine import Interpreter, Life
from twicetold.lang import load_text, model

WORLD = """world "W"
  tick 10 minutes
  lasts 4 hours
  choice {choice}
kind Person
  n whole 0..9
  m number -9..9
relation love (Person, Person) number -9..9 believed
Ann, Bob, Cid are Person: she
{body}
measure n = Ann.n
"""


def world(body: str, choice: str = "best") -> model.World:
    return load_text(WORLD.format(body=body, choice=choice))


def lived(body: str, choice: str = "best", run: int = 0) -> Life:
    """A life, the same by all engines."""
    checked = check(WORLD.format(body=body, choice=choice), [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(world(body, choice)).live(1, run)


def told(life: Life) -> list[tuple[str, str, int, int]]:
    return [(event.name, event.outcome, event.began, event.tick) for event in life.events]


ALONE = "action hum (p: Person)\n  urge 1\n  takes 10 minutes\n"
TWO = """action meet (p: Person, q: Person)
  with q{willing}
  needs p is Ann, q is Bob, times(meet(anyone, anyone)) is 0, now >= 20 minutes
  urge 5 + love(p, q)
  takes 30 minutes
"""


def test_a_partner_does_nothing_else_and_is_free_again_at_the_end() -> None:
    life = lived(TWO.format(willing="") + ALONE)
    (meeting,) = [event for event in life.events if event.name == "meet"]
    hums = [e.began for e in life.events if e.name == "hum" and e.roles == (1,)]
    assert not {*hums} & {*range(meeting.began, meeting.tick)}
    assert meeting.tick in hums
    assert len([e for e in life.events if e.name == "hum" and e.roles == (2,)]) == 23


def test_nobody_takes_part_in_two_things() -> None:
    life = lived("action hold (p: Person, q: Person)\n  with q\n  urge 1\n  takes 20 minutes\n", "softmax 1")
    at_work: Counter[tuple[int, int]] = Counter()
    for event in life.events:
        at_work.update((who, tick) for who in event.roles for tick in range(event.began, event.tick))
    assert at_work
    assert set(at_work.values()) == {1}


def test_who_takes_part_perceives_it_unless_a_line_says_otherwise() -> None:
    (event, *_) = lived(TWO.format(willing="")).events
    assert event.perceived_by == ((0, "did"), (1, "felt"))
    (event, *_) = lived(TWO.format(willing="") + "  hidden from q\n").events
    assert event.perceived_by == ((0, "did"),)


def test_who_prefers_to_do_nothing_declines_and_both_know_of_it() -> None:
    body = (
        "love(Bob, Ann) -6\n" + TWO.format(willing=" willing") + "rule r at 2 hours\n  love(Bob, Ann) = 0\n"
    )
    life = lived(body)
    declined = [event for event in life.events if event.outcome == "declined"]
    assert [(event.began, event.tick) for event in declined] == [(tick, tick) for tick in range(2, 12)]
    assert declined[0].perceived_by == ((0, "did"), (1, "told"))
    assert ("meet", "done", 12, 15) in told(life)


def test_how_often_they_are_willing_is_what_their_urge_says() -> None:
    """By the logistic function of 1 it is 73 in a hundred; of 400 lives within three standard deviations."""
    body = TWO.format(willing=" willing by 1").replace("now >= 20 minutes", "now is 20 minutes")
    lives = Interpreter(world(body.replace("urge 5", "urge 99"), "softmax 1")).lives(1, 0, 400, events=True)
    assert lives.events is not None
    done = sum(int(outcome) == 0 for outcome in lives.events.outcome)
    assert abs(done - 0.731 * 400) < 3 * (400 * 0.731 * 0.269) ** 0.5


def test_the_answer_can_be_forced_and_forbidden() -> None:
    body = TWO.format(willing=" willing by -9")
    assert ("meet", "done", 2, 5) not in told(lived(body))
    assert ("meet", "done", 2, 5) in told(lived(body + "forbid meet(Ann, Bob) declined\n"))
    eager = TWO.format(willing=" willing")
    assert ("meet", "declined", 2, 2) in told(lived(eager + "force meet(Ann, Bob) declined until 1 hour\n"))


def test_a_refusal_is_no_meeting_to_who_asks_whether_they_met() -> None:
    body = TWO.format(willing=" willing by -9") + "rule r when happened(meet(Ann, Bob))\n  Ann.n = 1\n"
    assert lived(body).measures == (("n", 0.0),)
    body = body.replace("happened(meet(Ann, Bob))", "remembers(Bob, meet(Ann, anyone) declined)")
    assert lived(body).measures == (("n", 1.0),)


def test_what_is_needed_at_the_end_too_fails_then_and_names_what_was_in_its_way() -> None:
    body = """action wait (p: Person)
  needs p is Ann, Bob.n is 0 also at the end
  needs p.n is 0
  urge 1
  takes 1 hour
  then p.n = 1
rule r at 30 minutes
  Bob.n = 1
"""
    life = lived(body)
    wait = next(event for event in life.events if event.name == "wait")
    assert (wait.outcome, wait.began, wait.tick, wait.because) == ("failed", 0, 6, "Bob.n is 0")
    assert [life.events[number].name for number in wait.causes.shaped_by] == ["r"]
    assert ("wait", "done", 0, 6) in told(lived(body.replace("30 minutes", "2 hours")))


def test_no_draw_of_anything_else_moves_with_who_is_willing() -> None:
    """The meetings of two others share all their luck, whatever is written of Ann and Bob."""
    other = "action toss (p: Person)\n  needs p is Cid\n  urge 0.5\n  then p.m += normal(0, 1)\n"
    one, two = (
        Interpreter(world(TWO.format(willing=form) + other, "softmax 1")).live(1, 0)
        for form in (" willing by 1", "")
    )
    assert [e.changes for e in one.events if e.name == "toss"] == [
        e.changes for e in two.events if e.name == "toss"
    ]
