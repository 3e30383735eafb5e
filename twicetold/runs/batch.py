"""Many lives of one world: a `Batch`, and what it says.

Nothing in a batch tells how it was lived: whatever the number of processes, the order in which they finished
or the hash seed, the same world, seed and runs give the same batch.
"""

from __future__ import annotations

import math
import os
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from twicetold.engine import Interpreter
from twicetold.lang import model
from twicetold.runs.statistics import Summary, quantiles, summary, wilson
from twicetold.runs.workers import Lived, live_one, live_together


@dataclass(frozen=True, slots=True)
class EndingRow:
    """How often an ending came about, and its share of the lives with the 95 % interval (Wilson)."""

    ending: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Batch:
    """Lives of one world and seed, in order of their runs.

    `declared` are the world's endings and `measured` its measures, in order of declaration. `asked` is how
    many lives were asked for; fewer are there if the living was interrupted.
    """

    world: str
    hash: str
    seed: int
    declared: tuple[str, ...]
    measured: tuple[str, ...]
    lives: tuple[Lived, ...]
    asked: int

    @property
    def n(self) -> int:
        """How many lives were lived."""
        return len(self.lives)

    def endings(self) -> tuple[EndingRow, ...]:
        """Every declared ending and any other that occurred: the most frequent first, then by declaration."""
        counts = Counter(life.ending for life in self.lives)
        names = dict.fromkeys([*self.declared, *sorted(counts)])
        ranked = sorted(names, key=lambda name: -counts[name])
        return tuple(self._row(name, counts[name]) for name in ranked)

    def measures(self) -> dict[str, Summary]:
        """Each measure summed up over all lives, in order of declaration; empty if there are no lives."""
        if not self.lives:
            return {}
        return {name: summary(self._column(self.lives, place)) for place, name in enumerate(self.measured)}

    def typical_run(self) -> int | None:
        """A run that stands for many: of the commonest ending, its measures and length nearest to the medians
        of the lives that ended so (in interquartile ranges; the first of several). None without lives.
        """
        if not self.lives:
            return None
        commonest = self.endings()[0].ending
        alike = [life for life in self.lives if life.ending == commonest]
        columns = [self._column(alike, place) for place in range(len(self.measured))]
        columns.append([float(life.ticks) for life in alike])
        spans = [quantiles(column, (0.25, 0.5, 0.75)) for column in columns]

        def distance(place: int) -> float:
            apart = 0.0
            for column, (low, median, high) in zip(columns, spans, strict=True):
                apart += abs(column[place] - median) / ((high - low) or 1.0)
            return apart

        return alike[min(range(len(alike)), key=distance)].run

    def rare_run(self) -> int | None:
        """The first run of the rarest ending that occurred (the last declared of several); None if there are
        no lives.
        """
        occurred = [row.ending for row in self.endings() if row.count]
        return (
            next((life.run for life in self.lives if life.ending == occurred[-1]), None) if occurred else None
        )

    def to_json(self) -> dict[str, Any]:
        """The batch in numbers: world, hash, seed, n, endings (rows), measures (by name)."""
        return {
            "world": self.world,
            "hash": self.hash,
            "seed": self.seed,
            "n": self.n,
            "endings": [asdict(row) for row in self.endings()],
            "measures": {name: asdict(each) for name, each in self.measures().items()},
        }

    def _row(self, ending: str, count: int) -> EndingRow:
        low, high = wilson(count, self.n)
        return EndingRow(ending, count, count / self.n if self.n else 0.0, low, high)

    def _column(self, lives: tuple[Lived, ...] | list[Lived], place: int) -> list[float]:
        return [life.measures[place] for life in lives]


SOON = 1.0
"""Seconds: what is done so soon is not worth the starting of processes."""

Progress = Callable[[int, int], None]
"""Is told how many lives have been lived, counted from the first without a gap, and of how many."""


def many(
    world: model.World,
    n: int,
    seed: int = 1,
    jobs: int | None = None,
    on_progress: Progress | None = None,
    *,
    first: int = 0,
) -> Batch:
    """Live the runs `first` to `first + n - 1` of a world, in `jobs` processes (default: one per core, but
    what is done within a second is lived here).

    An interrupt (Ctrl-C) ends the living, not the program: the batch then has the runs lived until then,
    without a gap.

    Raises ValueError if `n` is negative or `jobs` less than 1, and `workers.WorkerError` if a process dies.
    """
    if n < 0:
        raise ValueError(f"the number of lives must not be negative, but is {n}")
    if jobs is not None and jobs < 1:
        raise ValueError(f"the number of jobs must be at least 1, but is {jobs}")
    runs = range(first, first + n)
    lives: list[Lived] = []
    ahead: dict[int, Lived] = {}
    try:
        with closing(_live(world, seed, runs, jobs)) as results:
            for some in results:
                ahead.update((life.run, life) for life in some)
                while (life := ahead.pop(first + len(lives), None)) is not None:
                    lives.append(life)
                if on_progress is not None:
                    on_progress(len(lives), n)
    except KeyboardInterrupt:
        pass
    return Batch(
        world=world.name,
        hash=world.hash,
        seed=seed,
        declared=tuple(ending.name for ending in world.endings),
        measured=tuple(measure.name for measure in world.measures),
        lives=tuple(lives),
        asked=n,
    )


def cores() -> int:
    """How many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def _live(world: model.World, seed: int, runs: range, jobs: int | None) -> Generator[list[Lived]]:
    """The lives of these runs, some at a time, in any order: here, then in several processes."""
    together = jobs or cores()
    patience = math.inf if together == 1 else 0.0 if jobs else SOON
    alone = 0
    for life in _live_here(world, seed, runs, patience):
        alone += 1
        yield [life]
    rest = runs[alone:]
    if rest:
        yield from live_together(world, seed, rest, min(together, len(rest)))


def _live_here(world: model.World, seed: int, runs: range, seconds: float) -> Iterator[Lived]:
    """The lives of these runs in order, or of as many of them as can be begun in so many seconds."""
    if not runs or not seconds:
        return
    interpreter = Interpreter(world)
    begun = time.monotonic()
    for run in runs:
        if time.monotonic() - begun >= seconds:
            return
        yield live_one(interpreter, seed, run)
