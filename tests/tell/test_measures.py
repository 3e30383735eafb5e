"""What is counted of a telling, held against what others have published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twicetold.tell import nonlinearity

FILMS = Path(__file__).parents[3] / "shared" / "data" / "storycurves"

PUBLISHED = {
    "pulp_fiction": 0.63,
    "memento": 0.81,
    "eternal_sunshine_of_the_spotless_mind": 0.56,
    "reservoir_dogs": 0.92,
    "usual_suspects": 0.55,
    "12_monkeys": 0.52,
    "fight_club": 0.03,
    "500_days_of_summer": 0.31,
    "prestige": 0.39,
    "annie_hall": 0.31,
}
"""The nonlinearity that the authors of Story Curves print for ten films, to two decimals."""


@pytest.mark.skipif(
    not FILMS.is_dir(), reason=f"the scene orders of ten films are not beside the project ({FILMS.name})"
)
@pytest.mark.parametrize(("film", "published"), PUBLISHED.items())
def test_the_nonlinearity_of_ten_films_is_as_published(film: str, published: float) -> None:
    scenes = json.loads((FILMS / f"{film}_simple.json").read_text(encoding="utf-8"))["script_info"]["scenes"]
    told = sorted(scenes, key=lambda scene: scene["narrative_order"])
    assert round(nonlinearity([scene["story_order"] for scene in told]), 2) == published


def test_the_order_of_the_story_has_none_and_its_reverse_the_most() -> None:
    assert nonlinearity([1, 2, 3, 4]) == 0
    assert nonlinearity([4, 3, 2, 1]) == pytest.approx(8 / 6)
    assert nonlinearity([2, 1, 3]) == pytest.approx(2 / 3)
    assert nonlinearity([7]) == nonlinearity([]) == 0
