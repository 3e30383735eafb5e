"""Telling text: the wordings of an event with their brackets filled, at the moment it happens."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import partial

from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.functions import Compile, Eval, Give
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.lang import daytime, model
from twicetold.lang.calendar import Calendar
from twicetold.lang.figures import clock, counted, figure, span
from twicetold.lang.model import Value

TIME_OF_DAY = ("time of day", "time of day")
"""The unit of a number that is a time of day."""

Part = Callable[[State, Frame, Happening], Word | Who | Does]
"""A part of a wording made ready."""


class Tellings:
    """Turns the wordings of one world into functions."""

    def __init__(self, world: model.World, compile_: Compile, count: Counting) -> None:
        self._world = world
        self._compile = compile_
        self._count = count
        self.numbers = itertools.count()

    def compile(self, wordings: Sequence[model.Wording]) -> Give:
        """The function that gives an event its text: the wordings filled, but for those whose condition does
        not hold. Lives that are not recorded have none; if they are counted, it is known which it would be.
        """
        prepared = [
            (w.mode, w.mind, [self._part(part) for part in w.parts], next(self.numbers), self._when(w))
            for w in wordings
        ]
        told = self._count.told(wordings)

        def give(s: State, f: Frame, h: Happening) -> None:
            h.told = told(s, f)
            if s.log is not None:
                h.lines = tuple(
                    Line(
                        mode,
                        None if mind is None else int(f[mind]),
                        tuple([part(s, f, h) for part in parts]),
                        number,
                    )
                    for mode, mind, parts, number, when in prepared
                    if when is None or when(s, f)
                )

        return give

    def _when(self, wording: model.Wording) -> Eval | None:
        return None if wording.when is None else self._compile(wording.when)

    def _part(self, part: model.Plain | model.Mention | model.Verb) -> Part:
        match part:
            case model.Plain(text):
                word = Word(text)
                return lambda s, f, h: word
            case model.Verb(lemma, negated):
                does = Does(lemma, negated)
                return lambda s, f, h: does
            case model.Mention(expr):
                value = self._compile(expr)
                if not isinstance(expr.type, model.Ref):
                    return self._value(value, expr.type, part)
                nobody = "nobody" if self._are_people(expr.type.kind) else "nothing"
                return _entity(value, part, nobody, can_change=isinstance(expr, model.Cell))

    def _are_people(self, kind: str) -> bool:
        """Whether those of a kind are spoken of as people: one of them, at least, is no "it"."""
        kinds = {other.name for other in self._world.kinds if kind in other.lineage}
        entities = self._world.entities
        pronouns = [entity.pronoun for entity in entities if entity.kind in kinds]
        pronouns += [other.pronoun for other in self._world.kinds if other.name == kind]
        return any(pronoun != "it" for pronoun in pronouns)

    def _value(self, value: Eval, type_: model.Type, said: model.Mention) -> Part:
        unit, begins = said.unit, self._world.begins
        if begins is not None and isinstance(type_, model.Time):
            words = partial(_of_its_day, begins=begins)
        else:
            words = partial(_at_any_time, type_=type_, unit=unit)
        if said.before:
            return lambda s, f, h: Word(words(_before(value, s, f, h), s.now))
        return lambda s, f, h: Word(words(value(s, f), s.now))


def _at_any_time(value: Value, now: float, type_: model.Type, unit: tuple[str, str] | None) -> str:
    return in_words(value, type_, unit)


def _of_its_day(value: Value, now: float, begins: Calendar) -> str:
    return "never" if value >= model.NEVER else daytime.on_its_day(float(value), now, begins)


def _entity(value: Eval, said: model.Mention, nobody: str, *, can_change: bool) -> Part:
    """Who is named: as it is now, with who stood there before, or as it was before; or nobody."""
    absent = Word(f"{nobody}'s" if said.form == "possessive" else nobody)

    def name(s: State, f: Frame, h: Happening) -> Word | Who:
        entity = int(value(s, f))
        was = int(_before(value, s, f, h)) if can_change else entity
        if said.before:
            entity = was
        if entity == -1:
            return absent
        return Who(entity, said.form, None if was in (entity, -1) else was)

    return name


def _before(value: Eval, s: State, f: Frame, h: Happening) -> Value:
    """What an expression was before an event changed anything."""
    now = {cell: s.cells[cell] for cell in h.was}
    try:
        for cell, old in h.was.items():
            s.cells[cell] = old
        before: Value = value(s, f)
        return before
    finally:
        for cell, new in now.items():
            s.cells[cell] = new


def in_words(value: Value, type_: model.Type, unit: tuple[str, str] | None = None) -> str:
    """A value as a text shows it: an option's name, yes or no, a time, a number with its unit."""
    match type_:
        case model.OneOf(options):
            return options[int(value)].replace("_", " ")
        case model.YesNo():
            return "yes" if value else "no"
        case model.Time():
            return "never" if value >= model.NEVER else clock(float(value))
        case model.Number():
            if unit is None:
                return figure(float(value), 3)
            if unit == TIME_OF_DAY:
                return daytime.in_words(float(value))
            return span(float(value)) if unit == ("second", "seconds") else counted(float(value), *unit)
        case model.Ref():
            raise TypeError("whoever is meant is mentioned, not written as a value")
