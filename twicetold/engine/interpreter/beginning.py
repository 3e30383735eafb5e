"""Texts about a life as it begins: with what its tellings begin, and how those in it are described."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning.record import Beginning, Line
from twicetold.lang import model


class Beginnings:
    """The texts of one world about its lives as they begin."""

    def __init__(self, world: model.World, tell: Tellings) -> None:
        self._name = world.name
        self._opening = tell.compile(world.opening.wordings)
        self._size = world.opening.size
        self._introductions = [(each, tell.compile([each.wording])) for each in world.introductions]

    def told(self, s: State) -> Beginning:
        """What they say of a life that has just begun."""
        happening = Happening(self._name, ())
        self._opening(s, [TRUTH, *[-1] * (self._size - 1)], happening)
        return Beginning(happening.lines, dict(self._described(s)))

    def _described(self, s: State) -> Iterator[tuple[int, Line]]:
        for introduction, give in self._introductions:
            for entity in introduction.entities:
                happening = Happening(self._name, ())
                f: Frame = [TRUTH, *[-1] * (introduction.size - 1)]
                if introduction.slot:
                    f[introduction.slot] = entity
                give(s, f, happening)
                yield entity, happening.lines[0]
