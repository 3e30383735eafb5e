"""Many lives of one world: a `Batch`, and what it says.

Nothing in a batch tells how it was lived: whatever the engine, the number of processes or threads, the order
in which they finished or the hash seed, the same world, seed and runs give the same batch.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from twicetold.runs.intervals import Sequence, wilson
from twicetold.runs.statistics import Point, Summary
from twicetold.runs.tally import Sample, Tally

RARE = 0.05
"""An ending is rare if it has a smaller share of the lives."""


@dataclass(frozen=True, slots=True)
class EndingRow:
    """How often an ending came about, and its share of the lives with the 95 % interval."""

    ending: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RareRow:
    """A rare ending, how many lives had it, and the first of their runs."""

    ending: str
    count: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Lives of one world and seed, summed up.

    `asked` is how many lives were asked for, and may be more than there are if the living was interrupted;
    with `until` it is how many were allowed. `until` is how exactly every share was to be known, if that was
    to end the living: the intervals then hold although the counts were looked at again and again.
    `note` says why the kernel did not live them where that was hoped for, `before` sums up those that were
    there, on disk, before the living began.
    """

    world: str
    hash: str
    seed: int
    tally: Tally
    asked: int
    until: float | None = None
    note: str | None = field(default=None, compare=False)
    before: Tally | None = field(default=None, compare=False, repr=False)

    @property
    def n(self) -> int:
        """How many lives were lived."""
        return self.tally.n

    @property
    def declared(self) -> tuple[str, ...]:
        """The world's endings, in order of declaration."""
        return self.tally.endings[:-1]

    @property
    def measured(self) -> tuple[str, ...]:
        """The world's measures, in order of declaration."""
        return self.tally.measures

    @property
    def digits(self) -> int:
        """So many digits of a share, in percent, as that number of lives can tell."""
        return max(1, (len(str(self.n)) - 2) // 2)

    @property
    def known(self) -> bool:
        """Whether every share is known as exactly as `until` asked for; True if it asked for nothing."""
        return self.until is None or _sequence(self.tally).narrow(self.tally.counts, self.n, self.until)

    def nobody(self) -> Tally:
        """The tally of no lives of this world."""
        return Tally.of(self.tally.endings, self.tally.measures, self.tally.series)

    def endings(self) -> tuple[EndingRow, ...]:
        """Every declared ending and any other that occurred: the most frequent first, then by declaration.

        The intervals are Wilson's, or those of `Sequence` if the batch was lived `until` all were narrow.
        """
        counted = list(zip(self.tally.endings, self.tally.counts, strict=True))
        if not counted[-1][1]:  # none was unended
            counted.pop()
        return tuple(self._row(*pair) for pair in sorted(counted, key=lambda pair: -pair[1]))

    def measures(self) -> dict[str, Summary]:
        """Each measure summed up over all lives, in order of declaration; empty if there are no lives."""
        if not self.n:
            return {}
        return {name: self.tally.summary(place) for place, name in enumerate(self.measured)}

    def series(self) -> dict[str, tuple[Point, ...]]:
        """Each measure over time summed up, point by point; empty if there are no lives."""
        return self.tally.over_time() if self.n else {}

    def typical_run(self) -> int | None:
        """A run that stands for many: of the commonest ending, its measures and length nearest to the medians
        of the lives that ended so (in interquartile ranges; the first of several). None without lives.

        Only the first 1,000 lives of the ending are considered.
        """
        return _most_typical(self._sample(self.endings()[0].ending)) if self.n else None

    def rare(self, runs: int = 3) -> tuple[RareRow, ...]:
        """The endings that fewer than 5 % of the lives had, or if there is none, the rarest of several; each
        with the first few runs that ended so. The most frequent first.
        """
        occurred = [row for row in self.endings() if row.count]
        few = [row for row in occurred if row.share < RARE] or occurred[1:][-1:]
        return tuple(
            RareRow(row.ending, row.count, tuple(self._sample(row.ending).runs[:runs].tolist()))
            for row in few
        )

    def to_json(self) -> dict[str, Any]:
        """The batch in numbers: world, hash, seed, n, endings (rows), measures (by name); until, if that was
        to end it; and series (by name, rows), if the world has some."""
        series = {name: [point.to_json() for point in points] for name, points in self.series().items()}
        return {
            "world": self.world,
            "hash": self.hash,
            "seed": self.seed,
            "n": self.n,
            **({} if self.until is None else {"until": self.until}),
            "endings": [asdict(row) for row in self.endings()],
            "measures": {name: summary.to_json() for name, summary in self.measures().items()},
            **({"series": series} if self.tally.series else {}),
        }

    def _row(self, ending: str, count: int) -> EndingRow:
        if self.until is None:
            low, high = wilson(count, self.n)
        else:
            low, high = _sequence(self.tally).interval(count, self.n)
        return EndingRow(ending, count, count / self.n if self.n else 0.0, low, high)

    def _sample(self, ending: str) -> Sample:
        return self.tally.samples[self.tally.endings.index(ending)]


def _sequence(tally: Tally) -> Sequence:
    return Sequence(len(tally.endings))


def _most_typical(alike: Sample) -> int:
    """The run whose row is nearest to the medians of all."""
    low, median, high = np.quantile(alike.rows, (0.25, 0.5, 0.75), axis=0)
    spans = np.where(high > low, high - low, 1.0)
    apart = np.zeros(len(alike.runs))
    for column, middle, span in zip(alike.rows.T, median, spans, strict=True):
        apart += np.abs(column - middle) / span
    return int(alike.runs[apart.argmin()])
