"""Places as a client of the language server counts them, and as the analysis does.

A client counts lines from 0, and columns in the units of an encoding: bytes of UTF-8, units of UTF-16, or
characters. The analysis sees a text with its accents composed and its line ends alike (`lang.text.normal`),
so that a column may be another there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from twicetold.edit.document import Document
from twicetold.lang.text import normal

_LINE_END: Final = re.compile(r"\r\n|\r|\n")

Place = tuple[int, int]
"""A line and a column, both from 0, in the units of a client."""

WIDTHS: Final[Mapping[str, Callable[[str], int]]] = {
    "utf-8": lambda text: len(text.encode("utf-8", "surrogatepass")),
    "utf-16": lambda text: len(text.encode("utf-16-le", "surrogatepass")) // 2,
    "utf-32": len,
}
"""How many units a text has in each encoding."""


@dataclass(frozen=True)
class Sheet:
    """A text as a client has it, and the document that is made of it."""

    text: str
    document: Document
    encoding: str = "utf-16"

    @classmethod
    def of(cls, text: str, name: str, version: int, encoding: str) -> Sheet:
        """The sheet of a client's text."""
        return cls(text, Document(name, normal(text), version), encoding)

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_END.split(self.text)

    def to_client(self, line: int, column: int) -> Place:
        """Where a line and column of the document, from 1, are for the client; beyond the text at its end."""
        if line > len(self._lines):
            return len(self._lines) - 1, self._width(self._lines[-1])
        raw = self._lines[max(0, line - 1)]
        if not raw.isascii():
            raw = raw[: _raw_column(raw, column - 1)]
            return line - 1, self._width(raw)
        return line - 1, min(column - 1, len(raw))

    def from_client(self, line: int, units: int) -> tuple[int, int]:
        """The line and column of the document, from 1, of a client's place; within a character its end."""
        if line >= len(self._lines):
            return len(self._lines), len(normal(self._lines[-1])) + 1
        raw = self._lines[line]
        if raw.isascii():
            return line + 1, min(units, len(raw)) + 1
        end, width = 0, 0
        while end < len(raw) and width < units:
            width += self._width(raw[end])
            end += 1
        return line + 1, len(normal(raw[:end])) + 1

    def _width(self, text: str) -> int:
        return WIDTHS[self.encoding](text)


def _raw_column(raw: str, column: int) -> int:
    """How many characters of a line, as it was typed, come to so many composed ones."""
    if normal(raw) == raw:
        return column
    end = 0
    while end < len(raw) and len(normal(raw[:end])) < column:
        end += 1
    while end < len(raw) and len(normal(raw[: end + 1])) == len(normal(raw[:end])):
        end += 1  # an accent belongs to the letter before it
    return end
