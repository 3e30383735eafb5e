"""Telling text: the wordings of an event with their brackets filled, at the moment it happens."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval, Give
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.noise import absorb
from twicetold.engine.meaning.record import Does, Line, Part, Turns, Who, Word
from twicetold.lang import daytime, model
from twicetold.lang.calendar import Calendar
from twicetold.lang.figures import clock, figure, fixed, span, spelled
from twicetold.lang.model import Value

T = TypeVar("T")

Fill = Callable[[State, Frame, Happening], tuple[Part, ...]]
"""A part of a wording made ready; several parts of a list, or of a piece that is told."""


class Tellings:
    """Turns the wordings of one world into functions."""

    def __init__(self, expressions: Expressions, count: Counting) -> None:
        self._world = expressions.world
        self._expressions = expressions
        self._compile = expressions.compile
        self._count = count
        self.numbers = itertools.count()
        self._alike: Counter[str] = Counter()

    def compile(self, wordings: Sequence[model.Wording]) -> Give:
        """The function that gives an event its text: the wordings filled, but for those whose condition does
        not hold. Lives that are not recorded have none; if they are counted, it is known which it would be.
        """
        prepared = [
            (w.mode, _mind(w), self._all(w.parts), next(self.numbers), self._when(w.when)) for w in wordings
        ]
        told = self._count.told(wordings)

        def give(s: State, f: Frame, h: Happening) -> None:
            h.told = told(s, f)
            if s.log is not None:
                h.lines = tuple(
                    Line(
                        mode,
                        mind(f),
                        parts(s, f, h),
                        number,
                    )
                    for mode, mind, parts, number, when in prepared
                    if when is None or when(s, f)
                )

        return give

    def reasons(self, urge: Sequence[model.Term]) -> Fill:
        """The function that finds the words for what urges somebody most: those of the line that weighs most,
        as the actor sees it; none if it has no words, or nothing speaks for it.
        """
        lines = [
            ([self._compile(term.expr) for term in terms], self._reason(terms[0].because))
            for terms in ([*group] for _, group in itertools.groupby(urge, key=lambda term: term.line))
        ]
        if not any(term.because for term in urge):
            return lambda s, f, h: ()

        def find(s: State, f: Frame, h: Happening) -> tuple[Part, ...]:
            weights = [sum(float(term(s, f)) for term in terms) for terms, _ in lines]
            most = max(weights)
            return lines[weights.index(most)][1](s, f, h) if most > 0 else ()

        return find

    def clause(self, wording: model.Wording) -> Fill:
        """The function that fills a wording that tells of no event of its own."""
        return self._all(wording.parts)

    def _reason(self, because: model.Wording | None) -> Fill:
        return self._all(() if because is None else because.parts)

    def _when(self, condition: model.Expr | None) -> Eval | None:
        return None if condition is None else self._compile(condition)

    def _all(self, parts: Sequence[model.Part]) -> Fill:
        """The function that fills some parts, one after the other."""
        fills = [self._part(part) for part in parts]
        return lambda s, f, h: tuple([part for fill in fills for part in fill(s, f, h)])

    def _part(self, part: model.Part) -> Fill:
        match part:
            case model.Plain(text):
                word = (Word(text),)
                return lambda s, f, h: word
            case model.Verb(lemma, negated):
                does = (Does(lemma, negated),)
                return lambda s, f, h: does
            case model.Mention(expr):
                value = self._compile(expr)
                if not isinstance(expr.type, model.Ref):
                    return self._value(value, expr.type, part)
                nobody = self._nobody(expr.type.kind)
                return _entity(value, part, nobody, can_change=isinstance(expr, model.Cell))
            case model.Every():
                return self._every(part)
            case model.Because():
                return lambda s, f, h: h.reason
            case model.Either():
                return self._either(part)
            case model.Turns(sort, arms):
                number, fills = self._number(part), [self._all(arm.parts) for arm in arms]
                return lambda s, f, h: (Turns(sort, number, tuple([fill(s, f, h) for fill in fills])),)

    def _number(self, part: model.Turns) -> int:
        """The number of a place where pieces take turns: no other text moves it."""
        content = model.content_hash(part)
        self._alike[content] += 1
        return absorb(int(content, 16), self._alike[content])

    def _every(self, part: model.Every) -> Fill:
        those = self._expressions.those(part.kind, model.conjuncts(part.where), part.slot)
        nobody = (Word(self._nobody(part.kind)),)

        def name_all(s: State, f: Frame, h: Happening) -> tuple[Part, ...]:
            found = _before(those, s, f, h) if part.before else those(s, f)
            return _listed(found) if found else nobody

        return name_all

    def _either(self, part: model.Either) -> Fill:
        arms = [(self._when(arm.when), self._all(arm.parts)) for arm in part.arms]

        def choose(s: State, f: Frame, h: Happening) -> tuple[Part, ...]:
            return next((fill(s, f, h) for when, fill in arms if when is None or when(s, f)), ())

        return choose

    def _nobody(self, kind: str) -> str:
        return "nobody" if self._world.are_people(kind) else "nothing"

    def _value(self, value: Eval, type_: model.Type, said: model.Mention) -> Fill:
        begins = self._world.begins
        if begins is not None and isinstance(type_, model.Time):
            words = partial(_of_its_day, begins=begins)
        else:
            words = partial(_at_any_time, type_=type_, unit=said.unit, figures=said.figures)
        if said.before:
            return lambda s, f, h: (Word(words(_before(value, s, f, h), s.now)),)
        return lambda s, f, h: (Word(words(value(s, f), s.now)),)


def _at_any_time(
    value: Value, now: float, type_: model.Type, unit: tuple[str, str] | None, figures: model.Figures
) -> str:
    return in_words(value, type_, unit, figures)


def _of_its_day(value: Value, now: float, begins: Calendar) -> str:
    return "never" if value >= model.NEVER else daytime.on_its_day(float(value), now, begins)


def _mind(wording: model.Wording) -> Callable[[Frame], int | None]:
    """To whom a wording is close."""
    slot, who = wording.mind, wording.who
    return (lambda f: who) if slot is None else (lambda f: int(f[slot]))


def _entity(value: Eval, said: model.Mention, nobody: str, *, can_change: bool) -> Fill:
    """Who is named: as it is now, with who stood there before, or as it was before; or nobody."""
    absent = Word(f"{nobody}'s" if said.form == "possessive" else nobody)

    def name(s: State, f: Frame, h: Happening) -> tuple[Part, ...]:
        entity = int(value(s, f))
        was = int(_before(value, s, f, h)) if can_change or said.before else entity
        if said.before:
            entity = was
        if entity == -1:
            return (absent,)
        return (Who(entity, said.form, None if was in (entity, -1) else was),)

    return name


def _listed(entities: Sequence[int]) -> tuple[Part, ...]:
    """Those of a list: "Ada, Ben and Cleo"."""
    *front, last = entities
    parts: list[Part] = []
    for place, entity in enumerate(front, 1):
        parts += [Who(entity, "listed"), Word(", " if place < len(front) else " and ")]
    return (*parts, Who(last, "plain"))


def _before(value: Callable[[State, Frame], T], s: State, f: Frame, h: Happening) -> T:
    """What an expression was before an event changed anything."""
    now = {cell: s.cells[cell] for cell in h.was}
    settled, s.settled = s.settled, None
    try:
        for cell, old in h.was.items():
            s.cells[cell] = old
        return value(s, f)
    finally:
        for cell, new in now.items():
            s.cells[cell] = new
        s.settled = settled


def in_words(
    value: Value,
    type_: model.Type,
    unit: tuple[str, str] | None = None,
    figures: model.Figures = model.IN_FIGURES,
) -> str:
    """A value as a text shows it: an option's name, yes or no, a time, a number with its unit."""
    match type_:
        case model.OneOf(options):
            return options[int(value)].replace("_", " ")
        case model.YesNo():
            return "yes" if value else "no"
        case model.Time():
            return "never" if value >= model.NEVER else clock(float(value))
        case model.Number():
            if unit == daytime.UNIT:
                return daytime.in_words(float(value))
            said = _number(float(value), unit, figures)
            return spelled(said) if figures.words else said
        case model.Ref():
            raise TypeError("whoever is meant is mentioned, not written as a value")


def _number(value: float, unit: tuple[str, str] | None, figures: model.Figures) -> str:
    if unit == ("second", "seconds"):
        return span(value)
    said = figure(value, figures.digits or 3) if figures.places is None else fixed(value, figures.places)
    if unit is None:
        return said
    one, many = unit
    if said == "0" and figures.words:
        said = "no"
    return f"{said} {one if said == '1' else many}"
