"""Lexing of significant indentation (the offside rule): what turns the newlines of a block into ends of
lines and indented parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lark import Token
from lark.lark import PostLex

from twicetold.lang import limits


class LayoutError(Exception):
    """Indentation that fits nothing: the newline before it, whose text ends with it, and what is wrong."""

    def __init__(self, newline: Token, too_deep: bool) -> None:
        super().__init__()
        self.newline = newline
        self.too_deep = too_deep


class Layout(PostLex):
    """Adds `_INDENT` and `_DEDENT` to the stream of tokens; newlines within brackets fall away.

    Unlike Lark's own `Indenter` it keeps nothing between calls, so that one parser serves any number of
    threads, and its tokens take up no room, so that what ends with them ends where its last line ends.
    """

    always_accept: Iterable[str] = (
        "_NL", "NAME", "NUMBER", "CLOCK", "TEXT", "LPAR", "RPAR", "COMMA", "COLON", "DOT", "EQUAL",
    )  # fmt: skip
    """What is recognised wherever it stands, so that a mistake is a whole word or sign."""

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The stream with its layout. Raises LayoutError."""
        brackets = 0
        indents = [0]
        for token in stream:
            if token.type == "_NL":
                if brackets == 0:
                    yield from _line_end(token, indents)
                continue
            if token.type == "LPAR":
                brackets += 1
            elif token.type == "RPAR":
                brackets -= 1
            yield token


def _line_end(newline: Token, indents: list[int]) -> Iterator[Token]:
    yield _here("_NL", newline)
    indent = len(newline) - newline.rindex("\n") - 1
    if indent > indents[-1]:
        if len(indents) > limits.NESTING:
            raise LayoutError(newline, too_deep=True)
        indents.append(indent)
        yield _here("_INDENT", newline)
    while indent < indents[-1]:
        indents.pop()
        yield _here("_DEDENT", newline)
    if indent != indents[-1]:
        raise LayoutError(newline, too_deep=False)


def _here(type_: str, at: Token) -> Token:
    """A token without width where another begins."""
    return Token(type_, "", at.start_pos, at.line, at.column, at.line, at.column, at.start_pos)
