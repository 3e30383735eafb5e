"""Sequential analysis: intervals for the shares of endings that stay honest when one looks again and again.

An interval of 95 % that is looked at until it pleases is wrong more often than one time in twenty. Here the
looks are planned: `LOOKS` says after how many lives the counts may be looked at, and the chance of error is
shared out evenly over all looks, all endings and both sides, so that by the union bound the chance that any
interval at any look leaves out the true share is at most 1 - confidence.

At each look the interval is that of Clopper and Pearson (see `shares`).

A mixture martingale would allow a look after every life, but for that pays with the logarithm of their
number: its intervals are a tenth wider than these after 1,000 lives, a third wider after 1,000,000.

Sources: on spending a chance of error over planned looks, K. K. G. Lan and D. L. DeMets, "Discrete sequential
boundaries for clinical trials", Biometrika 70 (1983), 659-663. The alternative: H. Robbins, "Statistical
methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41 (1970), 1397-1409;
S. R. Howard, A. Ramdas, J. McAuliffe, J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence
sequences", Annals of Statistics 49 (2021), 1055-1080.
"""

from __future__ import annotations

import math
from collections.abc import Sequence as Counts
from dataclasses import dataclass

from twicetold.runs.intervals.shares import clopper_pearson

BLOCK = 1024
"""Looks are taken after multiples of so many lives."""

LOOKS = tuple(sorted({BLOCK * round(math.sqrt(2**k)) for k in range(49)}))
"""After how many lives the counts may be looked at: from 1,024 to 17 thousand million (2 ** 34), each time
about 1.41 times as many. Fixed, so that where a batch stops depends on its lives alone, neither on time nor
on the number of processes."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """Intervals for the shares of `endings` endings that all hold at all `looks` with this confidence.

    Raises ValueError unless there is an ending and 0 < confidence < 1.
    """

    endings: int
    confidence: float = 0.95
    looks: tuple[int, ...] = LOOKS

    def __post_init__(self) -> None:
        if self.endings < 1:
            raise ValueError(f"there must be an ending, but there are {self.endings}")
        if not 0 < self.confidence < 1:
            raise ValueError(f"confidence must lie between 0 and 1, but is {self.confidence}")

    @property
    def chance(self) -> float:
        """The chance of error that one side of one interval may take at one look."""
        return (1 - self.confidence) / (2 * self.endings * len(self.looks))

    def interval(self, count: int, n: int) -> tuple[float, float]:
        """The interval (low, high) for the share of an ending that `count` of the first `n` lives had.

        A batch may end between two looks, for its number of lives was given or it was interrupted: its last
        interval then takes the place of that of the look to come. It is as good, if the moment was not chosen
        for what the counts were. n = 0 gives (0, 1).

        Raises ValueError unless 0 <= count <= n and n is at most the last look.
        """
        bounds = clopper_pearson(count, n, self.chance)
        if n > self.looks[-1]:
            raise ValueError(f"no look is planned after {n} lives, the last is after {self.looks[-1]}")
        return bounds

    def narrow(self, counts: Counts[int], n: int, width: float) -> bool:
        """Whether every ending's share is known to plus or minus `width`: whether both ends of its interval
        are within `width` of the share seen, count / n. Thus `--until 0.5%` is `width=0.005`, and the whole
        interval at most 1 % wide.

        To stop at the first look for which this holds, ask after each of `LOOKS` and nowhere else.

        Raises ValueError unless there is a count for each ending, each possible, and width > 0.
        """
        if len(counts) != self.endings:
            raise ValueError(f"{self.endings} endings must have as many counts, but there are {len(counts)}")
        if not width > 0:
            raise ValueError(f"a width must be greater than 0, but is {width}")
        return all(self._reach(count, n) <= width for count in counts)

    def _reach(self, count: int, n: int) -> float:
        low, high = self.interval(count, n)
        share = count / n if n else 0.5
        return max(share - low, high - share)
