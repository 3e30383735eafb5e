"""What is one sentence, and the words that say how its clauses hang together: only what is on record."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest

from tests.tell.lives import bundled, story
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.narrators import Pattern, named, names
from twicetold.tell.prose import Prose, Sentence
from twicetold.tell.relations import CAUSAL, Link
from twicetold.tell.words import told

LIVES = [("milk", 2), ("milk", 5), ("hale_yard", 2), ("night_mail", 1)]

every_life = pytest.mark.parametrize(("world", "run"), LIVES)
every_narrator = pytest.mark.parametrize("narrator", names())


@cache
def prose(world: str, run: int, narrator: str) -> Prose:
    lives = bundled(world, run)
    return told(lives, planned(lives, Telling(""), narrator=named(narrator)))


def text_of(prose_: Prose) -> str:
    return " ".join(sentence.text for sentence in prose_.sentences)


# --- over lives of bundled worlds ---------------------------------------------------------------------------


@every_narrator
@every_life
def test_what_a_link_says_stands_in_its_sentence(world: str, run: int, narrator: str) -> None:
    for sentence in prose(world, run, narrator).sentences:
        for link in sentence.links:
            assert re.search(rf"\b{re.escape(link.connective)}", sentence.text.lower()), (link, sentence.text)


@every_narrator
@every_life
def test_a_link_says_what_is_on_record(world: str, run: int, narrator: str) -> None:
    lives = bundled(world, run)
    for sentence in prose(world, run, narrator).sentences:
        assert all(is_on_record(lives, link) for link in sentence.links), (sentence.links, sentence.text)


def is_on_record(lives: Story, link: Link) -> bool:
    cause, effect = lives.event(link.cause), lives.event(link.effect)
    assert cause is not None
    assert effect is not None
    if link.relation in ("motive", "error"):
        return cause is effect and bool(cause.reason if link.relation == "motive" else cause.causes.errors)
    if link.relation in CAUSAL or link.relation == "concession":
        return link.cause in lives.came_from(effect, 0)
    if link.relation == "sequence" and link.cause in lives.came_from(effect, 0):
        return cause.number < effect.number
    return lives.relations.between(cause, effect) == link.relation


@every_narrator
@every_life
def test_what_nothing_links_shares_a_sentence_only_if_it_shares_somebody(
    world: str, run: int, narrator: str
) -> None:
    lives = bundled(world, run)
    for sentence in prose(world, run, narrator).sentences:
        linked = {frozenset((link.cause, link.effect)) for link in sentence.links}
        for a, b in pairwise(node.event for node in sentence.nodes):
            together = frozenset((a.number, b.number))
            assert together in linked or lives.people & set(a.roles) & set(b.roles), sentence.text


@every_narrator
@every_life
def test_no_more_words_of_that_kind_are_spent_than_the_narrator_has(
    world: str, run: int, narrator: str
) -> None:
    said = sum(map(weighing, prose(world, run, narrator).sentences))
    words = len(text_of(prose(world, run, narrator)).split())
    assert said <= named(narrator).connectives * (words + 60) / 1000 + 1


def weighing(sentence: Sentence) -> int:
    """How many of its links are said in words that weigh on a reader: "because" does, "then" does not."""
    return sum(Pattern("", "", True, False, False, link.connective).connects for link in sentence.links)


@every_narrator
@every_life
def test_the_same_life_is_told_the_same_again(world: str, run: int, narrator: str) -> None:
    lives = bundled(world, run)
    again = told(lives, planned(lives, Telling(""), narrator=named(narrator)))
    assert text_of(again) == text_of(prose(world, run, narrator))


@every_life
def test_a_narrator_recalls_nothing_twice(world: str, run: int) -> None:
    recalled = [
        link.cause
        for sentence in prose(world, run, "plain").sentences
        for link in sentence.links
        if link.connective == "because" and link.cause not in sentence.events
    ]
    assert len(recalled) == len({*recalled})


@every_narrator
@every_life
def test_how_it_ends_is_said_last_and_by_itself(world: str, run: int, narrator: str) -> None:
    *others, last = prose(world, run, narrator).sentences
    assert all(node.event.sort == "ending" for node in last.nodes)
    assert all(node.event.sort != "ending" for sentence in others for node in sentence.nodes)


# --- a small world ------------------------------------------------------------------------------------------

LANE = """
world "A lane"
  tick 1 minute
  lasts 20 minutes
  choice best
kind Person
  cross yes/no
  done  yes/no
Ann is Person: she
Bob is Person: he
Cid is Person: he
event shove (p: Person, q: Person or p)
  then q.cross = yes
  tell "[p] [shove] [q]."
event fall (p: Person)
  tell "[p] [fall]."
event whistle (p: Person)
  tell "[p] [whistle]."
"""
SHOUT = """
action shout (p: Person)
  needs p is Bob, not p.done
  urge 9 if p.cross else -9
  then p.done = yes
  felt by p
  tell "[p] [shout]."
"""


KNOCK = """
action knock (p: Person)
  needs p is Bob, not p.done
  urge 9 if p.cross else -9 because "to have a word with [Ann]"
  then p.done = yes
  felt by p
  tell "[p] [knock] at the door, and [wait] for an answer."
"""


def lane(*events: str, rest: str = "", narrator: str | None = None) -> str:
    """How all is told that happens in the lane, a minute after another, before Cid comes by and whistles."""
    moments = [*enumerate(events, 1), (19, "whistle(Cid)")]
    rules = [f"rule r{n} at {n} minutes\n  happens {event}\n" for n, event in moments]
    lives = story(load_text(LANE + rest + "".join(rules)))
    by = None if narrator is None else named(narrator)
    text = text_of(told(lives, planned(lives, Telling("", voice=Voice(pace="scene")), narrator=by)))
    return text.removesuffix("Cid whistled.").rpartition(".")[0] + "."


def test_what_is_about_the_same_people_is_one_sentence_and_about_others_two() -> None:
    assert lane("fall(Ann)", "whistle(Ann)") == "Ann fell and whistled."
    assert lane("fall(Ann)", "whistle(Bob)") == "Ann fell. Bob whistled."


def test_who_is_named_last_is_told_of_behind_who_but_not_behind_a_pronoun() -> None:
    assert lane("shove(Ann, Bob)", "fall(Bob)") == "Ann shoved Bob, who fell."
    assert lane("whistle(Bob)", "fall(Ann)", "shove(Ann, Bob)", "fall(Bob)").endswith("Bob, who fell.")
    assert "who" not in lane("shove(Ann, Ann)", "fall(Ann)")


def test_a_reason_is_said() -> None:
    assert lane("shove(Ann, Bob)", "fall(Ann)") == "Ann shoved Bob and fell."
    said = lane("shove(Ann, Bob)", rest=SHOUT)
    assert re.search(r"\b(so|because|why|since|at that)\b", said, re.IGNORECASE), said


def test_what_somebody_wants_stands_behind_what_they_do_for_it_and_not_behind_what_they_do_not() -> None:
    wanted = "to have a word with"
    assert wanted in lane("shove(Ann, Bob)", rest=KNOCK, narrator="plain")
    assert wanted not in lane("shove(Ann, Bob)", rest=KNOCK.replace("[wait]", "[not wait]"), narrator="plain")


BACK = """
action push (p: Person, q: Person)
  needs p is Bob, q is Ann, not p.done
  urge 9 if p.cross else -9
  then p.done = yes
  felt by p
  tell "[p] [push] [q] back."
"""
WHY = re.compile(r"\b(so|because|since|at that|when|whereupon|at which|as soon as)\b", re.IGNORECASE)


def test_no_reason_is_said_by_which_a_reader_cannot_see_who_gave_it() -> None:
    assert WHY.search(lane("shove(Ann, Bob)", rest=BACK))
    jolt = 'event jolt (p: Person, q: Person)\n  then q.cross = yes\n  tell "Something [hit] [q]."\n'
    assert not WHY.search(lane("jolt(Ann, Bob)", rest=jolt + BACK))


def test_an_exchange_keeps_its_course() -> None:
    """It was lost where the exchange was joined to the sentence before it."""
    lives = bundled("brawl", 4)
    made = told(lives, planned(lives, Telling("")), varied=True)
    bouts = [sentence for sentence in made.sentences for node in sentence.nodes if node.form == "bout"]
    assert bouts
    assert all(len(sentence.nodes) == 1 for sentence in bouts)


def test_no_pronoun_is_said_of_whom_nothing_names() -> None:
    point = 'event point (p: Person, q: Person)\n  tell "[p] [point], and [q] [laugh]."\n'
    said = lane("fall(Ann)", "point(Ann, Bob)", rest=point, narrator="foreboding")
    assert "Bob" in said
    assert " he " not in said
