"""Blocks: a function for each construct of the reference, by its name there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lark import Token, v_args
from lark.tree import Meta

from twicetold.lang import syntax
from twicetold.lang.syntax import Block, Effect, Expr, Name, Role
from twicetold.lang.tree.base import Part
from twicetold.lang.tree.effects import Effects

_Initially = tuple[bool, Expr]
"""Whether a starting value is drawn, and what it is."""

_Happening = Part | syntax.Perceive | syntax.Tell


@v_args(meta=True, inline=True)
class Blocks(Effects):
    """Builds blocks."""

    # --- world, use, without

    def world(self, meta: Meta, title: Token, *lines: Part) -> Block:
        said = self._once(lines, ("tick", "lasts", "choice"))
        choice, temperature = said["choice"] or (None, None)
        return syntax.World(
            self._text(title), said["tick"], said["lasts"], choice, temperature, self._span(meta)
        )

    def tick(self, meta: Meta, length: Expr) -> Part:
        return Part("tick", length, self._span(meta))

    def lasts(self, meta: Meta, length: Expr) -> Part:
        return Part("lasts", length, self._span(meta))

    def softmax(self, meta: Meta, temperature: Expr | None) -> Part:
        return Part("choice", ("softmax", temperature), self._span(meta))

    def best_choice(self, meta: Meta) -> Part:
        return Part("choice", ("best", None), self._span(meta))

    def use(self, meta: Meta, name: Token) -> Block:
        return syntax.Use(self._name(name), self._span(meta))

    def without(self, meta: Meta, name: Token) -> Block:
        return syntax.Without(self._name(name), self._span(meta))

    # --- unit, setting

    def unit(self, meta: Meta, names: tuple[Name, ...], value: syntax.Number | None) -> Block:
        return syntax.Unit(names, value, self._span(meta))

    def setting(self, meta: Meta, name: Token, type: syntax.Type, value: Expr | None) -> Block:
        return syntax.Setting(self._name(name), type, value, self._span(meta))

    # --- kind, relation

    def kind(self, meta: Meta, name: Token, parent: Token | None, *lines: syntax.Field | Part) -> Block:
        fields = tuple(line for line in lines if isinstance(line, syntax.Field))
        said = self._once([line for line in lines if isinstance(line, Part)], ("pronoun",))
        named = self._name(name)
        of = None if parent is None else self._name(parent)
        return syntax.Kind(named, of, said["pronoun"], fields, self._span(meta))

    def pronoun(self, meta: Meta, word: Token) -> Part:
        return Part("pronoun", self._word(word), self._span(meta))

    def field(
        self, meta: Meta, name: Token, type: syntax.Type, start: _Initially | None, believed: Part | None
    ) -> syntax.Field:
        drawn, value = start or (False, None)
        return syntax.Field(self._name(name), type, value, drawn, believed is not None, self._span(meta))

    def relation(
        self,
        meta: Meta,
        name: Token,
        over: tuple[Name, ...],
        type: syntax.Type,
        start: _Initially | None,
        *marks: Part,
    ) -> Block:
        drawn, value = start or (False, None)
        said = self._once(marks, ("believed", "symmetric"))
        return syntax.Relation(
            self._name(name),
            over,
            type,
            value,
            drawn,
            said["believed"] is True,
            said["symmetric"] is True,
            self._span(meta),
        )

    def fixed(self, meta: Meta, value: Expr) -> _Initially:
        return False, value

    def drawn(self, meta: Meta, value: Expr) -> _Initially:
        return True, value

    def believed(self, meta: Meta) -> Part:
        return Part("believed", True, self._span(meta))

    def symmetric(self, meta: Meta) -> Part:
        return Part("symmetric", True, self._span(meta))

    # --- entities, starting values, beliefs

    def entities(self, meta: Meta, names: tuple[Name, ...], kind: Token, *items: Part) -> Block:
        return self._entities(meta, names, None, False, kind, items)

    def bulk(self, meta: Meta, count: Token, kind: Token, *items: Part) -> Block:
        return self._entities(meta, (), self._count(count), False, kind, items)

    def spare(self, meta: Meta, count: Token, kind: Token, *items: Part) -> Block:
        return self._entities(meta, (), self._count(count), True, kind, items)

    def _entities(
        self,
        meta: Meta,
        names: tuple[Name, ...],
        bulk: syntax.Number | None,
        spare: bool,
        kind: Token,
        items: Sequence[Part | syntax.Start],
    ) -> Block:
        said = self._once([item for item in items if isinstance(item, Part)], ("pronoun", "called"))
        starts = tuple(item for item in items if isinstance(item, syntax.Start))
        of_kind, span = self._name(kind), self._span(meta)
        return syntax.Entities(names, bulk, spare, of_kind, said["pronoun"], said["called"], starts, span)

    def _count(self, number: Token) -> syntax.Number:
        count = self._number(number)
        if count.value < 1 or count.value % 1:
            self._problems.error(
                "T0111",
                count.span,
                "entities are counted in whole numbers",
                "write how many there are, at least 1",
            )
        return count

    def called(self, meta: Meta, text: Token) -> Part:
        return Part("called", self._text(text), self._span(meta))

    def start(self, meta: Meta, target: Expr | Part, sign: Token | None, value: Expr) -> syntax.Start:
        each_other = isinstance(target, Part)
        place = target.value if isinstance(target, Part) else target
        return syntax.Start(place, each_other, sign == "~", value, self._span(meta))

    def each_other(self, meta: Meta, relation: Token) -> Part:
        span = self._span(meta)
        return Part("each other", syntax.Apply(self._name(relation), (), span), span)

    def belief(self, meta: Meta, minds: tuple[Name, ...], start: syntax.Start) -> Block:
        return syntax.Belief(minds, start, self._span(meta))

    def common_belief(self, meta: Meta, start: syntax.Start) -> Block:
        return syntax.Belief((), start, self._span(meta))

    # --- define, roles

    def define(
        self, meta: Meta, name: Token, params: tuple[tuple[Name, syntax.Type], ...] | None, body: Expr
    ) -> Block:
        return syntax.Define(self._name(name), params or (), body, self._span(meta))

    def parameters(
        self, meta: Meta, *parameters: tuple[Name, syntax.Type]
    ) -> tuple[tuple[Name, syntax.Type], ...]:
        return parameters

    def parameter(self, meta: Meta, name: Token, type: syntax.Type) -> tuple[Name, syntax.Type]:
        return self._name(name), type

    def roles(self, meta: Meta, *roles: Role) -> tuple[Role, ...]:
        return roles

    def role(self, meta: Meta, name: Token, kind: Token) -> Role:
        return syntax.Role(self._name(name), self._name(kind))

    # --- sense

    def sense(self, meta: Meta, name: Token, roles: tuple[Role, ...], *lines: Part | Effect) -> Block:
        when = tuple(cond for line in lines if isinstance(line, Part) for cond in line.value)
        tells = tuple(line for line in lines if isinstance(line, syntax.Tell))
        body = tuple(line for line in lines if not isinstance(line, Part | syntax.Tell))
        return syntax.Sense(self._name(name), roles, when, body, tells, self._span(meta))

    def when(self, meta: Meta, *conditions: Expr) -> Part:
        return Part("when", conditions, self._span(meta))

    # --- rule

    def rule(self, meta: Meta, name: Token, *parts: Part | Effect | syntax.Perceive) -> Block:
        clauses = [part for part in parts if isinstance(part, Part)]
        said = self._once(clauses, ("for", "where", "when", "after", "at", "every"))
        body = tuple(part for part in parts if not isinstance(part, Part | syntax.Perceive))
        perceive = tuple(part for part in parts if isinstance(part, syntax.Perceive))
        return syntax.Rule(
            self._name(name),
            said["for"] or (),
            said["where"],
            said["when"],
            said["after"],
            said["at"],
            said["every"],
            body,
            perceive,
            self._span(meta),
        )

    def for_roles(self, meta: Meta, *roles: Role) -> Part:
        return Part("for", roles, self._span(meta))

    def where(self, meta: Meta, condition: Expr) -> Part:
        return Part("where", condition, self._span(meta))

    def rule_when(self, meta: Meta, condition: Expr) -> Part:
        return Part("when", condition, self._span(meta))

    def after(self, meta: Meta, time: Expr) -> Part:
        return Part("after", time, self._span(meta))

    def at(self, meta: Meta, time: Expr) -> Part:
        return Part("at", time, self._span(meta))

    def every(self, meta: Meta, time: Expr) -> Part:
        return Part("every", time, self._span(meta))

    # --- action, event

    def action(self, meta: Meta, name: Token, roles: tuple[Role, ...], *sections: _Happening) -> Block:
        parts = [section for section in sections if isinstance(section, Part)]
        said = self._once([part for part in parts if part.key in ("takes", "then")], ("takes", "then"))
        return syntax.Action(
            self._name(name),
            roles,
            _gathered(parts, "needs"),
            _gathered(parts, "urge"),
            said["takes"],
            _gathered(parts, "interrupted when"),
            said["then"] or (),
            tuple(section for section in sections if isinstance(section, syntax.Perceive)),
            tuple(section for section in sections if isinstance(section, syntax.Tell)),
            self._span(meta),
        )

    def event(self, meta: Meta, name: Token, roles: tuple[Role, ...] | None, *sections: _Happening) -> Block:
        said = self._once([section for section in sections if isinstance(section, Part)], ("then",))
        return syntax.Event(
            self._name(name),
            roles or (),
            said["then"] or (),
            tuple(section for section in sections if isinstance(section, syntax.Perceive)),
            tuple(section for section in sections if isinstance(section, syntax.Tell)),
            self._span(meta),
        )

    def needs(self, meta: Meta, *conditions: Expr) -> Part:
        return Part("needs", conditions, self._span(meta))

    def urge(self, meta: Meta, *terms: Expr) -> Part:
        return Part("urge", terms, self._span(meta))

    def takes(self, meta: Meta, time: Expr) -> Part:
        return Part("takes", time, self._span(meta))

    def interrupted(self, meta: Meta, condition: Expr) -> Part:
        return Part("interrupted when", (condition,), self._span(meta))

    def then(self, meta: Meta, *effects: Effect) -> Part:
        return Part("then", effects, self._span(meta))

    # --- who perceives

    def felt_by(self, meta: Meta, channel: Token, by: Token, name: Token) -> syntax.Perceive:
        who = self._name(name)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, None, who, None, None, None, self._span(meta))

    def seen_by(
        self, meta: Meta, channel: Token, by: Token, name: Token, kind: Token, where: Expr | None
    ) -> syntax.Perceive:
        who, of_kind = self._name(name), self._name(kind)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, None, None, who, of_kind, where, self._span(meta))

    def seen_by_sense(
        self, meta: Meta, channel: Token, by: Token, sense: Token, of: Token
    ) -> syntax.Perceive:
        through, sensed = self._name(sense), self._name(of)
        said, word = self._word(channel), self._word(by)
        return syntax.Perceive(said, word, through, sensed, None, None, None, self._span(meta))

    def channel(self, meta: Meta, word: Token) -> Token:
        return word

    def preposition(self, meta: Meta, word: Token) -> Token:
        return word

    # --- ending, measure, expect

    def ending(self, meta: Meta, title: Token, condition: Expr) -> Block:
        return syntax.Ending(self._text(title), condition, False, self._span(meta))

    def last_ending(self, meta: Meta, title: Token, condition: Expr | None) -> Block:
        return syntax.Ending(self._text(title), condition, True, self._span(meta))

    def measure(self, meta: Meta, name: Token, expr: Expr) -> Block:
        return syntax.Measure(self._name(name), expr, self._span(meta))

    def expect(self, meta: Meta, of: Token, lo: syntax.Number, dots: Token, hi: syntax.Number) -> Block:
        ending = self._text(of) if of.type == "TEXT" else None
        measure = self._name(of) if of.type == "NAME" else None
        return syntax.Expect(ending, measure, lo, hi, self._span(meta))

    def amount(
        self, meta: Meta, minus: Token | None, number: Token, unit: tuple[Name, ...] | None
    ) -> syntax.Number:
        return self._number(number, unit or (), minus)


def _gathered(parts: Sequence[Part], key: str) -> tuple[Any, ...]:
    """What all parts of one name hold, in order."""
    return tuple(value for part in parts if part.key == key for value in part.value)
