"""How one event lies to another: each relation from a life in which it is so, and what a mind knows of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.sampled import slow
from tests.tell.lives import bundled, story
from twicetold.engine import Event
from twicetold.lang import load_text
from twicetold.tell import Story
from twicetold.tell.relations import CAUSAL, Relation, is_in_vain, passes_on

LODGE = """
world "The lodge"
  tick 1 minute
  lasts 20 minutes
  choice best
kind Thing
  it
  wet    yes/no
  stuck  yes/no
  open   yes/no
  shut   yes/no = yes  believed
  weight whole 0..9
kind Person
  angry yes/no
  tired yes/no
  done  yes/no
  load  whole 0..99
Ann is Person: she
Bob is Person: he
Door is Thing
event insult (p: Person)
  then p.angry = yes
  tell "[p] [be] insulted."
event tire (p: Person)
  then p.tired = yes
  tell "[p] [tire]."
event rain
  then Door.wet = yes
  tell "It [rain]."
event creak
  tell "[Door] [creak]."
event unlock
  then Door.open = yes
  tell "[Door] [open]."
event lock
  then Door.open = no
  tell "[Door] [close]."
event swing
  then Door.shut = no
  seen by p: Person
  tell "[Door] [swing] open."
event fill
  then Door.weight = 7
  tell "[Door] [grow] heavy."
"""


def lodge(happens: str, action: str = "", rest: str = "") -> Story:
    """A life in the lodge, in which these things happen a minute after one another, and Ann can act."""
    rules = [f"rule r{n} at {n} minutes\n  happens {each}\n" for n, each in enumerate(happens.split(), 1)]
    acts = f"action act (p: Person)\n  needs p is Ann, not p.done, now >= 5 minutes{action}" if action else ""
    return story(load_text(LODGE + rest + "".join(rules) + acts))


def act(needs: str = "", urge: str = "9", then: str = "p.done = yes") -> str:
    """What Ann does, and why."""
    return f'{needs}\n  urge {urge}\n  then\n    p.done = yes\n    {then}\n  felt by p\n  tell "[p] [act]."\n'


def first(lives: Story, name: str) -> Event:
    return next(event for event in lives.life.events if event.name == name)


STUCK = "rule swell when Door.wet\n  Door.stuck = yes\nrule noise when Door.stuck\n  happens creak\n"


@pytest.mark.parametrize(
    ("lives", "cause", "effect", "relation"),
    [
        (lodge("insult(Ann)", act(urge="9 if p.angry else -9")), "insult", "act", "reason"),
        (lodge("tire(Ann)", act(urge="9 - (3 if p.tired else 0)")), "tire", "act", "concession"),
        (lodge("unlock()", act(", Door.open")), "unlock", "act", "condition"),
        (lodge("swing()", act(", not Door.shut")), "swing", "act", "notice"),
        (lodge("fill()", act(then="p.load = Door.weight")), "fill", "act", "shape"),
        (lodge("rain()", rest=STUCK), "rain", "creak", "result"),
        (lodge("unlock() lock()"), "unlock", "lock", "contrast"),
        (lodge("unlock() tire(Ann)"), "unlock", "tire", None),
        (lodge("tire(Ann) insult(Ann)"), "tire", "insult", "sequence"),
        (lodge("tire(Ann) insult(Bob)"), "tire", "insult", None),
    ],
)
def test_how_two_events_lie_to_one_another(
    lives: Story, cause: str, effect: str, relation: Relation | None
) -> None:
    assert lives.relations.between(first(lives, cause), first(lives, effect)) == relation


TWO = """
world "Two"
  tick 1 minute
  lasts 20 minutes
  choice best
kind Person
  worn yes/no
Ann, Bea are Person: she
rule wear for p: Person at 2 minutes
  p.worn = yes
action walk (p: Person)
  needs {who}
  urge 9
  takes {takes}
  then
    if p.worn
      outcome badly
  tell "[p] [walk]."
"""


def test_who_does_something_while_another_does_so_does_it_meanwhile() -> None:
    lives = story(load_text(TWO.format(who="now < 5 minutes", takes="3 minutes")))
    ann, bea = lives.events[:2]
    assert {ann.roles, bea.roles} == {(0,), (1,)}
    assert lives.relations.between(ann, bea) == "meanwhile"


def test_the_same_deed_that_comes_out_otherwise_is_a_contrast() -> None:
    lives = story(load_text(TWO.format(who="p is Ann", takes="1 minute")))
    well = first(lives, "walk")
    badly = next(event for event in lives.events if event.outcome == "badly")
    assert well.outcome == "done"
    assert lives.relations.between(well, badly) == "contrast"


def test_of_others_wishes_a_mind_knows_nothing() -> None:
    lives = lodge("insult(Ann)", act(urge="9 if p.angry else -9"))
    insult, deed = first(lives, "insult"), first(lives, "act")
    assert lives.relations.between(insult, deed, lives.mind(0)) == "reason"
    assert lives.relations.between(insult, deed, lives.mind(1)) is None


def test_of_what_it_did_not_notice_a_mind_does_not_know_what_came() -> None:
    lives = lodge("unlock()", act(", Door.open"))
    assert lives.relations.between(first(lives, "unlock"), first(lives, "act"), lives.mind(0)) is None


def test_what_came_of_upkeep_is_followed_to_what_can_be_told() -> None:
    lives = lodge("rain()", rest=STUCK)
    creak = first(lives, "creak")
    assert all(lives.life.events[number].name != "rain" for number in creak.causes.enabled_by)
    assert lives.relations.sources(creak) == {first(lives, "rain").number: "result"}


def test_what_only_made_possible_what_another_did_is_no_news() -> None:
    lives = lodge("unlock()", act(", Door.open"))
    unlock, deed = first(lives, "unlock"), first(lives, "act")
    assert lives.relations.is_telling("condition", unlock, deed)  # nobody did it
    assert lives.relations.is_telling("result", unlock, deed)
    by_another = replace(unlock, roles=(deed.roles[0] + 1,))
    assert not lives.relations.is_telling("condition", by_another, deed)  # nobody takes part in both


@slow
def test_who_is_told_something_passes_it_on_to_a_third() -> None:
    lives = bundled("rumour", 1)
    gossip = [event for event in lives.events if event.name == "gossip"]
    passed = [(a, b) for b in gossip for a in gossip if a.number in b.causes.moved_by and passes_on(a, b)]
    assert passed
    assert all(a.roles[1] == b.roles[0] and a.roles[0] not in b.roles for a, b in passed)


@pytest.mark.parametrize(("world", "run"), [("milk", 3), ("hale_yard", 2), ("night_mail", 1)])
def test_what_came_from_another_came_after_it_and_is_on_record(world: str, run: int) -> None:
    lives = bundled(world, run)
    for event in lives.events:
        near = lives.came_from(event, 0)
        for number, relation in lives.relations.sources(event).items():
            assert number < event.number
            assert relation in CAUSAL or relation == "concession"
            assert number in near


SHOTS = """
world "Shots"
  tick 1 minute
  lasts 3 minutes
  choice best
kind Person
  hurt whole 0..9
Ann, Bea, Cleo are Person: she
action shoot (p: Person, q: Person)
  needs p is Ann, q is Bea if now < 1 minute else q is {second}
  urge 9
  takes 1 minute
  then
    if now >= 2 minutes
      outcome hit
      q.hurt += 1
    otherwise
      outcome missed
  tell "[p] [shoot] at [q]."
"""


@pytest.mark.parametrize(("second", "relation"), [("Bea", "contrast"), ("Cleo", "sequence")])
def test_it_came_out_otherwise_only_if_it_was_done_to_the_same(second: str, relation: str | None) -> None:
    lives = story(load_text(SHOTS.format(second=second)))
    missed, hit = first(lives, "shoot"), next(e for e in lives.events if e.outcome == "hit")
    assert is_in_vain(missed)
    assert not is_in_vain(hit)
    assert lives.relations.between(missed, hit) == relation
