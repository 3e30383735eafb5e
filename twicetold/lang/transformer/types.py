"""Types: what a field, a relation, a setting or a parameter can hold."""

from __future__ import annotations

from typing import Literal

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.source import Span
from twicetold.lang.transformer.expressions import Expressions

_Range = tuple[syntax.Number | None, syntax.Number | None]
_Unit = tuple[syntax.Name, ...]


class Types(Expressions):
    """Builds types."""

    def yes_no(self, span: Span) -> syntax.Type:
        return syntax.Type("yes/no", span)

    def number_type(self, span: Span, range: _Range | None, unit: _Unit | None) -> syntax.Type:
        return self._numeric("number", span, range, unit)

    def whole_type(self, span: Span, range: _Range | None, unit: _Unit | None) -> syntax.Type:
        return self._numeric("whole", span, range, unit)

    def _numeric(
        self, word: Literal["number", "whole"], span: Span, range: _Range | None, unit: _Unit | None
    ) -> syntax.Type:
        lo, hi = range or (None, None)
        return syntax.Type(word, span, bounded=range is not None, lo=lo, hi=hi, unit=unit or ())

    def range(self, span: Span, lo: syntax.Number | None, dots: Token, hi: syntax.Number | None) -> _Range:
        return lo, hi

    def bound(self, span: Span, minus: Token | None, number: Token) -> syntax.Number:
        return self._number(number, minus=minus)

    def one_of(self, span: Span, options: tuple[syntax.Name, ...]) -> syntax.Type:
        return syntax.Type("one of", span, options=options)

    def time_type(self, span: Span) -> syntax.Type:
        return syntax.Type("time", span)

    def time_of_day_type(self, span: Span) -> syntax.Type:
        return syntax.Type("time of day", span)

    def kind_type(self, span: Span, kind: Token, or_none: bool | None) -> syntax.Type:
        return syntax.Type("kind", span, kind=self._name(kind), or_none=or_none is True)

    def or_none(self, span: Span) -> bool:
        return True

    def names(self, span: Span, *names: Token) -> tuple[syntax.Name, ...]:
        return tuple(map(self._name, names))
