"""Lives on a cluster: the same as on one machine, to the byte, whoever of it dies."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.runs.disk import N, files, keep, keep_there, milk
from tests.sampled import sampled, slow, thorough
from twicetold.questions import Many
from twicetold.runs import Engine, WorkerError, cluster, many, open
from twicetold.runs.crew import Crew
from twicetold.runs.failures import RunsError
from twicetold.runs.tally import KEPT

pytestmark = pytest.mark.xdist_group("cluster")


@pytest.fixture(scope="module")
def machines():
    """A cluster of two workers."""
    with cluster.local(2) as here:
        yield here


@pytest.fixture
def crew(machines, monkeypatch):
    """The same, where pieces are small so that there are many."""
    monkeypatch.setattr(cluster, "PATIENCE", 0.05)
    machines.wait_for_workers(2)
    return Crew(machines.scheduler_address)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """What one machine keeps of lives that nothing interrupted, with their events."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    keep(folder, events=True)
    return files(folder)


def kill(machines):
    """Kill all workers as if their power failed."""
    for nanny in machines.workers.values():
        os.kill(nanny.process.pid, signal.SIGKILL)


def once(action, at):
    """A watcher of progress that does something when so many lives are done, once."""
    left = [action]

    def watch(done, n):
        if done >= at and left:
            left.pop()()

    return watch


def interrupt():
    raise KeyboardInterrupt


# --- the same bytes -----------------------------------------------------------------------------------------


@slow
def test_two_workers_change_no_byte(tmp_path, whole, crew):
    batch = keep_there(tmp_path / "runs", N, crew, events=True)
    assert files(tmp_path / "runs") == whole
    assert batch == many(milk().world, Many(N, jobs=1))


@thorough
def test_one_worker_changes_no_byte(tmp_path, whole):
    batch = keep_there(tmp_path / "runs", N, Crew(workers=1), events=True)
    assert files(tmp_path / "runs") == whole
    assert batch == many(milk().world, Many(N, jobs=1))


@pytest.mark.parametrize("engine", sampled(list(Engine), 1))
@slow
def test_nothing_need_be_kept(crew, engine):
    batch = keep_there(None, 300, crew, engine=engine)
    assert batch == many(milk().world, Many(300, jobs=1))
    assert batch.note is None


@slow
def test_lines_of_the_author_go_along(tmp_path, crew):
    world = milk("Milk.left 2 cups", "without blame")
    keep(tmp_path / "alone", 20, world)
    keep_there(tmp_path / "together", 20, crew, world)
    assert files(tmp_path / "together") == files(tmp_path / "alone")


@pytest.mark.parametrize("first", sampled([9, 1, 32, 59], 1))
@slow
def test_a_cluster_goes_on_with_what_one_machine_began(tmp_path, whole, crew, first):
    keep(tmp_path / "runs", first, events=True)
    batch = keep_there(tmp_path / "runs", N, crew, events=True, resume=True)
    assert batch.before is not None
    assert batch.before.n == first
    assert batch == many(milk().world, Many(N, jobs=1))
    assert files(tmp_path / "runs") == whole


def test_one_machine_goes_on_with_what_a_cluster_began(tmp_path, whole, crew):
    keep_there(tmp_path / "runs", 21, crew, events=True)
    keep(tmp_path / "runs", events=True, resume=True)
    assert files(tmp_path / "runs") == whole


def test_an_interrupt_keeps_what_was_lived(tmp_path, whole, crew):
    where = tmp_path / "runs"
    batch = keep_there(where, N, crew, events=True, on_progress=once(interrupt, 20))
    assert 20 <= batch.n < N
    assert open(str(where)).n >= batch.n
    assert keep_there(where, None, crew, events=True, resume=True) == many(milk().world, Many(N, jobs=1))
    assert files(where) == whole


@thorough
def test_an_interrupt_where_nothing_is_kept_leaves_lives_without_a_gap(crew):
    batch = keep_there(None, 3000, crew, on_progress=once(interrupt, 20))
    assert batch.n < 3000  # perhaps none, where the first lives are the last to come home
    assert batch.tally == many(milk().world, Many(batch.n, jobs=1)).tally


def test_what_is_damaged_is_lived_again(tmp_path, whole, crew):
    keep(tmp_path / "runs", 50, events=True)
    path = tmp_path / "runs/events/000000000016-000000000031.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    (tmp_path / "runs/shards/000000000000-000000000007.json").unlink()
    batch = keep_there(tmp_path / "runs", N, crew, events=True, resume=True)
    assert batch == many(milk().world, Many(N, jobs=1))
    assert files(tmp_path / "runs") == whole


@thorough
def test_until_stops_where_one_machine_does(tmp_path, crew):
    how: dict[str, Any] = {"until": 0.06, "engine": Engine.KERNEL, "smallest": 1024, "largest": 4096}
    alone = keep(tmp_path / "alone", None, **how)
    together = keep_there(tmp_path / "together", None, crew, **how)
    assert together == alone
    assert together.known
    assert files(tmp_path / "together") == files(tmp_path / "alone")
    assert keep_there(tmp_path / "together", None, crew, **{**how, "resume": True}) == alone
    assert keep_there(None, None, crew, until=0.06) == replace(alone, asked=together.asked)


@thorough
def test_a_tally_comes_home_without_lives_that_are_not_wanted(crew, monkeypatch):
    sizes = []
    take = cluster._Ledger.take

    def watched(self, done, n):
        sizes.append(sum(len(sample.runs) for sample in done.tally.samples))
        take(self, done, n)

    monkeypatch.setattr(cluster._Ledger, "take", watched)
    batch = keep_there(None, 60_000, crew, engine=Engine.KERNEL, smallest=1024, largest=4096)
    assert batch == many(milk().world, Many(60_000, engine=Engine.KERNEL))
    often = [row for row in batch.endings() if row.share > 0.05]
    assert all(len(batch._sample(row.ending).runs) == KEPT for row in often)
    assert sizes[-1] < sizes[0] / 2


@slow
def test_a_cluster_on_this_machine_talks_to_nobody_else():
    """Others who are logged in reach its port, but have not its key."""
    from distributed import Security
    from distributed.comm import connect

    async def knock(address, key):
        await connect(address, timeout=5, **key.get_connection_args("client"))

    with cluster._client(Crew(workers=1)) as client:
        address = client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        for stranger, key in (
            (address, Security.temporary()),  # one of his own
            (address.replace("tls", "tcp"), Security()),
        ):
            with pytest.raises(OSError):  # noqa: PT011 - whatever the network makes of it
                asyncio.run(knock(stranger, key))
        assert client.submit(sum, [1, 2]).result() == 3


@pytest.mark.parametrize(
    ("address", "required"),
    [("tls://127.0.0.1:9", False), ("tcp://127.0.0.1:9", True), ("127.0.0.1:9", True)],
)
def test_a_cluster_without_its_key_is_told(address, required):
    import dask

    with (
        dask.config.set({"distributed.comm.require-encryption": required}),
        pytest.raises(RunsError, match="no cluster answers"),
    ):
        keep_there(None, 5, Crew(address))


@slow
def test_a_key_that_dask_is_told_of_opens_a_cluster(tmp_path):
    """The recipe for TLS: one key for all, in files that the settings name."""
    import dask
    from distributed import Security

    made = Security.temporary()
    for name, text in (("crt", made.tls_client_cert), ("key", made.tls_client_key)):
        (tmp_path / f"cluster.{name}").write_text(text)
    both = {"cert": str(tmp_path / "cluster.crt"), "key": str(tmp_path / "cluster.key")}
    tls = {
        "distributed.comm.tls.ca-file": both["cert"],
        **{f"distributed.comm.tls.{who}": both for who in ("scheduler", "worker", "client")},
    }
    with (
        dask.config.set({"distributed.comm.require-encryption": True, **tls}),
        cluster.local(1, security=Security()) as here,
    ):
        assert here.scheduler_address.startswith("tls://")
        crew = Crew(here.scheduler_address)
        assert keep_there(None, 20, crew) == many(milk().world, Many(20, jobs=1))


# --- workers die --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("before", "at"), sampled([(10, 20), (0, 20), (0, 45), (10, 45)], 1))
@slow
def test_workers_that_are_killed_lose_nothing_and_change_nothing(tmp_path, crew, machines, before, at):
    how: dict[str, Any] = {"events": True, "smallest": 64, "largest": 64}
    keep(tmp_path / "whole", 100, **how)
    where = tmp_path / "runs"
    if before:  # the first part of the shard is taken away when it has grown
        keep(where, before, **how)
    deaths = []

    def strike():
        deaths.append(time.monotonic())
        kill(machines)

    watch = once(strike, at)
    batch = keep_there(where, 100, crew, resume=True, on_progress=watch, **how)
    assert deaths
    assert batch == many(milk().world, Many(100, jobs=1))
    assert files(where) == files(tmp_path / "whole")


@thorough
def test_what_is_safe_is_not_lived_again_when_workers_die(tmp_path, crew, machines, monkeypatch):
    """Pieces that follow one another in a shard are put there one portion after the other; a worker that knew
    of the last takes nothing with it but pieces that no portion has used yet."""
    submitted = []
    submit = cluster._Tasks._submit

    def watched(self, name, number, function, *words):
        submitted.append((name, number, [word for word in words if word is not self._worker]))
        return submit(self, name, number, function, *words)

    monkeypatch.setattr(cluster._Tasks, "_submit", watched)
    monkeypatch.setattr(cluster._Tasks, "_worker", None, raising=False)
    keep_there(tmp_path / "runs", 100, crew, smallest=64, largest=64)
    portions = [words for name, _, words in submitted if name == "put"]
    assert len(portions) > 3
    pieces = {future.key for before, futures, enough in portions for future in futures}
    assert all(key.startswith("live-") for key in pieces)


def _dying(where: Path, times: int) -> dict[str, list[str]]:
    """What Dask is told, so that so many workers die while they begin."""
    dies = (
        f"len(os.listdir({str(where)!r})) < {times} and (tempfile.mkstemp(dir={str(where)!r}), os._exit(1))"
    )
    return {"distributed.worker.preload": [f"import os, tempfile; {dies}"]}


@thorough
def test_a_worker_that_dies_before_the_cluster_has_begun_changes_nothing(tmp_path):
    import dask

    (tmp_path / "deaths").mkdir()
    with dask.config.set(_dying(tmp_path / "deaths", 2)):
        assert keep_there(None, 20, Crew(workers=1)) == many(milk().world, Many(20, jobs=1))
    assert len(list((tmp_path / "deaths").iterdir())) == 2


@slow
def test_a_cluster_whose_workers_never_begin_is_given_up(tmp_path, monkeypatch):
    import dask

    monkeypatch.setattr(cluster, "BEGINNINGS", 2)
    (tmp_path / "deaths").mkdir()
    with (
        dask.config.set(_dying(tmp_path / "deaths", 100)),
        pytest.raises(WorkerError, match="die before they have begun"),
    ):
        keep_there(None, 20, Crew(workers=1))


@thorough
def test_a_cluster_can_be_begun_again_where_nothing_else_has_loaded_dask():
    begun_twice = """\
from twicetold.runs import cluster
for _ in range(2):
    with cluster.local(1) as here:
        here.wait_for_workers(1)
"""
    subprocess.run([sys.executable, "-c", begun_twice], check=True, timeout=120)


@thorough
def test_a_life_that_kills_its_workers_is_given_up(monkeypatch):
    import dask

    monkeypatch.setattr(cluster, "DEATHS", 0)
    with (
        dask.config.set(
            {
                "distributed.scheduler.allowed-failures": 0,
                "distributed.worker.preload": [
                    "import os, twicetold.runs.jobs as e; e.live = lambda *words: os._exit(1)"
                ],
            }
        ),
        pytest.raises(WorkerError, match="die again and again"),
    ):
        keep_there(None, 20, Crew(workers=1))
