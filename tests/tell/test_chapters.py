"""Chapters: where a long telling is cut, and what its parts are called."""

from __future__ import annotations

import pytest

from tests.tell.lives import bundled, story
from twicetold.lang import load_text
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.chapters import LONG, chapters, how
from twicetold.tell.leads import Cast
from twicetold.tell.words import told

STREET = """
world "A street"
  tick 1 minute
  lasts 10 hours
kind Person
Ann is Person: she
Bob is Person: he
event call (p: Person, q: Person)
  tell "[p] [call] [q]."
event wander (p: Person)
  tell "[p] [wander] up the street and down the street and up the street, and down it, and up again, alone."
"""


def street(minutes: list[int], deed: str = "call(Ann, Bob)") -> Story:
    """A life in which one thing happens at each of these minutes."""
    rules = [f"rule r{n} at {minute} minutes\n  happens {deed}\n" for n, minute in enumerate(minutes)]
    return story(load_text(STREET + "".join(rules)))


EVERYBODY = Cast((0,), frozenset((0, 1)))


def cuts(lives: Story, cast: Cast = EVERYBODY) -> list[tuple[int, int, str]]:
    return list(chapters(lives, lives.events, cast))


def test_what_is_short_is_told_in_one() -> None:
    assert cuts(street(list(range(1, LONG)))) == [(0, LONG - 1, "")]


def test_what_is_long_is_cut_where_most_time_lies_between_about_in_thirds() -> None:
    minutes = [n + 60 * (n >= 11) + 60 * (n >= 22) for n in range(1, 34)]
    assert [(begin, end) for begin, end, _ in cuts(street(minutes))] == [(0, 10), (10, 21), (21, 33)]


def test_a_chapter_is_called_after_something_in_it_each_after_another() -> None:
    assert [title for _, _, title in cuts(street(list(range(1, 40))))] == ["How Ann called Bob", "", ""]


def test_what_cannot_be_said_in_a_few_words_gives_no_title() -> None:
    lives = street(list(range(1, 40)), "wander(Ann)")
    assert [title for _, _, title in cuts(lives)] == ["", "", ""]


def test_none_is_called_after_who_has_no_name_in_the_telling() -> None:
    lives = street([1])
    assert how(lives, lives.events[0]) == "How Ann called Bob"
    assert how(lives, lives.events[0], frozenset((1,))) == ""


@pytest.mark.parametrize("run", [2, 3])
def test_a_long_night_is_told_in_chapters_without_a_word_lost(run: int) -> None:
    lives = bundled("hale_yard", run)
    plan = planned(lives, Telling(""))
    titles = [part.title for part in plan.parts]
    assert len(titles) == 3
    assert all(title.startswith("How ") for title in titles)
    assert len({*titles}) == len(titles)
    numbers = [node.event.number for node in plan.nodes]
    assert len(numbers) == len({*numbers})
    prose = told(lives, plan)
    assert prose.subtitle.startswith("or, how ")
    assert prose.subtitle.removeprefix("or, h") not in {title.removeprefix("H") for title in titles}


def test_who_tells_everything_or_in_another_order_makes_no_chapters() -> None:
    lives = bundled("hale_yard", 2)
    assert len(planned(lives, Telling("", voice=Voice(pace="scene"))).parts) == 1
    assert len(planned(lives, Telling("", voice=Voice(order="analepsis"))).parts) == 1


def test_a_chapter_is_called_after_what_sets_it_going_and_not_after_what_comes_late() -> None:
    minutes = list(range(1, 40))
    late = "rule late at 39 minutes\n  happens wave(Ann)\n"
    rare = 'event wave (p: Person)\n  tell "[p] [wave]."\n'
    rules = [f"rule r{n} at {n} minutes\n  happens call(Ann, Bob)\n" for n in minutes]
    lives = story(load_text(STREET + rare + "".join(rules) + late))
    assert [title for _, _, title in cuts(lives)] == ["How Ann called Bob", "", ""]
    early = late.replace("39", "26")
    lives = story(load_text(STREET + rare + "".join(rules) + early))
    assert [title for _, _, title in cuts(lives)] == ["How Ann called Bob", "", "How Ann waved"]
