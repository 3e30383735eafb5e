"""Endings: how a life can end, and the measures taken then."""

from __future__ import annotations

import itertools

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.event import Events
from twicetold.engine.interpreter.functions import Compile, Eval
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning.record import NO_CAUSES, Causes
from twicetold.lang import model
from twicetold.lang.model import stored


class Endings:
    """The endings and measures of one world."""

    def __init__(
        self, world: model.World, compile_: Compile, count: Counting, tell: Tellings, events: Events
    ) -> None:
        self._count = count
        self._events = events
        self._endings = [(e, _tested(e, compile_, count)) for e in world.endings]
        self._texts = {e.name: tell.compile(e.wordings) for e in world.endings}
        self._measures = [(m, compile_(m.expr)) for m in world.measures]
        self._series = [(m, compile_(m.expr)) for m in world.series]
        self._points: dict[int, list[tuple[int, int]]] = {}
        """By tick: the places of the points that are kept then, each with that of its series."""
        place = itertools.count()
        for number, series in enumerate(world.series):
            for tick in series.points(world.ticks):
                self._points.setdefault(tick, []).append((next(place), number))
        self._size = next(place)

    def reached(self, s: State, *, at_end: bool) -> str | None:
        """The name of the first ending that holds, among those tested each tick or those at the end."""
        for ending, cond in self._endings:
            if ending.at_end is at_end:
                f: Frame = [-1] * ending.size
                f[0] = TRUTH
                if cond is None or cond(s, f):
                    self._count.come(s, ending, "reached")
                    self._record(s, ending, cond, f)
                    return ending.name
        return None

    def watch(self, s: State) -> None:
        """Take note of what is higher now than it was before."""
        now = [self._taken(s, measure, value) for measure, value in self._measures if measure.peak]
        s.peaks = [max(*pair) for pair in zip(s.peaks, now, strict=True)] if s.peaks else now

    def keep(self, s: State) -> None:
        """Keep what is measured over time, as this tick begins or the life is over."""
        if not s.series:
            s.series = [model.NEVER] * self._size
        for place, number in self._points.get(s.tick, ()):
            s.series[place] = self._taken(s, *self._series[number])

    def measures(self, s: State) -> tuple[tuple[str, float], ...]:
        """The measures as they are now, clamped as every number is that is kept."""
        peaks = iter(s.peaks)
        return tuple(
            (measure.name, next(peaks) if measure.peak else self._taken(s, measure, value))
            for measure, value in self._measures
        )

    def _taken(self, s: State, measure: model.Measure | model.Series, value: Eval) -> float:
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
        self._texts[ending.name](s, f, happening)
        self._events.close(s, happening, "ending", s.tick, why)


def _tested(ending: model.Ending, compile_: Compile, count: Counting) -> Eval | None:
    """The condition of an ending, if it has one; where lives are counted, each of its parts is."""
    if ending.cond is None or not count.counted:
        return None if ending.cond is None else compile_(ending.cond)
    parts = [count.test(part, compile_(part.expr)) for part in model.conditions(ending)]
    return lambda s, f: all(part(s, f) for part in parts)
