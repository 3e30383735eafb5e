"""A process that answers: one call after the other, each within its limits.

It is sent a tool's name and a request, and sends back how far it is and, last, the answer as JSON or a
sentence why there is none. Whatever goes wrong in it, nothing but a sentence leaves it.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Final, Literal, NamedTuple

import msgspec

from twicetold.engine import LifeTooLong
from twicetold.lang import TaleError, load_text
from twicetold.runs import WorkerError
from twicetold.runs.engines import at_once
from twicetold.serve.desk import Desk, World
from twicetold.serve.limits import Limits
from twicetold.serve.memory import Memory
from twicetold.serve.refusals import Refused, clean, wrong
from twicetold.serve.tools import FOR_PAGES

TOO_LONG: Final = "give it fewer people, ticks or events; `many` may take a hundred times as much as `life`"


FIRST: Final = 'world "First"\n  tick 1 second\n  lasts 1 second\nending "over" at the end\n'


class Word(NamedTuple):
    """What a process says: that it is ready, how far it is, or the end of a call. After `broken` it ends."""

    sort: Literal["ready", "progress", "answer", "refused", "broken"]
    text: bytes = b""
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What is given to all calls: the worlds, each with where it is, and the limits."""

    worlds: Mapping[str, str]
    limits: Limits


def work(connection: Connection, given: Given) -> None:
    """Answer calls until nobody is left to ask."""
    _leave_the_terminal()
    _hold_to(given.limits.memory)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    memory = Memory()
    at_once(load_text(FIRST))  # so that the first who asks need not wait for what is made once in a process
    with suppress(EOFError, OSError):
        connection.send(Word("ready"))
        _open_first(given, memory)
        while True:
            name, request = connection.recv()
            last = _answered(connection, given, memory, name, request)
            connection.send(last)
            if last.sort == "broken":
                return


def _open_first(given: Given, memory: Memory) -> None:
    """Load the first of the worlds, which a page opens with, while nobody waits. What is wrong with it is for
    who asks about it."""
    desk = Desk(given.worlds, given.limits, lambda done, of: None, memory)
    with suppress(TaleError, Refused, OSError, MemoryError):
        for name in islice(given.worlds, 1):
            world = desk.load(World(world=name)).world
            at_once(world)
            world.hash  # noqa: B018  (it is kept once it is known)


def _answered(connection: Connection, given: Given, memory: Memory, name: str, request: Any) -> Word:
    def on_progress(done: int, of: int) -> None:
        connection.send(Word("progress", done=done, of=of))

    desk = Desk(given.worlds, given.limits, on_progress, memory)
    try:
        return Word("answer", msgspec.json.encode(FOR_PAGES[name].answer(desk, request)))
    except TaleError as error:
        return _refused(str(wrong(error)))
    except Refused as refused:
        return _refused(str(refused))
    except LifeTooLong as error:
        return _refused(f"{error}: {TOO_LONG}")
    except (MemoryError, WorkerError):
        said = f"a process may take {given.limits.memory:,} MiB of memory, which was not enough: ask for less"
        return Word("broken", said.encode())
    except (EOFError, OSError):
        raise
    except Exception:
        logging.getLogger(__name__).exception("%s failed", name)
        said = "this call brought out a fault in twicetold itself, which is written to its standard error"
        return Word("broken", f"{said}: ask in another way".encode())


def _refused(sentence: str) -> Word:
    return Word("refused", clean(sentence).encode())


def _leave_the_terminal() -> None:
    """A Ctrl-C is for the server; and all that this process starts can be ended with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()


def _hold_to(memory: int) -> None:
    """Take no more memory than so many MiB, where the system can hold a process to it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory << 20, memory << 20))


def _end_with_parent() -> None:
    """End, with all that was started here, when the server is gone."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
