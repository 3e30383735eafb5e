"""Counting: how often a life comes to each probe of its world; see `probes.py`.

What is to be counted is wrapped when the world is made ready, so that lives which are not counted pay
nothing. Recorded lives ask conditions again and again to learn causes; their counts mean nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.interpreter.functions import Compile, Eval, Narrow, Run, Told
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import Frame, State
from twicetold.engine.meaning.probes import Probes, What
from twicetold.lang import model


class Counting:
    """Wraps what is counted; without probes it wraps nothing."""

    def __init__(self, probes: Probes | None, compile_: Compile) -> None:
        self.counted = probes is not None
        self._probes = probes
        self._compile = compile_
        self.size = len(probes) if probes is not None else 0

    def test(self, node: model.Numbered, test: Eval) -> Eval:
        """The test, each of whose answers is counted."""
        if self._probes is None or not self._probes.counts(node):
            return test
        yes, no = self._probes.number(node, "yes"), self._probes.number(node, "no")

        def counted(s: State, f: Frame) -> bool:
            holds = bool(test(s, f))
            s.counts[yes if holds else no] += 1
            return holds

        return counted

    def narrow(self, node: model.Numbered, narrow: Narrow) -> Narrow:
        """The test of many at once, whose answers are counted in the same way."""
        if self._probes is None or not self._probes.counts(node):
            return narrow
        yes, no = self._probes.number(node, "yes"), self._probes.number(node, "no")

        def counted(s: State, f: Frame, those: Sequence[int]) -> Sequence[int]:
            left = narrow(s, f, those)
            s.counts[yes] += len(left)
            s.counts[no] += len(those) - len(left)
            return left

        return counted

    def block(self, node: model.Numbered, what: What, run: Run) -> Run:
        """The block, counted whenever it is lived."""
        if self._probes is None or not self._probes.counts(node):
            return run
        number = self._probes.number(node, what)

        def counted(s: State, f: Frame, h: Happening) -> None:
            s.counts[number] += 1
            run(s, f, h)

        return counted

    def come(self, s: State, node: model.Numbered, what: What, times: int = 1) -> None:
        """A life comes to a probe, once or several times."""
        if self._probes is not None:
            s.counts[self._probes.number(node, what)] += times

    def told(self, wordings: Sequence[model.Wording]) -> Told:
        """The function that gives the probes of those wordings that could be told now."""
        if self._probes is None:
            return lambda s, f: ()
        compiled = [
            (self._probes.number(wording), None if wording.when is None else self._compile(wording.when))
            for wording in wordings
            if wording in self._probes  # upkeep is never told
        ]
        return lambda s, f: tuple(number for number, when in compiled if when is None or when(s, f))
