"""Measures over time, of many lives: summed up, kept on disk, drawn."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.shell import Shell
from twicetold import load
from twicetold.choices import Engine
from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text
from twicetold.runs import open as open_runs
from twicetold.runs.columns import cut, join
from twicetold.runs.tally import Tally

TEXT = """world "Who has heard"
  begins Monday 8:00
  tick 1 hour
  lasts 4 days
kind Villager
  they
  heard yes/no
8 Villager
Villager_1.heard yes
rule gossip for v: Villager, w: Villager where v.heard and not w.heard at 12:00 each day
  chance 20%
    w.heard = yes
ending "everybody knows" when all(v: Villager: v.heard)
measure heard each day = count(v: Villager where v.heard)
measure deaf every 30 hours = count(v: Villager where not v.heard)
measure in_the_end = count(v: Villager where v.heard)
"""


@pytest.fixture(scope="module")
def lives() -> Lives:
    return Interpreter(load_text(TEXT)).lives(1, 0, 60)


def test_each_point_is_of_the_moment_before_its_tick_and_none_of_a_life_that_is_over(lives: Lives) -> None:
    assert [len(series.times) for series in names(load_text(TEXT)).series] == [4, 3]
    over = lives.ticks[:, np.newaxis] < np.array([16, 40, 64, 88, 30, 60, 90])
    assert over.any()
    assert ((lives.series == 1e18) == over).all()
    known = np.where(lives.series[:, :4] < 1e18, lives.series[:, :4], 0)
    assert (np.diff(known[~over[:, 3]]) >= 0).all()


def test_a_tally_sums_up_each_point_whoever_lived_which_part(lives: Lives) -> None:
    none = Tally.of_names(names(load_text(TEXT)))
    parts = [cut(lives, 0, 13), cut(lives, 13, 60)]
    assert np.array_equal(join(parts).series, lives.series)
    merged = none.add(parts[1]).merge(none.add(parts[0]))
    assert merged == none.add(lives)
    last = merged.over_time()["heard"][-1]
    there = lives.series[lives.series[:, 3] < 1e18, 3]
    assert last.seconds == 88 * 3600
    assert last.summary.never == 60 - len(there)
    assert last.summary.mean == pytest.approx(there.mean())
    assert last.summary.quantiles["50"] == np.median(there)


def test_they_are_kept_on_disk_and_read_again(tmp_path: Path, lives: Lives) -> None:
    shell, folder, picture = Shell(tmp_path), tmp_path / "lives", tmp_path / "heard.svg"
    shell.write("heard.tale", TEXT)
    asked = ("many", "heard.tale", "--engine", "interpreter", "--out", "lives")
    assert shell(*asked, "-n", "20").returncode == 0
    assert "Tue 0:00" in shell(*asked, "-n", "60", "--resume", "--svg", "heard.svg").stdout
    kept = open_runs(str(folder))
    (again,) = kept.columns()
    assert np.array_equal(again.series, lives.series)
    assert np.array_equal(again.measures, lives.measures)
    assert kept.lives().column("heard_4").null_count == (lives.series[:, 3] == 1e18).sum()
    assert kept.series() == Tally.of_names(names(load_text(TEXT))).add(lives).over_time()

    drawn = ElementTree.fromstring(picture.read_text(encoding="utf-8"))
    points = drawn.findall(".//{http://www.w3.org/2000/svg}circle")
    assert len(points) == sum(point.summary.never < 60 for of in kept.series().values() for point in of)


def test_a_world_without_any_is_not_drawn(tmp_path: Path) -> None:
    refused = Shell(tmp_path)("many", "milk", "-n", "2", "--svg", "none.svg")
    assert refused.returncode == 2
    assert "measure dead each day" in refused.stderr


def test_python_has_them_of_each_life_and_of_all(tmp_path: Path) -> None:
    world = Shell(tmp_path).write("heard.tale", TEXT)
    runs = load(str(world)).many(10, engine=Engine.INTERPRETER)
    assert runs.series().filter(series="deaf").height == 3
    courses = runs.courses()
    assert courses.height == 10 * 7
    assert runs.columns is not None
    assert courses.filter(run=0, series="heard")["value"][0] == runs.columns.series[0, 0]
