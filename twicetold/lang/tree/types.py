"""Types: what a field, a relation, a setting or a parameter can hold."""

from __future__ import annotations

from typing import Literal

from lark import Token, v_args
from lark.tree import Meta

from twicetold.lang import syntax
from twicetold.lang.tree.expressions import Expressions

_Range = tuple[syntax.Number | None, syntax.Number | None]
_Unit = tuple[syntax.Name, ...]


@v_args(meta=True, inline=True)
class Types(Expressions):
    """Builds types."""

    def yes_no(self, meta: Meta) -> syntax.Type:
        return syntax.Type("yes/no", self._span(meta))

    def number_type(self, meta: Meta, range: _Range | None, unit: _Unit | None) -> syntax.Type:
        return self._numeric("number", meta, range, unit)

    def whole_type(self, meta: Meta, range: _Range | None, unit: _Unit | None) -> syntax.Type:
        return self._numeric("whole", meta, range, unit)

    def _numeric(
        self, word: Literal["number", "whole"], meta: Meta, range: _Range | None, unit: _Unit | None
    ) -> syntax.Type:
        lo, hi = range or (None, None)
        span = self._span(meta)
        return syntax.Type(word, span, bounded=range is not None, lo=lo, hi=hi, unit=unit or ())

    def range(self, meta: Meta, lo: syntax.Number | None, dots: Token, hi: syntax.Number | None) -> _Range:
        return lo, hi

    def bound(self, meta: Meta, minus: Token | None, number: Token) -> syntax.Number:
        return self._number(number, minus=minus)

    def one_of(self, meta: Meta, options: tuple[syntax.Name, ...]) -> syntax.Type:
        return syntax.Type("one of", self._span(meta), options=options)

    def time_type(self, meta: Meta) -> syntax.Type:
        return syntax.Type("time", self._span(meta))

    def kind_type(self, meta: Meta, kind: Token, or_none: bool | None) -> syntax.Type:
        return syntax.Type("kind", self._span(meta), kind=self._name(kind), or_none=or_none is True)

    def or_none(self, meta: Meta) -> bool:
        return True

    def names(self, meta: Meta, *names: Token) -> tuple[syntax.Name, ...]:
        return tuple(map(self._name, names))
