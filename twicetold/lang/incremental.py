"""Incremental computation: of a text that is checked while it is written only what an edit can have changed
is done anew.

A block is parsed once, as long as its lines are the same. Its places are its own: they lie on lines of which
no other block has any, counted from a first that stays its own wherever the block moves and while it is
edited; where they are in the text is worked out when somebody is to be told. So a block that others moved is
the same node, and what the check made of it holds (`lang.tracing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import Names
from twicetold.lang.diagnostics import Diagnostic, Problems, TaleError
from twicetold.lang.loader import Loading
from twicetold.lang.memo import Memo
from twicetold.lang.parser import parse_block
from twicetold.lang.scan import Chunk, Look, chunks_of
from twicetold.lang.shelf import BUNDLED, Shelf
from twicetold.lang.source import Source, Span
from twicetold.lang.tracing import Tracing, Watched

APART: Final = 1 << 20
"""The first lines of two blocks are so far apart, or a multiple: no text has so many lines."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a text: what is to be said of it, the texts it came from, by file the blocks that
    could be read, in order, and, as far as it was checked, all that it names and its model, which is not
    numbered as in other worlds.

    The places of blocks, names and model are those of their blocks; `here` says where they are.
    """

    diagnostics: tuple[Diagnostic, ...]
    rest: int
    sources: Mapping[str, Source]
    blocks: Mapping[str, tuple[syntax.Block, ...]]
    names: Names | None
    world: model.World | None
    begins: Mapping[str, Mapping[int, int]] = field(repr=False)
    """By file and number of a block, the line on which that begins."""

    def here(self, span: Span) -> Span:
        """Where a place is in its text as it was when this was found."""
        begins = self.begins.get(span.file, {})
        line, end = _actual(begins, span.line), _actual(begins, span.end_line)
        return Span(span.file, line, span.column, end, span.end_column)


def _actual(begins: Mapping[int, int], line: int) -> int:
    number, within = divmod(line, APART)
    return begins[number] + within if number else line


@dataclass(frozen=True, slots=True)
class _Read:
    """A block as it was read: what it is, what was told as it was looked over, and as it was parsed."""

    chunk: Chunk
    block: syntax.Block | None
    looked: tuple[Diagnostic, ...]
    parsed: tuple[Diagnostic, ...]


class Checker:
    """Checks the texts of one world, one after another, and keeps what it found. It belongs to one thread."""

    def __init__(self) -> None:
        self.memo = Tracing()
        self._numbers = count(1)
        self._files: dict[str, list[_Read]] = defaultdict(list)
        self._used: dict[tuple[str, object], Source] = {}
        """What was read from files, by these and by when they were written."""

    def check(
        self,
        text: str,
        name: str = "world.tale",
        beside: Mapping[str, str] | None = None,
        shelf: Shelf = BUNDLED,
    ) -> Checked:
        """What is to be said of a text now. What it uses is among the texts `beside`, by file name, or on the
        shelf."""
        begins: dict[str, dict[int, int]] = {}
        problems = Watched(self.memo, lambda file, line: _actual(begins.get(file, {}), line))
        self.memo.begin(problems)
        loading = _Loading(self, problems, begins, beside, shelf)
        loading.run(text, name)
        self.memo.end()
        found: Problems = problems
        if problems.full:  # then it depends on what was told before how the rest is told
            found = Problems()
            _told(Loading(beside, problems=found, shelf=shelf), text, name)
        blocks = {
            file: tuple(read.block for read in self._files[file] if read.block is not None) for file in begins
        }
        names, world = loading.names, loading.world
        return Checked(found.diagnostics, found.rest, found.sources, blocks, names, world, begins)

    def blocks(self, source: Source, begins: dict[int, int], problems: Watched) -> Iterable[syntax.Block]:
        """The blocks of a text, of which those that are new are parsed; `begins` is filled with where each
        begins."""
        chunks = chunks_of(source)
        read = self._files[source.file] = self._kept(chunks, self._files[source.file])
        begins.update(
            (piece.chunk.line // APART, chunk.line) for piece, chunk in zip(read, chunks, strict=True)
        )
        tabs = False
        for diagnostic in (each for piece in read for each in piece.looked):
            is_tab = diagnostic.code == _TAB
            if not (is_tab and tabs):
                problems.tell_again(diagnostic)
            tabs = tabs or is_tab
        for diagnostic in (each for piece in read for each in piece.parsed):
            problems.tell_again(diagnostic)
        return [piece.block for piece in read if piece.block is not None]

    def _kept(self, chunks: Sequence[Chunk], before: Sequence[_Read]) -> list[_Read]:
        """What each chunk is; those of whose lines one was read before are not read again, and the others
        have the places of those that are gone, in order."""
        kept: dict[tuple[tuple[str, ...], bool], list[_Read]] = {}
        for number, piece in reversed([*enumerate(before)]):
            kept.setdefault((piece.chunk.lines, number == 0), []).append(piece)
        again: list[_Read | None] = [
            kept[key].pop() if kept.get(key := (chunk.lines, number == 0)) else None
            for number, chunk in enumerate(chunks)
        ]
        still = set(map(id, again))
        free = iter([piece.chunk.line for piece in before if id(piece) not in still])
        return [
            piece or _read(self._moved(chunk, free), first=number == 0)
            for number, (chunk, piece) in enumerate(zip(chunks, again, strict=True))
        ]

    def _moved(self, chunk: Chunk, free: Iterator[int]) -> Chunk:
        """A chunk on lines of its own: those of one that is gone, or new ones."""
        return Chunk(chunk.file, next(free, 0) or next(self._numbers) * APART, chunk.lines)

    def source(self, file: Traversable) -> Source | None:
        """What was read from a file, if it has not been written since."""
        return self._used.get(_mark(file))

    def keep(self, file: Traversable, source: Source) -> None:
        """Keep what was read from a file."""
        self._used = {mark: kept for mark, kept in self._used.items() if mark[0] != str(file)}
        self._used[_mark(file)] = source


_TAB: Final = "T0101"


def _read(chunk: Chunk, first: bool) -> _Read:
    """Read a chunk; the first is what stands before all blocks."""
    looked, parsed = Problems(), Problems()
    look = Look(chunk.file, looked)
    if first:
        look.before(chunk)
        return _Read(chunk, None, looked.diagnostics, ())
    block = parse_block(chunk, parsed) if look.over(chunk) else None
    return _Read(chunk, block, looked.diagnostics, parsed.diagnostics)


def _mark(file: Traversable) -> tuple[str, object]:
    """A file, and when it was written; what is bundled stays as it is."""
    if not isinstance(file, Path):
        return str(file), None
    try:
        status = file.stat()
    except OSError:
        return str(file), None
    return str(file), (status.st_mtime_ns, status.st_size)


class _Loading(Loading):
    """One loading, by a checker that keeps what it finds."""

    def __init__(
        self,
        checker: Checker,
        problems: Watched,
        begins: dict[str, dict[int, int]],
        beside: Mapping[str, str] | None,
        shelf: Shelf,
    ) -> None:
        super().__init__(beside, problems=problems, shelf=shelf)
        self._checker = checker
        self._watched = problems
        self._begins = begins
        self.names: Names | None = None
        self.world: model.World | None = None

    def run(self, text: str, name: str) -> None:
        """Load, as far as it goes."""
        _told(self, text, name)

    def _checked(
        self, written: Sequence[syntax.Block], source: Source | None, memo: Memo | None = None
    ) -> tuple[model.World | None, Names]:
        self.world, self.names = super()._checked(written, source, self._checker.memo)
        return self.world, self.names

    def _parsed(self, source: Source) -> Iterable[syntax.Block]:
        return self._checker.blocks(source, self._begins.setdefault(source.file, {}), self._watched)

    def _read(self, file: Traversable, span: Span) -> Source | None:
        kept = self._checker.source(file)
        if kept is not None:
            self._problems.sight(kept)
            return kept
        source = super()._read(file, span)
        if source is not None:
            self._checker.keep(file, source)
        return source


def _told(loading: Loading, text: str, name: str) -> None:
    """Load a text for what is told of it."""
    with suppress(TaleError):
        loading.load_text(text, name, ())
