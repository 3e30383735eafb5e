"""Telling text: the wordings of an event with their brackets filled, at the moment it happens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import TYPE_CHECKING

from twicetold.engine.interpreter.state import Eval, Frame, State
from twicetold.engine.record import Does, Line, Who, Word
from twicetold.lang import model
from twicetold.lang.model import Value

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build
    from twicetold.engine.interpreter.event import Happening

Give = Callable[[State, Frame, "Happening"], None]
Part = Callable[[State, Frame], Word | Who | Does]


class Tellings:
    """Turns the wordings of one world into functions."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.numbers = count()

    def compile(self, wordings: Sequence[model.Wording]) -> Give:
        """The function that gives an event its text: the wordings filled, but for those whose condition does
        not hold. Lives that are not recorded have none; if they are counted, it is known which it would be.
        """
        prepared = [
            (w.mode, w.mind, [self._part(part) for part in w.parts], next(self.numbers), self._when(w))
            for w in wordings
        ]
        told = self.build.count.told(wordings)

        def give(s: State, f: Frame, h: Happening) -> None:
            h.told = told(s, f)
            if s.log is not None:
                h.lines = tuple(
                    Line(
                        mode,
                        None if mind is None else int(f[mind]),
                        tuple([part(s, f) for part in parts]),
                        number,
                    )
                    for mode, mind, parts, number, when in prepared
                    if when is None or when(s, f)
                )

        return give

    def _when(self, wording: model.Wording) -> Eval | None:
        return None if wording.when is None else self.build.expressions.compile(wording.when)

    def _part(self, part: model.Plain | model.Mention | model.Verb) -> Part:
        match part:
            case model.Plain(text):
                word = Word(text)
                return lambda s, f: word
            case model.Verb(lemma, negated):
                does = Does(lemma, negated)
                return lambda s, f: does
            case model.Mention(expr, form):
                return _mention(self.build.expressions.compile(expr), expr.type, form)


def _mention(value: Eval, type_: model.Type, form: str) -> Part:
    if isinstance(type_, model.Ref):

        def name(s: State, f: Frame) -> Word | Who:
            entity = int(value(s, f))
            return Who(entity, form) if entity != -1 else Word("nothing")

        return name
    return lambda s, f: Word(in_words(value(s, f), type_))


def in_words(value: Value, type_: model.Type) -> str:
    """A value as a text shows it: an option's name, yes or no, a number without needless digits."""
    match type_:
        case model.OneOf(options):
            return options[int(value)].replace("_", " ")
        case model.YesNo():
            return "yes" if value else "no"
        case model.Time() if value >= model.NEVER:
            return "never"
    return f"{float(value):.6g}"
