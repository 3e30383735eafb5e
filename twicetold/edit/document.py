"""A text in one of its versions, and places in it: lines and columns count characters from 1."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from twicetold.lang.source import Span

_WORD: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Document:
    """A text under a name, such as `night.tale`, and the number of its version."""

    name: str
    text: str
    version: int = 0

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, of which there is always one."""
        return tuple(self.text.split("\n"))

    def line(self, number: int) -> str:
        """A line, counted from 1; empty beyond the end."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def word(self, line: int, column: int) -> Span | None:
        """Where the word is that a place is in, or just behind; None if there is none."""
        for word in _WORD.finditer(self.line(line)):
            if word.start() + 1 <= column <= word.end() + 1:
                return Span(self.name, line, word.start() + 1, line, word.end() + 1)
        return None

    def at(self, span: Span) -> str:
        """What stands in a span of one line."""
        return self.line(span.line)[span.column - 1 : span.end_column - 1]

    @property
    def whole(self) -> Span:
        """The span of all of it."""
        return Span(self.name, 1, 1, len(self.lines), len(self.lines[-1]) + 1)

    def edited(self, edits: Iterable[Edit]) -> Document:
        """The text after edits, none of which overlap; those of other texts change nothing."""
        lines = [*self.lines]
        own = [edit for edit in edits if edit.span.file == self.name]
        for edit in sorted(own, key=lambda edit: (edit.span.line, edit.span.column), reverse=True):
            span = edit.span
            before = lines[span.line - 1][: span.column - 1]
            after = lines[span.end_line - 1][span.end_column - 1 :]
            lines[span.line - 1 : span.end_line] = (before + edit.text + after).split("\n")
        return Document(self.name, "\n".join(lines), self.version + 1)


@dataclass(frozen=True, slots=True)
class Edit:
    """Another text in the place of what stands in a span."""

    span: Span
    text: str
