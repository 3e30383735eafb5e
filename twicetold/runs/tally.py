"""What is remembered of any number of lives, in bounded memory.

A tally is a function of the lives alone: in whatever order and grouping they were added and merged, equal
lives give equal tallies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import Names, Series
from twicetold.runs.moments import Moments
from twicetold.runs.numbers import came
from twicetold.runs.sketch import Sketch
from twicetold.runs.statistics import SUMMARY_PERCENTAGES, Point, Summary

KEPT = 1000
"""How many lives, the first, are kept of each ending."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The first lives of an ending: their runs, ascending, and a row of measures and length for each."""

    runs: NDArray[np.int64]
    rows: NDArray[np.float64]

    def full(self, run: int) -> bool:
        """Whether no life from this run on is among the first."""
        return len(self.runs) == KEPT and bool(run > self.runs[-1])

    def merge(self, other: Sample) -> Sample:
        """The first lives of both."""
        if not len(other.runs) or self.full(other.runs[0]):
            return self
        runs = np.concatenate([self.runs, other.runs])
        order = np.argsort(runs, kind="stable")[:KEPT]
        return Sample(runs[order], np.concatenate([self.rows, other.rows])[order])

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sample)
            and np.array_equal(self.runs, other.runs)
            and np.array_equal(self.rows, other.rows)
        )

    __hash__ = None  # type: ignore[assignment]  # equality reads arrays


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers summed up: how they are spread, without the lives in which what is measured never came."""

    sketch: Sketch = field(default_factory=Sketch)
    moments: Moments = field(default_factory=Moments)

    def add(self, column: NDArray[np.float64]) -> Spread:
        """With the numbers of further lives. Raises ValueError if one is not finite."""
        there = column[came(column)]
        return Spread(self.sketch.add(there), self.moments.add(there)) if there.size else self

    def merge(self, other: Spread) -> Spread:
        """Of the lives of both."""
        return Spread(self.sketch.merge(other.sketch), self.moments.merge(other.moments))

    def summary(self, lives: int) -> Summary:
        """Summed up, of so many lives; the quantiles are exact up to 1,000 distinct values, and within 0.4 %
        beyond. Raises ValueError if there are no lives."""
        moments, sketch = self.moments, self.sketch
        never = lives - moments.n
        if never and not moments.n:
            nothing = dict.fromkeys(map(str, SUMMARY_PERCENTAGES), math.nan)
            return Summary(math.nan, math.nan, math.nan, math.nan, nothing, never)
        return Summary(
            mean=moments.mean,
            sd=moments.sd,
            min=moments.min,
            max=moments.max,
            quantiles={str(percent): sketch.quantile(percent / 100) for percent in SUMMARY_PERCENTAGES},
            never=never,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """Lives counted by ending, their measures summed up, and the first of each ending kept.

    `endings` and `measures` are the world's, in order of declaration, the endings with `unended` last;
    `counts` and `samples` belong to the endings, `sketches` and `moments` to the measures, without the lives
    in which what is measured never came; `points` to the points of all `series`, one after the other. `ticks`
    and `scored` are sums over all lives. `add` and `merge` give new tallies.
    """

    endings: tuple[str, ...]
    measures: tuple[str, ...]
    n: int
    counts: tuple[int, ...]
    ticks: int
    scored: int
    sketches: tuple[Sketch, ...]
    moments: tuple[Moments, ...]
    samples: tuple[Sample, ...]
    series: tuple[Series, ...] = ()
    points: tuple[Spread, ...] = ()

    @classmethod
    def of(cls, endings: Sequence[str], measures: Sequence[str], series: Sequence[Series] = ()) -> Tally:
        """The tally of no lives."""
        nobody = _nobody(len(measures))
        return cls(
            tuple(endings),
            tuple(measures),
            0,
            (0,) * len(endings),
            0,
            0,
            (Sketch(),) * len(measures),
            (Moments(),) * len(measures),
            (nobody,) * len(endings),
            tuple(series),
            (Spread(),) * sum(len(each.times) for each in series),
        )

    @classmethod
    def of_names(cls, names: Names) -> Tally:
        """The tally of no lives of a world."""
        return cls.of(names.endings, names.measures, names.series)

    def add(self, lives: Lives) -> Tally:
        """This tally with these lives counted as well. Raises ValueError if a measure is not finite."""
        columns = [column[came(column)] for column in lives.measures.T]
        counts = np.bincount(lives.ending, minlength=len(self.endings))
        return Tally(
            self.endings,
            self.measures,
            self.n + len(lives),
            tuple(one + int(more) for one, more in zip(self.counts, counts, strict=True)),
            self.ticks + int(lives.ticks.sum(dtype=np.int64)),
            self.scored + int(lives.scored.sum()),
            tuple(sketch.add(column) for sketch, column in zip(self.sketches, columns, strict=True)),
            tuple(moments.add(column) for moments, column in zip(self.moments, columns, strict=True)),
            tuple(sample.merge(_sample(lives, place)) for place, sample in enumerate(self.samples)),
            self.series,
            tuple(spread.add(column) for spread, column in zip(self.points, lives.series.T, strict=True)),
        )

    def merge(self, other: Tally) -> Tally:
        """The tally of the lives of both. Raises ValueError if they are not of one world."""
        if (self.endings, self.measures, self.series) != (other.endings, other.measures, other.series):
            raise ValueError("tallies of different worlds cannot be merged")
        return Tally(
            self.endings,
            self.measures,
            self.n + other.n,
            tuple(one + two for one, two in zip(self.counts, other.counts, strict=True)),
            self.ticks + other.ticks,
            self.scored + other.scored,
            tuple(one.merge(two) for one, two in zip(self.sketches, other.sketches, strict=True)),
            tuple(one.merge(two) for one, two in zip(self.moments, other.moments, strict=True)),
            tuple(one.merge(two) for one, two in zip(self.samples, other.samples, strict=True)),
            self.series,
            tuple(one.merge(two) for one, two in zip(self.points, other.points, strict=True)),
        )

    def sampled(self, run: int) -> frozenset[int]:
        """The places of the endings of which no life from this run on would be kept."""
        return frozenset(place for place, sample in enumerate(self.samples) if sample.full(run))

    def without_samples(self, endings: frozenset[int]) -> Tally:
        """The same without the lives that were kept of the endings of these places, for one that has enough
        of them (`sampled`): it is much smaller to be sent."""
        nobody = _nobody(len(self.measures))
        return replace(
            self,
            samples=tuple(
                nobody if place in endings else sample for place, sample in enumerate(self.samples)
            ),
        )

    def summary(self, place: int) -> Summary:
        """The measure of this place summed up (`Spread.summary`). Raises ValueError if there are no lives."""
        return Spread(self.sketches[place], self.moments[place]).summary(self.n)

    def over_time(self) -> dict[str, tuple[Point, ...]]:
        """Each series summed up, in order of declaration."""
        spreads = iter(self.points)
        return {
            each.name: tuple(Point(time, next(spreads).summary(self.n)) for time in each.times)
            for each in self.series
        }


def _nobody(measures: int) -> Sample:
    """The lives of an ending that none had."""
    return Sample(np.empty(0, np.int64), np.empty((0, measures + 1)))


def _sample(lives: Lives, ending: int) -> Sample:
    places = np.flatnonzero(lives.ending == ending)[:KEPT]
    rows = np.column_stack([lives.measures[places], lives.ticks[places].astype(np.float64)])
    return Sample(lives.first + places.astype(np.int64), rows)
