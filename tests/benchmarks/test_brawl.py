"""The yardstick: the hand-written C program and the world's text live the same lives, to the bit."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import brawl_native, twins
from tests.bundled import load
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel

SEED, FIRST, RUNS = 7, 1_000_003, 12


@pytest.fixture(scope="module")
def interpreted():
    return Interpreter(load("brawl")).lives(SEED, FIRST, RUNS)


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@slow
def test_the_c_program_lives_the_same_brawls(compiler: str, interpreted, tmp_path: Path) -> None:
    if compiler not in brawl_native.compilers():
        pytest.skip(f"there is no {compiler} on this machine")
    program = brawl_native.build(tmp_path, compiler, "-O2")
    rows = brawl_native.rows(program, SEED, FIRST, RUNS)
    assert np.array_equal(rows.ending, interpreted.ending)
    assert np.array_equal(rows.ticks, interpreted.ticks)
    assert np.array_equal(rows.scored, interpreted.scored)
    assert np.array_equal(rows.measures.view(np.uint64), interpreted.measures.view(np.uint64))


@pytest.mark.parametrize("change", twins.CHANGES, ids=lambda change: change.twist)
def test_its_twins_are_those_of_the_world(change: twins.Change, tmp_path: Path) -> None:
    if "gcc" not in brawl_native.compilers():
        pytest.skip("there is no gcc on this machine")
    program = brawl_native.build(tmp_path, "gcc", "-O2", f"-DTWIST={change.twist}")
    rows = brawl_native.rows(program, SEED, FIRST, RUNS)
    lived = Kernel(load("brawl", change.lines), tier="quick").lives(SEED, FIRST, RUNS)
    assert np.array_equal(rows.measures, lived.measures)


def test_the_brawl_is_a_brawl(interpreted) -> None:
    """It keeps the size it is measured by, and is not over before it ends."""
    assert set(interpreted.ticks) == {300}
    assert 43_000 < interpreted.scored.mean() < 52_000
    assert len(set(interpreted.ending)) > 1


def test_a_world_that_draws_elsewhere_is_refused() -> None:
    world = load("brawl", ["rule sneeze for p: Fighter", "  p.breath += normal(0, 1)"])
    with pytest.raises(ValueError, match="rule/sneeze"):
        brawl_native.header(world)
