"""Many lives: what a batch says, and that nothing of how it was lived can be seen in it."""

import multiprocessing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.engine import Interpreter
from twicetold.lang import load_text, model
from twicetold.runs import Batch, Lived, WorkerError, many

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
    alone = many(coin, 70, seed=5, jobs=1)
    assert many(coin, 70, seed=5, jobs=2) == alone
    assert many(coin, 70, seed=5, jobs=3) == alone


def test_whether_it_began_alone_changes_nothing(coin, monkeypatch):
    alone = many(coin, 200, seed=5, jobs=1)
    for seconds in (0.0, 0.02, 60.0):
        monkeypatch.setattr("twicetold.runs.batch.SOON", seconds)
        monkeypatch.setattr("twicetold.runs.batch.cores", lambda: 2)
        assert many(coin, 200, seed=5) == alone


def test_a_batch_holds_the_lives_that_are_lived_alone(coin):
    batch = many(coin, 12, seed=9, jobs=2, first=100)
    assert [life.run for life in batch.lives] == list(range(100, 112))
    interpreter = Interpreter(coin)
    for lived in batch.lives:
        life = interpreter.live(9, lived.run)
        assert (lived.ending, lived.ticks, lived.measures) == (
            life.ending,
            life.ticks,
            tuple(value for _, value in life.measures),
        )


def test_it_says_exactly_what_it_should(coin):
    batch = many(coin, 60, seed=1, jobs=1)
    document = batch.to_json()
    assert list(document) == ["world", "hash", "seed", "n", "endings", "measures"]
    assert [document[key] for key in ("world", "hash", "seed", "n")] == ["A coin", coin.hash, 1, 60]
    assert all(list(row) == ["ending", "count", "share", "low", "high"] for row in document["endings"])
    assert list(document["measures"]) == ["heads", "luck"]
    assert list(document["measures"]["heads"]) == ["mean", "sd", "min", "max", "quantiles"]


def test_every_ending_has_a_row(coin):
    rows = many(coin, 60, seed=1, jobs=1).endings()
    assert {row.ending for row in rows} == {"many heads", "exactly none", "few heads", "unended"}
    assert sum(row.count for row in rows) == 60
    assert [row.count for row in rows] == sorted((row.count for row in rows), reverse=True)
    never = next(row for row in rows if row.ending == "exactly none")
    assert (never.count, never.share, never.low) == (0, 0.0, 0.0)
    assert never.high > 0


def test_no_lives_are_a_batch_too(coin):
    batch = many(coin, 0)
    assert batch.n == 0
    assert batch.measures() == {}
    assert batch.typical_run() is None
    assert batch.rare_run() is None
    assert [row.count for row in batch.endings()] == [0, 0, 0]


@pytest.mark.parametrize("wrong", [{"n": -1}, {"n": 1, "jobs": 0}, {"n": 1, "jobs": -2}])
def test_impossible_numbers_are_refused(coin, wrong):
    with pytest.raises(ValueError, match="must"):
        many(coin, **wrong)


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_to_the_end(coin, jobs):
    told = []
    many(coin, 40, jobs=jobs, on_progress=lambda done, n: told.append((done, n)))
    assert told == sorted(told)
    assert told[-1] == (40, 40)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_was_lived(coin, jobs):
    def stop(done, n):
        if done >= 20:
            raise KeyboardInterrupt

    batch = many(coin, 20000, seed=3, jobs=jobs, on_progress=stop)
    assert 20 <= batch.n < 20000
    assert batch.asked == 20000
    assert [life.run for life in batch.lives] == list(range(batch.n))
    assert batch.lives[:20] == many(coin, 20, seed=3, jobs=1).lives
    assert multiprocessing.active_children() == []


def test_a_worker_that_dies_is_told_of(coin):
    def kill(done, n):
        for worker in multiprocessing.active_children():
            worker.kill()

    with pytest.raises(WorkerError, match="killed by signal 9"):
        many(coin, 4000, jobs=2, on_progress=kill)
    assert multiprocessing.active_children() == []


def test_what_goes_wrong_in_a_worker_is_told(coin):
    broken = replace(coin, initiative="nothing of that name", measures=(replace(coin.measures[0], size=0),))
    with pytest.raises(WorkerError, match="IndexError"):
        many(broken, 4, jobs=2)


def test_deep_worlds_reach_the_workers():
    deep = "Penny.lucky" + " + 1" * 180
    world = load_text(COIN + f"measure deep = {deep}\n")
    assert many(world, 4, jobs=2) == many(world, 4, jobs=1)


# --- of batches in general ----------------------------------------------------------------------------------

ENDINGS = ("a", "b", "c")
LIVES = st.lists(
    st.tuples(st.sampled_from((*ENDINGS, "unended")), st.integers(1, 50), st.floats(-1e9, 1e9)),
    min_size=1,
    max_size=40,
)


def batch_of(lives):
    lived = tuple(Lived(run, ending, ticks, (x,)) for run, (ending, ticks, x) in enumerate(lives))
    return Batch("w", "0" * 16, 1, ENDINGS, ("x",), lived, len(lived))


@given(LIVES)
def test_a_typical_life_ends_as_most_do_and_a_rare_one_as_fewest(lives):
    batch = batch_of(lives)
    endings = [ending for ending, _, _ in lives]
    counts = [endings.count(ending) for ending in endings]
    assert counts[batch.typical_run()] == max(counts)
    assert counts[batch.rare_run()] == min(counts)
    assert endings.index(endings[batch.rare_run()]) == batch.rare_run()


@given(LIVES)
def test_the_share_lies_in_its_interval(lives):
    for row in batch_of(lives).endings():
        assert 0 <= row.low <= row.share <= row.high <= 1


def test_a_typical_life_is_near_the_middle():
    lives = [("a", 10, 0.0), ("a", 11, 5.0), ("a", 12, 6.0), ("a", 13, 7.0), ("a", 14, 50.0), ("b", 12, 6.0)]
    assert batch_of(lives).typical_run() == 2
