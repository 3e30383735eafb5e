"""Tellings: how a life is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.source import Span
from twicetold.lang.syntax import Choosing, Look, Manner, Moment, Name, Pattern
from twicetold.lang.transformer.base import Part
from twicetold.lang.transformer.blocks import Blocks

_Length = syntax.Clock | syntax.Number | syntax.Lengths | syntax.DayTime


class Tellings(Blocks):
    """Builds tellings."""

    def telling(self, span: Span, title: Token, *parts: Any) -> syntax.Block:
        threads = tuple(part for part in parts if isinstance(part, syntax.Thread))
        sections = tuple(part for part in parts if isinstance(part, syntax.Section))
        clauses = tuple(part for part in parts if not isinstance(part, syntax.Thread | syntax.Section))
        self._said_once(clauses)
        return syntax.Telling(self._text(title), clauses, threads, sections, span)

    def thread(self, span: Span, name: Token, *clauses: Any) -> syntax.Thread:
        self._said_once(clauses)
        return syntax.Thread(self._name(name), clauses, span)

    def section(
        self, span: Span, name: Token | None, title: Token | None, of: Token | None, *clauses: Any
    ) -> syntax.Section:
        self._said_once(clauses)
        return syntax.Section(
            None if name is None else self._name(name),
            None if title is None else self._text(title),
            None if of is None else self._name(of),
            clauses,
            span,
        )

    def _said_once(self, clauses: Iterable[Any]) -> None:
        """Tell of manners that are said twice; a tense may hold from several events on."""
        keys = [(clause, _key(clause)) for clause in clauses]
        self._once([Part(key, clause, clause.span) for clause, key in keys if key], ())

    # --- which events

    def edge(self, span: Span, side: Token, *moments: Moment | Pattern | _Length) -> Choosing:
        return Choosing(self._word(side), tuple(map(_moment, moments)), (), (), span)

    def side(self, span: Span, word: Token) -> Token:
        return word

    def only(self, span: Span, *patterns: Pattern) -> Choosing:
        return Choosing("only", (), patterns, (), span)

    looked_at = only

    def leaving_out(self, span: Span, *patterns: Pattern) -> Choosing:
        return Choosing("without", (), patterns, (), span)

    def with_people(self, span: Span, *people: Token) -> Choosing:
        return Choosing("with", (), (), self._names(people), span)

    def in_places(self, span: Span, *places: Token) -> Choosing:
        return Choosing("in", (), (), self._names(places), span)

    def led_to(self, span: Span, moment: Moment | Pattern | _Length) -> Choosing:
        return Choosing("led to", (_moment(moment),), (), (), span)

    def known_to(self, span: Span, mind: Token) -> Choosing:
        return Choosing("known to", (), (), self._names([mind]), span)

    def given(self, span: Span, *patterns: Pattern) -> Choosing:
        return Choosing("if", (), patterns, (), span)

    def unless(self, span: Span, *patterns: Pattern) -> Choosing:
        return Choosing("unless", (), patterns, (), span)

    def last_event(self, span: Span) -> Moment:
        return Moment(None, None, True, span)

    def last_of(self, span: Span, event: Pattern) -> Moment:
        return Moment(event, None, True, span)

    # --- how

    def close_to(self, span: Span, *minds: Token) -> Manner:
        return Manner("close to", self._names(minds), None, None, None, span)

    def close_to_each(self, span: Span, *minds: Token) -> Manner:
        return Manner("close to each", self._names(minds), None, None, None, span)

    def close_to_anyone(self, span: Span) -> Manner:
        return Manner("close to anyone", (), None, None, None, span)

    def knowing_all(self, span: Span) -> Manner:
        return Manner("knowing all", (), None, None, None, span)

    def from_outside(self, span: Span) -> Manner:
        return Manner("from outside", (), None, None, None, span)

    def tense(self, span: Span, base: Token, since: Pattern | None) -> Manner:
        return Manner(self._word(base), (), None, None, since, span)

    def base(self, span: Span, word: Token) -> Token:
        return word

    def order(self, span: Span, value: Token, by: Token | None) -> Manner:
        return Manner("order", (), self._name(value), None if by is None else self._name(by), None, span)

    def pace(self, span: Span, value: Token) -> Manner:
        return Manner("pace", (), self._name(value), None, None, span)

    def frequency(self, span: Span, value: Token) -> Manner:
        return Manner("frequency", (), self._name(value), None, None, span)

    def thought(self, span: Span, value: Token) -> Manner:
        # `none` is a reserved word, and here it is a value.
        name = syntax.Name(str(value), self._span(value))
        return Manner("thought", (), name, None, None, span)

    def speech(self, span: Span, value: Token) -> Manner:
        return Manner("speech", (), self._name(value), None, None, span)

    def naming(self, span: Span, value: Token) -> Manner:
        return Manner("naming", (), self._name(value), None, None, span)

    def person(self, span: Span, value: Token) -> Manner:
        return Manner("person", (), self._name(value), None, None, span)

    def narrator(self, span: Span, value: Token) -> Manner:
        return Manner("narrator", (), self._name(value), None, None, span)

    def says_i(self, span: Span, who: Token) -> Manner:
        return Manner("I", self._names([who]), None, None, None, span)

    def is_you(self, span: Span, who: Token, _is: Token | None = None) -> Manner:
        return Manner("you", self._names([who]), None, None, None, span)

    def call(
        self,
        span: Span,
        name: Token,
        texts: tuple[syntax.Text, ...],
        then: tuple[syntax.Text, ...] | None,
        until: Pattern | None,
    ) -> syntax.Calling:
        first, later = (texts, then) if then else ((), texts)
        return syntax.Calling(self._name(name), first, later, until, span)

    def texts(self, span: Span, *texts: Token) -> tuple[syntax.Text, ...]:
        return tuple(map(self._text, texts))

    # --- in a section

    def look(self, span: Span, at: Any, direction: Token, *choosing: Choosing) -> Look:
        return Look(direction == "ahead", None if at is None else _moment(at), choosing, span)

    def direction(self, span: Span, word: Token) -> Token:
        return word

    def again(self, span: Span) -> syntax.Again:
        return syntax.Again(span)

    def begin_with(self, span: Span, text: Token) -> syntax.Framing:
        return syntax.Framing("begin", self._text(text), span)

    def end_with(self, span: Span, text: Token) -> syntax.Framing:
        return syntax.Framing("end", self._text(text), span)

    def _names(self, words: Iterable[Token]) -> tuple[Name, ...]:
        return tuple(map(self._name, words))


def _moment(said: Moment | Pattern | _Length) -> Moment:
    match said:
        case Moment():
            return said
        case Pattern():
            return Moment(said, None, False, said.span)
        case syntax.Clock() | syntax.Number() | syntax.Lengths() | syntax.DayTime():
            return Moment(None, said, False, said.span)


_FOCUS = ("close to", "close to each", "close to anyone", "knowing all", "from outside")


def _key(clause: Any) -> str:
    """Under which name a clause can be said once; empty for those of which there may be several."""
    match clause:
        case Manner(word=word) if word in _FOCUS:
            return "close to"
        case Manner(word=word, since=None) if word in ("present", "past"):
            return "tense"
        case Manner(word=word) if word not in ("present", "past", "I", "you"):
            return word
        case syntax.Again():
            return "again"
        case syntax.Framing(word=word):
            return f"{word} with"
        case Choosing(word=("led to" | "known to") as word):
            return word
        case _:
            return ""
