"""Where a block stops making sense, and what surrounds it there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from lark import Token
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from twicetold.lang.scan import Chunk
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a block stops making sense.

    `type` and `text` are the token there (an unknown character has the type ""), `before` and `after` the
    rest of its line, `accepts` the types of token that could stand there, `row` the line within the block.
    """

    chunk: Chunk
    span: Span
    type: str
    text: str
    before: str
    after: str
    accepts: frozenset[str]
    row: int

    @property
    def shown(self) -> str:
        """What stands there and should not, no more of it than can be read; empty at the end of a line."""
        return self.text if len(self.text) <= 40 else self.text[:39] + "…"

    @property
    def line(self) -> str:
        """The whole line."""
        return self.before + self.text + self.after

    @property
    def first(self) -> str:
        """The first word of the line."""
        return first_word(self.line)

    @property
    def block(self) -> str:
        """The word that the block begins with."""
        return first_word(self.chunk.lines[0])


_BEFORE_OBJECT: Final = frozenset({"THE", "NOT", "LPAR"})
"""What can stand, among others, only behind a word that relates two."""

_BEHIND_OPERAND: Final = tuple(map(frozenset, (("OR", "NAME"), ("RETIRES", "NAME"), ("COLON", "IN", "NAME"))))
"""What can stand behind something that may be related to another, the word for it among it."""

_NUMBER: Final = re.compile(r"(?<!\w)[\d.]+(?:[eE][+-]?\d+)?%? *$")


def stop_of(mistake: UnexpectedInput, chunk: Chunk) -> Stop:
    parser: Any = mistake.interactive_parser
    accepts: frozenset[str] = frozenset(parser.accepts())
    token = mistake.token if isinstance(mistake, UnexpectedToken) else None
    if accepts >= _BEFORE_OBJECT and "OR" not in accepts:  # a word without the second that it could relate
        token, accepts = _without_object(parser)
    if token is not None:
        type_, text = token.type, str(token)
        row, column = token.line or 1, token.column or 1
    else:
        assert isinstance(mistake, UnexpectedCharacters)
        type_, text = "", mistake.char
        row, column = mistake.line, mistake.column
    if type_ == "_INDENT":
        row = next_row(chunk, row)
        column, text = 1, indent(chunk.lines[row - 1])
    elif type_ == "$END":
        row, column = last_place(chunk)
    line = chunk.lines[row - 1]
    number = chunk.line + row - 1
    span = Span(chunk.file, number, column, number, column + max(1, len(text)))
    before, after = line[: column - 1], line[column - 1 + len(text) :]
    if any(signs <= accepts for signs in _BEHIND_OPERAND) and not _NUMBER.search(before):
        accepts -= {"NAME", "NOT", "THE"}  # to relate it to another is not what comes to mind first
    return Stop(chunk, span, type_, text, before, after, accepts, row)


def _without_object(parser: Any) -> tuple[Token, frozenset[str]]:
    """The word that stands behind something as if it related that to another, and what could stand there."""
    back = parser.copy()
    state = back.parser_state
    *state.value_stack, _, verb = state.value_stack
    del state.state_stack[-2:]
    back.feed_token(Token("NAME", "x"))
    return verb, frozenset(back.accepts())


def next_row(chunk: Chunk, row: int) -> int:
    """The next line that is not empty and no comment."""
    rows = range(row + 1, len(chunk.lines) + 1)
    return next((n for n in rows if first_char(chunk.lines[n - 1]) not in ("", "#")), row)


def last_place(chunk: Chunk) -> tuple[int, int]:
    """The row of the last line with more than a comment, and the column where it ends."""
    row = next(n for n in range(len(chunk.lines), 0, -1) if first_char(chunk.lines[n - 1]) not in ("", "#"))
    code = re.match(r'(?:[^"#]|"[^"]*")*', chunk.lines[row - 1])
    return row, len(code[0].rstrip() if code else "") + 1


def of_indent(chunk: Chunk, row: int) -> Span:
    number = chunk.line + row - 1
    return Span(chunk.file, number, 1, number, len(indent(chunk.lines[row - 1])) + 1)


def whole_line(chunk: Chunk, row: int) -> Span:
    line = chunk.line + max(1, row) - 1
    return Span(chunk.file, line, 1, line, 2)


def indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def first_char(line: str) -> str:
    return line.strip()[:1]


def first_word(line: str) -> str:
    word = re.match(r" *(\w+)", line)
    return word[1] if word else ""
