"""Counting: how often a life comes to each point of its world; see `probes.py`.

What is to be counted is wrapped when the world is made ready, so that lives which are not counted pay
nothing. Recorded lives ask conditions again and again to learn causes; their counts mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.interpreter.functions import Compile, Eval, Narrow, Run, Told
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.probes import Points, What
from twicetold.lang import model


class Counting:
    """Wraps what is counted; without points it wraps nothing."""

    def __init__(self, points: Points | None, compile_: Compile) -> None:
        self.counted = points is not None
        self._points = points
        self._compile = compile_
        self.size = len(points) if points is not None else 0

    def test(self, node: model.Numbered, test: Eval) -> Eval:
        """The test, each of whose answers is counted."""
        if self._points is None:
            return test
        yes, no = self._points.number(node, "yes"), self._points.number(node, "no")

        def counted(s: State, f: Frame) -> bool:
            holds = bool(test(s, f))
            s.counts[yes if holds else no] += 1
            return holds

        return counted

    def narrow(self, node: model.Numbered, narrow: Narrow) -> Narrow:
        """The test of many at once, whose answers are counted in the same way."""
        if self._points is None:
            return narrow
        yes, no = self._points.number(node, "yes"), self._points.number(node, "no")

        def counted(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
            found = narrow(s, f, those)
            s.counts[yes] += len(found)
            s.counts[no] += len(those) - len(found)
            return found

        return counted

    def block(self, node: model.Numbered, what: What, run: Run) -> Run:
        """The block, counted whenever it is lived."""
        if self._points is None:
            return run
        number = self._points.number(node, what)

        def counted(s: State, f: Frame, h: Happening) -> None:
            s.counts[number] += 1
            run(s, f, h)

        return counted

    def come(self, s: State, node: model.Numbered, what: What, times: int = 1) -> None:
        """A life comes to a point, once or several times."""
        if self._points is not None:
            s.counts[self._points.number(node, what)] += times

    def told(self, wordings: Sequence[model.Wording]) -> Told:
        """The function that gives the points of those wordings that could be told now."""
        if self._points is None:
            return lambda s, f: ()
        compiled = [
            (self._points.number(each), None if each.when is None else self._compile(each.when))
            for each in wordings
            if each in self._points  # upkeep is never told
        ]
        return lambda s, f: tuple(number for number, when in compiled if when is None or when(s, f))
