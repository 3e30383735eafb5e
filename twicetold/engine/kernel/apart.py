"""A world compiled well by a process of its own, while this one lives by the code it has.

A process rather than a thread: LLVM cannot be told to stop, and a program that ends must not wait for it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import weakref
from tempfile import TemporaryFile
from typing import IO

from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.compiled import Compiled


class Failed(Exception):
    """Nothing came of the compiling: the process could not be started, or it died."""


class Apart:
    """The compiling of a world's best code. It is ended when nobody holds this object any more.

    Raises Failed if no process can be started.
    """

    def __init__(self, cache: CodeCache) -> None:
        try:
            self._made = TemporaryFile()  # noqa: SIM115  (it is read when the process has ended)
            try:
                self._process = _begin(cache, self._made)
            except OSError:
                self._made.close()
                raise
        except OSError as error:
            raise Failed from error
        self._end = weakref.finalize(self, _end, self._process, self._made)

    def made(self) -> Compiled | None:
        """What was made; None while it is being made. Raises Failed."""
        status = self._process.poll()
        if status is None:
            return None
        self._made.seek(0)
        data = self._made.read()
        self._end()
        if status != 0:
            raise Failed
        return Compiled.from_bytes(data)


def _begin(cache: CodeCache, made: IO[bytes]) -> subprocess.Popen[bytes]:
    with TemporaryFile() as given:
        pickle.dump((cache.world, cache.open, cache.counted, cache.played), given)
        given.seek(0)
        return subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=given,
            stdout=made,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )


def _end(process: subprocess.Popen[bytes], made: IO[bytes]) -> None:
    process.kill()
    process.wait()
    made.close()


def main() -> None:
    """Compile the world on standard input, onto standard output."""
    # from the process that started this one
    world, open, counted, played = pickle.load(sys.stdin.buffer)
    cache = CodeCache(world, open=open, counted=counted, played=played)
    sys.stdout.buffer.write(cache.code("best").to_bytes())


if __name__ == "__main__":
    main()
