"""Expressions: a function for each of the grammar's rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.codes import Help
from twicetold.lang.source import Span
from twicetold.lang.syntax import Expr
from twicetold.lang.transformer.base import Base

_LATEST: Final = 10**18
"""The seconds of the time that does not come: no clock says more."""


@dataclass(frozen=True, slots=True)
class Set:
    """`who has y`, `what x has`: the word, what stands between the two, and the one of them that is said."""

    word: Literal["who", "what"]
    name: syntax.Name
    other: Expr
    span: Span


class Expressions(Base):
    """Builds expressions."""

    # --- atoms

    def variable(self, span: Span, name: Token) -> Expr:
        return syntax.Variable(self._name(name), span)

    def number(self, span: Span, number: Token, unit: tuple[syntax.Name, ...] | None) -> Expr:
        return self._number(number, unit or ())

    def unit_words(self, span: Span, *words: Token) -> tuple[syntax.Name, ...]:
        return tuple(syntax.Name(str(word), self._span(word)) for word in words)  # `min` is told as a unit

    def clock(self, span: Span, clock: Token) -> Expr:
        first, *rest = map(int, clock.split(":"))
        seconds = first
        for part in rest:
            seconds = seconds * 60 + part
        if any(part > 59 for part in rest) or seconds > _LATEST:
            self._problems.tell("T0111.clock", span)
            seconds = 0
        return syntax.Clock(seconds, str(clock), span)

    def quantity(self, span: Span, number: Token, unit: tuple[syntax.Name, ...]) -> syntax.Number:
        return self._number(number, unit)

    def lengths(self, span: Span, *parts: syntax.Number) -> Expr:
        return syntax.Lengths(parts, span)

    def word(self, span: Span, word: Token) -> Expr:
        return syntax.Word(self._word(word), span)

    def paren(self, span: Span, x: Expr) -> Expr:
        return syntax.Paren(x, span)

    def table(self, span: Span, *shares: syntax.Share) -> Expr:
        return syntax.Table(shares, span)

    def share(self, span: Span, value: Expr, weight: Token) -> syntax.Share:
        return syntax.Share(value, self._number(weight, ()), span)

    def field_of(self, span: Span, of: Expr, name: Token) -> Expr:
        return syntax.FieldOf(of, self._name(name), span)

    def apply(self, span: Span, name: Token, args: tuple[Expr, ...] | None) -> Expr:
        return syntax.Apply(self._name(name), args or (), span)

    def exprs(self, span: Span, *exprs: Expr) -> tuple[Expr, ...]:
        return exprs

    def part_of(self, span: Span, part: Token, of: Expr) -> Expr:
        return syntax.PartOf(self._name(part), of, span)

    # --- days, and times of days

    def date(self, span: Span, word: Token, number: Token | None) -> syntax.Date:
        behind = None if number is None else self._number(number)
        return syntax.Date(self._name(word), behind, True, span)

    def month_date(self, span: Span, date: syntax.Number) -> syntax.Date:
        return self._date(date)

    def on_weekday(self, span: Span, word: Token, clock: syntax.Clock) -> syntax.DayTime:
        return syntax.DayTime(self.date(self._span(word), word, None), clock, span)

    def on_numbered(
        self, span: Span, word: Token, number: Token, clock: syntax.Clock | None
    ) -> syntax.DayTime:
        return syntax.DayTime(self.date(self._span(word).to(self._span(number)), word, number), clock, span)

    def on_date(self, span: Span, date: syntax.Number, clock: syntax.Clock) -> syntax.DayTime:
        return syntax.DayTime(self._date(date), clock, span)

    def _date(self, said: syntax.Number) -> syntax.Date:
        """`24 December`, which is written as `24 hours` is."""
        return syntax.Date(said.unit[0], replace(said, unit=()), False, said.span)

    # --- between two

    def relates(self, span: Span, left: Expr, name: Token, negated: Token | None, right: Expr) -> Expr:
        claim = syntax.Apply(self._name(name), (left, right), span, between=True)
        return claim if negated is None else syntax.Unary("not", claim, span)

    def who(self, span: Span, who: Token, name: Token, right: Expr) -> Set:
        if who != "who":
            self._problems.tell("T0418.who", self._span(who), word=who)
        return Set("who", self._name(name), right, span)

    def what(self, span: Span, left: Expr, name: Token) -> Set:
        return Set("what", self._name(name), left, span)

    def _among(self, named: syntax.Name, of: Token | Set) -> syntax.Name | syntax.Members:
        """Among what a name stands for each: a kind, or a set, of which the name is a member."""
        if not isinstance(of, Set):
            return self._name(of)
        member = syntax.Variable(named, named.span)
        args = (member, of.other) if of.word == "who" else (of.other, member)
        claim = syntax.Apply(of.name, args, of.span, between=True)
        return syntax.Members(claim, 0 if of.word == "who" else 1, of.span)

    # --- operators

    def unary(self, span: Span, op: Token, x: Expr) -> Expr:
        return syntax.Unary(self._word(op), x, span)

    def binary(self, span: Span, left: Expr, op: Token, right: Expr) -> Expr:
        return syntax.Binary(self._word(op), left, right, span)

    def is_not(self, span: Span, left: Expr, _is: Token, _not: Token, right: Expr) -> Expr:
        return syntax.Binary("is not", left, right, span)

    def is_one_of(self, span: Span, x: Expr, options: tuple[Expr, ...]) -> Expr:
        return syntax.IsOneOf(x, options, span)

    def is_not_one_of(
        self, span: Span, x: Expr, _is: Token, _not: Token, of: Token, options: tuple[Expr, ...]
    ) -> Expr:
        self._problems.tell("T0100.here", self._span(of), Help("T0100.not_one_of"), text="of")
        return self.is_one_of(span, x, options)

    def if_else(self, span: Span, then: Expr, cond: Expr, other: Expr) -> Expr:
        return syntax.IfElse(then, cond, other, span)

    def tuned(self, span: Span, x: Expr, lo: syntax.Number, dots: Token, hi: syntax.Number) -> Expr:
        return syntax.Tuned(x, lo, hi, span)

    # --- aggregates, beliefs, events

    def aggregate(
        self, span: Span, op: Token, name: Token, kind: Token | Set, where: Expr | None, body: Expr | None
    ) -> Expr:
        named = self._name(name)
        return syntax.Aggregate(self._word(op), named, self._among(named, kind), where, body, span)

    def aggregate_of_set(self, span: Span, op: Token, of: Set) -> Expr:
        first = replace(of.span, end_line=of.span.line, end_column=of.span.column + len(of.word))
        named = syntax.Name(of.word, first)
        return syntax.Aggregate(self._word(op), named, self._among(named, of), None, None, span)

    def aggregate_op(self, span: Span, word: Token) -> Token:
        return word

    def believes(self, span: Span, mind: Expr, body: Expr) -> Expr:
        return syntax.Believes(mind, body, span)

    def remembers(self, span: Span, mind: Expr, pattern: syntax.Pattern, within: Expr | None) -> Expr:
        return syntax.Remembers(mind, pattern, within, span)

    def what_said(self, span: Span, speaker: Expr, about: Expr, hearer: Expr) -> Expr:
        return syntax.Said("what", speaker, about, hearer, span)

    def when_spoke(self, span: Span, speaker: Expr, about: Expr, hearer: Expr) -> Expr:
        return syntax.Said("when", speaker, about, hearer, span)

    def spoke(self, span: Span, speaker: Expr, about: Expr, hearer: Expr) -> Expr:
        return syntax.Said("whether", speaker, about, hearer, span)

    def said_so(self, span: Span, speaker: Expr, about: Expr, value: Expr, hearer: Expr) -> Expr:
        return syntax.Said("whether", speaker, about, hearer, span, value)

    def when_sensed(self, span: Span, mind: Expr, sense: Token, other: Expr) -> Expr:
        return syntax.LastSensed("when", mind, self._name(sense), other, span)

    def where_sensed(self, span: Span, mind: Expr, sense: Token, other: Expr) -> Expr:
        return syntax.LastSensed("where", mind, self._name(sense), other, span)

    def contradicts(self, span: Span, speaker: Expr, other: Expr, about: Expr, hearer: Expr) -> Expr:
        return syntax.Contradicts(speaker, other, about, hearer, span)

    def doubts(self, span: Span, hearer: Expr, speaker: Expr, about: Expr) -> Expr:
        return syntax.Doubts(hearer, speaker, about, span)

    def of_events(self, span: Span, op: Token, pattern: syntax.Pattern) -> Expr:
        return syntax.OfEvents(self._word(op), pattern, span)

    def event_op(self, span: Span, word: Token) -> Token:
        return word

    def pattern(
        self, span: Span, event: Token, args: tuple[Expr | None, ...] | None, outcome: Token | None
    ) -> syntax.Pattern:
        return syntax.Pattern(
            self._name(event), args or (), None if outcome is None else self._name(outcome), span
        )

    def asked(self, span: Span, expr: Expr) -> Expr:
        return expr

    def event_asked(self, span: Span, pattern: syntax.Pattern) -> syntax.Pattern:
        return pattern

    def arguments(self, span: Span, *args: Expr | None) -> tuple[Expr | None, ...]:
        return args

    def anyone(self, span: Span) -> None:
        return None
