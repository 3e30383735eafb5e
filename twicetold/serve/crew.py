"""Processes that answer, so that no call holds up another, and each can be ended.

A call that is cancelled, or takes longer than it may, ends with its process; another takes its place at once,
so that whoever asks next does not wait until it has begun.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio
from anyio import to_thread

from twicetold.serve.refusals import Refused
from twicetold.serve.worker import Given, Word, work

Progress = Callable[[int, int], Awaitable[None]]


class Crew:
    """Processes that answer calls, so many at once; others wait."""

    def __init__(self, given: Given, begun: int = 1) -> None:
        self.given = given
        self._begun = begun
        self._places = anyio.CapacityLimiter(given.limits.at_once)
        self._idle: list[_Worker] = []
        self._over = False

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Crew]:
        """Begin with as many processes as are to be there from the beginning, and that are soon ready; in the
        end, end all."""
        self._idle += [_Worker(self.given) for _ in range(self._begun)]
        try:
            yield self
        finally:
            self._over = True
            with anyio.CancelScope(shield=True):
                for worker in self._idle:
                    await worker.end()

    async def ready(self) -> None:
        """Wait until all that were begun can answer. Raises EOFError or OSError if one has died."""
        for worker in self._idle:
            await worker.ready()

    async def ask(self, tool: str, request: object, on_progress: Progress) -> bytes:
        """The answer as JSON. Raises Refused."""
        async with self._places:
            worker = self._idle.pop() if self._idle else _Worker(self.given)
            answered = False
            try:
                await worker.ready()
                with anyio.fail_after(self.given.limits.seconds):
                    last = await worker.ask(tool, request, on_progress)
                answered = last.sort in ("answer", "refused")
            except TimeoutError:
                most = f"{self.given.limits.seconds:,} s"
                raise Refused(f"`{tool}` took longer than the {most} that it may: ask for less") from None
            except (EOFError, OSError):
                raise Refused(
                    f"the process that was at it died, perhaps for want of memory: {_LESS}"
                ) from None
            finally:
                if answered:
                    self._idle.append(worker)
                else:
                    with anyio.CancelScope(shield=True):
                        await worker.end()
                    if not self._over and len(self._idle) < self._begun:
                        self._idle.insert(0, _Worker(self.given))
        if last.sort == "answer":
            return last.text
        raise Refused(last.text.decode())


_LESS = "ask for fewer lives, or of a smaller world"


class _Worker:
    """A process as the server sees it."""

    def __init__(self, given: Given) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, given))
        self._process.start()
        theirs.close()  # so that the connection ends when the process does
        self._is_ready = False

    async def ready(self) -> None:
        """Wait until it has begun. Raises EOFError or OSError if it has died."""
        if not self._is_ready:
            await self._hear()
            self._is_ready = True

    async def ask(self, tool: str, request: object, on_progress: Progress) -> Word:
        """Its last word on a call. Raises EOFError or OSError if it dies."""
        self._connection.send((tool, request))
        while (word := await self._hear()).sort == "progress":
            await on_progress(word.done, word.of)
        return word

    async def end(self) -> None:
        """End it, whatever it is at, with all that it has started."""
        pid = self._process.pid
        with suppress(OSError):
            if self._is_ready and pid is not None and hasattr(os, "killpg"):
                os.killpg(pid, signal.SIGKILL)
        self._process.kill()
        # The connection is not closed here: a thread may still listen to it, until it finds the process gone.
        await to_thread.run_sync(self._process.join)

    async def _hear(self) -> Word:
        """The next that it says; whoever stops waiting has to end it."""
        word: Any = await to_thread.run_sync(self._connection.recv, abandon_on_cancel=True)
        assert isinstance(word, Word)
        return word
