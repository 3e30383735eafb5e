"""What can end the keeping of lives at any moment, brought about on purpose, and what is there afterwards.

    python -m tests.runs.faults --kills 20

kills a run, a run of two processes, and a run on a cluster (now the whole of it, now one of its workers) with
signal 9 at so many random moments each, fills a small disk, damages shards and what was compiled; each time
what is there after going on must be, to the byte, what a run leaves that nothing disturbed. The tests do the
same with fewer.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from tests.runs.disk import files, keep
from twicetold.cache import VARIABLE
from twicetold.runs import open
from twicetold.runs.failures import RunsError
from twicetold.runs.places import Folder

ROOT = Path(__file__).parents[2]

HOW: dict[str, Any] = {"events": True, "largest": 64}
"""What is kept in all that is killed: small shards, with events."""

PATIENCE = 600.0
"""Seconds after which something that is waited for will not come."""

KEEPING = """
import sys
from tests.runs.disk import keep
from twicetold.runs import Engine, recording
if __name__ == "__main__":
    recording.SAFE = 0.02
    print("ready", flush=True)
    # slow enough to be killed at any of its moments
    how = {"resume": True, "events": True, "largest": 64, "engine": Engine.INTERPRETER}
    keep(sys.argv[1], int(sys.argv[2]), jobs=int(sys.argv[3]), **how)
"""

THERE = """
import sys
from tests.runs.disk import keep_there
from twicetold.runs import cluster
if __name__ == "__main__":
    cluster.PATIENCE = 0.02
    print("ready", flush=True)
    keep_there(sys.argv[1], int(sys.argv[2]), cluster.Crew("local", 2), resume=True, events=True, largest=64)
"""


def environment(**more: str) -> dict[str, str]:
    """That of a process which is to find the tests and the program."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, **more}


# --- killing ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Killing:
    """What is killed: a script, its last words, and how many lives it is to keep; `workers` if they are
    killed too, each by itself."""

    script: str
    words: tuple[str, ...]
    lives: int
    workers: bool = False


RUN = Killing(KEEPING, ("1",), 800)
RUN_OF_TWO = Killing(KEEPING, ("2",), 800)
CLUSTER = Killing(THERE, (), 600, workers=True)


@dataclass(frozen=True)
class Killed:
    """How often what was killed; how many folders were filled meanwhile, all with the right bytes; how many
    seconds it takes to fill one that nothing disturbs; how many lives were there at each kill."""

    runs: int
    workers: int
    folders: int
    seconds: float
    there: tuple[int, ...]


def kill(killing: Killing, kills: int, folder: Path, seed: int = 1) -> Killed:
    """Kill a run so many times, and if asked to its workers as often, going on after each with what is there.
    The moments may be any of the run's.

    Raises AssertionError if in the end a byte is other than it was to be.
    """
    keep(folder / "whole", killing.lives, **HOW)
    expected = files(folder / "whole")
    script = folder / "keeping.py"
    script.write_text(killing.script)
    seconds = _undisturbed(script, folder / "undisturbed", killing)
    assert files(folder / "undisturbed") == expected

    rng = random.Random(seed)
    runs = workers = filled = 0
    there, left = [], list[psutil.Process]()
    while runs < kills or (killing.workers and workers < kills):
        where = folder / f"runs-{filled}"
        with _begun(script, where, killing) as process:
            if killing.workers and rng.random() < 0.5:
                _wait(process, rng.uniform(0, seconds))
                held = _held(where)
                if _kill_one(process, rng):
                    workers += 1
                    there.append(held)
            _wait(process, rng.uniform(0, seconds))
            left += _children(process)
        if process.returncode == 0:
            assert files(where) == expected
            filled += 1
        else:
            assert process.returncode == -9, Path(f"{script}.errors").read_text()
            runs += 1
            there.append(_held(where))
    psutil.wait_procs(left, PATIENCE)
    where = folder / f"runs-{filled}"
    wait_for_lock(where)
    keep(where, killing.lives, resume=True, **HOW)
    assert files(where) == expected
    assert open(str(where)).lives().column("run").to_pylist() == list(range(killing.lives))
    return Killed(runs, workers, filled + 1, seconds, tuple(there))


def _undisturbed(script: Path, where: Path, killing: Killing) -> float:
    """How many seconds it takes from the beginning of the work to its end."""
    with _begun(script, where, killing) as process:
        begun = time.monotonic()
        assert process.wait(PATIENCE) == 0
    return time.monotonic() - begun


@contextlib.contextmanager
def _begun(script: Path, where: Path, killing: Killing) -> Iterator[subprocess.Popen[str]]:
    """The process that keeps lives, which is killed in the end, if it has not ended."""
    wait_for_lock(where)
    words = [sys.executable, str(script), str(where), str(killing.lives), *killing.words]
    with Path(f"{script}.errors").open("w") as errors:
        process = subprocess.Popen(
            words, env=environment(), stdout=subprocess.PIPE, stderr=errors, encoding="utf-8"
        )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # workers that outlive it may hold the other end for a while


def _wait(process: subprocess.Popen[str], seconds: float) -> None:
    """Until it has ended, but no longer than this."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def _kill_one(process: subprocess.Popen[str], rng: random.Random) -> bool:
    """Kill one of the workers of a cluster, if it has any."""
    workers = [child for child in _children(process) if _lives(child)]
    if workers:
        rng.choice(workers).kill()
    return bool(workers)


def _children(process: subprocess.Popen[str]) -> list[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(process.pid).children(recursive=True)
    return []


def _lives(process: psutil.Process) -> bool:
    """Whether this is a process that lives, not one that looks after others."""
    with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return any("spawn_main" in word for word in process.cmdline())
    return False


def _held(where: Path) -> int:
    """How many lives are there now."""
    return open(str(where)).n if (where / "runs.json").exists() else 0


def wait_for_lock(folder: Path) -> None:
    """Until nobody records there any more: a process is not always gone at once."""
    end = time.monotonic() + PATIENCE
    while folder.exists() and time.monotonic() < end:
        with contextlib.suppress(RunsError), Folder(folder).locked():
            return
        time.sleep(0.05)


# --- no room ------------------------------------------------------------------------------------------------


def many(
    where: Path, *words: str, largest_file: int | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """`twicetold many milk --out`, where no file may be larger than this."""

    def little_room() -> None:
        import resource

        assert largest_file is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))

    return subprocess.run(
        [sys.executable, "-m", "twicetold", "many", "milk", "--out", str(where), *words],
        env=environment(**more),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
        preexec_fn=None if largest_file is None else little_room,
    )


class NoMount(Exception):
    """File systems cannot be mounted here."""


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system of 64 KiB. Raises NoMount if there cannot be one."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        raise NoMount("there is no `mount` here") from None
    if done.returncode:
        raise NoMount("nobody may mount a file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, *words: str) -> int:
    """Keep more lives than a small disk holds, then go on where there is room; returns how many it held.

    Raises AssertionError if in the end a byte is other than it was to be, NoMount.
    """
    n = ("-n", "6000", *words)
    with small_disk(folder / "disk") as disk:
        held = _no_room(disk / "runs", many(disk / "runs", *n))
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        assert many(disk / "runs", *n, "--resume").returncode == 0
        assert many(folder / "whole", "-n", "6000").returncode == 0
        assert files(disk / "runs") == files(folder / "whole")
    return held


def forbid(folder: Path, *words: str) -> int:
    """The same where no file may be larger than so many bytes, in place of a disk that is full."""
    n = ("-n", "6000", *words)
    held = _no_room(folder / "runs", many(folder / "runs", *n, largest_file=20_000))
    assert many(folder / "runs", *n, "--resume").returncode == 0
    assert many(folder / "whole", "-n", "6000").returncode == 0
    assert files(folder / "runs") == files(folder / "whole")
    return held


def _no_room(where: Path, done: subprocess.CompletedProcess[str]) -> int:
    """How many lives were kept when there was no more room, and that was told."""
    assert done.returncode == 2, done.stderr
    assert "no room" in done.stderr
    assert "--resume" in done.stderr
    assert "Traceback" not in done.stderr
    runs = open(str(where))
    assert not runs.complete
    assert len(runs.lives()) == runs.n
    return runs.n


# --- damage -------------------------------------------------------------------------------------------------

Hurt = Callable[[Path, random.Random], object]


def _flip(path: Path, rng: random.Random) -> None:
    """Change one bit."""
    data = bytearray(path.read_bytes())
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def _cut(path: Path, rng: random.Random) -> None:
    """Leave only a part."""
    data = path.read_bytes()
    path.write_bytes(data[: rng.randrange(len(data))])


HURTS: tuple[Hurt, ...] = (
    _flip,
    _cut,
    lambda path, rng: path.write_bytes(path.read_bytes() + b"\0"),
    lambda path, rng: path.unlink(),
)


def damage(folder: Path, times: int, seed: int = 1) -> int:
    """Change, cut off or take away random files of what is kept, going on after each; returns how many files
    there are. Raises AssertionError if in the end a byte is other than it was to be."""
    keep(folder, 300, **HOW)
    expected = files(folder)
    rng = random.Random(seed)
    names = [name for name in expected if name.endswith((".parquet", ".json")) and name != "runs.json"]
    for _ in range(times):
        rng.choice(HURTS)(folder / rng.choice(names), rng)
        assert files(folder) != expected
        keep(folder, 300, resume=True, **HOW)
        assert files(folder) == expected
    return len(names)


def spoil(folder: Path, times: int, seed: int = 1) -> int:
    """Change, cut off or take away what was compiled, keeping lives by the kernel after each; returns how
    many entries there are. Raises AssertionError if a byte comes to be other than it was to be."""
    cache: dict[str, Any] = {VARIABLE: str(folder / "cache")}
    n = ("-n", "3000", "--engine", "kernel")
    assert many(folder / "whole", *n, **cache).returncode == 0
    expected = files(folder / "whole")
    rng = random.Random(seed)
    kept = sorted((folder / "cache").glob("*.kept"))
    # The parsers' tables, of worlds and of brackets, are asked for only if the world has to be read again,
    # and are never the same bytes.
    entries = [path for path in kept if b"twicetold.lang.layout" not in path.read_bytes()]
    assert len(entries) == len(kept) - 2 > 0
    for number in range(times):
        path = rng.choice(entries)
        before = path.read_bytes()
        rng.choice(HURTS)(path, rng)
        where = folder / str(number)
        assert many(where, *n, **cache).returncode == 0
        assert files(where) == expected
        assert path.read_bytes() == before
    return len(entries)


# --- all of it ----------------------------------------------------------------------------------------------


def main() -> None:
    """Bring all of it about, and say what came of it."""
    parser = argparse.ArgumentParser(description="Bring about what can end the keeping of lives.")
    parser.add_argument("--kills", type=int, default=20, help="of each kind (20)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (1)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        for number, line in enumerate(_all(asked.kills, asked.seed)):
            folder = Path(temporary) / str(number)
            folder.mkdir()
            print(line(folder), flush=True)


def _all(kills: int, seed: int) -> Iterator[Callable[[Path], str]]:
    """Each fault: given a folder, what came of it."""

    def killed(name: str, killing: Killing, folder: Path) -> str:
        return _killed(name, killing, kill(killing, kills, folder, seed))

    yield partial(killed, "a run", RUN)
    yield partial(killed, "a run of two processes", RUN_OF_TWO)
    yield partial(killed, "a cluster", CLUSTER)
    yield lambda folder: f"a run, {_filled(folder)}"
    yield lambda folder: f"a cluster, {_filled(folder, '--cluster', 'local', '--workers', '2')}"
    yield lambda folder: f"{kills} damaged of {damage(folder / 'runs', kills, seed)} files: each mended"
    yield lambda folder: f"{kills} damaged of {spoil(folder, kills, seed)} compiled: each made anew"


def _killed(name: str, killing: Killing, killed: Killed) -> str:
    which = [f"{killed.runs} times" if not killing.workers else f"as a whole {killed.runs} times"]
    which += [f"one of its workers {killed.workers} times"] if killing.workers else []
    counts = " ".join(map(str, killed.there))
    return (
        f"{name}, killed {', '.join(which)} within the {killed.seconds:.1f} s that it takes: {killed.folders}"
        f" folders of {killing.lives:,} lives, no byte changed (lives that were there: {counts})"
    )


def _filled(folder: Path, *words: str) -> str:
    try:
        return (
            f"full disk: it held {fill(folder, *words):,} of 6,000 lives; then gone on with, no byte changed"
        )
    except NoMount as error:
        held = forbid(folder, *words)
        return f"no file beyond 20 kB ({error}): {held:,} of 6,000 lives; then gone on with, no byte changed"


if __name__ == "__main__":
    main()
