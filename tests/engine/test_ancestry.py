"""What events came from, near and far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from twicetold.engine import Causes
from twicetold.engine.meaning.ancestry import ancestors


@dataclass
class Event:
    causes: Causes


EVENTS: dict[int, Any] = {
    1: Event(Causes()),
    2: Event(Causes(enabled_by=(1,))),
    3: Event(Causes(moved_by=(1,), perceived=(2,))),
    4: Event(Causes()),
    5: Event(Causes(shaped_by=(3,), enabled_by=(4, 99))),
}


@pytest.mark.parametrize(
    ("number", "expected"), [(1, set()), (2, {1}), (3, {1, 2}), (4, set()), (5, {1, 2, 3, 4})]
)
def test_are_all_that_recorded_causes_lead_back_to_but_not_the_event_itself(number, expected):
    assert ancestors(EVENTS, number) == expected


def test_a_way_back_ends_where_it_is_to_end():
    assert ancestors(EVENTS, 5, ends={3}) == {3, 4}
    assert ancestors(EVENTS, 5, ends={5, 4}) == {1, 2, 3, 4}
