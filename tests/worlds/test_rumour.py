"""The rumour in a firm: who knows, as a series; the number that is told; that both engines live it alike."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import courses
from twicetold.lang import load, load_with_warnings
from twicetold.lang.model import NEVER

SMALL = ("staff 20",)


@functools.cache
def lives(*lines: str) -> tuple[Kernel, Lives]:
    kernel = Kernel(load("rumour", lines), tier="quick")
    return kernel, kernel.lives(1, 0, 40)


def series(name: str, *lines: str) -> np.ndarray:
    """A series, a row for each life; not a number where a life was over."""
    kernel, found = lives(*lines)
    begin = 0
    for each in kernel.names.series:
        if each.name == name:
            values = found.series[:, begin : begin + len(each.times)]
            return np.where(values == NEVER, np.nan, values)
        begin += len(each.times)
    raise AssertionError(name)


def test_the_world_has_nothing_to_warn_of() -> None:
    assert load_with_warnings("rumour").diagnostics == ()


def test_it_spreads_slowly_at_first_and_then_to_everybody() -> None:
    heard = series("heard", *SMALL)
    assert (heard[:, :7] == 0).all()
    assert (np.diff(heard) >= 0)[~np.isnan(heard[:, 1:])].all()
    week = np.nanmedian(heard, axis=0)
    assert 3 < week[13] < 20
    assert week[-1] == 20


def test_what_is_told_changes_by_being_told_and_not_otherwise() -> None:
    rumoured = series("rumoured", *SMALL)[:, 60]
    assert np.nanstd(rumoured) > 0.5
    plain = series("rumoured", *SMALL, "embroidery 0", "planned 6")[:, 60]
    assert (plain[~np.isnan(plain)] <= 6).all()


def test_more_leave_the_more_are_to_be_let_go() -> None:
    left = []
    for planned in ("planned 0", "planned 6"):
        kernel, found = lives(*SMALL, planned)
        left.append(found.measures[:, kernel.names.measures.index("left_of_themselves")].mean())
    assert left[0] < 0.6 * left[1]  # of 40 lives each: nobody and one or two, give or take 0.3


@pytest.mark.parametrize("run", [3])
def test_the_engines_live_it_alike(run: int) -> None:
    world = load("rumour", SMALL)
    life = Interpreter(world).live(1, run, record=False)
    kernel, _ = lives(*SMALL)
    found = kernel.lives(1, run, 1)
    assert found.series[0].tolist() == list(life.series)
    assert found.measures[0].tolist() == [value for _, value in life.measures]
    assert dict(courses(world, life))["heard"][0] == (16 * 3600.0, 0.0)
