"""The first look at a text: where its blocks begin, its comments, its brackets and quotes.

A block begins in the first column and goes on to the next that does. Every block is looked at and parsed by
itself, so that what is wrong in one hides nothing in the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from twicetold.lang import limits
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.source import Source, Span
from twicetold.lang.syntax import Comment

_MARK: Final = re.compile(r'"[^"]*"?|#.*|[()\t]')


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one block, to the next; `line` is the number of the first."""

    file: str
    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text that ends with a newline."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True, slots=True)
class Scan:
    """The blocks that can be parsed, and all comments."""

    chunks: tuple[Chunk, ...]
    comments: tuple[Comment, ...]


def scan(source: Source, problems: Problems) -> Scan:
    """Cut a text into its blocks; those whose brackets, quotes or tabs are wrong are told and left out."""
    before, *cut = chunks_of(source)
    look = Look(source.file, problems)
    look.before(before)
    chunks = tuple(chunk for chunk in cut if look.over(chunk))
    return Scan(chunks, tuple(look.comments))


def chunks_of(source: Source) -> list[Chunk]:
    """The lines before the first block, which may be none, and those of each block."""
    lines = source.text.split("\n")
    starts = [n for n, line in enumerate(lines) if line and line[0] not in " \t#"]
    cuts = pairwise([0, *starts, len(lines)])
    return [Chunk(source.file, start + 1, tuple(lines[start:end])) for start, end in cuts]


def _tell_astray(chunk: Chunk, problems: Problems) -> None:
    """Tell of the first line that is indented though there is nothing yet for it to belong to."""
    for number, line in enumerate(chunk.lines, chunk.line):
        if line.strip() and not line.lstrip().startswith("#"):
            indent = len(line) - len(line.lstrip())
            span = Span(chunk.file, number, 1, number, indent + 1)
            problems.tell("T0102.astray", span)
            return


class Look:
    """Looks over one block after another: gathers comments, tells of tabs, quotes and brackets."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.comments: list[Comment] = []
        self._file = file
        self._problems = problems
        self._tabs_told = False
        self._open: list[Span] = []
        self._sound = True

    def before(self, chunk: Chunk) -> None:
        """Look over the lines before the first block, in which nothing but comments may stand."""
        _tell_astray(chunk, self._problems)
        self.over(chunk)

    def over(self, chunk: Chunk) -> bool:
        """Whether a block's brackets, quotes and spaces are sound."""
        self._open, self._sound = [], True
        for number, line in enumerate(chunk.lines, chunk.line):
            for mark in _MARK.finditer(line):
                self._meet(mark[0], line, Span(self._file, number, mark.start() + 1, number, mark.end() + 1))
        if self._open:
            self._unsound("T0103.bracket", self._open[-1])
        return self._sound

    def _meet(self, mark: str, line: str, span: Span) -> None:
        if mark[0] == "#":
            alone = not line[: span.column - 1].strip()
            self.comments.append(Comment(mark.rstrip(), span.line, span.column, alone))
        elif mark == "\t":
            self._tab(span)
        elif mark == "(":
            self._open.append(span)
            if len(self._open) == limits.NESTING + 1:
                self._unsound("T0007.brackets", span, most=limits.NESTING)
        elif mark == ")":
            if self._open:
                self._open.pop()
            else:
                self._unsound("T0104.bracket", span)
        elif len(mark) == 1 or mark[-1] != '"':
            inside = Help("T0105.inside") if '"' in line[: span.column - 1] else None
            self._unsound("T0105.quotation", span, inside)

    def _tab(self, span: Span) -> None:
        """Tabs are told of once in a file: whoever has one has many."""
        self._sound = False
        if not self._tabs_told:
            self._tabs_told = True
            self._problems.tell("T0101.tab", span)

    def _unsound(self, name: str, span: Span, help: Help | None = None, **fields: object) -> None:
        self._sound = False
        self._problems.tell(name, span, help, **fields)
