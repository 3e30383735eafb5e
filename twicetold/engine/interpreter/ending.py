"""Endings: how a life can end, and the measures taken then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.event import Happening
from twicetold.engine.interpreter.state import TRUTH, Eval, Frame, State
from twicetold.engine.meaning.record import NO_CAUSES, Causes
from twicetold.engine.meaning.values import stored
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build


class Endings:
    """The endings and measures of one world."""

    def __init__(self, build: Build) -> None:
        self.build = build
        compile_ = build.expressions.compile
        self._endings = [(e, self._compile(e.cond) if e.cond else None) for e in build.world.endings]
        self._measures = [(m, compile_(m.expr)) for m in build.world.measures]

    def _compile(self, cond: model.Expr) -> Eval:
        build = self.build
        if not build.counted:
            return build.expressions.compile(cond)
        parts = [build.count.test(part, build.expressions.compile(part)) for part in model.conjuncts(cond)]
        return lambda s, f: all(part(s, f) for part in parts)

    def reached(self, s: State, *, at_end: bool) -> str | None:
        """The name of the first ending that holds, among those tested each tick or those at the end."""
        for ending, cond in self._endings:
            if ending.at_end is at_end:
                f: Frame = [-1] * ending.size
                f[0] = TRUTH
                if cond is None or cond(s, f):
                    self.build.count.come(s, ending, "reached")
                    self._record(s, ending, cond, f)
                    return ending.name
        return None

    def watch(self, s: State) -> None:
        """Take note of what is higher now than it was before."""
        now = [self._taken(s, measure, value) for measure, value in self._measures if measure.peak]
        s.peaks = [max(*each) for each in zip(s.peaks, now, strict=True)] if s.peaks else now

    def measures(self, s: State) -> tuple[tuple[str, float], ...]:
        """The measures as they are now, clamped as every number is that is kept."""
        peaks = iter(s.peaks)
        return tuple(
            (measure.name, next(peaks) if measure.peak else self._taken(s, measure, value))
            for measure, value in self._measures
        )

    def _taken(self, s: State, measure: model.Measure, value: Eval) -> float:
        keep = stored(measure.expr.type if isinstance(measure.expr.type, model.Time) else model.Number())
        f: Frame = [-1] * measure.size
        f[0] = TRUTH
        return float(keep(value(s, f)))

    def _record(self, s: State, ending: model.Ending, cond: Eval | None, f: Frame) -> None:
        if s.log is None:
            return
        happening = Happening(ending.name, ())
        happening.take_number(s)
        why = NO_CAUSES
        if cond is not None:
            alone, together = causes.needed(s, cond, f)
            why = Causes(enabled_by=alone, shaped_by=together)
        self.build.events.close(s, happening, "ending", s.tick, why)
