"""A kernel lives by quick code until the best is there; which of them lived a run shows in nothing."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.bundled import load
from tests.sampled import sampled, slow, thorough
from twicetold.engine.kernel import Kernel, tiers
from twicetold.questions import Many
from twicetold.runs import Engine, many

RUNS = 30
ENOUGH = 120.0
"""Seconds after which a process that compiles a small world must have come to an end."""


@pytest.fixture(scope="module")
def world():
    return load("milk")


@pytest.fixture
def nothing_kept(monkeypatch):
    monkeypatch.setenv("TWICETOLD_CACHE", "off")


@pytest.fixture
def impatient(monkeypatch):
    """Whoever lives at all begins to compile well."""
    monkeypatch.setattr(tiers, "BEST_TAKES", 0.0)


@pytest.fixture
def started(monkeypatch):
    """The processes that were started to compile well."""
    found = []
    really = subprocess.Popen

    def popen(*args, **how):
        found.append(really(*args, **how))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return found


def lived_until_improved(kernel, started):
    """Lives of the kernel in pieces, some of them lived by each tier."""
    pieces = [kernel.lives(1, 0, RUNS, events=True)]
    quick = kernel._tiers._ready
    pieces.append(kernel.lives(1, RUNS, RUNS, events=True))
    (process,) = started
    process.wait(ENOUGH)
    for piece in range(2, 4):
        pieces.append(kernel.lives(1, piece * RUNS, RUNS, events=True))
    assert kernel._tiers._ready is not quick
    assert kernel._tiers._ready.compiled.code != quick.compiled.code
    return pieces


def columns(pieces):
    return {
        column: np.concatenate([getattr(piece, column) for piece in pieces])
        for column in ("ending", "ticks", "measures", "digest", "scored")
    } | {
        f"event {column}": np.concatenate([getattr(piece.events, column) for piece in pieces])
        for column in ("run", "name", "outcome", "began", "tick", "roles")
    }


def assert_same(found, wanted):
    for name, values in columns(wanted).items():
        assert columns(found)[name].tobytes() == values.tobytes(), name


@slow
def test_the_best_takes_over_in_the_midst_and_changes_nothing(world, nothing_kept, impatient, started):
    pieces = lived_until_improved(Kernel(world), started)
    for tier in ("quick", "best"):
        assert_same(pieces, [Kernel(world, tier=tier).lives(1, 0, 4 * RUNS, events=True)])
    assert len(started) == 1


@slow
def test_the_best_is_used_at_once_where_it_is_kept(world, tmp_path, impatient, started, monkeypatch):
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "cache"))
    first = lived_until_improved(Kernel(world), started)
    kernel = Kernel(world)
    best = kernel._tiers._ready
    again = [kernel.lives(1, 0, 4 * RUNS, events=True)]
    assert kernel._tiers._ready is best
    assert len(started) == 1
    assert_same(again, first)


def test_few_lives_are_not_worth_the_best(world, nothing_kept, started):
    kernel = Kernel(world)
    for piece in range(3):
        kernel.lives(1, piece, 1)
    assert started == []


@thorough
def test_threads_are_taken_over_one_by_one(world, nothing_kept, impatient, started):
    kernel = Kernel(world)
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(kernel.lives, 1, k * RUNS, RUNS, events=True) for k in range(8)]
        early = [future.result() for future in futures]
        (process,) = started
        process.wait(ENOUGH)
        futures = [pool.submit(kernel.lives, 1, k * RUNS, RUNS, events=True) for k in range(8, 16)]
        pieces = early + [future.result() for future in futures]
    assert_same(pieces, [Kernel(world, tier="quick").lives(1, 0, 16 * RUNS, events=True)])


@thorough
def test_a_batch_is_the_same_whatever_takes_over(world, nothing_kept, monkeypatch):
    calm = many(world, Many(3000, jobs=2, engine=Engine.KERNEL))
    monkeypatch.setattr(tiers, "BEST_TAKES", 0.0)
    assert many(world, Many(3000, jobs=2, engine=Engine.KERNEL)) == calm


@pytest.mark.parametrize("ended", sampled(["killed", "not started"], 1))
@slow
def test_the_quick_code_goes_on_if_nothing_comes_of_the_best(
    world, nothing_kept, impatient, started, monkeypatch, ended
):
    if ended == "not started":
        monkeypatch.setattr(sys, "executable", "/there/is/no/such/python")
    kernel = Kernel(world)
    pieces = [kernel.lives(1, k * RUNS, RUNS, events=True) for k in range(2)]
    quick = kernel._tiers._ready
    for process in started:
        process.kill()
        process.wait()
    pieces += [kernel.lives(1, k * RUNS, RUNS, events=True) for k in range(2, 5)]
    assert kernel._tiers._ready is quick
    assert len(started) == (ended == "killed")
    assert_same(pieces, [Kernel(world, tier="best").lives(1, 0, 5 * RUNS, events=True)])


def test_nobody_compiles_for_a_kernel_that_is_gone(world, nothing_kept, impatient, started):
    kernel = Kernel(world)
    for k in range(2):
        kernel.lives(1, k, 1)
    (process,) = started
    del kernel
    assert process.poll() is not None


LIVE = """
from twicetold.engine.kernel import Kernel, tiers
from twicetold.lang import load
tiers.BEST_TAKES = 0.0
kernel = Kernel(load("hale_yard"))
for k in range(2):
    kernel.lives(1, k, 1)
print(kernel._tiers._apart._process.pid, flush=True)
"""


@slow
def test_a_program_that_ends_waits_for_no_compiling(nothing_kept):
    done = subprocess.run([sys.executable, "-c", LIVE], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not alive(int(done.stdout))


def alive(pid: int) -> bool:
    """Whether there is still such a process, and it is not merely waiting to be buried."""
    found = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return bool(found.stdout.strip()) and not found.stdout.startswith("Z")
