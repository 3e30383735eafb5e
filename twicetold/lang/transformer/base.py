"""What all functions that build the syntax tree share: places, names, numbers, and who hears of mistakes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from lark import Token, Tree

from twicetold.lang import syntax
from twicetold.lang.diagnostics import Problems
from twicetold.lang.exact import nearest, written
from twicetold.lang.source import Span

RESERVED: Final = frozenset({
    "and", "or", "not", "is", "in", "if", "else", "yes", "no", "none", "never", "now", "where", "truly",
    "believes", "remembers", "doing", "happened", "times", "count", "sum", "mean", "min", "max", "any",
    "all", "best", "anyone", "one",
})  # fmt: skip
"""Words that can name nothing, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a block on its way to the block: what it is called there, what it holds, where it stands."""

    key: str
    value: Any
    span: Span


class Base:
    """Builds the tree of one block. `before` is the number of lines before it in the file."""

    def __init__(self, file: str, before: int, problems: Problems) -> None:
        self._file = file
        self._before = before
        self._problems = problems

    def build(self, matched: Tree[Token]) -> Any:
        """What a tree of Lark's stands for: each rule's function is given its place and its parts.

        Not recursive, since what was matched may be deep.
        """
        outward: list[Any] = []
        waiting: list[Any] = [matched]
        while waiting:
            node = waiting.pop()
            outward.append(node)
            if isinstance(node, Tree):
                waiting += node.children
        done: list[Any] = []
        for node in reversed(outward):
            if isinstance(node, Tree):
                first = len(done) - len(node.children)
                parts, done[first:] = done[first:], ()
                node = getattr(self, node.data)(self._span(node.meta), *parts)
            done.append(node)
        return done.pop()

    def _span(self, at: Any) -> Span:
        """The place of a token or of what a rule matched (Lark's `Meta`)."""
        before = self._before
        return Span(self._file, at.line + before, at.column, at.end_line + before, at.end_column)

    def _word(self, token: Token) -> Any:
        """The bare word; the grammar has seen to it that it is one of those that can stand here."""
        return str(token)

    def _name(self, token: Token) -> syntax.Name:
        """A name; reserved words are told of."""
        span = self._span(token)
        if token.value in RESERVED:
            self._problems.tell("T0108.name", span, token=token)
        return syntax.Name(str(token), span)

    def _text(self, token: Token) -> syntax.Text:
        return syntax.Text(token[1:-1], self._span(token))

    def _number(
        self, token: Token, unit: tuple[syntax.Name, ...] = (), minus: Token | None = None
    ) -> syntax.Number:
        """A number as it is written, with its sign where no expression can stand."""
        span = self._span(token)
        text = str(token)
        value = float(text.removesuffix("%"))
        if math.isinf(value):
            self._problems.tell("T0111.number", span)
        value = nearest(written(text))
        if minus is not None:
            span, text, value = self._span(minus).to(span), f"-{text}", -value
        return syntax.Number(value, text, unit, span.to(unit[-1].span) if unit else span)

    def _once(self, parts: Iterable[Part], keys: Iterable[str]) -> dict[str, Any]:
        """The parts by key, None for those that are not there; one that is said again is told of."""
        values: dict[str, Any] = dict.fromkeys(keys)
        seen: set[str] = set()
        for part in parts:
            if part.key in seen:
                self._problems.tell("T0109.key", part.span, key=part.key)
            else:
                seen.add(part.key)
                values[part.key] = part.value
        return values
