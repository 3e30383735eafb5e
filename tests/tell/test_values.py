"""Values, lists and pieces in texts: what is told of them in whichever person, which piece has its turn."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.tell.lives import story
from twicetold.lang import load_text
from twicetold.lang.figures import fixed, spelled
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import planned
from twicetold.tell.words import told

HOUSE = """
world "The house"
  tick 1 hour
  lasts 9 days
unit coin, coins
kind Guest
  coins whole 0.. coins = 7 coins
  there yes/no = yes
Agnes, Vera, Cleo are Guest: she
Pym is Guest: he
{before}event meet (p: Guest, q: Guest)
  then
    p.coins += 5 coins
    let price = p.coins * 2
    {effect}
    tell "{line}"
"""


def prose(
    line: str,
    effect: str = "p.there = p.there",
    *,
    times: int = 1,
    varied: bool = False,
    before: str = "",
    **voice: object,
) -> str:
    """What is told of Vera meeting Agnes so many times."""
    text = HOUSE.format(line=line, effect=effect, before=before)
    for n in range(1, times + 1):
        text += f"rule r{n} at {n} hours\n  happens meet(Vera, Agnes)\n"
    lives = story(load_text(text))
    plan = planned(lives, Telling("", voice=Voice(pace="scene", **voice)))  # type: ignore[arg-type]
    return " ".join(sentence.text for sentence in told(lives, plan, varied=varied).sentences)


@pytest.mark.parametrize(
    ("brackets", "said"),
    [
        ("[price]", "24 coins"),
        ("[price / 2 coins]", "12"),
        ("[price in words]", "twenty-four coins"),
        ("[price coin/coins of gold]", None),
        ("[p.coins gold piece/pieces]", "12 gold pieces"),
        ("[p.coins / 12 in words gold piece/pieces]", "one gold piece"),
        ("[0 in words shiny gold piece/pieces]", "no shiny gold pieces"),
        ("[1 / 3 to 2 digits]", "0.33"),
        ("[1 / 3 to 2 places]", "0.33"),
        ("[7.5 to 2 places pound/pounds]", "7.50 pounds"),
        ("[before p.coins in words]", "seven coins"),
        ("[before p.coins + q.coins]", "14 coins"),
        ("[count(r: Guest where r.there) guest/guests]", "4 guests"),
        ("[(1 if p.there else 2) guest/guests]", "1 guest"),
        ("[90 minutes in words]", "one hour and thirty minutes"),
        ("[best(r: Guest: r.coins)'s] purse", "her purse"),
        ("[the best(r: Guest where r is Pym: r.coins)]", "Pym"),
        ("[every r: Guest where r.there and r is not p]", "Agnes, Cleo and Pym"),
        ("[every r: Guest where r is Pym]", "Pym"),
        ("[every r: Guest where not r.there]", "nobody"),
        ("[p is Vera]", "yes"),
    ],
)
def test_a_value_is_told_as_it_is_asked_for(brackets: str, said: str | None) -> None:
    if said is None:
        with pytest.raises(Exception, match="cannot stand"):
            prose(f"[p] [see] {brackets}.")
    else:
        assert prose(f"[p] [see] {brackets}.") == f"Vera saw {said}."


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "zero"), (13, "thirteen"), (40, "forty"), (99, "ninety-nine"), (100, "one hundred"),
        (107, "one hundred and seven"), (1000, "one thousand"), (1007, "one thousand and seven"),
        (1100, "one thousand one hundred"), (20_019, "twenty thousand and nineteen"),
        (1_000_001, "one million and one"), (-6, "minus six"), (2.05, "two point zero five"),
        (1_234_567, "one million two hundred and thirty-four thousand five hundred and sixty-seven"),
    ],
)  # fmt: skip
def test_a_number_in_words(number: float, said: str) -> None:
    assert spelled(f"{number:,}") == said


def test_places_are_kept() -> None:
    assert (fixed(7.5, 2), fixed(12345.678, 1), fixed(-0.0001, 2)) == ("7.50", "12,345.7", "0.00")


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "No jobs were left"), (1, "One job was left"), (2, "Two jobs were left")],
)
def test_a_verb_agrees_with_a_number_and_what_it_counts(number: int, said: str) -> None:
    assert prose(f"[{number} in words job/jobs] [be] left to [p].") == f"{said} to Vera."


@pytest.mark.parametrize(("number", "verb"), [("1", "was"), ("2", "were"), ("40", "were"), ("101", "were")])
def test_a_verb_agrees_with_a_number_alone(number: str, verb: str) -> None:
    assert prose(f"[{number}] [be] left to [p].") == f"{number} {verb} left to Vera."
    assert f" {verb} left" in prose(f"[{number} in words] [be] left to [p].")


@pytest.mark.parametrize(
    "line",
    [
        "[every r: Guest where r is not Cleo] [put] their heads together by [p].",
        "At dawn [every r: Guest where r is not Cleo] [put] their heads together by [p].",
    ],
)
def test_a_list_is_a_subject_as_several_people_are(line: str) -> None:
    assert "Agnes, Vera and Pym put their heads" in prose(line)
    assert "Vera, Pym and I put our heads" in prose(line, tellers=(0,))
    assert "Agnes, Pym and I put our heads" in prose(line, tellers=(1,))
    assert "you, Vera and Pym put your heads" in prose(line, hearers=(0,)).replace("You", "you")


def test_a_list_is_an_object_too() -> None:
    line = "[p] [see] [every r: Guest where r is not p] go."
    assert prose(line) == "Vera saw Agnes, Cleo and Pym go."
    assert prose(line, tellers=(0,)) == "Vera saw Cleo, Pym and me go."


def test_a_list_is_of_those_who_fit_once_the_event_is_over_or_of_those_before() -> None:
    line = "[every r: Guest where r.there], once [before every r: Guest where r.there], [miss] [p]."
    assert "Agnes, Cleo and Pym, once Agnes, Vera, Cleo and Pym," in prose(line, "p.there = no")


def test_the_piece_is_told_whose_condition_holds() -> None:
    line = "[p] [smile][if {0} > 20 coins: broadly | if {0} > 10 coins: at [q] | otherwise: a little]."
    line = line.replace("][if", "] [if")
    said = [prose(line.format(value)) for value in ("price", "p.coins", "q.coins")]
    assert said == ["Vera smiled broadly.", "Vera smiled at Agnes.", "Vera smiled a little."]


def test_a_piece_that_is_not_told_leaves_nothing() -> None:
    assert prose("[p] [smile] [if p.coins < 3 coins: at [q]].") == "Vera smiled."


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ("first: red | then: green | then: blue", ["red", "green", "blue", "blue", "blue"]),
        ("in turn: red | green", ["red", "green", "red", "green", "red"]),
        ("once: red | green", ["red", "green", "", "", ""]),
        ("one of: red | green", ["red", "green", "red", "green", "red"]),
    ],
)
def test_pieces_take_turns(pieces: str, said: list[str]) -> None:
    told_ = prose(f"[p] [wear] [{pieces}] silk.", times=5)
    assert re.findall(r"wore (\w*?) ?silk", told_) == said


def test_a_piece_is_taken_by_the_luck_of_the_telling_and_never_twice_running() -> None:
    line = "[p] [wear] [one of: red | green | blue] silk."
    drawn = prose(line, times=8, varied=True)
    colours = re.findall(r"wore (\w+) silk", drawn)
    assert set(colours) == {"red", "green", "blue"}
    assert all(a != b for a, b in pairwise(colours))


def test_no_other_text_moves_the_luck_of_a_piece() -> None:
    line = "[p] [wear] [one of: red | green | blue] silk."
    other = 'event nod (p: Guest)\n  tell "[p] [nod] [one of: once | twice]."\n'
    assert prose(line, times=8, varied=True, before=other) == prose(line, times=8, varied=True)


def test_texts_move_no_life() -> None:
    worlds = [
        load_text(HOUSE.format(line=line, effect="p.there = p.there", before=""))
        for line in (
            "[p] [nod].",
            "[p] [see] [every r: Guest where r.there], [one of: [price] | [before p.coins]].",
        )
    ]
    lives = [story(world).life for world in worlds]
    assert lives[0].measures == lives[1].measures
    assert [event.causes for event in lives[0].events] == [event.causes for event in lives[1].events]
