"""A note to whoever waits: after a few seconds of silence it is said that a command is still at work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Timer
from typing import Final

from twicetold.cli.output import console, remark

SILENCE: Final = 4.0
"""Seconds after which the note comes."""

_NOTE: ContextVar[Timer | None] = ContextVar("note", default=None)


@contextmanager
def noting() -> Iterator[None]:
    """Whatever takes long says so, once, on a standard error that is a terminal."""
    if not console(stderr=True).is_terminal:
        yield
        return
    note = Timer(SILENCE, remark, ["still at work; Ctrl-C ends it"])
    note.daemon = True
    note.start()
    before = _NOTE.set(note)
    try:
        yield
    finally:
        note.cancel()
        _NOTE.reset(before)


def no_note() -> None:
    """From now on it is seen that the command is at work, or nothing more comes."""
    note = _NOTE.get()
    if note is not None:
        note.cancel()
