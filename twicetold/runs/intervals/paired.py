"""Differences between paired lives: the same runs of a world and of its twin, with common random numbers.

Of a share, what matters are the pairs that differ: those that gained the ending and those that lost it. The
interval is Tango's score interval. One that has to hold at each of several looks is put together from two
exact ones, of how many pairs differ and of how many of these gained.

Sources: T. Tango, "Equivalence test and confidence interval for the difference in proportions for the
paired-sample design", Statistics in Medicine 17 (1998), 891-908; `sequential` for repeated looks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from twicetold.runs.intervals.means import CHANCE, normal
from twicetold.runs.intervals.sequential import LOOKS, Sequence
from twicetold.runs.moments import Moments


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more a twin has than the world itself, with the 95 % interval."""

    estimate: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0 or self.high < 0


def of_shares(gained: int, lost: int, n: int, confidence: float = 0.95) -> Difference:
    """The difference of a share of which `gained` of `n` pairs have it only in the twin, `lost` only in the
    world itself. Raises ValueError unless there are as many pairs as that."""
    if min(gained, lost) < 0 or gained + lost > n:
        raise ValueError(f"of {n} pairs {gained} and {lost} cannot differ")
    if n == 0:
        return Difference(0.0, -1.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    estimate = (gained - lost) / n
    low = _border(gained, lost, n, z, -1.0, estimate)
    high = -_border(lost, gained, n, z, -1.0, -estimate)
    return Difference(estimate, low, high)


def of_shares_at_looks(gained: int, lost: int, n: int, differences: int) -> Difference:
    """The same, of so many differences that are all to be right at all `sequential.LOOKS` together."""
    if n == 0:
        return Difference(0.0, -1.0, 1.0)
    sequence = Sequence(2 * differences)
    differ = sequence.interval(gained + lost, n)
    gain = sequence.interval(gained, gained + lost)
    corners = [share * (2 * part - 1) for share in differ for part in gain]
    return Difference((gained - lost) / n, min(corners), max(corners))


def of_means(moments: Moments, measures: int = 1, *, at_looks: bool = False) -> Difference:
    """The mean of differences, by the normal approximation; `at_looks`: of so many measures that are all to
    be right at all looks."""
    if moments.n < 2:
        return Difference(moments.mean, moments.mean - math.inf, moments.mean + math.inf)
    chance = CHANCE / (measures * len(LOOKS)) if at_looks else CHANCE
    return Difference(moments.mean, *normal(moments.mean, moments.sd, moments.n, chance))


def _border(gained: int, lost: int, n: int, z: float, outer: float, inner: float) -> float:
    """The least difference that the pairs do not speak against."""
    for _ in range(60):
        middle = (outer + inner) / 2
        if _score(gained, lost, n, middle) > z:
            outer = middle
        else:
            inner = middle
    return inner


def _score(gained: int, lost: int, n: int, difference: float) -> float:
    """How many standard deviations the pairs lie above this difference (Tango 1998)."""
    a = 2 * n
    b = (a - gained + lost) * difference - gained - lost
    c = -lost * difference * (1 - difference)
    only_lost = (math.sqrt(max(b * b - 4 * a * c, 0.0)) - b) / (2 * a)
    variance = n * (2 * only_lost + difference * (1 - difference))
    above = gained - lost - n * difference
    if variance <= 0:
        return math.copysign(math.inf, above) if above else 0.0
    return above / math.sqrt(variance)
