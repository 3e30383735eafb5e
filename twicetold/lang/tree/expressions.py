"""Expressions: a function for each of the grammar's rules."""

from __future__ import annotations

import math

from lark import Token, v_args
from lark.tree import Meta

from twicetold.lang import syntax
from twicetold.lang.syntax import Expr
from twicetold.lang.tree.base import Base


@v_args(meta=True, inline=True)
class Expressions(Base):
    """Builds expressions."""

    # --- atoms

    def variable(self, meta: Meta, name: Token) -> Expr:
        named = self._name(name)
        return syntax.Variable(named, named.span)

    def number(self, meta: Meta, number: Token, unit: tuple[syntax.Name, ...] | None) -> Expr:
        return self._number(number, unit or ())

    def unit_words(self, meta: Meta, *words: Token) -> tuple[syntax.Name, ...]:
        return tuple(map(self._name, words))

    def clock(self, meta: Meta, clock: Token) -> Expr:
        span = self._span(clock)
        first, *rest = map(float, clock.split(":"))
        seconds = first
        for part in rest:
            seconds = seconds * 60 + part
        if any(part > 59 for part in rest) or math.isinf(seconds):
            self._problems.error(
                "T0111", span, "there is no such time", "minutes after hours, and seconds, go from 00 to 59"
            )
            seconds = 0.0
        return syntax.Clock(seconds, str(clock), span)

    def word(self, meta: Meta, word: Token) -> Expr:
        return syntax.Word(self._word(word), self._span(word))

    def paren(self, meta: Meta, x: Expr) -> Expr:
        return syntax.Paren(x, self._span(meta))

    def field_of(self, meta: Meta, of: Expr, name: Token) -> Expr:
        field = self._name(name)
        return syntax.FieldOf(of, field, of.span.to(field.span))

    def apply(self, meta: Meta, name: Token, args: tuple[Expr, ...] | None) -> Expr:
        return syntax.Apply(self._name(name), args or (), self._span(meta))

    def exprs(self, meta: Meta, *exprs: Expr) -> tuple[Expr, ...]:
        return exprs

    # --- operators

    def unary(self, meta: Meta, op: Token, x: Expr) -> Expr:
        return syntax.Unary(self._word(op), x, self._span(op).to(x.span))

    def binary(self, meta: Meta, left: Expr, op: Token, right: Expr) -> Expr:
        return syntax.Binary(self._word(op), left, right, left.span.to(right.span))

    def is_not(self, meta: Meta, left: Expr, _is: Token, _not: Token, right: Expr) -> Expr:
        return syntax.Binary("is not", left, right, left.span.to(right.span))

    def is_one_of(self, meta: Meta, x: Expr, options: tuple[Expr, ...]) -> Expr:
        return syntax.IsOneOf(x, options, self._span(meta))

    def if_else(self, meta: Meta, then: Expr, cond: Expr, other: Expr) -> Expr:
        return syntax.IfElse(then, cond, other, then.span.to(other.span))

    # --- aggregates, beliefs, events

    def aggregate(
        self, meta: Meta, op: Token, name: Token, kind: Token, where: Expr | None, body: Expr | None
    ) -> Expr:
        named, of_kind = self._name(name), self._name(kind)
        return syntax.Aggregate(self._word(op), named, of_kind, where, body, self._span(meta))

    def aggregate_op(self, meta: Meta, word: Token) -> Token:
        return word

    def believes(self, meta: Meta, mind: Expr, body: Expr) -> Expr:
        return syntax.Believes(mind, body, self._span(meta))

    def remembers(self, meta: Meta, mind: Expr, pattern: syntax.Pattern, within: Expr | None) -> Expr:
        return syntax.Remembers(mind, pattern, within, self._span(meta))

    def of_events(self, meta: Meta, op: Token, pattern: syntax.Pattern) -> Expr:
        return syntax.OfEvents(self._word(op), pattern, self._span(meta))

    def event_op(self, meta: Meta, word: Token) -> Token:
        return word

    def pattern(
        self, meta: Meta, event: Token, args: tuple[Expr | None, ...] | None, outcome: Token | None
    ) -> syntax.Pattern:
        return syntax.Pattern(
            self._name(event), args or (), None if outcome is None else self._name(outcome), self._span(meta)
        )

    def arguments(self, meta: Meta, *args: Expr | None) -> tuple[Expr | None, ...]:
        return args

    def anyone(self, meta: Meta) -> None:
        return None
