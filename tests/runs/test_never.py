"""Lives in which what is measured never came have no value of it: they are left out, and counted."""

from __future__ import annotations

import json
import math

import numpy as np
import pyarrow as pa
import pytest

import twicetold
from twicetold.ask.bench import Ask, Bench
from twicetold.ask.checking import check_expectations
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text, model
from twicetold.questions import Check, Many
from twicetold.runs import Batch, many, tables
from twicetold.runs.by import by_measure
from twicetold.runs.tally import Tally

TEXT = """world "Mortals"
  tick 1 minute
  lasts 30 minutes
setting risk number 0..1 = 0.02 tune 0..1
kind Person
  died time
Ada, Bea are Person
rule fate for p: Person where p.died is never
  chance risk
    p.died = now
define lived(p: Person) = (p.died - now) / 1 minute
define minutes_of(t: time) = t / 1 minute
define half(x: number) = x / 2
ending "done" at the end
measure after = Ada.died / 1 minute
measure at_that = Ada.died
measure before_the_end = lived(Ada)
measure halved = half(minutes_of(Bea.died))
measure first = min(p: Person: p.died)
measure last = max(p: Person: p.died)
measure mean_of_both = mean(p: Person: p.died / 1 minute)
measure soonest = least(Ada.died, Bea.died) / 1 minute
measure one_of_them = (Ada.died if Ada.died < Bea.died else Bea.died) / 1 minute
measure asked_for = Ada.died if Bea.died is never else never
measure of_the_dead = mean(p: Person where p.died is not never: p.died / 1 minute)
measure capped = clamp(Ada.died / 1 minute, 0, 30)
measure alive = count(p: Person where p.died is never)
measure early = Ada.died < 10 minutes
measure clock = now
"""

NEEDS: dict[str, tuple[str, ...] | str] = {
    "after": ("Ada",), "at_that": ("Ada",), "before_the_end": ("Ada",), "halved": ("Bea",),
    "first": "any", "last": ("Ada", "Bea"), "mean_of_both": ("Ada", "Bea"), "soonest": "any",
    "one_of_them": "any", "of_the_dead": (), "capped": (), "alive": (), "early": (), "clock": (),
}  # fmt: skip
"""Who has to die for a measure to have a value."""


@pytest.fixture(scope="module")
def world() -> model.World:
    return load_text(TEXT)


@pytest.fixture(scope="module")
def batch(world) -> Batch:
    return many(world, Many(200, jobs=1))


def test_a_measure_has_a_value_where_all_it_is_reckoned_from_has_come(world):
    interpreter, seen = Interpreter(world), set()
    for run in range(60):
        life = interpreter.live(1, run)
        measured = dict(life.measures)
        dead = {name for name, key in (("Ada", "after"), ("Bea", "halved")) if measured[key] != model.NEVER}
        assert measured["alive"] == 2 - len(dead)
        for name, needed in NEEDS.items():
            comes = bool(dead) if needed == "any" else dead >= set(needed)
            assert (measured[name] != model.NEVER) is comes, (run, name)
        assert (measured["asked_for"] != model.NEVER) is (dead == {"Ada"})
        seen.add(frozenset(dead))
    assert len(seen) == 4


def test_a_value_is_what_it_would_be_without_the_others(world):
    lived = (dict(Interpreter(world).live(1, run).measures) for run in range(60))
    measured = next(each for each in lived if each["alive"] == 0)
    assert measured["at_that"] == 60 * measured["after"]
    assert measured["before_the_end"] == measured["after"] - measured["clock"] / 60
    assert measured["mean_of_both"] == (measured["after"] + 2 * measured["halved"]) / 2
    assert measured["first"] == 60 * measured["soonest"] == 60 * measured["one_of_them"]


def test_the_kernel_measures_the_same(world):
    ours, theirs = Interpreter(world).lives(1, 0, 40), Kernel(world).lives(1, 0, 40)
    assert np.array_equal(ours.measures, theirs.measures)
    assert (ours.measures == model.NEVER).any()


def test_a_summary_is_of_the_lives_in_which_it_came(world, batch):
    lives = Kernel(world).lives(1, 0, 200)
    for place, (name, summary) in enumerate(batch.measures().items()):
        column = lives.measures[:, place]
        there = column[column != model.NEVER]
        assert summary.never == 200 - len(there)
        assert summary.mean == pytest.approx(there.mean(), rel=1e-12)
        assert summary.max == there.max(), name
    assert batch.measures()["after"].never > 50
    assert batch.measures()["alive"].never == 0


def test_tallies_count_them_however_they_are_merged(world, batch):
    lives = [Kernel(world).lives(1, first, 50) for first in (0, 50, 100, 150)]
    parts = [Tally.of_names(names(world)).add(each) for each in lives]
    assert parts[3].merge(parts[0]).merge(parts[2].merge(parts[1])) == batch.tally


def test_nothing_is_summed_up_of_what_never_came_at_all(world):
    found = many(world.turned({"risk": 0.0}), Many(5, jobs=1))
    after = found.measures()["after"]
    assert after.never == 5
    assert math.isnan(after.mean)
    assert json.loads(json.dumps(found.to_json(), allow_nan=False))["measures"]["after"]["mean"] is None


def test_a_table_has_no_value_there_and_gives_the_lives_back(world):
    known = names(world)
    lives = Kernel(world).lives(1, 0, 50)
    kept = tables.to_parquet(tables.lives_table(known.endings, known.measures, lives))
    parts = list(tables.read_lives(kept, range(50), known.endings, known.measures))
    table = pa.Table.from_batches(parts)
    never = int((lives.measures[:, 0] == model.NEVER).sum())
    assert table.column("after").null_count == never > 0
    assert table.column("alive").null_count == 0
    again = tables.lives_of(parts, 1, known.endings, known.measures, 0)
    assert np.array_equal(again.measures, lives.measures)


def test_by_a_measure_they_are_a_row_of_their_own(world):
    lives = Kernel(world).lives(1, 0, 200)
    for risk in (0.02, 0.0):
        lives = Kernel(world.turned({"risk": risk})).lives(1, 0, 200)
        bins = by_measure([lives].copy, 0, 2)
        assert [each.never for each in bins] == [False] * (len(bins) - 1) + [True]
        assert bins[-1].n == (lives.measures[:, 0] == model.NEVER).sum()
        assert sum(each.n for each in bins) == 200
        assert all(each.high <= 30 for each in bins[:-1])


def test_questions_leave_them_out(world):
    lives = Kernel(world).lives(1, 0, 100)
    column = lives.measures[:, 0]
    mean = column[column != model.NEVER].mean()
    (row,) = Bench(world, jobs=1).turned([Ask({}, range(100))])
    assert row[len(world.endings) + 1] == pytest.approx(mean, rel=1e-12)
    (nothing,) = Bench(world, jobs=1).turned([Ask({"risk": 0.0}, range(10))])
    assert math.isnan(nothing[len(world.endings) + 1])


def test_an_expectation_is_held_against_those_that_have_a_value():
    for between, holds in (("5..25", True), ("100..200", False)):
        checked = check_expectations(load_text(TEXT + f"expect after in {between}\n"), Check(200, jobs=1))
        assert checked.holds is holds
    never = check_expectations(
        load_text(TEXT.replace("= 0.02", "= 0") + "expect after in 1..2\n"), Check(40, jobs=1)
    )
    assert never.holds
    assert not never.expectations[0].decided


def test_python_has_none_for_them(tmp_path):
    file = tmp_path / "mortals.tale"
    file.write_text(TEXT)
    asked = twicetold.load(str(file))
    runs = asked.many(40)
    never = runs.measures()["never"][0]
    assert runs.lives()["after"].null_count() == never > 0
    (twin,) = asked.whatif("risk 0.1", n=40).result.twins
    after = next(turn for turn in twin.measures if turn.measure == "after")
    assert never <= after.never < 40
    assert 0 <= after.before < 30
    means = {each.measure: each.mean for each in asked.given("Ada.died < 10 minutes", n=100).result.measures}
    assert 0 <= means["after"] < 10
    assert 0 <= means["halved"] < 15
