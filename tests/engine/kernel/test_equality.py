"""The kernel lives the bundled worlds as the interpreter does, to the bit, however it is made and called."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.bundled import load
from tests.grouped import grouped
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.columns import Lives

WORLDS = {"milk": 40, "brawl": 2, "hale_yard": 2}
SEED, FIRST = 3, 2**40 + 5


@pytest.fixture(scope="module", params=[grouped(name, "equality") for name in WORLDS])
def name(request):
    return request.param


@pytest.fixture(scope="module")
def world(name):
    return load(name)


@pytest.fixture(scope="module")
def runs(name):
    return WORLDS[name]


@pytest.fixture(scope="module")
def interpreter(world):
    return Interpreter(world)


@pytest.fixture(scope="module")
def interpreted(interpreter, runs):
    return interpreter.lives(SEED, FIRST, runs, events=True)


@pytest.fixture(scope="module")
def at_the_ends(interpreter):
    return [interpreter.lives(seed, first, 1) for seed, first in ((0, 0), (2**64 - 1, 2**63 - 2))]


@pytest.fixture(scope="module", params=sampled(["quick", "best"], 1))
def kernel(request, world):
    return Kernel(world, tier=request.param)


def assert_same(found: Lives, wanted: Lives) -> None:
    """All columns are equal, numbers to the bit, and so are the events if both have them."""
    assert (found.seed, found.first) == (wanted.seed, wanted.first)
    for column in ("digest", "ending", "ticks", "scored"):
        assert np.array_equal(getattr(found, column), getattr(wanted, column)), column
    assert np.array_equal(found.measures.view(np.uint64), wanted.measures.view(np.uint64))
    assert np.array_equal(found.series.view(np.uint64), wanted.series.view(np.uint64))
    if found.events is not None and wanted.events is not None:
        for column in ("run", "name", "outcome", "began", "tick", "roles"):
            assert np.array_equal(getattr(found.events, column), getattr(wanted.events, column)), column


def test_lives_are_those_of_the_interpreter(kernel, interpreted, runs):
    assert_same(kernel.lives(SEED, FIRST, runs, events=True), interpreted)


def test_recording_changes_no_life(kernel, interpreted, runs):
    lives = kernel.lives(SEED, FIRST, runs)
    assert lives.events is None
    assert_same(lives, interpreted)


def test_each_run_is_the_same_alone_as_among_others(kernel, runs):
    together = kernel.lives(SEED, FIRST, runs)
    for k in range(runs):
        alone = kernel.lives(SEED, FIRST + k, 1)
        assert alone.digest[0] == together.digest[k]


def test_threads_live_beside_one_another(kernel):
    n = 24
    wanted = kernel.lives(SEED, 0, n).digest
    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(lambda k: kernel.lives(SEED, k, 3).digest, range(0, n, 3)))
    assert np.array_equal(np.concatenate(parts), wanted)


def test_no_lives_are_no_lives(kernel):
    lives = kernel.lives(SEED, FIRST, 0, events=True)
    assert len(lives) == 0
    assert lives.events is not None
    assert len(lives.events.run) == 0


def test_seeds_and_runs_at_the_ends_of_what_there_is(kernel, at_the_ends):
    for wanted in at_the_ends:
        assert_same(kernel.lives(wanted.seed, wanted.first, 1), wanted)
