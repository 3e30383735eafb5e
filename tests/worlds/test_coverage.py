"""The bundled worlds have nothing that no life comes to.

Over a few hundred lives not all is reached; `RARE` lists what 10,000 lives of the night reach and these may
not.
`twicetold cover hale_yard -n 10000` is the measure: it should say that nothing is left.
"""

from __future__ import annotations

import pytest

from tests.sampled import slow
from twicetold.ask.coverage import Coverage, cover
from twicetold.lang import load_with_warnings
from twicetold.questions import Cover

LIVES = 300


@pytest.fixture(scope="module")
def night() -> Coverage:
    return cover(load_with_warnings("hale_yard"), Cover(LIVES))


@pytest.mark.xdist_group("night coverage")
@pytest.mark.parametrize("sort", ["action", "rule", "sense", "event"])
@slow
def test_every_construct_of_the_night_is_reached(night: Coverage, sort: str) -> None:
    assert [item.of for item in night.missed(sort)] == []  # type: ignore[arg-type]


RARE = frozenset({
    "the bombs fail", "something else wakes", "Derek dies", "Stiles lives, turned, and nothing is said",
    "the hunters come too late", "the night is not over",
})  # fmt: skip
"""Endings that few lives have."""


@pytest.mark.xdist_group("night coverage")
@slow
def test_every_ending_of_the_night_is_reached_but_for_rare_ones(night: Coverage) -> None:
    assert {item.of for item in night.missed("ending")} <= RARE


@pytest.mark.xdist_group("night coverage")
@slow
def test_nothing_of_the_night_is_impossible(night: Coverage) -> None:
    assert [item for item in night.items if item.status == "impossible"] == []


@pytest.mark.xdist_group("night coverage")
def test_nearly_all_branches_and_texts_of_the_night_are_reached_in_few_lives(night: Coverage) -> None:
    for sort in ("branch", "tell", "condition"):
        items, missed = night.of(sort), night.missed(sort)
        assert len(missed) <= 0.05 * len(items), [(item.of, item.text) for item in missed]


def test_every_thing_of_the_milk_is_reached() -> None:
    found = cover(load_with_warnings("milk"), Cover(500))
    assert found.missed("action", "rule", "sense", "event", "ending", "branch", "tell") == ()
    # three people and a full bottle: that it is emptied under somebody's hands is only guarded against
    assert [(each.of, each.text) for each in found.missed("condition")] == [("make_tea", "Milk.left is 0")]
