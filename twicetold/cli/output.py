"""Where answers go: text to a terminal or a pipe, JSON as bytes, and what is wrong to standard error.

What is shown may be a stranger's: names of files, of worlds, of endings. Nothing that steers a terminal or
turns the direction of writing gets through here, whatever it came from.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from twicetold.lang.text import FORBIDDEN

PIPE_WIDTH = 120
"""Columns of a table that nobody's terminal limits."""


class Mistake(Exception):
    """Something asked for in a wrong way: one helpful sentence, to be shown before exit status 2."""


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Whoever read has left; that is for `main` to end well."""
        raise BrokenPipeError

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What is put out of something; all that is shown comes through here."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


def visible(text: str) -> str:
    """A text with `�` in the place of characters that steer a terminal or cannot be seen."""
    return FORBIDDEN.sub("�", text)


def in_line(text: str) -> str:
    """The same in one line."""
    return visible(text.replace("\n", "�").replace("\t", "�"))


def console(*, stderr: bool = False) -> Console:
    """A console on standard output or standard error; in colour only on a terminal."""
    terminal = _Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not terminal.is_terminal and "COLUMNS" not in os.environ:
        terminal.width = PIPE_WIDTH
    return terminal


def write_json(document: Any, default: Callable[[Any], Any] | None = None) -> None:
    """A document as JSON; what JSON has not is made by `default` into what it has."""
    write_text(_json(document, indent=2, default=default) + "\n")


def json_line(document: Any) -> str:
    """A document as JSON in one line."""
    return _json(document)


def _json(document: Any, **how: Any) -> str:
    """A document as JSON, with an escape for each character that should not reach a terminal."""
    text = json.dumps(document, ensure_ascii=False, **how)
    return FORBIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def write_text(text: str) -> None:
    """A text to standard output in UTF-8 with plain line ends, whatever the platform's customs."""
    if sys.stdout is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def write_out(data: bytes, out: Path | None) -> None:
    """Bytes to a file, which is there whole or not at all; or to standard output. Raises Mistake."""
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    special = out.exists() and not out.is_file()  # a device or a pipe
    fresh = out if special else out.with_name(f".{out.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        if not special:
            fresh.replace(out)
    except OSError as error:
        if not special:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
        reason = (error.strerror or "no reason given").lower()
        raise Mistake(f"`{out}` cannot be written: {reason}") from None


def complain(message: str) -> None:
    """Say on standard error what is wrong."""
    shown = console(stderr=True)
    shown.print("error:", style="bold red", end=" ")
    shown.print(message, soft_wrap=True)


def remark(message: str) -> None:
    """Say on standard error what is worth knowing."""
    shown = console(stderr=True)
    shown.print("note:", style="bold cyan", end=" ")
    shown.print(message, soft_wrap=True)
