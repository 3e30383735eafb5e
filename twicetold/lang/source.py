"""A text and places in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a file: lines and columns counted from 1, the end column exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, other: Span) -> Span:
        """From the beginning of this span to the end of the other."""
        return Span(self.file, self.line, self.column, other.end_line, other.end_column)

    def within(self, other: Span) -> bool:
        """Whether this is a part of the other, or the same."""
        return (
            self.file == other.file
            and (other.line, other.column) <= (self.line, self.column)
            and (self.end_line, self.end_column) <= (other.end_line, other.end_column)
        )


NOWHERE = Span("", 0, 0, 0, 0)
"""The span of what stands in no text."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's name, as it is shown to people, and its text."""

    file: str
    text: str

    def line(self, number: int) -> str:
        """The text of a line, counted from 1; empty beyond the end."""
        lines = self.text.split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else ""
