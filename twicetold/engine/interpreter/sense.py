"""Senses: what minds notice by themselves, at the beginning of each tick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.bindings import Bindings
from twicetold.engine.interpreter.event import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.record import NO_CAUSES, Causes

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build
    from twicetold.engine.interpreter.tell import Give


class Senses:
    """The senses of one world, in order of declaration."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._senses = [
            (
                sense,
                Bindings(build, sense, sense.when, sense.size, sense.body),
                build.count.block(sense, "reached", build.effects.block(sense.body)),
                build.tell.compile(sense.wordings),
                build.work.event(sense),
            )
            for sense in build.world.senses
        ]

    def run(self, s: State) -> None:
        """Every mind notices."""
        for sense, bindings, body, give, steps in self._senses:
            count, loud = len(sense.roles) + 1, sense.loud
            for f in bindings.each(s, TRUTH):
                if s.otherwise is not None and s.otherwise.forbids(s, sense.name, f[1:count]):
                    continue
                happening = Happening(sense.name, tuple(f[1:count]))
                happening.loud = loud
                if s.log is None:
                    body(s, f, happening)
                else:
                    s.note(happening.trace)
                    body(s, f, happening)
                    s.note(None)
                if loud and happening.beliefs:
                    s.spend(steps)
                    self.build.count.come(s, sense, "told")
                    self._close(s, bindings, happening, f, give)

    def _close(self, s: State, bindings: Bindings, happening: Happening, f: Frame, give: Give) -> None:
        happening.perceived.append((happening.roles[0], "sensed"))
        give(s, f, happening)
        why = NO_CAUSES
        if s.log is not None:
            alone, together = causes.needed(s, bindings.holds, f)
            why = Causes(enabled_by=alone, shaped_by=together)
        self.build.events.close(s, happening, "sense", s.tick, why)

    def through(self, s: State, happening: Happening, cell: int, plainly: bool) -> tuple[int, ...]:
        """The events a sensed belief is learned through: the sensing if that is an event, else what was
        shown.
        """
        assert s.log is not None
        if happening.loud:
            return (happening.take_number(s),)
        if plainly:
            writer = s.log.writer[cell]
            return (writer,) if writer >= 0 else ()
        return tuple(sorted(causes.sources(s, happening.trace)))
