"""The picture of measures over time: where its axes end, and that what is written below them is seen."""

from __future__ import annotations

import re

import pytest

from twicetold.tell.draw.bands import LEFT, RIGHT, WIDE, Band, bands


def picture(*highest: float) -> str:
    points = [Band(3600.0 * n, 10, (0.0, 0.0, high / 2, high, high)) for n, high in enumerate(highest, 1)]
    return bands("A rumour", "10 lives", {"heard": points}, lambda seconds: f"{seconds / 3600:g} hours")


@pytest.mark.parametrize(
    ("highest", "axis"),
    [(60.0, "60"), (15.15, "20"), (13.0, "15"), (0.07, "0.08"), (1.0, "1"), (0.0, "1"), (101.0, "150")],
)
def test_an_axis_ends_with_a_round_number(highest: float, axis: str) -> None:
    assert [*re.findall(r'text-anchor="end"[^>]*>([^<]*)<', picture(highest))][-1] == axis


def test_the_last_time_has_room() -> None:
    (width,) = re.findall(r'<svg [^>]*width="(\d+)"', picture(1, 2, 3))
    assert int(width) >= LEFT + WIDE + RIGHT
    assert "3 hours" in picture(1, 2, 3)
