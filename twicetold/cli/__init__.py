"""The command line: one thin command per question.

`app` has the commands and their options; each command is a module of its own name, imported only when it is
asked for, so that the answer begins soon. `main` is where the program starts and, however it ends, ends
cleanly.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import sys
import threading
from collections.abc import Sequence
from typing import NoReturn

from twicetold.cli.statuses import INTERRUPTED, WRONG


def main() -> None:
    """Run the command line and exit with its status."""
    # Looking for circles among the nodes of a world, of which there are none, took a quarter of `check`.
    gc.set_threshold(50_000, 20, 50)
    _leave(answer())


def answer(words: Sequence[str] | None = None) -> str | int | None:
    """Run the command line, of this process or of these words. Returns the exit status: 0 if all is well, 1
    if a check fails, 2 if something is wrong."""
    status: str | int | None
    _never_stumble()
    try:
        from twicetold.cli.app import app

        app(words, prog_name="twicetold")
        status = 0
    except SystemExit as end:
        status = end.code
    except KeyboardInterrupt:
        status = INTERRUPTED
    return _hand_over() or status


def _leave(status: str | int | None) -> NoReturn:
    """Exit, and wait for nobody: a thread that is at some compiled code does not hear that all is over."""
    if threading.active_count() > 1:
        atexit._run_exitfuncs()  # other processes and folders are cleared away
        os._exit(status if isinstance(status, int) else int(status is not None))
    sys.exit(status)


def _never_stumble() -> None:
    """Let a character that the platform cannot write become a question mark, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _hand_over() -> int:
    """Write out what is left. That a reader has seen enough and gone, as `head` does, is no error."""
    status = 0
    for stream in (sys.stdout, sys.stderr):
        if stream is None:  # closed from the start
            continue
        try:
            stream.flush()
        except BrokenPipeError:
            _discard(stream.fileno())
        except OSError as error:
            _discard(stream.fileno())
            status = WRONG
            with contextlib.suppress(OSError):
                print(f"error: the answer could not be written: {error.strerror}", file=sys.stderr)
    return status


def _discard(descriptor: int) -> None:
    """Let what is left go nowhere, so that nothing complains about it later."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
