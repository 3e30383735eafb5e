"""What is said: kept apart from what is so and what is believed, by whom, to whom, of whom, and when."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine import Interpreter, Life
from twicetold.lang import TaleError, load_text, load_text_with_warnings
from twicetold.lang.formatter import format_text
from twicetold.lang.question import read_question

WORLD = """world "W"
  tick 10 minutes
  lasts 3 hours
kind Room
  it
kind Person
  they
  at     Room
  n      whole 0..9
  mood   one of calm, cross
  room   Room or none
  alive  yes/no = yes believed
kind Sleuth is Person
relation owes (Person, Person) whole 0..100 = 20 believed
define low(p: Person) = p.n < 3
Hall, Attic are Room
Ann, Bob are Person: at Hall
Cid is Sleuth: at Hall
Ann believes owes(Bob, Ann) 50
{body}
"""


def lived(body: str) -> Life:
    """A life, the same by all engines."""
    text = WORLD.format(body=body)
    checked = check(text, [QUICK, PLAIN_C[0]])
    assert checked.is_taken
    assert not checked.wrong
    return Interpreter(load_text(text)).live(1, 0)


def measured(body: str, **asked: str) -> dict[str, object]:
    """What is asked at the end of a life."""
    return dict(lived("\n".join([body, *(f"measure {name} = {of}" for name, of in asked.items())])).measures)


def test_a_claim_changes_neither_the_world_nor_a_mind() -> None:
    life = lived("rule a at 1 hour\n  Ann says Bob.alive is no to Cid\n  Ann says Bob.n is 7 to Cid")
    assert {change.field for event in life.events for change in event.changes} == {
        "Person spoke of alive to Person",
        "Person said n to Person",
        "Person spoke of n to Person",
    }


def test_what_was_said_last_is_kept_for_each_speaker_and_hearer() -> None:
    body = (
        "rule a at 1 hour\n  Ann says Bob.n is 7 to Cid\n  Bob says Bob.n is 5 to Cid\n"
        "  Ann says Bob.n is 2 to Bob\n"
        "rule b at 2 hours\n  Ann says Bob.n is what Ann said of Bob.n to Cid + 4 to Cid"
    )
    assert measured(
        body,
        a="what Ann said of Bob.n to Cid",
        b="what Bob said of Bob.n to Cid",
        c="what Ann said of Bob.n to Bob",
        d="what Cid said of Bob.n to Ann",
        e="(when Ann spoke of Bob.n to Cid) / 1 hour",
    ) == {"a": 9.0, "b": 5.0, "c": 2.0, "d": 0.0, "e": 2.0}


def test_without_a_value_the_speaker_says_what_they_believe() -> None:
    body = "rule a at 1 hour\n  for p: Person\n    p says owes(Bob, Ann) to Cid"
    said = "what {} said of owes(Bob, Ann) to Cid"
    assert measured(body, a=said.format("Ann"), b=said.format("Bob")) == {"a": 50.0, "b": 20.0}


def test_it_is_asked_whether_something_was_said_and_not_what_is_so_by_default() -> None:
    body = "rule a at 1 hour\n  Ann says Bob.mood is cross to Cid\n  Ann says low(Bob) is no to Cid"
    assert measured(
        body,
        calm="1 if Bob said Ann.mood is calm to Cid else 0",
        cross="1 if Ann said Bob.mood is cross to Cid else 0",
        low="1 if Ann said low(Bob) is no to Cid and low(Bob) else 0",
        silent="1 if when Bob spoke of Bob.mood to Cid is never and not Bob spoke of Bob.mood to Cid else 0",
    ) == {"calm": 0.0, "cross": 1.0, "low": 1.0, "silent": 1.0}


def test_two_contradict_each_other_only_where_both_have_spoken_to_one() -> None:
    body = "rule a at 1 hour\n  Ann says Bob.room is Hall to Cid\n  Bob says Bob.room is Attic to {}"
    asked = "1 if Ann contradicts Bob about Bob.room to Cid else 0"
    assert measured(body.format("Cid"), m=asked)["m"] == 1
    assert measured(body.format("Ann"), m=asked)["m"] == 0
    assert measured(body.format("Cid").replace("Attic", "Hall"), m=asked)["m"] == 0


def test_who_believes_otherwise_doubts_until_they_learn_it() -> None:
    body = (
        "rule a at 1 hour\n  Ann says Bob.alive is no to Cid\n"
        "rule b at 2 hours\n  Ann.n = 1 if Cid doubts Ann about Bob.alive else 0\n"
        "  Cid learns Bob.alive as what Ann said of Bob.alive to Cid\n"
        "rule c at 150 minutes\n  Bob.n = 1 if Cid doubts Ann about Bob.alive else 0"
    )
    assert measured(body, a="Ann.n", b="Bob.n") == {"a": 1.0, "b": 0.0}


def test_what_comes_of_a_claim_leads_back_to_who_made_it() -> None:
    body = (
        "action ask (s: Sleuth, p: Person)\n  needs not p spoke of Bob.room to s\n  urge 9\n"
        "  then\n    p says Bob.room is Hall to s\n    if p is Bob\n      p says Bob.room is Attic to s\n"
        "rule caught for s: Sleuth, p: Person, q: Person when p contradicts q about Bob.room to s\n  q.n = 1"
    )
    life = lived(body)
    caught = next(event for event in life.events if event.name == "caught")
    why = [life.events[number] for number in caught.causes.enabled_by]
    assert [event.name for event in why] == ["ask", "ask"]
    assert {event.roles[1] for event in why} == {2, 3}


def test_who_is_spoken_to_perceives_it() -> None:
    life = lived(
        "event word (p: Person, q: Person)\n  then p says p.n is 3 to q\n"
        "rule a at 1 hour\n  happens word(Ann, Cid)"
    )
    word = next(event for event in life.events if event.name == "word")
    assert word.perceived_by == ((4, "told"),)


def test_what_nobody_says_cannot_be_asked_of_a_loaded_world_either() -> None:
    text = WORLD.format(body="rule a at 1 hour\n  Ann says Bob.n is 7 to Cid\n")
    loaded = load_text_with_warnings(text)
    assert read_question(loaded, "Ann said Bob.n is 7 to Cid").yes_no
    with pytest.raises(TaleError, match="nobody says anything of `mood`"):
        read_question(loaded, "Ann said Bob.mood is calm to Cid")


def test_a_claim_that_is_drawn_moves_with_no_edit_elsewhere() -> None:
    said = "rule a for p: Person at 1 hour\n  p says Bob.n is round(uniform(0, 9)) to Cid\n"
    other = "rule z for p: Person at 1 minute\n  p says Bob.room is one of (Hall: 1, Attic: 1) to Ann\n"
    asked = "measure n = sum(p: Person: what p said of Bob.n to Cid)\n"
    assert lived(said + asked).measures[0] == lived(other + said + asked).measures[0]


def test_its_words_are_laid_out_and_may_be_names() -> None:
    text = (
        'world "W"\n  tick 1 minute\n  lasts 1 hour\n\nkind Person\n'
        "  says  whole 0.. = 0\n  when  time\n  said  Person or none\n\n"
        "Ann is Person\n\nrule about for what: Person, to: Person at 5 minutes\n"
        "  what says what.says is what.says + to.says to to\n"
        "  to.when = when what spoke of what.says to to\n\n"
        "measure spoke = count(what: Person where what said what.says is 0 to what and "
        "not (what doubts what about what.says))\n"
    )
    assert format_text(text.replace("what.says + to", "what.says  +  to"), "w.tale") == text
    load_text(text)


def test_who_does_not_know_says_nothing_and_doubts_nothing() -> None:
    body = (
        "Bob believes owes(Ann, Cid) unknown\nrule a at 1 hour\n"
        "  Bob says owes(Ann, Cid) to Ann\n  Cid says owes(Ann, Cid) is 99 to Bob\n"
        "  Cid says owes(Ann, Cid) is 99 to Ann\n"
    )
    assert measured(
        body,
        said="1 if Bob spoke of owes(Ann, Cid) to Ann else 0",
        bob="1 if Bob doubts Cid about owes(Ann, Cid) else 0",
        ann="1 if Ann doubts Cid about owes(Ann, Cid) else 0",
    ) == {"said": 0.0, "bob": 0.0, "ann": 1.0}
