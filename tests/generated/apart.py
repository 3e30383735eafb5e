"""Work done in processes beside this one, so that code which crashes or hangs ends only one of them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

_In = TypeVar("_In")
_Out = TypeVar("_Out")

_CONTEXT = multiprocessing.get_context("spawn")

RENEWED = 400
"""After so many pieces of work a process makes room for a fresh one: code that was loaded stays in memory."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The process that did a piece of work ended without an answer; `why`, in words."""

    why: str


@dataclass(slots=True)
class _Process(Generic[_In, _Out]):
    work: Callable[[_In], _Out]
    seconds: float
    given: int = 0
    doing: _In | None = None
    since: float = 0.0
    line: Connection = field(init=False)
    process: multiprocessing.process.BaseProcess = field(init=False)

    def __post_init__(self) -> None:
        self.line, far = _CONTEXT.Pipe()
        self.process = _CONTEXT.Process(target=_serve, args=(self.work, far), daemon=True)
        self.process.start()
        far.close()

    def give(self, piece: _In) -> None:
        self.given, self.doing, self.since = self.given + 1, piece, time.monotonic()
        self.line.send(piece)

    def answer(self) -> _Out | Lost | None:
        """The answer, if there is one by now, or that there will be none."""
        try:
            if self.line.poll():
                found: _Out = self.line.recv()
                return found
        except (EOFError, ConnectionError):
            self.process.join()
            return Lost(f"the process ended with status {self.process.exitcode}")
        if time.monotonic() - self.since > self.seconds:
            return Lost(f"there was no answer within {self.seconds:.0f} seconds")
        return None

    def end(self) -> None:
        self.line.close()
        self.process.kill()
        self.process.join()


def _serve(work: Callable[[_In], _Out], line: Connection) -> None:
    try:
        while True:
            line.send(work(line.recv()))
    except (EOFError, KeyboardInterrupt):
        return


def done(
    work: Callable[[_In], _Out], pieces: Iterable[_In], jobs: int, seconds: float
) -> Iterator[tuple[_In, _Out | Lost]]:
    """Every piece of work with its answer, as they come, done by so many processes, each piece for at most so
    many seconds."""
    left = iter(pieces)
    processes: list[_Process[_In, _Out]] = []
    try:
        for piece in left:
            processes.append(_Process(work, seconds))
            processes[-1].give(piece)
            if len(processes) == jobs:
                break
        while processes:
            wait([process.line for process in processes], timeout=1.0)
            for place, process in reversed(list(enumerate(processes))):
                found = process.answer()
                if found is None:
                    continue
                assert process.doing is not None
                yield process.doing, found
                if isinstance(found, Lost) or process.given >= RENEWED:
                    process.end()
                    process = processes[place] = _Process(work, seconds)
                following = next(left, None)
                if following is None:
                    processes.pop(place).end()
                else:
                    process.give(following)
    finally:
        for process in processes:
            process.end()
