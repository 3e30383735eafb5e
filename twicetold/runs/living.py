"""Replicates in parallel: many lives lived at once, and handed over in the order of their runs.

The interpreter lives in processes, the kernel in threads. How many there are, how fast they are and into
what pieces the runs are cut shows in nothing but time.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from twicetold.engine import Interpreter, LifeTooLong
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import model
from twicetold.runs.engines import Chosen, Engine, Stoppable, at_once, choose
from twicetold.runs.pieces import Pace, in_pieces, stretches
from twicetold.runs.threads import in_order
from twicetold.runs.workers import Wanted, live_together

SOON = 1.0
"""Seconds: what is done so soon is not worth the starting of processes, nor the compiling of a kernel."""

SHORT = 100_000_000
"""A life of more steps is never done soon."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be lived, and by whom. `jobs` None is one per core, but what is done soon is lived here.
    Lives that are `counted` have `counts`; the events of those that are `marked` have `marks`, what the
    world's patterns ask of them."""

    world: model.World
    seed: int
    jobs: int | None = None
    engine: Engine = Engine.AUTO
    events: bool = False
    counted: bool = False
    marked: bool = False

    def __post_init__(self) -> None:
        if self.jobs is not None and self.jobs < 1:
            raise ValueError(f"the number of jobs must be at least 1, but is {self.jobs}")


class Living:
    """The living of a task. `note` says, once it is known, why the kernel does not do it."""

    def __init__(self, task: Task) -> None:
        self.task = task if task.marked else replace(task, world=replace(task.world, patterns=()))
        self.note: str | None = None

    def live(self, ranges: Iterable[range]) -> Generator[Lives]:
        """The lives of these runs in this order, in pieces of which none crosses the border of a range.

        The ranges are asked for only when they are next. Whatever lives is ended when the iterator is closed.
        Raises `workers.WorkerError` if a process dies, `engines.NoKernel` if the kernel is asked for in vain,
        and LifeTooLong of the first life that is beyond its budget.
        """
        waiting = (runs for runs in ranges if runs)
        first = next(waiting, None)
        if first is None:
            return
        left: range | None = first
        task = self.task
        ready = at_once(task.world, counted=task.counted) if task.engine is Engine.AUTO else None
        if ready is None and self._begins_alone():
            left = yield from self._alone(first)
        rest = chain([left] if left else [], waiting)
        with closing(self._together(rest, ready)) as pieces:
            yield from pieces

    def _begins_alone(self) -> bool:
        return self.task.jobs is None and self.task.engine is not Engine.KERNEL

    def _jobs(self) -> int:
        return self.task.jobs or cores()

    def _alone(self, runs: range) -> Generator[Lives, None, range]:
        """Live here what can be begun soon; returns the rest."""
        task = self.task
        end = time.monotonic() + SOON
        interpreter = Interpreter(
            replace(task.world, budget=min(SHORT, task.world.budget)), counted=task.counted
        )
        with suppress(LifeTooLong):  # whoever lives what is left says so, if it is
            for lives in in_pieces(interpreter, task.seed, runs, task.events):
                runs = runs[len(lives) :]
                yield lives
                if time.monotonic() >= end:
                    break
        return runs

    def _together(self, ranges: Iterator[range], ready: Chosen | None) -> Generator[Lives]:
        first = next(ranges, None)
        if first is None:
            return
        task, jobs = self.task, self._jobs()
        ranges = chain([first], ranges)
        chosen = ready or choose(task.world, task.engine, counted=task.counted)
        self.note = chosen.note
        if isinstance(chosen.runner, Stoppable):
            yield from _in_threads(chosen.runner, task, jobs, ranges)
        elif jobs == 1:
            for runs in ranges:
                yield from in_pieces(chosen.runner, task.seed, runs, task.events)
        else:
            wanted = Wanted(task.world, task.seed, task.events, task.counted)
            yield from live_together(wanted, ranges, jobs)


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _in_threads(runner: Stoppable, task: Task, jobs: int, ranges: Iterable[range]) -> Generator[Lives]:
    """The lives of these runs in order, lived by an engine that lets threads run beside one another."""
    pace = Pace()

    def live(runs: range) -> Lives:
        begun = time.monotonic()
        lives = runner.lives(task.seed, runs.start, len(runs), events=task.events)
        pace.took(len(runs), time.monotonic() - begun)
        return lives

    pieces = stretches(ranges, lambda left: pace.size(left, jobs))
    return in_order((partial(live, runs) for runs in pieces), jobs, runner.stop)
