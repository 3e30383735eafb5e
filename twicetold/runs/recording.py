"""Checkpoints: lives kept on disk as they are lived; begun, interrupted, gone on with, extended, mended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import Loaded
from twicetold.questions import Many
from twicetold.runs import manifest as manifests
from twicetold.runs.batch import Batch
from twicetold.runs.columns import join
from twicetold.runs.counting import Counting, Progress, most
from twicetold.runs.engines import Engine
from twicetold.runs.failures import RunsError, missing
from twicetold.runs.intervals import LOOKS
from twicetold.runs.living import Living, Task
from twicetold.runs.manifest import Manifest
from twicetold.runs.places import Place, place
from twicetold.runs.store import Store, shard_name
from twicetold.runs.tally import Tally
from twicetold.runs.workers import WorkerError
from twicetold.runs.worldtext import WorldText

if TYPE_CHECKING:
    from twicetold.runs.shards import Codec

SAFE = 30.0
"""Seconds after which lives are put on disk although their shard is not full: no more than that is lost."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be kept. Lives that are gone on with are as many as were asked for before if nothing is said
    of their number.

    `smallest` and `largest` are sizes of shards, powers of two; they are for tests.
    """

    asked: Many
    first: int = 0
    events: bool = False
    resume: bool = False
    smallest: int = manifests.SMALLEST
    largest: int | None = None

    @property
    def n(self) -> int | None:
        """How many lives; None is as many as were asked for before."""
        return self.asked.n if self.resume else most(self.asked)


def record(
    loaded: Loaded,
    location: str,
    request: Request,
    on_progress: Progress | None = None,
) -> Batch:
    """Live what is wished for and not kept at this location yet, keep it, and sum up all that is there then.

    What is kept is the same to the byte however often the living was interrupted. An interrupt (Ctrl-C) ends
    the living, not the program; what was lived until then is kept.

    Raises RunsError if there are lives already and they are not to be gone on with, or are of something else,
    or if there is no room; OSError if the location cannot be written; and what `many` raises.
    """
    where = fit_for_lives(location)
    with where.locked():
        asked = request.asked
        task = Task(loaded.world, asked.seed, asked.jobs, Engine(asked.engine), request.events)
        return _go_on(opened(where, loaded, request), loaded, request, task, on_progress)


# --- what is to be done -------------------------------------------------------------------------------------


def fit_for_lives(location: str) -> Place:
    """The place there, before anything is written to it: not even a lock is left where nothing can be kept.

    Raises RunsError if something is not installed that is needed to keep lives, or what is there cannot be
    read.
    """
    if find_spec("pyarrow") is None:
        raise missing("pyarrow", "keeping lives on disk", "twicetold[lives]")
    where = place(location)
    Store.found(where)
    return where


def opened(where: Place, loaded: Loaded, request: Request) -> Store:
    """The store that is there, if it is to be gone on with, or a new one; nothing is written yet.

    Raises RunsError if what is there is not to be gone on with.
    """
    store = Store.found(where)
    if store is None:
        if where.sizes(""):
            raise RunsError(f"{where.shown} holds something else than lives; choose an empty folder")
        return Store(where, manifest_of(loaded, request))
    held = store.manifest
    _refuse_another(where, held, manifest_of(loaded, request))
    if not request.resume:
        raise RunsError(f"{where.shown} holds lives already; go on with them by --resume")
    if request.n is not None and request.asked.until is None and request.n < held.n:
        raise RunsError(
            f"{where.shown} was begun for {held.n:,} lives; ask for as many or more, or choose another folder"
        )
    return store


def wanted(held: Manifest, request: Request) -> int:
    """How many lives there are to be in the end, if not fewer are enough."""
    if request.asked.until is not None:
        return request.n or LOOKS[-1]
    return held.n if request.n is None else request.n


def manifest_of(loaded: Loaded, request: Request) -> Manifest:
    """The manifest of what is wished for."""
    return manifests.manifest(
        loaded,
        0 if request.asked.until is not None else request.n or 0,
        request.asked.seed,
        request.first,
        events=request.events,
        smallest=request.smallest,
        largest=request.largest,
    )


def _refuse_another(where: Place, held: Manifest, wished: Manifest) -> None:
    """Raises RunsError if what is there is of something else than what is wished for."""
    differences: dict[str, tuple[object, object]] = {
        "world": (f"{held.world} ({held.hash})", f"{wished.world} ({wished.hash})"),
        "seed": (held.seed, wished.seed),
        "first run": (held.first, wished.first),
        "Twicetold version": (held.twicetold, wished.twicetold),
    }
    for what, (theirs, ours) in differences.items():
        if theirs != ours:
            raise RunsError(
                f"{where.shown} holds lives of another {what}, {theirs} instead of {ours};"
                " choose another folder"
            )
    said = [
        (manifest.endings, manifest.columns, manifest.series, manifest.roles) for manifest in (held, wished)
    ]
    if said[0] != said[1]:
        raise RunsError(
            f"{where.shown}: `runs.json` says of this world what is not so; choose another folder"
        )
    if held.events != wished.events:
        kept = "with their events; add" if held.events else "without their events; leave out"
        raise RunsError(f"{where.shown} holds lives {kept} --events, or choose another folder")


# --- doing it -----------------------------------------------------------------------------------------------


def _go_on(store: Store, loaded: Loaded, request: Request, task: Task, on_progress: Progress | None) -> Batch:
    """Live what is missing in a store that nobody else writes to."""
    from twicetold.runs.shards import Codec

    n = wanted(store.manifest, request)
    shelf = _Shelf(store, Codec(loaded.world, request.asked.seed, request.events))
    living = Living(task)
    nobody = Tally.of_names(shelf.codec.names)
    counting = Counting(nobody, n, request.asked.until, on_progress, shelf.put, request.first)
    before = nobody
    try:
        for lives in shelf.held(WorldText.of(loaded)):
            counting.known(lives)
        if request.asked.until is None:
            store.aim(n)
        before = counting.tally
        with closing(living.live(shelf.missing(n))) as pieces:
            counting.count(pieces)
        shelf.close()
        if request.asked.until is not None:
            store.aim(max(counting.done, shelf.reach))
    except KeyboardInterrupt:
        shelf.close()
    except (LifeTooLong, WorkerError):
        shelf.close()
        raise
    world = loaded.world
    return Batch(
        world.name,
        world.hash,
        request.asked.seed,
        counting.whole(),
        n,
        request.asked.until,
        living.note,
        before,
    )


class _Shelf:
    """The shards of a store, and the one that is being filled."""

    def __init__(self, store: Store, codec: Codec) -> None:
        self.store = store
        self.codec = codec
        self._held: dict[int, range] = {}
        self._open: list[Lives] = []
        self._safe = time.monotonic()

    @property
    def reach(self) -> int:
        """How many lives there are up to the last that is there."""
        return self.store.manifest.reach(self._held)

    def held(self, text: WorldText) -> Iterator[Lives]:
        """The lives of the shards that are whole. All others are cleared away in the end; nothing is written
        before it is known that what is there is of these lives."""
        from twicetold.runs import shards

        there = self.store.shards()
        self.store.begin(text)
        for runs in there:
            lives = shards.known(self.store, self.codec, runs)
            if lives is not None:
                self._held[runs.start] = runs
                yield lives
        self.store.remove_all_but(list(self._held.values()))

    def missing(self, n: int) -> Iterator[range]:
        """The runs among the first `n` that are not there."""
        return self.store.manifest.missing(self._held, n)

    def put(self, lives: Lives) -> None:
        """Put lives to those of their shard that are there; they follow them, and one another."""
        if not self._open:
            self._open_shard(lives.first)
        self._open.append(lives)
        end = lives.first + len(lives)
        full = end == self._shard().stop
        if full or time.monotonic() - self._safe >= SAFE:
            self._save()
        if full:
            self._open = []

    def close(self) -> None:
        """Put on disk what is not there yet."""
        if self._open:
            self._save()
            self._open = []

    def _shard(self) -> range:
        return self.store.manifest.shard(self._open[0].first)

    def _open_shard(self, run: int) -> None:
        """Begin with what is there of the shard of this run."""
        part = self._held.get(self.store.manifest.shard(run).start)
        if part is not None:
            from twicetold.runs import shards

            there = shards.whole(self.store, self.codec, part)
            if there is None:
                raise RunsError(f"{self.store.place.shown}: shard {shard_name(part)} vanished; try again")
            self._open.append(there)

    def _save(self) -> None:
        """Write the shard as far as it is lived, then take away the shorter part of it."""
        lives = join(self._open)
        self._open = [lives]
        runs = range(lives.first, lives.first + len(lives))
        before = self._held.get(runs.start)
        if before != runs:
            manifest = self.store.manifest
            self.store.aim(max(manifest.n, runs.stop - manifest.first))
            self.store.write(runs, self.codec.encode(lives))
            self._held[runs.start] = runs
            if before is not None:
                self.store.remove(before)
        self._safe = time.monotonic()
