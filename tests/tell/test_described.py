"""Descriptions: who is introduced, when, and with whose line."""

from __future__ import annotations

from tests.tell.lives import story
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import planned
from twicetold.tell.words import told

HOUSE = """
world "The house"
  tick 1 hour
  lasts 9 hours
kind Person
  tired yes/no
  p is described "[p] [be] [if p.tired: tired | otherwise: fresh]."
kind Cook is Person
kind Maid is Person
  m is described "[m] [serve] [Ann] and [Pym]."
Ann is Person: she
Pym is Cook: he
Bea is Maid: she
Cleo is Person: she, described "[Cleo] [be] [Pym's] sister."
event greet (p: Person, q: Person)
  then p.tired = yes
  tell "[p] [greet] [q]."
"""


def prose(*events: str, house: str = HOUSE, **voice: object) -> list[str]:
    """What is told of these greetings, all of them; or only those of the leads, for `pace=None`."""
    rules = [f"rule r{n} at {n} hours\n  happens greet({event})\n" for n, event in enumerate(events, 1)]
    lives = story(load_text(house + "".join(rules)))
    telling = Telling("", voice=Voice(**{"pace": "scene", **voice}))  # type: ignore[arg-type]
    return [sentence.text for sentence in told(lives, planned(lives, telling)).sentences]


def test_who_is_named_first_is_described_as_they_were_at_the_beginning_and_but_once() -> None:
    assert prose("Ann, Pym", "Pym, Ann") == [
        "Ann, who was fresh, greeted Pym.",
        "Pym was fresh.",
        "An hour later, Pym greeted Ann.",
    ]


def test_who_follows_a_few_begins_with_who_they_are() -> None:
    assert prose("Ann, Pym", "Pym, Ann", pace=None) == [
        "Ann and Pym were fresh.",
        "Ann greeted Pym.",
        "An hour later, he greeted her.",
    ]


def test_own_lines_come_before_those_of_the_kind_and_these_before_those_of_its_ancestors() -> None:
    assert prose("Cleo, Bea") == [
        "Cleo, Pym's sister, greeted Bea.",
        "Bea served Ann and Pym; and Ann and Pym were fresh.",
    ]


def test_by_an_author_of_sections_who_adds_nothing_they_are_described_in_sentences_of_their_own() -> None:
    telling = 'telling "t"\n  section A\n'
    lives = story(load_text(f"{HOUSE}rule r at 1 hour\n  happens greet(Cleo, Bea)\n{telling}"))
    prose_ = told(lives, planned(lives, lives.world.tellings[0]))
    assert [sentence.text for sentence in prose_.sentences] == [
        "Cleo greeted Bea.",
        "Cleo was Pym's sister.",
        "Bea served Ann and Pym.",
        "Pym and Ann were fresh.",
    ]


def test_of_who_says_i_nothing_is_told() -> None:
    assert prose("Ann, Pym", tellers=(0,)) == ["I greeted Pym, who was fresh."]
    assert prose("Ann, Pym", tellers=(0,), pace=None) == ["Pym was fresh.", "I greeted Pym."]


LONG = """
Dora is Person: she, described "[Dora] [be] the last of a family that once [own] the hill and the mill."
"""


def test_who_is_described_at_length_is_introduced_before_the_first_deed_of_the_paragraph() -> None:
    rules = "rule a at 1 hour\n  happens greet(Ann, Cleo)\nrule b at 1 hour\n  happens greet(Ann, Dora)\n"
    lives = story(load_text(HOUSE + LONG + rules))
    first, second, *_ = told(lives, planned(lives, Telling("", voice=Voice(pace="scene")))).sentences
    assert first.text == "Dora was the last of a family that once owned the hill and the mill."
    assert second.text == "Ann, who was fresh, greeted Cleo and greeted Dora."


def test_of_whom_the_same_is_said_it_is_said_together_but_no_two_are_a_guest() -> None:
    guests = HOUSE.replace("[p] [be] [if p.tired: tired | otherwise: fresh]", "[p] [be] a guest")
    assert prose("Ann, Pym", pace=None) == ["Ann and Pym were fresh.", "Ann greeted Pym."]
    assert prose("Ann, Pym", pace=None, house=guests)[0] == "Ann was a guest; and Pym was a guest."
    still = guests.replace("[be] a guest", "[remain] always a guest")
    assert (
        prose("Ann, Pym", pace=None, house=still)[0]
        == "Ann remained always a guest; and Pym remained always a guest."
    )
    inside = guests.replace("[be] a guest", "[be] in the house")
    assert prose("Ann, Pym", pace=None, house=inside)[0] == "Ann and Pym were in the house."
