"""The author's own tests: what a world's `expect` lines say, held against many lives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from twicetold.lang import model
from twicetold.runs import Batch, Progress, Summary, many

LIVES = 400
"""So many lives tell a share to about five percent."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """An `expect` line and what was found: the estimate, a share or a mean, with its 95 % interval."""

    expect: model.Expect
    estimate: float
    low: float
    high: float

    @property
    def holds(self) -> bool:
        """Whether the lives allow it: the interval reaches into the expected range."""
        return self.low <= self.expect.hi and self.high >= self.expect.lo


def check_expectations(
    world: model.World,
    n: int = LIVES,
    seed: int = 1,
    jobs: int | None = None,
    on_progress: Progress | None = None,
) -> tuple[Expectation, ...]:
    """Live the world `n` times, if it expects anything, and hold each `expect` line against that.

    Raises what `runs.many` raises, and KeyboardInterrupt if the living was interrupted: an answer from fewer
    lives than asked for would be another answer.
    """
    if not world.expects:
        return ()
    batch = many(world, n, seed, jobs, on_progress)
    if batch.n < n:
        raise KeyboardInterrupt
    return tuple(_hold(batch, expect) for expect in world.expects)


def _hold(batch: Batch, expect: model.Expect) -> Expectation:
    if expect.ending is not None:
        row = next(row for row in batch.endings() if row.ending == expect.ending)
        return Expectation(expect, row.share, row.low, row.high)
    assert expect.measure is not None
    return Expectation(expect, *_mean(batch.measures()[expect.measure], batch.n))


def _mean(measure: Summary, n: int) -> tuple[float, float, float]:
    """A mean with its 95 % interval, by the normal approximation."""
    half = NormalDist().inv_cdf(0.975) * measure.sd / math.sqrt(n)
    return measure.mean, measure.mean - half, measure.mean + half
