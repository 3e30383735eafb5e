"""The formatter (a pretty-printer): the canonical layout of a world's text.

Two spaces for each step; one space between words, none inside brackets; the types of a kind's fields, and the
comments of lines that follow each other, in a column; an empty line around every block of more than one line.
Nothing is moved and no line is broken or joined: what is laid out means what was written.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from twicetold.lang import syntax, tree
from twicetold.lang.diagnostics import Problems
from twicetold.lang.parser import parse
from twicetold.lang.source import Source, Span
from twicetold.lang.text import accept

STEP: Final = "  "
"""What each step of indentation is made of."""

_WIDEST: Final = 64
"""What is wider than this is not waited for by the columns of others."""


def format_text(text: str, name: str = "world.tale") -> str:
    """The text laid out. Raises TaleError if it cannot be parsed, or if a line would become too long."""
    problems = Problems()
    source = accept(text, name, problems)
    problems.stop_if_wrong()
    assert source is not None
    file = parse(source, problems)
    problems.stop_if_wrong()
    laid_out = _text(_rows(source, _Marks.of(file)))
    accept(laid_out, name, problems)
    problems.stop_if_wrong()
    return laid_out


# --- what the tree knows of signs ---------------------------------------------------------------------------

_Place = tuple[int, int]
"""A line and a column."""


@dataclass(frozen=True, slots=True)
class _Marks:
    """What cannot be seen from words and signs alone: where a `-` is a sign, which names a `(` follows as
    their own, where `yes/no` is a type, and where the type of a field begins."""

    signs: set[_Place] = field(default_factory=set)
    called: set[_Place] = field(default_factory=set)
    tight: set[_Place] = field(default_factory=set)
    columns: set[_Place] = field(default_factory=set)

    @classmethod
    def of(cls, file: syntax.File) -> _Marks:
        marks = cls()
        for node in tree.walk(file.blocks):
            match node:
                case syntax.Unary(op="-", span=span):
                    marks.signs.add(_begin(span))
                case syntax.Number(text=text, span=span) if text.startswith("-"):
                    marks.signs.add(_begin(span))
                case syntax.Apply(name=name, between=False) | syntax.Define(name=name):
                    marks.called.add(_begin(name.span))
                case (
                    syntax.Pattern(event=name)
                    | syntax.Happens(event=name)
                    | syntax.Later(event=name)
                    | syntax.Cancel(event=name)
                ):
                    marks.called.add(_begin(name.span))
                case syntax.Type(word="yes/no", span=span):
                    marks.tight.update({_begin(span), (span.end_line, span.end_column - len("no"))})
                case syntax.Field(type=type):
                    marks.columns.add(_begin(type.span))
                case _:
                    pass
        return marks


def _begin(span: Span) -> _Place:
    return span.line, span.column


# --- lines --------------------------------------------------------------------------------------------------

_PIECE: Final = re.compile(
    r"""(?P<comment>\#.*)|(?P<text>"[^"]*")|(?P<word>[^\W\d]\w*)
    |(?P<number>[0-9]+:[0-9][0-9](?::[0-9][0-9])?|[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?%?)
    |(?P<sign>\.\.|<=|>=|\+=|-=|[^\w\s])""",
    re.VERBOSE,
)

_CALLED: Final = frozenset({
    "count", "sum", "mean", "min", "max", "any", "all", "best", "believes", "remembers", "happened", "times",
    "doing",
})  # fmt: skip
"""Words of the language that a `(` follows without a space."""


@dataclass(slots=True)
class _Row:
    """A line to be printed: its step of indentation, its code in columns, its comment.

    `goes_on`: it stands inside a bracket of a line above. `blank`: an empty line stands before it. `block`:
    the line on which its block begins; None for comments outside.
    """

    step: int
    goes_on: bool
    cells: list[str]
    comment: str
    blank: bool
    block: int | None

    @property
    def starts_block(self) -> bool:
        """Whether a block begins here."""
        return self.step == 0 and not self.goes_on and bool(self.cells)


@dataclass(slots=True)
class _Piece:
    """A word, number, text or sign, and where it stands."""

    text: str
    sort: str
    place: _Place


def _rows(source: Source, marks: _Marks) -> list[_Row]:
    """The lines of a text, each with its indentation and its code spaced."""
    lines = source.text.split("\n")
    following = _following(lines)
    rows: list[_Row] = []
    indents, open_brackets, blank, block = [0], 0, False, 0
    for number, line in enumerate(lines, 1):
        pieces, comment = _pieces(line, number)
        if not pieces and not comment:
            blank = True
            continue
        indent, goes_on = _indent(line), open_brackets > 0
        if goes_on:
            step = len(indents) - 1
        elif pieces:
            step = _step(indent, indents)
            block = block if step else number
        else:
            step = _step_of_comment(indent, indents, following[number - 1])
        own = block if pieces or step or goes_on else None
        rows.append(_Row(step, goes_on, _cells(pieces, marks, goes_on), comment, blank, own))
        open_brackets += sum((piece.text == "(") - (piece.text == ")") for piece in pieces)
        blank = False
    return rows


def _pieces(line: str, number: int) -> tuple[list[_Piece], str]:
    """The words and signs of a line, and its comment."""
    pieces, comment = [], ""
    for match in _PIECE.finditer(line):
        if match.lastgroup == "comment":
            comment = match[0].rstrip()
        else:
            pieces.append(_Piece(match[0], match.lastgroup or "", (number, match.start() + 1)))
    return pieces, comment


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _following(lines: Sequence[str]) -> list[int]:
    """For each line the indentation of the next line of code."""
    following = [0] * len(lines)
    indent = 0
    for number in range(len(lines) - 1, -1, -1):
        following[number] = indent
        if lines[number].strip() and not lines[number].lstrip().startswith("#"):
            indent = _indent(lines[number])
    return following


def _step(indent: int, indents: list[int]) -> int:
    """The step of a line of code; `indents`, those open above it, become those open at it."""
    while indents[-1] > indent:
        indents.pop()
    if indents[-1] < indent:
        indents.append(indent)
    return len(indents) - 1


def _step_of_comment(indent: int, indents: Sequence[int], following: int) -> int:
    """The step of a line that is only a comment: the innermost that it is indented as far as.

    One in the first column, inside a block, goes with the next line.
    """
    indent = indent or following
    if indent > indents[-1] and following > indents[-1]:
        return len(indents)
    return sum(other <= indent for other in indents) - 1


# --- spaces -------------------------------------------------------------------------------------------------


def _cells(pieces: Sequence[_Piece], marks: _Marks, goes_on: bool) -> list[str]:
    """The code of a line, in as many columns as a field has; one for any other line."""
    cells: list[str] = []
    before: _Piece | None = None
    for piece in pieces:
        if before is None or (piece.place in marks.columns and not goes_on):
            cells.append(piece.text)
        else:
            cells[-1] += (" " if _spaced(before, piece, marks) else "") + piece.text
        before = piece
    return cells


def _spaced(before: _Piece, piece: _Piece, marks: _Marks) -> bool:
    """Whether a space stands between two pieces."""
    if before.text in ("(", ".") or piece.text in (")", ",", ":", "."):
        return False
    if piece.text == "(":
        return before.place not in marks.called and before.text not in _CALLED
    if piece.text == "..":
        return before.text in ("number", "whole")
    if before.text == "..":
        return piece.sort != "number" and piece.place not in marks.signs
    if before.text == "/" or piece.text == "/":
        return before.place not in marks.tight and piece.place not in marks.tight
    return before.place not in marks.signs


# --- the whole ----------------------------------------------------------------------------------------------


def _text(rows: list[_Row]) -> str:
    """The lines printed."""
    _set_apart(rows)
    lines = [STEP * (row.step + 2 * row.goes_on) + code for row, code in zip(rows, _codes(rows), strict=True)]
    _add_comments(rows, lines)
    return "".join(f"{chr(10) * row.blank}{line}\n" for row, line in zip(rows, lines, strict=True))


def _set_apart(rows: list[_Row]) -> None:
    """Put empty lines around blocks of more than one line, with the comments above them, and none where they
    mean nothing."""
    sizes = Counter(row.block for row in rows)
    above = 1  # lines of the block above
    for number, row in enumerate(rows):
        if number == 0 or row.step > rows[number - 1].step:
            row.blank = False
        if row.starts_block:
            size = sizes[row.block]
            if max(above, size) > 1:
                first = _first_of_comments_above(rows, number)
                rows[first].blank = first > 0
            above = size


def _first_of_comments_above(rows: Sequence[_Row], number: int) -> int:
    """Where the comments begin that stand directly above a block."""
    while number > 0 and rows[number - 1].block is None and not rows[number].blank:
        number -= 1
    return number


def _codes(rows: Iterable[_Row]) -> Iterator[str]:
    """The code of each line, columns made even within a block."""
    for _, group in groupby(rows, key=lambda row: row.block):
        block = list(group)
        for row in block:
            yield "".join(
                cell.ljust(_width(block, column)) + "  " if column < len(row.cells) - 1 else cell
                for column, cell in enumerate(row.cells)
            )


def _width(block: Iterable[_Row], column: int) -> int:
    cells = [row.cells[column] for row in block if column < len(row.cells) - 1]
    return max((len(cell) for cell in cells if len(cell) <= _WIDEST), default=0)


def _add_comments(rows: Sequence[_Row], lines: list[str]) -> None:
    """Add the comments, in one column where they follow each other from line to line."""
    run: list[int] = []
    for number, row in enumerate(rows):
        if row.comment and not row.cells:
            lines[number] += row.comment
        if not row.comment or not row.cells or row.blank:
            _add_run(run, rows, lines)
            run = []
        if row.comment and row.cells:
            run.append(number)
    _add_run(run, rows, lines)


def _add_run(run: Sequence[int], rows: Sequence[_Row], lines: list[str]) -> None:
    width = max((len(lines[number]) for number in run if len(lines[number]) <= _WIDEST), default=0)
    for number in run:
        lines[number] = f"{lines[number].ljust(width)}  {rows[number].comment}"
