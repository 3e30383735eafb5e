"""Marks: what patterns ask of an event, looked up as it begins to happen. See `meaning/marks.py`."""

from __future__ import annotations

from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Eval
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.marks import Mark, marks
from twicetold.lang import model


class Marking:
    """The conditions that a world's patterns ask of its events."""

    def __init__(self, world: model.World, expressions: Expressions) -> None:
        self._asked: dict[str, list[tuple[Mark, Eval]]] = {
            name: [(mark, expressions.compile(mark.expr)) for mark in asked]
            for name, asked in marks(world).items()
        }

    def put(self, s: State, happening: Happening) -> None:
        """Put down which of them hold now, if a log is kept; no cause is read in them."""
        asked = self._asked.get(happening.name)
        if s.log is None or asked is None:
            return
        outer = s.note(None)
        happening.marks = sum(
            1 << bit for bit, (mark, holds) in enumerate(asked) if holds(s, _frame(mark, happening.roles))
        )
        s.note(outer)


def _frame(mark: Mark, roles: tuple[int, ...]) -> Frame:
    f: Frame = [TRUTH, *[-1] * (mark.size - 1)]
    for slot, entity in zip(mark.slots, roles, strict=True):
        if slot is not None:
            f[slot] = entity
    return f
