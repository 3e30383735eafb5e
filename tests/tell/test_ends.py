"""With what a telling begins and ends: the opening of a world and the text of an ending, for each mind."""

from __future__ import annotations

import pytest

from tests.tell.lives import story
from twicetold.engine import Interpreter
from twicetold.lang import load_text
from twicetold.lang.model.telling import Base, Order, Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.words import told

HOUSE = """
world "The house"
  tick 1 hour
  lasts 2 days
  choice best{opening}
kind Person
  cross yes/no
Ann, Bea are Person: she
Pym is Person: he
action quarrel (p: Person, q: Person)
  needs p is Ann, q is Bea, not p.cross
  urge 1
  then p.cross = yes
  tell "[p] [quarrel] with [q]."
ending "quarrel" when Ann.cross and now > 2 hours{ending}
"""
OPENING = """
  opening "Once [every p: Person] [be] friends, and [every p: Person where p.cross] [be] cross."
    or if Ann.cross "All [be] over."
    as Ann "Once [Ann] [be] happy."
"""
ENDING = """
  tell "[Ann] and [Bea] [not speak] again, and [every p: Person where p.cross] [be] cross."
    as Ann "[Ann] never [forgive] [Bea]."
    thinks Ann "So [Ann] [be] alone."
"""


def house(opening: str = OPENING, ending: str = ENDING) -> Story:
    return story(load_text(HOUSE.format(opening=opening.rstrip(), ending=ending.rstrip())))


def prose(lives: Story, **voice: object) -> list[str]:
    telling = Telling("", voice=Voice(**voice))  # type: ignore[arg-type]
    return [sentence.text for sentence in told(lives, planned(lives, telling)).sentences]


def test_a_telling_begins_with_how_it_was_and_ends_with_how_it_ended() -> None:
    assert prose(house()) == [
        "Once Ann, Bea and Pym were friends, and nobody was cross.",
        "Ann quarrelled with Bea.",
        "Ann and Bea did not speak again, and Ann was cross.",
    ]


def test_each_mind_has_its_own_beginning_and_end() -> None:
    assert prose(house(), focus="internal", minds=(0,), tellers=(0,), thought="direct") == [
        "Once I was happy.",
        "I quarrelled with Bea.",
        "I never forgave Bea.",
        "So I am alone.",
    ]


def test_who_takes_part_in_nothing_knows_how_it_ended_all_the_same() -> None:
    assert prose(house(), focus="internal", minds=(2,))[-1].endswith("and Ann was cross.")


@pytest.mark.parametrize("base", ["past", "present"])
@pytest.mark.parametrize("order", ["chronicle", "retrograde"])
def test_in_any_tense_and_order_the_opening_comes_first(base: Base, order: Order) -> None:
    first, *others = prose(house(), base=base, order=order)
    assert first.startswith(f"Once Ann, Bea and Pym {'were' if base == 'past' else 'are'} friends")
    assert len(others) == 2


def test_without_a_text_the_end_is_told_by_its_name() -> None:
    assert prose(house("", "")) == ["Ann quarrelled with Bea.", "So it ended: quarrel."]


def test_the_time_to_the_end_is_said_where_all_is_told() -> None:
    assert prose(house(), pace="scene")[-1] == (
        "Two hours later, Ann and Bea did not speak again, and Ann was cross."
    )


@pytest.mark.parametrize("ending", ["", ENDING])
def test_an_author_of_sections_ends_in_their_own_words(ending: str) -> None:
    lives = house("", ending.rstrip() + '\ntelling "t"\n  section A: only quarrel(anyone, anyone)')
    prose_ = told(lives, planned(lives, lives.world.tellings[0]))
    assert [sentence.text for sentence in prose_.sentences] == ["Ann quarrelled with Bea."]


def test_such_texts_move_no_life() -> None:
    digests = {
        Interpreter(load_text(HOUSE.format(opening=opening.rstrip(), ending=ending.rstrip())))
        .lives(1, 0, 3)
        .digest.tobytes()
        for opening in ("", OPENING)
        for ending in ("", ENDING)
    }
    assert len(digests) == 1
