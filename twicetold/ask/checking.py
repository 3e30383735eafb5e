"""Statistical model checking: the author's expectations, the `expect` lines of a world, held against as
many lives as it takes.

The lives are looked at after 128 of them, then each time after about 1.41 times as many, up to the most that
are allowed. As soon as every interval lies within the expected range, or wholly outside, there is nothing
left to be decided. The intervals hold at all looks together with 95 % (see `runs.intervals`): those of
shares exactly; those of means by the normal approximation, with the same chance of error at each look. A
number that has not varied yet is decided by the last look alone: of what it seldom is, nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence as Expectations
from dataclasses import dataclass
from itertools import pairwise

from twicetold import questions
from twicetold.ask.sift import Sifting
from twicetold.ask.stillness import Stillness, Watch
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import model
from twicetold.runs import Engine, Progress
from twicetold.runs.intervals import Sequence, normal
from twicetold.runs.living import Living, Task
from twicetold.runs.passes import Pass
from twicetold.runs.tally import Tally

FIRST = 128
"""After how many lives is looked first; so many are lived if nothing is expected."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """An `expect` line and what was found: the estimate, a share or a mean, with its 95 % interval."""

    expect: model.Expect
    estimate: float
    low: float
    high: float
    varied: bool = True

    @property
    def holds(self) -> bool:
        """Whether the lives allow it: the interval reaches into the expected range."""
        return self.low <= self.expect.hi and self.high >= self.expect.lo

    @property
    def decided(self) -> bool:
        """Whether more lives are not going to tell otherwise: the interval lies within, or outside."""
        within = self.expect.lo <= self.low and self.high <= self.expect.hi
        return self.varied and (within or not self.holds)


@dataclass(frozen=True, slots=True)
class Checked:
    """What `n` lives of a world say of its author's expectations, and which came to nothing."""

    n: int
    expectations: tuple[Expectation, ...]
    stillness: Stillness

    @property
    def holds(self) -> bool:
        """Whether nothing speaks against any expectation."""
        return all(expectation.holds for expectation in self.expectations)


def looks(n: int) -> tuple[int, ...]:
    """After how many lives is looked, if there may be `n`."""
    sizes = [FIRST * math.sqrt(2**k) for k in range(2 * max(n, 1).bit_length())]
    return (*(round(look) for look in sizes if round(look) < n), n)


def check_expectations(
    world: model.World, asked: questions.Check, on_progress: Progress | None = None
) -> Checked:
    """Live the world until every `expect` line is decided, at most `n` times; 128 times if there is none.

    Raises what `runs.many` raises, and KeyboardInterrupt if the living was interrupted: an answer from fewer
    lives than it takes would be another answer.
    """
    planned = looks(asked.n if world.expects else min(asked.n, FIRST))
    expected = {expect.pattern for expect in world.expects if expect.pattern is not None}
    sifting = Sifting(world, asked.seed, [each for each in world.patterns if each.name in expected])
    watch, counting = Watch(world), _Counting(world, planned, Tally.of_names(names(world)), sifting)
    lived = Pass(
        planned[-1],
        [watch.add, *([sifting.add] if expected else []), counting.add],
        on_progress,
        looks=planned,
        enough=counting.decided,
        must_be_whole=True,
    )
    sifted = bool(expected)
    task = Task(
        world, asked.seed, asked.jobs, Engine(asked.engine), events=sifted, counted=True, marked=sifted
    )
    living = Living(task)
    done = lived.live(living, ranges=[range(a, b) for a, b in pairwise((0, *planned))])
    return Checked(done, counting.expectations, watch.seen())


@dataclass(slots=True)
class _Counting:
    """Lives counted, and the expectations as they were at the last look."""

    world: model.World
    planned: tuple[int, ...]
    tally: Tally
    sifting: Sifting
    expectations: tuple[Expectation, ...] = ()

    def add(self, lives: Lives) -> None:
        self.tally = self.tally.add(lives)

    def decided(self) -> bool:
        """Look: whether there are expectations, and all are decided."""
        self.expectations = _hold(self.world, self.tally, self.sifting, self.planned)
        return bool(self.expectations) and all(expectation.decided for expectation in self.expectations)


def _hold(
    world: model.World, tally: Tally, sifting: Sifting, planned: tuple[int, ...]
) -> tuple[Expectation, ...]:
    expects: Expectations[model.Expect] = world.expects
    if not expects:
        return ()
    sequence = Sequence(len(expects), looks=planned)
    last = tally.n == planned[-1]
    return tuple(_held(world, tally, sifting, sequence, expect, last) for expect in expects)


def _held(
    world: model.World,
    tally: Tally,
    sifting: Sifting,
    sequence: Sequence,
    expect: model.Expect,
    last: bool,
) -> Expectation:
    if expect.pattern is not None:
        count = sifting.lives(expect.pattern)
        return Expectation(expect, count / tally.n, *sequence.interval(count, tally.n))
    if expect.ending is not None:
        count = tally.counts[tally.endings.index(expect.ending)]
        return Expectation(expect, count / tally.n, *sequence.interval(count, tally.n))
    assert expect.measure is not None
    place = tally.measures.index(expect.measure)
    summary = tally.summary(place)
    if isinstance(world.measures[place].expr.type, model.YesNo):
        count = round(summary.mean * tally.n)
        return Expectation(expect, count / tally.n, *sequence.interval(count, tally.n))
    came = tally.n - summary.never
    if not came:  # what is measured never came, of which nothing can be expected
        return Expectation(expect, summary.mean, -math.inf, math.inf)
    low, high = normal(summary.mean, summary.sd, came, sequence.chance)
    return Expectation(expect, summary.mean, low, high, varied=last or summary.sd > 0)
