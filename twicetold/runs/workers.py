"""Lives lived in several processes at once.

Each worker is a fresh process (spawned, never forked) that makes the world ready once and is then sent
stretches of runs. It answers with what it has lived, at least every `PATIENCE` seconds. A worker that dies
closes its connection, so that it is not waited for in vain; a worker whose parent has died finds the same,
and ends.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from twicetold.engine import Interpreter
from twicetold.lang import model

PATIENCE = 0.1
"""Seconds after which a worker hands over what it has, so that progress can be seen."""

STRETCH = 16
"""The most runs that a worker is sent at once."""


class WorkerError(RuntimeError):
    """A life could not be lived to its end in a worker: it died, or the interpreter failed."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What is kept of one of many lives: ending, length in ticks, and measures in order of declaration."""

    run: int
    ending: str
    ticks: int
    measures: tuple[float, ...]


def live_one(interpreter: Interpreter, seed: int, run: int) -> Lived:
    """Live one run without recording it."""
    life = interpreter.live(seed, run, record=False)
    return Lived(run, life.ending, life.ticks, tuple(value for _, value in life.measures))


def live_together(world: model.World, seed: int, runs: range, jobs: int) -> Iterator[list[Lived]]:
    """Live these runs in `jobs` processes and yield them, some at a time, as they are finished.

    The processes are ended when the iterator is closed. Raises WorkerError.
    """
    crew: list[_Worker] = []
    try:
        with _uninterrupted():
            crew.extend(_Worker() for _ in range(jobs))
        yield from _share_out(crew, world, seed, runs)
    finally:
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
        self.owed = 0

    def send(self, message: object) -> None:
        try:
            self.connection.send(message)
        except OSError:
            raise self.death() from None

    def receive(self) -> list[Lived]:
        """What the worker has lived since it was last heard."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            raise self.death() from None
        if isinstance(answer, str):
            raise WorkerError(f"a life could not be lived:\n{answer}")
        self.owed -= len(answer)
        return list(answer)

    def death(self) -> WorkerError:
        self.process.join()
        code = self.process.exitcode or 0
        how = f"was killed by signal {-code}" if code < 0 else f"ended with status {code}"
        return WorkerError(f"a process that lived lives of this world {how}; was there enough memory?")

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.connection.close()


def _share_out(crew: list[_Worker], world: model.World, seed: int, runs: range) -> Iterator[list[Lived]]:
    size = max(1, min(STRETCH, len(runs) // (4 * len(crew))))
    stretches = iter([runs[begin : begin + size] for begin in range(0, len(runs), size)])
    text = pickle.dumps((world, seed))
    for worker in crew:
        worker.send(text)
        _send_next(worker, stretches)
    while busy := [worker for worker in crew if worker.owed]:
        answered = wait([worker.connection for worker in busy])
        for worker in busy:
            if worker.connection in answered:
                yield worker.receive()
                if not worker.owed:
                    _send_next(worker, stretches)


def _send_next(worker: _Worker, stretches: Iterator[range]) -> None:
    stretch = next(stretches, None)
    if stretch is not None:
        worker.send(stretch)
        worker.owed = len(stretch)


@contextmanager
def _uninterrupted() -> Iterator[None]:
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
        world, seed = pickle.loads(connection.recv())
        interpreter = Interpreter(world)
        while True:
            for lives in _live_stretch(interpreter, seed, connection.recv()):
                connection.send(lives)
    except (EOFError, BrokenPipeError, ConnectionError):
        return
    except Exception:
        connection.send(traceback.format_exc())


def _live_stretch(interpreter: Interpreter, seed: int, runs: range) -> Iterator[list[Lived]]:
    lives: list[Lived] = []
    handed_over = time.monotonic()
    for run in runs:
        lives.append(live_one(interpreter, seed, run))
        if time.monotonic() - handed_over >= PATIENCE:
            yield lives
            lives, handed_over = [], time.monotonic()
    if lives:
        yield lives
