"""A memo that keeps what came of each piece of a check, with what it went by: a verifying trace (A. Mokhov,
N. Mitchell and S. Peyton Jones, 2018, call it so).

Of each piece is noted what it read in tables and found there, what it wrote, and what it told. As long as it
would find the same, it is not done again: what it wrote is written, and what it told is told.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, is_dataclass
from functools import partial
from itertools import count
from typing import Any, Final, TypeVar

from twicetold.lang import model
from twicetold.lang.diagnostics import Diagnostic, Problems
from twicetold.lang.memo import Memo
from twicetold.lang.source import Span

T = TypeVar("T")

KEPT: Final = 2
"""So many times as many pieces are kept as a check asks for: what is typed is often taken back, and a text
with a mistake is not checked to its end."""

_ABSENT: Final = object()

_APART: Final = 1 << 20
"""More than there are numbers in one part of a world."""


Content = tuple[Any, ...]
"""What was in a table, in order."""

_Look = Callable[[Any, Any, object], Any]
"""What is found in a table under a key, or else what is given, unnoted."""


def _is_held(table: set[Any], key: Any, _: object) -> bool:
    return set.__contains__(table, key)


@dataclass(slots=True)
class Trace:
    """What one piece went by, and what came of it."""

    on: tuple[object, ...]
    result: Any = None
    reads: dict[str, dict[Any, Any]] = field(default_factory=dict)
    """By table and key, what was found there before the piece wrote it itself."""
    wholes: dict[str, Content] = field(default_factory=dict)
    """By table, all that was in it, where the piece went through it."""
    keys: dict[str, Content] = field(default_factory=dict)
    """By table, all its keys, where the piece went through these."""
    lines: dict[Span, int] = field(default_factory=dict)
    """The lines of places, where it said them."""
    writes: list[tuple[str, Any, Any]] = field(default_factory=list)
    written: set[tuple[str, Any]] = field(default_factory=set)
    told: list[Diagnostic] = field(default_factory=list)
    fixed: bool = False
    """It goes by nothing but its nodes."""
    asked: int = 0
    """The number of the check that asked for it last."""

    def write(self, table: str, key: Any, value: Any) -> None:
        """Note what is written."""
        self.writes.append((table, key, value))
        self.written.add((table, key))


class Tracing(Memo):
    """Keeps the pieces of the checks of one world after another, each of which is begun by `begin`."""

    def __init__(self) -> None:
        self.trace: Trace | None = None
        """That of the piece that is being done."""
        self._check = 0
        self._asked = self._most = 0
        """How many pieces this check has asked for, and how many the one that asked for most."""
        self._numbers = count()
        self._problems: Watched = Watched(self, lambda file, line: line)
        self._pieces: dict[tuple[object, ...], Trace] = {}
        self._tables: dict[str, Table | TableOfNames] = {}
        self._around: tuple[object, ...] = ()
        self._same: dict[tuple[str, Any], list[object]] = {}
        self._contents: dict[str, list[Content]] = {}

    def begin(self, problems: Watched) -> None:
        """A check begins, whose problems these are."""
        self._check += 1
        self._asked = 0
        self._problems = problems
        self._tables = {}

    def end(self) -> None:
        """A check is over: what was not asked for in the longest time is forgotten, and all if not everything
        was told that there was to tell."""
        if self._problems.full:
            self._pieces.clear()
        self._most = max(self._most, self._asked)
        if len(self._pieces) > 2 * KEPT * self._most:
            latest = sorted(self._pieces.items(), key=lambda kept: kept[1].asked, reverse=True)
            self._pieces = dict(latest[: KEPT * self._most])

    # --- what the check asks of it --------------------------------------------------------------------------

    def adopt(self, holder: object, name: str) -> None:
        assert dataclasses.is_dataclass(holder)
        for each in dataclasses.fields(holder):
            value = getattr(holder, each.name)
            called = f"{name}.{each.name}"
            if type(value) is dict:
                setattr(holder, each.name, self._tabled(Table(self, called, value)))
            elif type(value) is set:
                setattr(holder, each.name, self._tabled(TableOfNames(self, called, value)))

    def table(self, name: str) -> Table:
        return self._tabled(Table(self, name, {}))

    def _tabled(self, table: _Table) -> _Table:
        self._tables[table.name] = table
        return table

    def surroundings(self, *values: object) -> None:
        if not same(values, self._around):
            self._pieces.clear()
        self._around = values

    def numbered(self, world: model.World) -> model.World:
        """Only what the check goes by is numbered, and no two parts alike, but not in order: so most parts
        keep their numbers."""
        return dataclasses.replace(
            world,
            senses=tuple(map(self._number, world.senses)),
            rules=tuple(map(self._number, world.rules)),
            actions=tuple(map(self._number, world.actions)),
            events=tuple(map(self._number, world.events)),
            endings=tuple(map(self._number, world.endings)),
        )

    def _number(self, part: T) -> T:
        first = next(self._numbers) * _APART + 1
        return self.once("numbered", (part,), partial(model.numbered_from, part, first))

    def once(self, what: str, on: Sequence[object], do: Callable[[], T]) -> T:
        if self.trace is not None:  # a piece of a piece
            return do()
        key = (what, *map(id, on))
        piece = self._pieces.get(key)
        if piece is None or not (piece.fixed or self._holds(piece)):
            piece = self._pieces[key] = self._done(tuple(on), do)
        else:
            for name, at, value in piece.writes:
                self._tables[name].put(at, value)
            for diagnostic in piece.told:
                self._problems.tell_again(diagnostic)
        piece.asked = self._check
        self._asked += 1
        result: T = piece.result
        return result

    def _done(self, on: tuple[object, ...], do: Callable[[], object]) -> Trace:
        self.trace = piece = Trace(on)
        try:
            piece.result = do()
        finally:
            self.trace = None
        piece.fixed = not (piece.reads or piece.wholes or piece.keys or piece.lines)
        return piece

    def _holds(self, piece: Trace) -> bool:
        """Whether the piece would find what it found."""
        for name, reads in piece.reads.items():
            table = self._tables[name]
            look: _Look = _is_held if isinstance(table, TableOfNames) else dict.get
            for key, value in reads.items():  # nothing is done oftener after an edit
                now = look(table, key, _ABSENT)
                if now is not value and not same(now, value):
                    return False
        tables = self._tables
        if any(tables[name].content is not content for name, content in piece.wholes.items()):
            return False
        if any(tables[name].all_keys is not keys for name, keys in piece.keys.items()):
            return False
        return all(self._problems.actual(span.file, span.line) == line for span, line in piece.lines.items())

    # --- what tables ask of it ------------------------------------------------------------------------------

    def kept(self, table: str, key: Any, value: Any) -> Any:
        """What is to be written: the node that was written there before, if it is the same."""
        if not dataclasses.is_dataclass(value) or isinstance(value, Span):
            return value
        before = self._same.setdefault((table, key), [])
        for other in before:
            if same(other, value):
                return other
        before.insert(0, value)
        del before[4:]
        return value

    def kept_content(self, table: str, content: Content) -> Content:
        """All that is in a table, as one object as long as it is the same."""
        before = self._contents.setdefault(table, [])
        for other in before:
            if same(other, content):
                return other
        before.insert(0, content)
        del before[8:]
        return content


# --- tables -------------------------------------------------------------------------------------------------


class Table(dict[Any, Any]):
    """A dictionary that notes what is read and written while a piece is being done."""

    def __init__(self, memo: Tracing, name: str, content: dict[Any, Any]) -> None:
        super().__init__(content)
        self.name = name
        self._memo = memo
        self._content: Content | None = None
        self._keys: Content | None = None

    def put(self, key: Any, value: Any) -> None:
        """Write what a piece has written before."""
        dict.__setitem__(self, key, value)
        self._content = self._keys = None

    @property
    def content(self) -> Content:
        """All that is in it, unnoted; the same object as long as it is the same."""
        if self._content is None:
            self._content = self._memo.kept_content(self.name, tuple(dict.items(self)))
        return self._content

    @property
    def all_keys(self) -> Content:
        """All its keys, likewise."""
        if self._keys is None:
            self._keys = self._memo.kept_content(f"keys of {self.name}", tuple(dict.keys(self)))
        return self._keys

    def _read(self, key: Any) -> None:
        trace = self._memo.trace
        if trace is not None:
            reads = trace.reads.setdefault(self.name, {})
            if key not in reads and (self.name, key) not in trace.written:
                reads[key] = dict.get(self, key, _ABSENT)

    def _read_all(self) -> None:
        trace = self._memo.trace
        if trace is not None:
            trace.wholes.setdefault(self.name, self.content)

    def _read_keys(self) -> None:
        trace = self._memo.trace
        if trace is not None:
            trace.keys.setdefault(self.name, self.all_keys)

    def __getitem__(self, key: Any) -> Any:
        self._read(key)
        return dict.__getitem__(self, key)

    def get(self, key: Any, default: Any = None) -> Any:
        self._read(key)
        return dict.get(self, key, default)

    def __contains__(self, key: object) -> bool:
        self._read(key)
        return dict.__contains__(self, key)

    def __iter__(self) -> Iterator[Any]:
        self._read_keys()
        return dict.__iter__(self)

    def __len__(self) -> int:
        self._read_keys()
        return dict.__len__(self)

    def keys(self) -> Any:
        self._read_keys()
        return dict.keys(self)

    def values(self) -> Any:
        self._read_all()
        return dict.values(self)

    def items(self) -> Any:
        self._read_all()
        return dict.items(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        value = self._memo.kept(self.name, key, value)
        if self._memo.trace is not None:
            self._memo.trace.write(self.name, key, value)
        dict.__setitem__(self, key, value)
        self._content = self._keys = None

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return dict.__getitem__(self, key)

    def update(self, other: Any = (), /, **more: Any) -> None:
        for key, value in dict(other, **more).items():
            self[key] = value

    def clear(self) -> None:
        assert self._memo.trace is None, "a piece of a check takes nothing away"
        dict.clear(self)
        self._content = self._keys = None


class TableOfNames(set[Any]):
    """A set that notes what is asked of it and added while a piece is being done."""

    def __init__(self, memo: Tracing, name: str, content: set[Any]) -> None:
        super().__init__(content)
        self.name = name
        self._memo = memo

    def put(self, key: Any, value: Any) -> None:
        """Add what a piece has added before."""
        set.add(self, key)

    @property
    def content(self) -> Content:
        """All that is in it, unnoted; the same object as long as it is the same."""
        return self._memo.kept_content(self.name, tuple(sorted(set.__iter__(self))))

    @property
    def all_keys(self) -> Content:
        """The same."""
        return self.content

    def __contains__(self, key: object) -> bool:
        trace = self._memo.trace
        if trace is not None and (self.name, key) not in trace.written:
            trace.reads.setdefault(self.name, {}).setdefault(key, set.__contains__(self, key))
        return set.__contains__(self, key)

    def __iter__(self) -> Iterator[Any]:
        if self._memo.trace is not None:
            self._memo.trace.wholes.setdefault(self.name, self.content)
        return set.__iter__(self)

    def add(self, key: Any) -> None:
        if self._memo.trace is not None:
            self._memo.trace.write(self.name, key, None)
        set.add(self, key)

    def update(self, *others: Iterable[Any]) -> None:
        for key in (key for other in others for key in other):
            self.add(key)


_Table = TypeVar("_Table", Table, TableOfNames)


# --- problems -----------------------------------------------------------------------------------------------


class Watched(Problems):
    """Problems of which is noted what a piece told, and which lines it said.

    Places are those of blocks, wherever these stand now (`lang.incremental`); `actual` says where that is.
    """

    def __init__(self, memo: Tracing, actual: Callable[[str, int], int]) -> None:
        super().__init__()
        self._memo = memo
        self.actual = actual
        """The line of a file on which a line of a block stands now."""

    def line_of(self, span: Span) -> int:
        line = self.actual(span.file, span.line)
        if self._memo.trace is not None:
            self._memo.trace.lines[span] = line
        return line

    def tell_again(self, diagnostic: Diagnostic) -> None:
        """Tell what a piece told."""
        super()._add(diagnostic)

    def _add(self, diagnostic: Diagnostic) -> None:
        if self._memo.trace is not None:
            self._memo.trace.told.append(diagnostic)
        super()._add(diagnostic)

    def _place(self, diagnostic: Diagnostic) -> tuple[int, int, int]:
        file, line, column = super()._place(diagnostic)
        return file, self.actual(diagnostic.span.file, line), column

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found, each at its place in the text as it is now."""
        return tuple(dataclasses.replace(each, span=self._now(each.span)) for each in super().diagnostics)

    def _now(self, span: Span) -> Span:
        line, end = self.actual(span.file, span.line), self.actual(span.file, span.end_line)
        return span if line == span.line else Span(span.file, line, span.column, end, span.end_column)


# --- the same -----------------------------------------------------------------------------------------------


class _Fields(dict[type, tuple[str, ...] | None]):
    """By class all fields of a node, those without part in its equality too; None of what is none."""

    def __missing__(self, kind: type) -> tuple[str, ...] | None:
        names = tuple(each.name for each in dataclasses.fields(kind)) if is_dataclass(kind) else None
        self[kind] = names
        return names


_FIELDS = _Fields()


def same(one: object, other: object) -> bool:
    """Whether two things are alike to the last place and sign."""
    waiting: list[tuple[Any, Any]] = [(one, other)]
    while waiting:
        a, b = waiting.pop()
        if a is b:
            continue
        if type(a) is not type(b):
            return False
        if isinstance(a, tuple | list):
            if len(a) != len(b):
                return False
            waiting.extend(zip(a, b, strict=True))
        elif (names := _FIELDS[type(a)]) is not None:
            waiting.extend((getattr(a, name), getattr(b, name)) for name in names)
        elif a != b or (isinstance(a, float) and str(a) != str(b)):
            return False
    return True
