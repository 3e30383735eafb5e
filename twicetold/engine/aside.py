"""Work done beside the main thread, so that Ctrl-C is felt at once whatever a compiled function is at.

Python hears of an interrupt between two of its own steps. A function of LLVM or of a compiled world is one
step, however long it takes; so the main thread only waits for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

LOOK: Final = 0.2
"""Seconds between two looks for an interrupt, on systems where waiting hides it."""


def aside(work: Callable[[], T], stop: Callable[[], None] = lambda: None) -> T:
    """What the work gives, done by another thread if this is the main one.

    If the wait is interrupted, `stop` is called, to tell the work that nobody waits for it any more, and it
    is left to itself: its thread does not keep the program from ending.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    given: list[T] = []
    failed: list[BaseException] = []

    def do() -> None:
        try:
            given.append(work())
        except BaseException as error:  # it belongs to whoever waits
            failed.append(error)

    thread = threading.Thread(target=do, name="aside", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(LOOK)
    except BaseException:
        stop()
        raise
    if failed:
        raise failed[0]
    return given[0]
