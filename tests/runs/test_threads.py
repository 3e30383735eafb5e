"""Threads beside one another: in which order they hand over, how far ahead they go, how they end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from threading import Event

import pytest

from twicetold.runs.threads import AHEAD, in_order


def test_what_is_done_later_is_handed_over_later_even_if_it_is_done_first() -> None:
    second = Event()

    def wait(number: int) -> int:
        if number == 0:
            assert second.wait(60)
        if number == 1:
            second.set()
        return number

    assert list(in_order((partial(wait, number) for number in range(9)), 2, lambda: None)) == [*range(9)]


def test_calls_are_asked_for_only_when_they_are_about_to_be_made() -> None:
    asked: list[int] = []

    def calls() -> Iterator[Callable[[], int]]:
        for number in range(99):
            asked.append(number)
            yield partial(int, number)

    given = in_order(calls(), 2, lambda: None)
    assert next(given) == 0
    assert len(asked) == 2 * AHEAD
    given.close()


def test_whoever_leaves_early_tells_the_threads_to_stop() -> None:
    stopped: list[bool] = []
    given = in_order([int, int], 1, lambda: stopped.append(True))
    next(given)
    given.close()
    assert stopped
    assert list(in_order([int], 1, lambda: pytest.fail("nothing was left"))) == [0]
