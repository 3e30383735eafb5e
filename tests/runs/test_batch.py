"""Many lives: what a batch says, and that nothing of how it was lived can be seen in it."""

import json
import multiprocessing
from collections import Counter
from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sampled import sampled, slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import CannotCompile, Kernel
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import load_text, model
from twicetold.questions import Many
from twicetold.runs import Batch, Engine, NoKernel, WorkerError, many
from twicetold.runs.columns import cut
from twicetold.runs.intervals import LOOKS
from twicetold.runs.tally import Tally

COIN = """
world "A coin"
  tick 1 second
  lasts 20 seconds

kind Coin
  heads number 0..
  lucky number 0..1 ~ uniform(0, 1)

Penny is Coin

rule toss for c: Coin
  chance 0.5
    c.heads += 1

ending "many heads" when Penny.heads >= 12
ending "exactly none" when Penny.heads > 1000
ending "few heads" at the end when Penny.heads < 8

measure heads = Penny.heads
measure luck = Penny.lucky
"""


@pytest.fixture(scope="module")
def coin() -> model.World:
    return load_text(COIN)


def test_the_number_of_jobs_changes_nothing(coin):
    alone = many(coin, Many(70, seed=5, jobs=1))
    assert many(coin, Many(70, seed=5, jobs=2)) == alone
    assert many(coin, Many(70, seed=5, jobs=3)) == alone


@slow
def test_whether_it_began_alone_changes_nothing(coin, monkeypatch):
    monkeypatch.setenv("TWICETOLD_CACHE", "off")  # a world that was compiled before begins with the kernel
    alone = many(coin, Many(200, seed=5, jobs=1))
    for seconds in (0.0, 0.02, 60.0):
        monkeypatch.setattr("twicetold.runs.living.SOON", seconds)
        monkeypatch.setattr("twicetold.runs.living.cores", lambda: 2)
        assert many(coin, Many(200, seed=5)) == alone
        assert many(coin, Many(200, seed=5, engine=Engine.INTERPRETER)) == alone


@pytest.mark.parametrize("jobs", sampled([2, 1], 1, more=1))
def test_the_engine_changes_nothing(coin, jobs):
    interpreted = many(coin, Many(3000, seed=5, jobs=jobs, engine=Engine.INTERPRETER))
    compiled = many(coin, Many(3000, seed=5, jobs=jobs, engine=Engine.KERNEL))
    assert compiled == interpreted
    assert json.dumps(compiled.to_json()) == json.dumps(interpreted.to_json())


def test_a_world_the_kernel_refuses_is_interpreted_unless_the_kernel_is_asked_for(coin, monkeypatch):
    class Refusing(Kernel):
        def __init__(self, world, **how):
            raise CannotCompile("it is too large")

    monkeypatch.setenv("TWICETOLD_CACHE", "off")
    monkeypatch.setattr("twicetold.engine.kernel.Kernel", Refusing)
    batch = many(coin, Many(40, jobs=2))
    assert batch.note is not None
    assert "it is too large" in batch.note
    assert batch == many(coin, Many(40, jobs=1, engine=Engine.INTERPRETER))
    with pytest.raises(NoKernel, match="it is too large"):
        many(coin, Many(40, engine=Engine.KERNEL))


def test_a_batch_counts_the_lives_that_are_lived_alone(coin):
    batch = many(coin, Many(12, seed=9, jobs=2), first=100)
    interpreter = Interpreter(coin)
    lives = [interpreter.live(9, run) for run in range(100, 112)]
    endings = [life.ending for life in lives]
    assert {row.ending: row.count for row in batch.endings() if row.count} == Counter(endings)
    assert batch.tally.ticks == sum(life.ticks for life in lives)
    for place, summary in enumerate(batch.measures().values()):
        values = [life.measures[place][1] for life in lives]
        assert (summary.min, summary.max) == (min(values), max(values))
        assert summary.mean == pytest.approx(np.mean(values))
        assert summary.quantiles["50"] == pytest.approx(np.median(values))


@slow
def test_blocks_and_order_change_nothing(coin):
    lives = Interpreter(coin).lives(5, 0, 3000)
    whole = Tally.of(["many heads", "exactly none", "few heads", "unended"], ["heads", "luck"])
    parts = [cut(lives, begin, min(begin + 700, 3000)) for begin in range(0, 3000, 700)]
    one = whole.add(lives)
    two = reduce(Tally.merge, [whole.add(part) for part in reversed(parts)])
    assert one == two
    assert one == many(coin, Many(3000, seed=5, jobs=2)).tally


def test_it_says_exactly_what_it_should(coin):
    batch = many(coin, Many(60, seed=1, jobs=1))
    document = batch.to_json()
    assert list(document) == ["world", "hash", "seed", "n", "endings", "measures"]
    assert [document[key] for key in ("world", "hash", "seed", "n")] == ["A coin", coin.hash, 1, 60]
    assert all(list(row) == ["ending", "count", "share", "low", "high"] for row in document["endings"])
    assert list(document["measures"]) == ["heads", "luck"]
    assert list(document["measures"]["heads"]) == ["mean", "sd", "min", "max", "quantiles", "never"]


def test_every_ending_has_a_row(coin):
    rows = many(coin, Many(60, seed=1, jobs=1)).endings()
    assert {row.ending for row in rows} == {"many heads", "exactly none", "few heads", "unended"}
    assert sum(row.count for row in rows) == 60
    assert [row.count for row in rows] == sorted((row.count for row in rows), reverse=True)
    never = next(row for row in rows if row.ending == "exactly none")
    assert (never.count, never.share, never.low) == (0, 0.0, 0.0)
    assert never.high > 0


def test_no_lives_are_a_batch_too(coin):
    batch = many(coin, Many(0))
    assert batch.n == 0
    assert batch.measures() == {}
    assert batch.typical_run() is None
    assert batch.rare() == ()
    assert [row.count for row in batch.endings()] == [0, 0, 0]


@pytest.mark.parametrize("wrong", [{"n": -1}, {"n": 1, "jobs": 0}, {"n": 1, "jobs": -2}])
def test_impossible_numbers_are_refused(coin, wrong):
    with pytest.raises(ValueError, match="must"):
        many(coin, Many(**wrong))


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_to_the_end(coin, jobs):
    told = []
    many(coin, Many(40, jobs=jobs), on_progress=lambda done, n: told.append((done, n)))
    assert told == sorted(told)
    assert told[-1] == (40, 40)


@pytest.mark.parametrize(("engine", "jobs"), [("interpreter", 1), ("interpreter", 2), ("kernel", 2)])
def test_an_interrupt_keeps_what_was_lived(coin, engine, jobs):
    others = multiprocessing.active_children()  # of tests before, in this process

    def stop(done, n):
        if done >= 20:
            raise KeyboardInterrupt

    batch = many(coin, Many(200000, seed=3, jobs=jobs, engine=engine), on_progress=stop)
    assert 20 <= batch.n < 200000
    assert batch.asked == 200000
    assert batch.tally == many(coin, Many(batch.n, seed=3, jobs=1)).tally
    assert set(multiprocessing.active_children()) <= set(others)


def test_a_worker_that_dies_is_told_of(coin):
    others = multiprocessing.active_children()

    def kill(done, n):
        for worker in set(multiprocessing.active_children()).difference(others):
            worker.kill()

    with pytest.raises(WorkerError, match="killed by signal 9"):
        many(coin, Many(40000, jobs=2, engine=Engine.INTERPRETER), on_progress=kill)
    assert set(multiprocessing.active_children()) <= set(others)


def test_what_goes_wrong_in_a_worker_is_told(coin):
    broken = replace(coin, measures=(replace(coin.measures[0], size=0),))
    with pytest.raises(WorkerError, match="IndexError"):
        many(broken, Many(4, jobs=2, engine=Engine.INTERPRETER))


def test_deep_worlds_reach_the_workers():
    deep = "Penny.lucky" + " + 1" * 180
    world = load_text(COIN + f"measure deep = {deep}\n")
    assert many(world, Many(4, jobs=2, engine=Engine.INTERPRETER)) == many(
        world, Many(4, jobs=1, engine=Engine.INTERPRETER)
    )


# --- until -------------------------------------------------------------------------------------------------


def test_until_stops_at_the_first_look_that_shows_enough(coin):
    batch = many(coin, Many(10**6, jobs=1, until=0.05))
    assert batch.n in LOOKS
    assert batch.known
    assert all(row.high - row.low <= 0.1 for row in batch.endings())
    earlier = LOOKS[: LOOKS.index(batch.n)]
    assert not any(replace(many(coin, Many(look, jobs=1)), until=0.05).known for look in earlier)
    assert batch.tally == many(coin, Many(batch.n, jobs=1)).tally


@slow
def test_until_stops_at_the_same_life_whatever_the_engine_and_the_jobs(coin):
    batches = [
        many(coin, Many(10**6, until=0.04, engine=engine, jobs=jobs))
        for engine, jobs in [(Engine.KERNEL, 1), (Engine.KERNEL, 3), (Engine.INTERPRETER, 2)]
    ]
    assert batches[0] == batches[1] == batches[2]


def test_until_gives_up_at_the_limit(coin):
    batch = many(coin, Many(1500, jobs=1, until=0.01))
    assert batch.n == 1500
    assert not batch.known
    wilson = many(coin, Many(1500, jobs=1)).endings()
    assert all(mine.low <= theirs.low for mine, theirs in zip(batch.endings(), wilson, strict=True))
    assert batch.to_json()["until"] == 0.01


# --- of batches in general ----------------------------------------------------------------------------------

ENDINGS = ("a", "b", "c")
LIVES = st.lists(
    st.tuples(st.sampled_from((*ENDINGS, "unended")), st.integers(1, 50), st.floats(-1e9, 1e9)),
    min_size=1,
    max_size=40,
)


def batch_of(lives):
    names = (*ENDINGS, "unended")
    columns = Lives(
        1,
        0,
        np.array([names.index(ending) for ending, _, _ in lives], np.int16),
        np.array([ticks for _, ticks, _ in lives], np.int32),
        np.array([[x] for _, _, x in lives]),
        np.zeros(len(lives), np.uint64),
        np.zeros(len(lives), np.int64),
    )
    return Batch("w", "0" * 16, 1, Tally.of(names, ["x"]).add(columns), len(lives))


@given(LIVES)
def test_a_typical_life_ends_as_most_do(lives):
    batch = batch_of(lives)
    endings = [ending for ending, _, _ in lives]
    counts = [endings.count(ending) for ending in endings]
    assert counts[batch.typical_run()] == max(counts)


@given(LIVES)
def test_the_share_lies_in_its_interval(lives):
    for row in batch_of(lives).endings():
        assert 0 <= row.low <= row.share <= row.high <= 1


def test_a_typical_life_is_near_the_middle():
    lives = [("a", 10, 0.0), ("a", 11, 5.0), ("a", 12, 6.0), ("a", 13, 7.0), ("a", 14, 50.0), ("b", 12, 6.0)]
    assert batch_of(lives).typical_run() == 2


def test_rare_endings_come_with_the_first_runs_that_ended_so():
    lives = [("a", 1, 0.0)] * 96 + [("b", 1, 0.0), ("c", 1, 0.0), ("b", 1, 0.0), ("a", 1, 0.0)]
    rare = [(row.ending, row.count, row.runs) for row in batch_of(lives).rare()]
    assert rare == [("b", 2, (96, 98)), ("c", 1, (97,))]
    common = [("a", 1, 0.0), ("b", 1, 0.0)] * 3 + [("a", 1, 0.0)]
    assert [row.ending for row in batch_of(common).rare()] == ["b"]
    assert batch_of([("a", 1, 0.0)]).rare() == ()


@given(LIVES)
def test_rare_runs_ended_as_they_say(lives):
    batch = batch_of(lives)
    for row in batch.rare():
        assert [lives[run][0] for run in row.runs] == [row.ending] * len(row.runs)
        assert list(row.runs) == sorted(set(row.runs))
        assert len(row.runs) == min(3, row.count)
