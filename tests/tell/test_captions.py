"""The captions above a storyline: which moments they name, and that none hides another."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tell.lives import bundled
from twicetold.tell.draw.captions import Caption, placed
from twicetold.tell.draw.moments import LONGEST, MOMENTS, cut, moments

CAPTION = st.builds(Caption, st.text("mia W", min_size=1, max_size=41), st.integers(60, 1060).map(float))
CAPTIONS = st.lists(CAPTION, max_size=6).map(lambda found: sorted(found, key=lambda each: each.x))


@given(CAPTIONS)
def test_no_caption_hides_another(captions: list[Caption]) -> None:
    found = placed(captions, 1100.0)
    for one, two in combinations(found, 2):
        apart = one.span[1] <= two.span[0] or two.span[1] <= one.span[0]
        assert one.row != two.row or apart


@given(CAPTIONS)
def test_no_line_runs_through_words(captions: list[Caption]) -> None:
    found = placed(captions, 1100.0)
    for one in found:
        for two in found:
            begin, end = two.span
            assert one.row <= two.row or not begin < one.x < end  # the line goes down from its row


@given(CAPTIONS)
def test_captions_stay_in_the_picture(captions: list[Caption]) -> None:
    assert all(each.span[0] >= 0 and each.span[1] <= 1100 for each in placed(captions, 1100.0))


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("Ada came home.", "Ada came home"),
        ("Ada sent for everybody. “I was there,” said Ben.", "Ada sent for everybody"),
        ("Not one of the alphas was left to fight for the yard.", "Not one of the alphas was left to fight…"),
        ("Out of the woods came the leader and the other alphas.", "Out of the woods came the leader…"),
        ("a" * 50, "a" * 40 + "…"),
    ],
)
def test_a_sentence_is_cut_between_words(words: str, short: str) -> None:
    assert cut(words) == short


@pytest.mark.parametrize(("world", "run"), [("milk", 1), ("hale_yard", 3)])
def test_the_weightiest_moments_are_named_in_order(world: str, run: int) -> None:
    story = bundled(world, run)
    named = moments(story)
    assert len(named) == MOMENTS
    assert all(0 < len(words) <= LONGEST + 1 for _, words in named)
    assert [event.tick for event, _ in named] == sorted(event.tick for event, _ in named)
    assert max(story.weights[event.number] for event, _ in named) == max(
        story.weights[event.number] for event in story.events
    )
