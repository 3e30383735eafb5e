"""A process pool: lives lived in several processes at once.

Each worker is a fresh process (spawned, never forked) that makes the world ready once and is then sent
stretches of runs. It answers with what it has lived, a piece at a time. A worker that dies closes its
connection, so that it is not waited for in vain; a worker whose parent has died finds the same, and ends.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from twicetold.engine import Interpreter
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import model
from twicetold.runs.pieces import in_pieces, stretches

AHEAD = 8
"""How many stretches for each worker may wait for one that is not finished."""

STRETCH = 64
"""The most runs that a worker is sent at once."""


class WorkerError(RuntimeError):
    """A life could not be lived to its end in a worker: it died, or the interpreter failed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the workers live: a world and seed, with events or counts if these are wanted."""

    world: model.World
    seed: int
    events: bool = False
    counted: bool = False


def live_together(wanted: Wanted, ranges: Iterable[range], jobs: int) -> Iterator[Lives]:
    """Live the runs of these ranges in `jobs` processes and yield them in order, in pieces of which none
    crosses the border of a range.

    The processes are ended when the iterator is closed. Raises WorkerError, and LifeTooLong of the first life
    that is beyond its budget.
    """
    crew: list[_Worker] = []
    try:
        with uninterrupted():
            crew.extend(_Worker() for _ in range(jobs))
        yield from _share_out(crew, pickle.dumps(wanted), ranges)
    finally:
        for worker in crew:
            worker.process.terminate()
        for worker in crew:
            worker.end()


# --- the parent ---------------------------------------------------------------------------------------------


class _Worker:
    """A worker as its parent sees it, and the runs it still owes."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()  # so that the connection ends when the worker does
        self.stretch: _Stretch | None = None

    def send(self, message: object) -> None:
        try:
            self.connection.send(message)
        except OSError:
            raise self.death() from None

    def live(self, stretch: _Stretch) -> None:
        """Let it live these runs."""
        self.send(stretch.runs)
        self.stretch = stretch

    def receive(self) -> None:
        """Put what the worker has lived since it was last heard to its stretch."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise self.death() from None
        if isinstance(answer, LifeTooLong):
            assert self.stretch is not None
            self.stretch.fail(answer)
            return
        if isinstance(answer, str):
            raise WorkerError(f"a life could not be lived:\n{answer}")
        assert self.stretch is not None
        self.stretch.take(answer)
        if not self.stretch.owed:
            self.stretch = None

    def death(self) -> WorkerError:
        self.process.join()
        code = self.process.exitcode or 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
        return WorkerError(f"a process that lived lives of this world {how}; was there enough memory?")

    def end(self) -> None:
        """Wait for its end, which it has been told to come to."""
        self.process.join()
        self.connection.close()


class _Stretch:
    """Runs that a worker was sent, and what it has handed over of them and nobody has taken yet."""

    def __init__(self, runs: range) -> None:
        self.runs = runs
        self.owed = len(runs)
        self.ready: deque[Lives] = deque()
        self.error: LifeTooLong | None = None

    def take(self, lives: Lives) -> None:
        self.owed -= len(lives)
        self.ready.append(lives)

    def fail(self, error: LifeTooLong) -> None:
        """A life is beyond its budget, and none of those after it has been lived: it is told in its turn."""
        self.error = error


def _share_out(crew: list[_Worker], text: bytes, ranges: Iterable[range]) -> Iterator[Lives]:
    """Keep every worker busy, at most `AHEAD` stretches each before the first that is not finished."""
    waiting: deque[_Stretch] = deque()
    coming = stretches(ranges, lambda left: max(1, min(STRETCH, left // (4 * len(crew)))))
    for worker in crew:
        worker.send(text)
    while True:
        for worker in crew:
            if worker.stretch is None and len(waiting) < AHEAD * len(crew):
                _send_next(worker, coming, waiting)
        if not waiting:
            return
        busy = {worker.connection: worker for worker in crew if worker.stretch is not None}
        answered = wait(list(busy))
        for connection, worker in busy.items():
            if connection in answered:
                worker.receive()
        yield from _in_order(waiting)


def _send_next(worker: _Worker, coming: Iterator[range], waiting: deque[_Stretch]) -> None:
    runs = next(coming, None)
    if runs is not None:
        stretch = _Stretch(runs)
        waiting.append(stretch)
        worker.live(stretch)


def _in_order(waiting: deque[_Stretch]) -> Iterator[Lives]:
    """What is ready of the first stretches."""
    while waiting:
        first = waiting[0]
        while first.ready:
            yield first.ready.popleft()
        if first.error is not None:
            raise first.error
        if first.owed:
            return
        waiting.popleft()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off an interrupt, and let processes that are started meanwhile never feel one: a Ctrl-C reaches all
    processes of a terminal, but it is for the parent to say what becomes of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would let the interrupt through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- the worker ---------------------------------------------------------------------------------------------


def _work(connection: Connection) -> None:
    """Live what is asked for, until the parent asks no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        wanted: Wanted = pickle.loads(connection.recv())
        interpreter = Interpreter(wanted.world, counted=wanted.counted)
        while True:
            try:
                for lives in in_pieces(interpreter, wanted.seed, connection.recv(), wanted.events):
                    connection.send(lives)
            except LifeTooLong as error:
                connection.send(error)
    except (EOFError, BrokenPipeError, ConnectionError):
        return
    except Exception:
        connection.send(traceback.format_exc())
