"""The same lives by two engines, compared to the bit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.generated import left
from tests.generated.coded import QUICK, Coded, Engine, Way
from twicetold.engine import Interpreter
from twicetold.engine.interpreter import Living
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.program import Program
from twicetold.engine.kernel.verify import verify
from twicetold.engine.meaning.columns import NO_ROLE, EventColumns, Lives
from twicetold.engine.meaning.names import Names, names
from twicetold.lang import model

SEED, FIRST, RUNS = 20, 7, 3
"""The lives that are compared, of every world."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared of a world, and how the engines differ: empty where they do not."""

    lives: int
    ticks: int
    events: int
    difference: str


@dataclass(frozen=True, slots=True)
class Expected:
    """The lives of a world by the interpreter, and the last of them as it ended; and its program, by which
    others are to live so."""

    world: model.World
    program: Program
    lives: Lives
    last: Living

    def difference(self, program: Program, way: Way) -> str:
        """How the lives of the world's program made in some way differ; empty if they do not."""
        engine = way.made(self.world, program)
        found = against(self.world, self.lives, engine)
        if not found and isinstance(engine, Coded) and engine.places:
            found = left.difference(self.last, program, engine)
        return found and f"by {way}, {found}"


class _Interpreter(Interpreter):
    """The interpreter; its last life can be looked at."""

    last: Living

    def begin(self, seed: int, run: int, **asked: Any) -> Living:
        self.last = super().begin(seed, run, **asked)
        return self.last


def interpreted(world: model.World) -> Expected:
    """What the interpreter says of a world."""
    interpreter = _Interpreter(world)
    lives = interpreter.lives(SEED, FIRST, RUNS, events=True)
    return Expected(world, lower(world), lives, interpreter.last)


def compare(world: model.World, ways: Sequence[Way] = (QUICK,)) -> Compared:
    """Live a world by the interpreter and by the kernel, made in each of these ways."""
    expected = interpreted(world)
    verify(expected.program)
    differing = (found for way in ways if (found := expected.difference(expected.program, way)))
    events = expected.lives.events
    assert events is not None
    return Compared(RUNS, int(expected.lives.ticks.sum()), len(events), next(differing, ""))


def against(world: model.World, expected: Lives, engine: Engine) -> str:
    """How an engine's lives differ from those expected, with events and without; empty if they do not."""
    count = len(expected)
    recorded = engine.lives(expected.seed, expected.first, count, events=True)
    plain = engine.lives(expected.seed, expected.first, count)
    return difference(world, expected, recorded) or difference(world, expected, plain)


def difference(world: model.World, expected: Lives, found: Lives) -> str:
    """In words, the first difference between the same lives of two engines; empty if there is none."""
    return "\n".join(_differences(names(world), expected, found))


def _differences(names: Names, expected: Lives, found: Lives) -> Iterator[str]:
    for row in range(len(expected)):
        told = list(_of_life(names, expected, found, row))
        if told:
            yield f"seed {expected.seed}, run {expected.first + row}:"
            yield from told
            return


def _of_life(names: Names, expected: Lives, found: Lives, row: int) -> Iterator[str]:
    """How one life differs: its first event that does, then all else that is kept of it."""
    if expected.events is not None and found.events is not None:
        yield from _of_events(names, expected.events, found.events, expected.first + row)
    ending, other = names.endings[expected.ending[row]], names.endings[found.ending[row]]
    if ending != other:
        yield f"  ending: expected {ending!r}, found {other!r}"
    for what in ("ticks", "scored", "digest"):
        a, b = int(getattr(expected, what)[row]), int(getattr(found, what)[row])
        if a != b:
            yield f"  {what}: expected {a}, found {b}"
    kept = [*names.measures, *(point for series in names.series for point in series.columns)]
    ours, theirs = ([*lives.measures[row], *lives.series[row]] for lives in (expected, found))
    for name, x, y in zip(kept, ours, theirs, strict=True):
        if x.tobytes() != y.tobytes() and not (np.isnan(x) and np.isnan(y)):
            yield f"  measure {name}: expected {x!r}, found {y!r}"


def _of_events(names: Names, expected: EventColumns, found: EventColumns, run: int) -> Iterator[str]:
    ours, theirs = list(_rows(names, expected, run)), list(_rows(names, found, run))
    for number, (a, b) in enumerate(zip(ours, theirs, strict=False)):
        if a != b:
            yield f"  event {number}: expected {a}, found {b}"
            return
    if len(ours) != len(theirs):
        number = min(len(ours), len(theirs))
        more = "expected" if len(ours) > len(theirs) else "found"
        yield f"  event {number}: only {more} {max(ours, theirs, key=len)[number]}"


def _rows(names: Names, events: EventColumns, run: int) -> Iterator[str]:
    for row in np.flatnonzero(events.run == run):
        roles = ", ".join(str(role) for role in events.roles[row] if role != NO_ROLE)
        marks = "" if events.marks is None else f", marks {events.marks[row]:b}"
        times = f"ticks {events.began[row]} to {events.tick[row]}"
        outcome = names.outcomes[events.outcome[row]]
        yield f"{names.constructs[events.name[row]]}({roles}) {outcome}, {times}{marks}"
