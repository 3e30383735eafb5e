"""Whatever ends the keeping of lives, and whenever: going on gives the same bytes."""

import contextlib
import os
from dataclasses import replace

import pytest

from tests.runs import faults
from tests.runs.disk import N, files, keep
from tests.sampled import sampled, slow, thorough
from twicetold.runs import open
from twicetold.runs.places import Folder

posix = pytest.mark.skipif(os.name != "posix", reason="needs signals and limits of POSIX")


class Died(BaseException):
    """The power has failed."""


def _before(path, data):
    raise Died


def _half(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f".{path.name}.1.unfinished").write_bytes(data[: len(data) // 2])
    raise Died


def _after(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    raise Died


@pytest.mark.parametrize("how", sampled([_half, _before, _after], 1))
def test_to_die_at_any_write_changes_nothing(tmp_path, monkeypatch, how):
    keep(tmp_path / "whole", events=True)
    expected = files(tmp_path / "whole")
    write = Folder.write
    deaths = 0
    for moment in range(1000):
        where = tmp_path / str(moment)
        left = iter(range(moment))

        def dying(self, name, data, left=left):
            if next(left, None) is None:
                how(self.path / name, data)
            write(self, name, data)

        monkeypatch.setattr(Folder, "write", dying)
        died = False
        for n in (20, N):  # begun, then extended
            try:
                keep(where, n, events=True, resume=True)
            except Died:
                died = True
                break
        monkeypatch.setattr(Folder, "write", write)
        if not died:
            break
        deaths += 1
        keep(where, events=True, resume=True)
        assert files(where) == expected
    assert deaths > 15


@pytest.mark.parametrize("moment", sampled(range(6), 2))
def test_to_die_while_clearing_away_changes_nothing(tmp_path, monkeypatch, moment):
    keep(tmp_path / "whole")
    keep(tmp_path / "runs", 20)
    remove = Folder.remove
    left = iter(range(moment))

    def dying(self, name):
        if next(left, None) is None:
            raise Died
        remove(self, name)

    monkeypatch.setattr(Folder, "remove", dying)
    with contextlib.suppress(Died):
        keep(tmp_path / "runs", resume=True)
    monkeypatch.setattr(Folder, "remove", remove)
    runs = open(str(tmp_path / "runs"))
    assert runs.n == len(runs.lives()) == len(set(runs.lives().column("run").to_pylist()))
    keep(tmp_path / "runs", resume=True)
    assert files(tmp_path / "runs") == files(tmp_path / "whole")


@posix
@pytest.mark.parametrize(
    "killing", sampled([pytest.param(faults.RUN, id="one"), pytest.param(faults.RUN_OF_TWO, id="two")], 1)
)
@slow
def test_kill_9_at_random_moments_changes_nothing(tmp_path, killing):
    faults.kill(replace(killing, lives=200), 2, tmp_path)


@posix
@thorough
@pytest.mark.xdist_group("cluster")
def test_kill_9_of_a_cluster_and_of_its_workers_changes_nothing(tmp_path):
    killed = faults.kill(replace(faults.CLUSTER, lives=80), 1, tmp_path, seed=2)
    assert killed.runs
    assert killed.workers


def test_random_damage_is_mended(tmp_path):
    assert faults.damage(tmp_path / "runs", 8) > 12


@thorough
def test_what_was_compiled_is_made_anew_where_it_is_damaged(tmp_path):
    assert faults.spoil(tmp_path, 4) > 1


# --- no room ------------------------------------------------------------------------------------------------


@posix
@slow
def test_a_full_disk_is_told_and_gone_on_from(tmp_path):
    faults.forbid(tmp_path)


@posix
@thorough
def test_a_small_disk_holds_what_fits(tmp_path):
    try:
        assert faults.fill(tmp_path) > 0
    except faults.NoMount as error:
        pytest.skip(str(error))
