"""Blocks: a function for each construct of the reference, by its name there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from lark import Token

from twicetold.lang import syntax
from twicetold.lang.source import Span
from twicetold.lang.syntax import Block, Effect, Expr, Name, Role
from twicetold.lang.transformer.base import Part
from twicetold.lang.transformer.effects import Effects

_Initially = tuple[bool, Expr]
"""Whether a starting value is drawn, and what it is."""

_Happening = Part | syntax.Tell


class Blocks(Effects):
    """Builds blocks."""

    # --- world, use, without

    def world(self, span: Span, title: Token, *lines: Part) -> Block:
        said = self._once(lines, ("begins", "tick", "lasts", "choice", "depth", "opening"))
        choice, temperature = said["choice"] or (None, None)
        length, until = said["lasts"] or (None, None)
        return syntax.World(
            self._text(title),
            said["begins"],
            said["tick"],
            length,
            until,
            choice,
            temperature,
            said["depth"],
            said["opening"],
            span,
        )

    def begins(
        self,
        span: Span,
        weekday: Token | None,
        first: tuple[syntax.Date, syntax.Number | None] | None,
        clock: syntax.Clock | None,
    ) -> Part:
        date, year = first or (None, None)
        day = None if weekday is None else self._name(weekday)
        return Part("begins", syntax.Begins(day, date, year, clock, span), span)

    def first_date(
        self, span: Span, date: Token, month: Token, year: Token | None
    ) -> tuple[syntax.Date, syntax.Number | None]:
        day = self._number(date)
        name = self._name(month)
        number = None if year is None else self._number(year)
        return syntax.Date(name, day, False, day.span.to(name.span)), number

    def tick(self, span: Span, length: Expr) -> Part:
        return Part("tick", length, span)

    def lasts(self, span: Span, length: Expr) -> Part:
        return Part("lasts", (length, None), span)

    def lasts_until(self, span: Span, time: Expr | syntax.DayTime) -> Part:
        return Part("lasts", (None, time), span)

    def softmax(self, span: Span, temperature: Expr | None) -> Part:
        return Part("choice", ("softmax", temperature), span)

    def best_choice(self, span: Span) -> Part:
        return Part("choice", ("best", None), span)

    def depth(self, span: Span, levels: Expr) -> Part:
        return Part("depth", levels, span)

    def opening(self, span: Span, text: Token, *variants: syntax.Wording) -> Part:
        quoted = self._text(text)
        first = syntax.Wording("plain", None, None, quoted, quoted.span)
        return Part("opening", syntax.Tell((first, *variants), span), span)

    def use(self, span: Span, name: Token) -> Block:
        return syntax.Use(self._name(name), span)

    def without(self, span: Span, name: Token) -> Block:
        return syntax.Without(self._name(name), span)

    # --- interventions

    def forbid(self, span: Span, pattern: syntax.Pattern, *clauses: Part) -> Block:
        return self._intervention("forbid", span, pattern, clauses)

    def force(self, span: Span, pattern: syntax.Pattern, *clauses: Part) -> Block:
        return self._intervention("force", span, pattern, clauses)

    def _intervention(
        self, verb: Literal["forbid", "force"], span: Span, pattern: syntax.Pattern, clauses: Sequence[Part]
    ) -> Block:
        said = self._once(clauses, ("at", "from", "until", "when"))
        return syntax.Intervention(verb, pattern, said["at"], said["from"], said["until"], said["when"], span)

    def since(self, span: Span, time: Expr | syntax.DayTime) -> Part:
        return Part("from", time, span)

    def until(self, span: Span, time: Expr | syntax.DayTime) -> Part:
        return Part("until", time, span)

    # --- unit, setting

    def unit(self, span: Span, names: tuple[Name, ...], value: syntax.Number | None) -> Block:
        return syntax.Unit(names, value, span)

    def setting(self, span: Span, name: Token, type: syntax.Type, value: Expr | None) -> Block:
        return syntax.Setting(self._name(name), type, value, span)

    # --- kind, relation

    def kind(
        self, span: Span, name: Token, parents: tuple[Name, ...] | None, *lines: syntax.Field | Part
    ) -> syntax.Kind:
        fields = tuple(line for line in lines if isinstance(line, syntax.Field))
        said = self._once(
            [line for line in lines if isinstance(line, Part)], ("pronoun", "notices", "described")
        )
        notices, described = said["notices"], said["described"]
        return syntax.Kind(self._name(name), parents or (), said["pronoun"], fields, notices, described, span)

    def more_of_kind(self, span: Span, name: Token, *lines: syntax.Field | Part) -> Block:
        return syntax.More(self.kind(span, name, None, *lines), span)

    def parents(self, span: Span, *names: Token) -> tuple[Name, ...]:
        return tuple(map(self._name, names))

    def described(self, span: Span, name: Token, text: Token) -> Part:
        said = syntax.Described(self._name(name), self._text(text), span)
        return Part("described", said, span)

    def notices(self, span: Span, name: Token, *conditions: Expr) -> Part:
        return Part("notices", syntax.Notices(self._name(name), conditions, span), span)

    def pronoun(self, span: Span, word: Token) -> Part:
        return Part("pronoun", self._word(word), span)

    def field(
        self, span: Span, name: Token, type: syntax.Type, start: _Initially | None, mark: Part | None
    ) -> syntax.Field:
        drawn, value = start or (False, None)
        mistaken = mark is not None and mark.key == "mistaken"
        return syntax.Field(self._name(name), type, value, drawn, mark is not None, mistaken, span)

    def relation(
        self,
        span: Span,
        name: Token,
        over: tuple[Name | syntax.Role, ...],
        type: syntax.Type,
        start: _Initially | None,
        *marks: Part,
    ) -> Block:
        drawn, value = start or (False, None)
        said = self._once(marks, ("believed", "mistaken", "symmetric"))
        return syntax.Relation(
            self._name(name),
            tuple(each.kind if isinstance(each, syntax.Role) else each for each in over),
            tuple(each for each in over if isinstance(each, syntax.Role)),
            type,
            value,
            drawn,
            said["believed"] is True or said["mistaken"] is True,
            said["mistaken"] is True,
            said["symmetric"] is True,
            span,
        )

    def fixed(self, span: Span, value: Expr) -> _Initially:
        return False, value

    def drawn(self, span: Span, value: Expr) -> _Initially:
        return True, value

    def believed(self, span: Span) -> Part:
        return Part("believed", True, span)

    def mistaken(self, span: Span) -> Part:
        return Part("mistaken", True, span)

    def symmetric(self, span: Span) -> Part:
        return Part("symmetric", True, span)

    # --- entities, starting values, beliefs

    def entities(self, span: Span, names: tuple[Name, ...], kind: Token, *items: Part) -> Block:
        return self._entities(span, names, None, False, kind, items)

    def bulk(self, span: Span, count: Token | syntax.Paren, kind: Token, *items: Part) -> Block:
        return self._entities(span, (), self._count(count), False, kind, items)

    def spare(self, span: Span, count: Token | syntax.Paren, kind: Token, *items: Part) -> Block:
        return self._entities(span, (), self._count(count), True, kind, items)

    def _entities(
        self,
        span: Span,
        names: tuple[Name, ...],
        bulk: syntax.Number | syntax.Paren | None,
        spare: bool,
        kind: Token,
        items: Sequence[Part | syntax.Start],
    ) -> Block:
        parts = [item for item in items if isinstance(item, Part)]
        said = self._once(parts, ("pronoun", "called", "titled", "described"))
        return syntax.Entities(
            names,
            bulk,
            spare,
            self._name(kind),
            said["pronoun"],
            said["called"],
            said["titled"],
            said["described"],
            tuple(item for item in items if isinstance(item, syntax.Start)),
            span,
        )

    def _count(self, said: Token | syntax.Paren) -> syntax.Number | syntax.Paren:
        """How many: a number, or in brackets what the checker computes."""
        if isinstance(said, syntax.Paren):
            return said
        count = self._number(said)
        if count.value < 1 or count.value % 1:
            self._problems.tell("T0111.count", count.span)
        return count

    def called(self, span: Span, text: Token) -> Part:
        return Part("called", self._text(text), span)

    def titled(self, span: Span, text: Token) -> Part:
        return Part("titled", self._text(text), span)

    def introduced(self, span: Span, text: Token) -> Part:
        return Part("described", self._text(text), span)

    def words(self, span: Span, name: Token, roles: tuple[Role, ...], text: Token) -> Block:
        return syntax.Words(self._name(name), roles, self._text(text), span)

    def start(self, span: Span, target: Expr | Part, sign: Token | None, value: Expr) -> syntax.Start:
        each_other = isinstance(target, Part)
        place = target.value if isinstance(target, Part) else target
        return syntax.Start(place, each_other, sign == "~", value, span)

    def related_start(
        self, span: Span, left: Expr | Part, name: Token, negated: Token | None, right: Token
    ) -> syntax.Start:
        one = left.value if isinstance(left, Part) else left
        other = syntax.Variable(self._name(right), self._span(right))
        claim = syntax.Apply(self._name(name), (one, other), span, between=True)
        value = syntax.Word("yes" if negated is None else "no", span)
        return syntax.Start(claim, False, False, value, span)

    def each_other(self, span: Span, relation: Token) -> Part:
        return Part("each other", syntax.Apply(self._name(relation), (), span), span)

    def belief(self, span: Span, minds: tuple[Name, ...], *said: Any) -> Block:
        *inner, start = said
        return syntax.Belief(minds, tuple(inner), start, span)

    def common_belief(self, span: Span, *said: Any) -> Block:
        return self.belief(span, (), *said)

    def inner_mind(self, span: Span, mind: Token) -> Name:
        return self._name(mind)

    # --- define, roles

    def define(
        self, span: Span, name: Token, params: tuple[tuple[Name, syntax.Type], ...] | None, body: Expr
    ) -> Block:
        return syntax.Define(self._name(name), params or (), body, span)

    def parameters(
        self, span: Span, *parameters: tuple[Name, syntax.Type]
    ) -> tuple[tuple[Name, syntax.Type], ...]:
        return parameters

    def parameter(self, span: Span, name: Token, type: syntax.Type) -> tuple[Name, syntax.Type]:
        return self._name(name), type

    def roles(self, span: Span, *roles: Role) -> tuple[Role, ...]:
        return roles

    def role(self, span: Span, name: Token, kind: Token, *others: Token) -> Role:
        return syntax.Role(self._name(name), self._name(kind), tuple(map(self._name, others)))

    # --- sense

    def sense(self, span: Span, name: Token, roles: tuple[Role, ...], *lines: Part | Effect) -> Block:
        when = tuple(cond for line in lines if isinstance(line, Part) for cond in line.value)
        tells = tuple(line for line in lines if isinstance(line, syntax.Tell))
        body = tuple(line for line in lines if not isinstance(line, Part | syntax.Tell))
        return syntax.Sense(self._name(name), roles, when, body, tells, span)

    def when(self, span: Span, *conditions: Expr) -> Part:
        return Part("when", conditions, span)

    # --- rule

    def rule(self, span: Span, name: Token, *parts: Part | Effect) -> Block:
        lines = [part for part in parts if isinstance(part, Part)]
        clauses = [part for part in lines if part.key != "perceive"]
        said = self._once(
            clauses, ("for", "where", "when", "after", "at", "on", "every", "each", "in every mind")
        )
        body = tuple(part for part in parts if not isinstance(part, Part))
        return syntax.Rule(
            self._name(name),
            said["for"] or (),
            said["where"],
            said["when"],
            said["after"],
            said["at"],
            said["on"],
            said["every"],
            said["each"],
            said["in every mind"],
            body,
            _gathered(lines, "perceive"),
            span,
        )

    def for_roles(self, span: Span, *roles: Role) -> Part:
        return Part("for", roles, span)

    def where(self, span: Span, condition: Expr) -> Part:
        return Part("where", condition, span)

    def rule_when(self, span: Span, condition: Expr) -> Part:
        return Part("when", condition, span)

    def after(self, span: Span, time: Expr) -> Part:
        return Part("after", time, span)

    def at(self, span: Span, time: Expr | syntax.DayTime) -> Part:
        return Part("at", time, span)

    def every(self, span: Span, time: Expr) -> Part:
        return Part("every", time, span)

    def on(self, span: Span, date: syntax.Date) -> Part:
        return Part("on", date, span)

    def in_minds(self, span: Span) -> Part:
        return Part("in every mind", span, span)

    def each(self, span: Span, days: Token) -> Part:
        return Part("each", self._name(days), span)

    # --- action, event

    def action(
        self, span: Span, name: Token, roles: tuple[Role, ...], *sections: _Happening
    ) -> syntax.Action:
        parts = [section for section in sections if isinstance(section, Part)]
        single = ("goes", "takes", "then")
        said = self._once([part for part in parts if part.key in single], single)
        return syntax.Action(
            self._name(name),
            roles,
            _gathered(parts, "with"),
            said["goes"],
            _gathered(parts, "needs"),
            _gathered(parts, "urge"),
            said["takes"],
            _gathered(parts, "interrupted when"),
            said["then"] or (),
            _gathered(parts, "perceive"),
            tuple(section for section in sections if isinstance(section, syntax.Tell)),
            span,
        )

    def more_of_action(self, span: Span, name: Token, *sections: _Happening) -> Block:
        return syntax.More(self.action(span, name, (), *sections), span)

    def event(
        self, span: Span, name: Token, roles: tuple[Role, ...] | None, *sections: _Happening
    ) -> syntax.Event:
        parts = [section for section in sections if isinstance(section, Part)]
        said = self._once([part for part in parts if part.key in ("chance", "then")], ("chance", "then"))
        return syntax.Event(
            self._name(name),
            roles or (),
            said["chance"],
            said["then"] or (),
            _gathered(parts, "perceive"),
            tuple(section for section in sections if isinstance(section, syntax.Tell)),
            span,
        )

    def more_of_event(self, span: Span, name: Token, *sections: _Happening) -> Block:
        return syntax.More(self.event(span, name, None, *sections), span)

    def odds(self, span: Span, p: Expr, per: Expr, where: tuple[Expr, ...] | None) -> Part:
        return Part("chance", syntax.Odds(p, per, where or (), span), span)

    def partners(self, span: Span, names: tuple[Name, ...], willing: tuple[Expr | None] | None) -> Part:
        by = None if willing is None else willing[0]
        return Part("with", (syntax.Partners(names, willing is not None, by, span),), span)

    def goes(self, span: Span, by: Token, to: Expr, at: Expr | None) -> Part:
        return Part("goes", syntax.Goes(self._name(by), to, at, span), span)

    def willing(self, span: Span, by: Expr | None) -> tuple[Expr | None]:
        return (by,)

    def needs(self, span: Span, *said: Any) -> Part:
        *conditions, at_end = said
        return Part("needs", tuple(syntax.Needed(each, at_end is True) for each in conditions), span)

    def to_the_end(self, span: Span) -> bool:
        return True

    def urge(self, span: Span, *terms: syntax.Urged) -> Part:
        return Part("urge", terms, span)

    def urged(self, span: Span, expr: Expr, because: Token | None) -> syntax.Urged:
        return syntax.Urged(expr, None if because is None else self._text(because), span)

    def takes(self, span: Span, time: Expr) -> Part:
        return Part("takes", time, span)

    def interrupted(self, span: Span, condition: Expr) -> Part:
        return Part("interrupted when", (condition,), span)

    def then(self, span: Span, *effects: Effect) -> Part:
        return Part("then", effects, span)

    # --- who perceives

    def perceived(self, span: Span, *parts: syntax.Perceive | syntax.Shows) -> Part:
        shows = tuple(part for part in parts if isinstance(part, syntax.Shows))
        lines = tuple(replace(part, shows=shows) for part in parts if isinstance(part, syntax.Perceive))
        return Part("perceive", lines, span)

    def felt_by(
        self, span: Span, channel: Token, after: bool | None, by: Token, name: Token
    ) -> syntax.Perceive:
        who = self._name(name)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, None, who, None, None, None, bool(after), span)

    def seen_by(
        self,
        span: Span,
        channel: Token,
        after: bool | None,
        by: Token,
        name: Token,
        kind: Token,
        where: Expr | None,
    ) -> syntax.Perceive:
        who, of_kind = self._name(name), self._name(kind)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, None, None, who, of_kind, where, bool(after), span)

    def seen_by_sense(
        self, span: Span, channel: Token, after: bool | None, by: Token, sense: Token, of: Token
    ) -> syntax.Perceive:
        through, sensed = self._name(sense), self._name(of)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, through, sensed, None, None, None, bool(after), span)

    def hidden_from(self, span: Span, name: Token) -> syntax.Perceive:
        return syntax.Perceive("hidden", "from", None, self._name(name), None, None, None, False, span)

    def afterwards(self, span: Span) -> bool:
        return True

    def channel(self, span: Span, word: Token) -> Token:
        return word

    def preposition(self, span: Span, word: Token) -> Token:
        return word

    # --- ending, measure, reward, wants, expect

    def ending(self, span: Span, title: Token, condition: Expr, *tells: syntax.Tell) -> Block:
        return syntax.Ending(self._text(title), condition, False, tells, span)

    def last_ending(self, span: Span, title: Token, condition: Expr | None, *tells: syntax.Tell) -> Block:
        return syntax.Ending(self._text(title), condition, True, tells, span)

    def measure(self, span: Span, name: Token, *parts: Part | Expr) -> Block:
        clauses = [part for part in parts if isinstance(part, Part)]
        said = self._once(clauses, ("each", "every", "at"))
        (expr,) = (part for part in parts if not isinstance(part, Part))
        return syntax.Measure(self._name(name), said["each"], said["every"], said["at"], expr, span)

    def at_clock(self, span: Span, time: Expr) -> Part:
        return Part("at", time, span)

    def reward(self, span: Span, name: Token, kind: Token, expr: Expr) -> Block:
        return syntax.Reward(self.role(span, name, kind), expr, span)

    def wants(self, span: Span, expr: Expr, name: Token, kind: Token, within: Token | None) -> Block:
        steps = None if within is None else self._number(within)
        return syntax.Wants(expr, self.role(span, name, kind), steps, span)

    def expect(self, span: Span, of: Token, lo: syntax.Number, dots: Token, hi: syntax.Number) -> Block:
        ending = self._text(of) if of.type == "TEXT" else None
        measure = self._name(of) if of.type == "NAME" else None
        return syntax.Expect(ending, measure, lo, hi, span)

    def amount(
        self, span: Span, minus: Token | None, number: Token, unit: tuple[Name, ...] | None
    ) -> syntax.Number:
        return self._number(number, unit or (), minus)

    # --- pattern

    def story_pattern(
        self,
        span: Span,
        name: Token,
        roles: tuple[Role, ...] | None,
        *lines: syntax.Step | syntax.Absence | Part,
    ) -> Block:
        said = self._once([line for line in lines if isinstance(line, Part)], ("called",))
        events = tuple(line for line in lines if not isinstance(line, Part))
        return syntax.StoryPattern(self._name(name), roles or (), events, said["called"], span)

    def step(
        self,
        span: Span,
        order: Token,
        times: syntax.Number | None,
        event: syntax.Pattern,
        *clauses: Part,
    ) -> syntax.Step:
        said = self._once(clauses, ("as", "where", "within", "because of"))
        within, of = said["within"] or (None, None)
        first = self._word(order) == "first"
        return syntax.Step(
            first, times, event, said["as"], said["where"], within, of, said["because of"], span
        )

    def in_order(self, span: Span, word: Token) -> Token:
        return word

    def repeated(self, span: Span, number: Token) -> syntax.Number:
        return self._number(number)

    def step_name(self, span: Span, name: Token) -> Part:
        return Part("as", self._name(name), span)

    def step_within(
        self, span: Span, length: syntax.Clock | syntax.Number | syntax.Lengths, of: Token | None
    ) -> Part:
        return Part("within", (length, None if of is None else self._name(of)), span)

    def because_of(self, span: Span, name: Token) -> Part:
        return Part("because of", self._name(name), span)

    def absence(self, span: Span, event: syntax.Pattern, *clauses: Part) -> syntax.Absence:
        said = self._once(clauses, ("where", "since"))
        return syntax.Absence(event, said["where"], said["since"], span)

    def absence_since(self, span: Span, name: Token) -> Part:
        return Part("since", self._name(name), span)

    def named_so(self, span: Span, text: Token) -> Part:
        return Part("called", self._text(text), span)


def _gathered(parts: Sequence[Part], key: str) -> tuple[Any, ...]:
    """What all parts of one name hold, in order."""
    return tuple(value for part in parts if part.key == key for value in part.value)
