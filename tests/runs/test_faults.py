"""Whatever ends the keeping of lives, and whenever: going on gives the same bytes."""

import contextlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.runs.disk import N, files, keep
from twicetold.runs import open
from twicetold.runs.failures import RunsError
from twicetold.runs.places import Folder

ROOT = Path(__file__).parents[2]
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


@pytest.mark.parametrize("how", [_before, _half, _after])
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


@pytest.mark.parametrize("moment", range(6))
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


SCRIPT = """
import sys
from tests.runs.disk import keep, milk
from twicetold.runs import recording, shards
if __name__ == "__main__":
    recording.SAFE = 0.02
    world = milk()
    print("ready", flush=True)
    keep(sys.argv[1], 300, world, jobs=int(sys.argv[2]), resume=True, events=True, largest=64)
    print("done", flush=True)
"""


def _environment():
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


@posix
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_kill_9_at_random_moments_changes_nothing(tmp_path, jobs):
    keep(tmp_path / "whole", 300, events=True, largest=64)
    script = tmp_path / "keeping.py"
    script.write_text(SCRIPT)
    rng = random.Random(int(jobs))
    kills = 0
    for _ in range(100):
        process = subprocess.Popen(
            [sys.executable, str(script), str(tmp_path / "runs"), jobs],
            env=_environment(),
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        assert process.stdout.readline() == "ready\n"
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(rng.uniform(0, 0.8 * int(jobs)))
        process.kill()
        out, _ = process.communicate()
        if out.startswith("done"):
            break
        kills += 1
    assert kills > 1
    _wait_for_lock(tmp_path / "runs")
    keep(tmp_path / "runs", 300, events=True, resume=True, largest=64)
    assert files(tmp_path / "runs") == files(tmp_path / "whole")


def _wait_for_lock(folder):
    """Until nobody records there any more: a process is not always gone at once."""
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        with contextlib.suppress(RunsError), Folder(folder).locked():
            return
        time.sleep(0.05)


# --- no room ------------------------------------------------------------------------------------------------


def _many(where, *words, **options):
    command = [sys.executable, "-m", "twicetold", "many", "milk", "--out", str(where), *words]
    return subprocess.run(
        command,
        env=_environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        **options,
    )


@posix
def test_a_full_disk_is_told_and_gone_on_from(tmp_path):
    def little_room():
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))

    done = _many(tmp_path / "runs", "-n", "3000", preexec_fn=little_room)
    assert done.returncode == 2
    assert "no room" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    assert not open(str(tmp_path / "runs")).complete
    assert _many(tmp_path / "runs", "-n", "3000", "--resume").returncode == 0
    assert _many(tmp_path / "whole", "-n", "3000").returncode == 0
    assert files(tmp_path / "runs") == files(tmp_path / "whole")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 KiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no `mount` here")
    if done.returncode:
        pytest.skip("may not mount a file system here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@posix
def test_a_small_disk_holds_what_fits(tmp_path, small_disk):
    where = small_disk / "runs"
    done = _many(where, "-n", "6000")
    assert done.returncode == 2
    assert "no room" in done.stderr
    runs = open(str(where))
    assert 0 < runs.n < 6000
    assert len(runs.lives()) == runs.n
    subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
    assert _many(where, "-n", "6000", "--resume").returncode == 0
    assert _many(tmp_path / "whole", "-n", "6000").returncode == 0
    assert files(where) == files(tmp_path / "whole")
