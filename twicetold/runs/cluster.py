"""Distributed computing: many lives lived on a cluster, by Dask, on this machine or on any number of them.

The runs are cut into pieces of a few seconds, which the cluster's workers live. The pieces that follow one
another in a shard are put on it by one of the workers; what comes here is their tally. A worker that dies
takes with it what it was living and had not put away yet: others live it again. How many workers there are,
which of them lived what, and what became of them shows in nothing but time.

The same lives are kept as on one machine (`recording`), to the byte, and either goes on where the other
ended.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded
from twicetold.runs import jobs
from twicetold.runs.batch import Batch
from twicetold.runs.counting import Progress
from twicetold.runs.crew import LOCAL, Crew, Threads
from twicetold.runs.engines import Engine, NoKernel
from twicetold.runs.failures import RunsError, missing
from twicetold.runs.intervals import LOOKS, Sequence
from twicetold.runs.jobs import Done, Found, JobSpec, Worker
from twicetold.runs.living import cores
from twicetold.runs.manifest import Manifest
from twicetold.runs.pieces import Pace, stretches
from twicetold.runs.recording import Request, fit_for_lives, manifest_of, opened, wanted
from twicetold.runs.store import Store
from twicetold.runs.tally import Tally
from twicetold.runs.workers import WorkerError, uninterrupted
from twicetold.runs.worldtext import WorldText

if TYPE_CHECKING:
    from distributed import Client, Future, LocalCluster, Security

PATIENCE = 2.0
"""Seconds that a piece takes, if a life is shorter than that, while there are few threads."""

PIECES_A_SECOND = 100
"""How many pieces a scheduler is given in a second at most: with many threads the pieces grow."""

LARGEST = 1 << 16
"""The most runs of a piece."""

AHEAD = 4
"""How many pieces for each thread are under way."""

TOGETHER = 8
"""How many shards are looked at in one task."""

DEATHS = 20
"""How many times it may come about that workers died of the same task before it is given up; Dask counts
it once for every few workers."""

BEGINNINGS = 5
"""How many times a cluster on this machine is begun, if its workers die while it begins."""

ANSWER = 10
"""Seconds within which a scheduler must answer."""

RETRIES = 2
"""How many times an task is tried again that failed, as a network may."""

SAFE_SO_FAR = "what was kept by --out is safe, and --resume goes on with it"


def live_there(
    loaded: Loaded,
    location: str | None,
    request: Request,
    crew: Crew,
    on_progress: Progress | None = None,
) -> Batch:
    """Live on a cluster what is wished for, keep it at a location that all its machines reach (None: keep
    nothing), and sum it up.

    An interrupt (Ctrl-C) ends the living, not the program. What is kept is then safe, and whoever goes on
    with it, on a cluster or not, comes to the same bytes; the batch has the lives that are known of here, and
    if nothing is kept, they are without a gap.

    Raises RunsError like `recording.record`, and if there is no such cluster or its workers cannot do the
    work; `workers.WorkerError` if they die of it again and again; `engines.NoKernel`.
    """
    with ExitStack() as stack:
        store = None
        if location is not None:
            where = fit_for_lives(location)
            stack.enter_context(where.locked())
            store = opened(where, loaded, request)
            location = where.location
        client = stack.enter_context(_client(crew))
        spec = JobSpec.of(loaded, request.asked.seed, Engine(request.asked.engine), request.events, location)
        ledger = _Ledger(Tally.of_names(names(loaded.world)), on_progress)
        work = _Work(
            _Tasks(client, spec), ledger, store, store.manifest if store else manifest_of(loaded, request)
        )
        n = wanted(work.manifest, request)
        try:
            work.look(n, WorldText.of(loaded))
            work.live(n, request.asked.until)
        except KeyboardInterrupt:
            ledger.interrupted(work.tasks.at_hand(), gaps=store is not None)
        world = loaded.world
        return Batch(
            world.name,
            world.hash,
            request.asked.seed,
            ledger.tally,
            n,
            request.asked.until,
            ledger.note,
            ledger.before,
        )


# --- what is done and what is to do -------------------------------------------------------------------------


class _Ledger:
    """What is done: all lives without a gap in one tally, and those that came home before their turn."""

    def __init__(self, nobody: Tally, on_progress: Progress | None) -> None:
        self.tally = self.before = nobody
        self.note: str | None = None
        self._on_progress = on_progress
        self._order: deque[int] = deque()
        self._early: dict[int, Done] = {}
        self._n = 0

    def known(self, tally: Tally, n: int) -> None:
        """Lives that were there before."""
        self.tally = self.before = self.tally.merge(tally)
        self._count(tally.n, n)

    def sampled(self, run: int) -> frozenset[int]:
        """The endings of which enough lives are kept to need none from this run on."""
        return self.tally.sampled(run)

    def sent(self, runs: range) -> None:
        """These runs are to be done next."""
        self._order.append(runs.start)

    def take(self, done: Done, n: int) -> None:
        """Runs that are done; `n` are to be done in all."""
        self.note = done.note
        self._early[done.runs.start] = done
        while self._order and self._order[0] in self._early:
            self.tally = self.tally.merge(self._early.pop(self._order.popleft()).tally)
        self._count(len(done.runs), n)

    def interrupted(self, more: Iterable[Done], *, gaps: bool) -> None:
        """Nothing more will come than this; what came before its turn counts if there may be gaps."""
        for done in more:
            self.take(done, 0)
        if gaps:
            for done in self._early.values():
                self.tally = self.tally.merge(done.tally)

    def _count(self, more: int, n: int) -> None:
        self._n += more
        if self._on_progress is not None and n:
            self._on_progress(self._n, n)


@dataclass(slots=True)
class _Work:
    """The lives that a manifest asks for, and where they are kept, if they are. `held` are the shards, or
    parts of shards, that are there, by their first run."""

    tasks: _Tasks
    ledger: _Ledger
    store: Store | None
    manifest: Manifest
    held: dict[int, range] = field(default_factory=dict)

    def look(self, n: int, text: WorldText) -> None:
        """Learn what is there, and clear away what is not whole."""
        if self.store is None:
            return
        there = self.store.shards()
        self.store.begin(text)
        for seen in self.tasks.look(there, self.ledger):
            self.held.update((runs.start, runs) for runs in seen.shards)
            self.ledger.known(seen.tally, n)
        self._clear_away()

    def live(self, n: int, until: float | None) -> None:
        """Live `n` lives; or with `until`, up to one look after another until all is known."""
        if until is None:
            self._live_first(n)
        else:
            self._live_stages(n, until)
        self._clear_away()

    def _live_stages(self, n: int, until: float) -> None:
        """One look after another: nothing is lived beyond the one at which all is known."""
        reach = self.manifest.reach(self.held)
        for end in sorted({look for look in LOOKS if reach <= look <= n} | {n}):
            self._live_first(end)
            tally = self.ledger.tally
            if end in LOOKS and Sequence(len(tally.endings)).narrow(tally.counts, tally.n, until):
                break
        if self.store is not None:
            self.store.aim(max(self.ledger.tally.n, reach))

    def _live_first(self, n: int) -> None:
        """Live what is missing among the first `n`."""
        if self.store is not None:
            self.store.aim(max(self.store.manifest.n, n))
        missing = list(self.manifest.missing(self.held, n))
        for done in self.tasks.live(missing, self.manifest, self.ledger):
            begin = self.manifest.shard(done.runs.start).start
            stop = max(self.held.get(begin, done.runs).stop, done.runs.stop)
            self.held[begin] = range(begin, stop)
            self.ledger.take(done, n)

    def _clear_away(self) -> None:
        if self.store is not None:
            self.store.remove_all_but(list(self.held.values()))


# --- Dask ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Portion:
    """Runs that are put on a shard together: the pieces they are lived in, and what is there of the shard."""

    runs: range
    before: range | None
    pieces: list[Future]


class _Tasks:
    """task under way on a cluster, as many at a time as keep it busy.

    The portions of a shard wait for one another here, and not on the cluster: a worker that dies would take
    with it what they were told of those before them, and all of these would be lived again.
    """

    def __init__(self, client: Client, spec: JobSpec) -> None:
        from distributed import as_completed

        self.client = client
        self._token = secrets.token_hex(4)
        self._pace = Pace(PATIENCE, LARGEST)
        self._threads = Threads(client)
        self._home = as_completed(loop=client.loop)
        self._under_way: dict[Future, deque[_Portion]] = {}  # each with those that wait for it, itself first
        self._deaths = 0
        self._worker = self._submit("worker", 0, Worker, spec)

    def look(self, shards: list[range], ledger: _Ledger) -> Iterator[Found]:
        """Those of these shards that are whole, with what they hold."""
        for begin in range(0, len(shards), TOGETHER):
            some = shards[begin : begin + TOGETHER]
            enough = ledger.sampled(some[0].start)
            self._send(self._submit("look", begin, jobs.look, self._worker, some, enough), deque())
            yield from self._come_home(ledger, AHEAD * self._threads.n)
        yield from self._come_home(ledger, 0)

    def live(self, missing: list[range], manifest: Manifest, ledger: _Ledger) -> Iterator[Done]:
        """Live these runs, each range within a shard, and put them on what is there of it."""
        left = sum(map(len, missing))
        for rest in missing:
            begin, waiting = manifest.shard(rest.start).start, deque[_Portion]()
            while rest:
                runs = rest[: AHEAD * self._threads.n * self._size(left)]
                pieces = [
                    self._submit("live", piece.start, jobs.live, self._worker, piece)
                    for piece in stretches([runs], partial(self._fitting, left))
                ]
                waiting.append(_Portion(runs, range(begin, runs.start) or None, pieces))
                ledger.sent(runs)
                if len(waiting) == 1:
                    self._put(waiting, ledger)
                left, rest = left - len(runs), rest[len(runs) :]
                yield from map(self._timed, self._come_home(ledger, AHEAD * self._threads.n))
        yield from map(self._timed, self._come_home(ledger, 0))

    def at_hand(self) -> list[Done]:
        """What has come home already of what was lived."""
        home = [future.result() for future in self._under_way if future.status == "finished"]
        return [done for done in home if isinstance(done, Done)]

    def _size(self, left: int) -> int:
        """How many runs make a piece if so many are left."""
        self._pace.patience = max(PATIENCE, self._threads.n / PIECES_A_SECOND)
        return self._pace.size(left, self._threads.n)

    def _fitting(self, left: int, _: int) -> int:
        """The same, whatever is left of the shard."""
        return self._size(left)

    def _timed(self, done: Done) -> Done:
        self._pace.took(done.longest, done.seconds)
        return done

    def _put(self, waiting: deque[_Portion], ledger: _Ledger) -> None:
        """Let the first of the portions that wait be put on their shard."""
        portion = waiting[0]
        enough = ledger.sampled(portion.runs.start)
        words = (self._worker, portion.before, portion.pieces, enough)
        self._send(self._submit("put", portion.runs.start, jobs.put, *words), waiting)

    def _submit(self, name: str, number: int, function: Callable[..., object], *words: object) -> Future:
        key = f"{name}-{self._token}-{number}"
        return self.client.submit(function, *words, key=key, pure=False, retries=RETRIES)

    def _send(self, future: Future, waiting: deque[_Portion]) -> None:
        self._under_way[future] = waiting
        self._home.add(future)

    def _come_home(self, ledger: _Ledger, few: int) -> Iterator[Any]:
        """What task bring, until only `few` pieces are under way."""
        while self._under_way and self._pieces() > few:
            future = next(self._home)
            try:
                result = future.result()
            except Exception as error:
                self._again(future, error)
                continue
            waiting = self._under_way.pop(future)
            yield result
            if waiting:
                waiting.popleft()
            if waiting:
                self._put(waiting, ledger)

    def _pieces(self) -> int:
        """How many pieces are under way."""
        return sum(
            sum(len(portion.pieces) for portion in waiting) if waiting else 1
            for waiting in self._under_way.values()
        )

    def _again(self, future: Future, error: Exception) -> None:
        """Let an task be run again if workers died of it, which may have been no fault of its own."""
        from distributed import KilledWorker

        if isinstance(error, RunsError | NoKernel | LifeTooLong):
            raise error
        if not isinstance(error, KilledWorker):
            raise _told(error) from error
        self._deaths += 1
        if self._deaths > DEATHS:
            raise WorkerError(
                "workers of the cluster die again and again; have they enough memory?"
            ) from None
        future.retry()
        self._home.add(future)


def _told(error: Exception) -> RunsError | WorkerError:
    """What is to be said of an task that failed."""
    match error:
        case CancelledError():
            return RunsError(f"the cluster is gone; {SAFE_SO_FAR}")
        case ImportError():
            return RunsError(f"a worker lacks something ({error}); install the same on all machines")
        case OSError():
            return RunsError(f"a worker could not read or write lives: {error}; {SAFE_SO_FAR}")
        case _:
            return WorkerError(f"the cluster could not live a life: {type(error).__name__}: {error}")


@contextmanager
def _client(crew: Crew) -> Iterator[Client]:
    """A connection to the cluster. Raises RunsError if there is none."""
    try:
        import distributed
    except ImportError:
        raise missing("distributed", "a cluster", "twicetold[cluster]") from None
    if crew.address != LOCAL and not re.fullmatch(r"(\w+://)?[^/\s]+:\d+", crew.address):
        raise RunsError(
            f"`{crew.address}` is no cluster; say `{LOCAL}`, or an address like tcp://10.0.0.1:8786"
        )
    with _quiet(), ExitStack() as stack:
        address: Any = crew.address
        if crew.address == LOCAL:
            address = stack.enter_context(local(crew.workers, security=_own_key()))
        try:
            if crew.address != LOCAL:
                asyncio.run(asyncio.wait_for(_greeted(crew.address), ANSWER))
            client = distributed.Client(address, timeout=ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:  # the last two if a key is missing
            why = str(error) or f"nothing was said within {ANSWER} seconds"
            raise RunsError(f"no cluster answers at {crew.address}: {why}") from None
        yield stack.enter_context(client)


async def _greeted(address: str) -> None:
    """Come back when somebody there talks as Dask does: a client would wait for that without end. Raises
    OSError or ValueError."""
    from distributed import Security
    from distributed.comm import connect

    comm = await connect(address, timeout=ANSWER, **Security().get_connection_args("client"))
    await comm.close()


def _own_key() -> Security:
    """What lets only this process and its workers talk to a cluster: without, whoever is logged in on this
    machine could run what he likes there. Raises RunsError if what makes keys is not installed."""
    import distributed

    try:
        return distributed.Security.temporary()
    except ImportError:
        raise missing("cryptography", "a cluster on this machine", "twicetold[cluster]") from None


@contextmanager
def local(workers: int | None = None, *, security: Security | None = None) -> Iterator[LocalCluster]:
    """A cluster on this machine, of so many processes (None: one for each core), whatever becomes of them;
    only whoever has the key of `security` may talk to it.

    Raises WorkerError if they die again and again before there is any work.
    """
    import dask

    # Its settings have to be there before one is changed, or the end of the change takes all of them away.
    import distributed  # noqa: F401

    with ExitStack() as stack:
        # Dask gives up a worker that is not back so soon, and then is left with none.
        stack.enter_context(dask.config.set({"distributed.deploy.lost-worker-timeout": "1 day"}))
        yield stack.enter_context(_begun(workers or cores(), security))


def _begun(workers: int, security: Security | None) -> LocalCluster:
    """The same. Dask itself replaces workers that die once all have begun, but none before."""
    import distributed

    for _ in range(BEGINNINGS):
        with uninterrupted(), suppress(RuntimeError):
            return distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=0,
                security=security,
                dashboard_address="127.0.0.1:0",  # any port that is free
                silence_logs=logging.CRITICAL,
            )
    raise WorkerError("the workers of the cluster die before they have begun")


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Dask say nothing of workers that come and go; what matters is said here."""
    logger = logging.getLogger("distributed")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)
