"""Lives on a cluster: what workers add, and what the one scheduler can carry.

    python -m benchmarks.cluster [--world NAME] [-n LIVES] [--workers N …]

First the lives of a world by so many workers on this machine, beside the same lives without a cluster; each
measured twice, in turns, the faster counted. A world is lived once before, so that it is compiled.

Then what a piece of work costs whoever hands it out: pieces of one short life each, and the CPU seconds of
the process that holds the scheduler and the client. However many workers there are, no more pieces than that
can be handed out in a second.

Last what is kept of a life, in bytes, and how long it takes to find out what is there of many shards.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from twicetold.lang import Loaded, load_with_warnings
from twicetold.questions import Many
from twicetold.runs import cluster, many
from twicetold.runs.cluster import Crew, live_there
from twicetold.runs.manifest import manifest
from twicetold.runs.places import place
from twicetold.runs.recording import Request, record
from twicetold.runs.store import ShardFiles, Store

SEED = 1
PIECES = 2_000
SHARDS = 5_000
KEPT = 100_000


def lived(loaded: Loaded, n: int, workers: int) -> float:
    """The seconds on the clock that so many workers take for the lives; 0 workers: no cluster, a core."""
    if not workers:
        begun = time.perf_counter()
        many(loaded.world, Many(n, SEED, jobs=1))
        return time.perf_counter() - begun
    with cluster.local(workers) as here:
        here.wait_for_workers(workers)
        crew = Crew(here.scheduler_address)
        live_there(loaded, None, Request(Many(100 * workers)), crew)  # each makes itself ready
        begun = time.perf_counter()
        live_there(loaded, None, Request(Many(n)), crew)
        return time.perf_counter() - begun


def throughput(loaded: Loaded, n: int, workers: Sequence[int]) -> Iterator[str]:
    """The table of lives a second."""
    many(loaded.world, Many(2 * n, SEED))  # whereby the best code is made and kept
    times = {count: [lived(loaded, n, count) for _ in range(2)] for count in (0, *workers)}
    alone = min(times[0])
    yield f"{loaded.world.name}, {n:,} lives"
    yield f"{'workers':<24}{'lives/s':>10}{'times one core':>18}"
    for count, seconds in times.items():
        name = f"{count}" if count else "no cluster, one core"
        yield f"{name:<24}{n / min(seconds):>10,.0f}{alone / min(seconds):>18.2f}"


def handed_out(loaded: Loaded, pieces: int) -> float:
    """The pieces that one scheduler with its client can hand out in a CPU second."""
    before = cluster.PATIENCE, cluster.LARGEST
    cluster.PATIENCE, cluster.LARGEST = 0.0, 1  # a life is a piece
    try:
        with cluster.local(1) as here:
            here.wait_for_workers(1)
            crew = Crew(here.scheduler_address)
            live_there(loaded, None, Request(Many(10)), crew)
            begun = time.process_time()
            live_there(loaded, None, Request(Many(pieces)), crew)
            return pieces / (time.process_time() - begun)
    finally:
        cluster.PATIENCE, cluster.LARGEST = before


def kept(loaded: Loaded, n: int, *, events: bool) -> float:
    """The bytes that are kept of a life."""
    with TemporaryDirectory() as folder:
        record(loaded, folder, Request(Many(n), events=events))
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / n


def found(loaded: Loaded, shards: int) -> float:
    """The seconds it takes to list so many shards in a folder, for each."""
    with TemporaryDirectory() as folder:
        small = replace(manifest(loaded, shards, SEED), smallest=1, largest=1)
        store = Store(place(folder), small)
        for run in range(shards):
            store.write(range(run, run + 1), ShardFiles(b"a life"))
        begun = time.perf_counter()
        if len(store.shards()) != shards:
            raise RuntimeError("not all shards were found")
        return (time.perf_counter() - begun) / shards


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Lives on a cluster")
    parser.add_argument("--world", default="hale_yard")
    parser.add_argument("-n", type=int, default=20_000, help="how many lives (default: 20000)")
    cores = range(1, (os.cpu_count() or 1) + 1)
    parser.add_argument("--workers", type=int, nargs="*", default=[*cores, 2 * len(cores)])
    asked = parser.parse_args()
    loaded, short = load_with_warnings(asked.world, ()), load_with_warnings("milk", ())
    for line in throughput(loaded, asked.n, asked.workers):
        print(line, flush=True)
    print(f"\npieces handed out in a CPU second of scheduler and client: {handed_out(short, PIECES):,.0f}")
    print(f"bytes kept of a life: {kept(loaded, KEPT // 5, events=False):,.0f}", flush=True)
    print(f"bytes kept of a life with its events: {kept(loaded, KEPT // 50, events=True):,.0f}")
    print(f"microseconds to find a shard: {1e6 * found(short, SHARDS):,.0f}")


if __name__ == "__main__":
    main()
