"""A transcript: all that is shown and typed while a part is played, laid out for a page of 80 columns."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twicetold.cli.output import visible

if TYPE_CHECKING:
    from io import TextIOWrapper

WIDTH: Final = 80
"""No line of prose is wider."""


class Transcript:
    """All that is shown and typed, in a file if there is one, as soon as it is."""

    def __init__(self, file: Path | None) -> None:
        self._path = file
        self._file: TextIOWrapper | None = None

    def __enter__(self) -> Transcript:
        if self._path is not None:
            self._file = self._path.open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, *error: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, text: str) -> None:
        """Add some text, with an empty line behind it."""
        if self._file is not None:
            self._file.write(visible(text) + "\n\n")
            self._file.flush()


def laid_out(paragraph: str, width: int) -> str:
    """A paragraph in lines; what stands in lines of its own keeps them, and what goes on is indented."""
    lines = paragraph.split("\n")
    indent = "     " if len(lines) > 1 else ""
    return "\n".join(
        textwrap.fill(line, width, break_long_words=False, subsequent_indent=indent) for line in lines
    )
