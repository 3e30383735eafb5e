"""Senses: what minds notice by themselves, at the beginning of each tick."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.bindings import Binder, Bindings
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.event import Events
from twicetold.engine.interpreter.functions import Give, Run
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning.record import NO_CAUSES, Causes
from twicetold.engine.meaning.work import Work
from twicetold.lang import model

_Ready = tuple[model.Sense, Bindings, Run, Give, int]


class Senses:
    """The senses of one world, in order of declaration."""

    def __init__(
        self,
        world: model.World,
        work: Work,
        count: Counting,
        binder: Binder,
        effects: Effects,
        tell: Tellings,
        events: Events,
    ) -> None:
        self._count = count
        self._events = events

        def ready(sense: model.Sense) -> _Ready:
            return (
                sense,
                Bindings(binder, sense, sense.when, sense.size, sense.body),
                count.block(sense, "reached", effects.block(sense.body)),
                tell.compile(sense.wordings),
                work.event(sense),
            )

        self._senses = [ready(sense) for sense in world.senses]
        self._within = [ready(sense) for sense in world.within]

    def run(self, s: State) -> None:
        """Every mind notices."""
        self._run(s, self._senses)

    def run_within(self, s: State) -> None:
        """Every mind takes others to notice, once it has concluded what it can."""
        self._run(s, self._within)

    def _run(self, s: State, senses: Sequence[_Ready]) -> None:
        for sense, bindings, body, give, steps in senses:
            count, loud = len(sense.roles) + 1, sense.loud
            for f in bindings.each(s, TRUTH):
                if s.otherwise is not None and s.otherwise.forbids(s, sense.name, f[1:count]):
                    continue
                happening = Happening(sense.name, tuple(f[1:count]))
                happening.loud = loud
                if loud:
                    self._events.marking.put(s, happening)
                if s.log is None:
                    body(s, f, happening)
                else:
                    s.note(happening.trace)
                    body(s, f, happening)
                    s.note(None)
                if loud and happening.beliefs:
                    s.spend(steps)
                    self._count.come(s, sense, "told")
                    self._close(s, bindings, happening, f, give)

    def _close(self, s: State, bindings: Bindings, happening: Happening, f: Frame, give: Give) -> None:
        happening.perceived.append((happening.roles[0], "sensed"))
        give(s, f, happening)
        why = NO_CAUSES
        if s.log is not None:
            alone, together = causes.needed(s, bindings.holds, f)
            why = Causes(enabled_by=alone, shaped_by=together)
        self._events.close(s, happening, "sense", s.tick, why)
