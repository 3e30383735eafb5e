"""The picture of endings over time: its layers are the lives that have ended by then."""

from __future__ import annotations

import re

import pytest

from twicetold.tell.draw.flow import HIGH, Layer, flow
from twicetold.tell.draw.svg import HEADED


def picture(**layers: list[float]) -> str:
    said = [Layer(ending, seconds) for ending, seconds in layers.items()]
    return flow("A morning", "some lives", said, lambda seconds: f"{seconds:g} s")


def heights(svg: str) -> list[list[float]]:
    """The heights of each layer's outline, as shares of all lives."""
    outlines = re.findall(r'd="M([^"Z]*)Z"', svg)
    ys = [[float(point.split()[1]) for point in outline.split("L")] for outline in outlines]
    return [[round(1 - (y - HEADED) / HIGH, 3) for y in layer] for layer in ys]


def test_each_layer_stands_on_those_that_end_before_it() -> None:
    first, second = heights(picture(late=[30.0, 40.0, 50.0], soon=[10.0]))
    assert (min(first), max(first)) == (0.0, 0.25)
    assert max(second) == 1.0
    assert set(first) <= {0.0, 0.25}
    assert set(second) == {0.0, 0.25, 0.5, 0.75, 1.0}


def test_it_says_how_many_came_to_each_and_when() -> None:
    svg = picture(late=[30.0, 40.0, 50.0], soon=[10.0])
    assert "late: 3 of 4 lives (75.0 %), the first at 30 s, half of them by 40 s" in svg
    assert svg.index(">soon<") < svg.index(">late<")


def test_endings_that_no_life_had_are_left_out() -> None:
    assert "never" not in picture(soon=[10.0], never=[])
    with pytest.raises(ValueError, match="no life"):
        picture(never=[])
