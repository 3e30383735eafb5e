"""Canons: the title and the lines of a plot."""

from __future__ import annotations

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.source import Span
from twicetold.lang.syntax import CanonPart, Expr
from twicetold.lang.transformer.base import Part
from twicetold.lang.transformer.tellings import Tellings

_Length = syntax.Clock | syntax.Number | syntax.Lengths


class Canons(Tellings):
    """Builds the lines of canons."""

    def canon_title(self, span: Span, title: Token) -> syntax.Text:
        return self._text(title)

    def canon_line(
        self,
        span: Span,
        name: Token,
        at: _Length | syntax.DayTime | Part,
        within: _Length | None,
        *rest: CanonPart | Token | None,
    ) -> syntax.CanonLine:
        parts = tuple(part for part in rest if isinstance(part, CanonPart))
        through, place = (self._name(word) if isinstance(word, Token) else None for word in rest[-2:])
        when = None if isinstance(at, Part) else at
        return syntax.CanonLine(self._name(name), when, within, parts, through, place, span)

    def before(self, span: Span) -> Part:
        return Part("before", None, span)

    def told(self, span: Span, pattern: syntax.Pattern) -> CanonPart:
        return CanonPart("told", pattern, None, span)

    def refused(self, span: Span, _not: Token, pattern: syntax.Pattern) -> CanonPart:
        return CanonPart("refused", pattern, None, span)

    def so(self, span: Span, cond: Expr) -> CanonPart:
        return CanonPart("so", None, cond, span)
