"""Sequential analysis: intervals for the shares of endings that stay honest when one looks again and again.

An interval of 95 % that is looked at until it pleases is wrong more often than one time in twenty. Here the
looks are planned: `LOOKS` says after how many lives the counts may be looked at, and the chance of error is
shared out evenly over all looks, all endings and both sides, so that by the union bound the chance that any
interval at any look leaves out the true share is at most 1 - confidence.

At each look the interval is that of Clopper and Pearson, with its binomial tails replaced by upper bounds
that need no iteration at any size: Stirling's formula with Robbins' error bounds for the probability of the
count itself, a geometric series for those beyond it. The interval thus contains Clopper and Pearson's and is
as safe; it is wider by less than one percent.

A mixture martingale would allow a look after every life, but for that pays with the logarithm of their
number: its intervals are a tenth wider than these after 1,000 lives, a third wider after 1,000,000.

Sources: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of
the binomial", Biometrika 26 (1934), 404-413; H. Robbins, "A remark on Stirling's formula", American
Mathematical Monthly 62 (1955), 26-29; W. Feller, "An Introduction to Probability Theory and Its
Applications" I (Wiley, 3rd ed. 1968), section VI.3, for the tail. On spending a chance of error over planned
looks: K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70
(1983), 659-663. The alternative: H. Robbins, "Statistical methods related to the law of the iterated
logarithm", Annals of Mathematical Statistics 41 (1970), 1397-1409; S. R. Howard, A. Ramdas, J. McAuliffe, J.
Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49 (2021),
1055-1080.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Sequence as Counts
from dataclasses import dataclass

BLOCK = 1024
"""Looks are taken after multiples of so many lives."""

LOOKS = tuple(sorted({BLOCK * round(math.sqrt(2**k)) for k in range(49)}))
"""After how many lives the counts may be looked at: from 1,024 to 17 thousand million (2 ** 34), each time
about 1.41 times as many. Fixed, so that where a batch stops depends on its lives alone, neither on time nor
on the number of processes."""

_ROUNDING = 1e-15
"""By how much, for each life, rounding may make a logarithm too small: added, to stay on the safe side."""


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
        if not 0 <= count <= n:
            raise ValueError(f"count must lie in 0..n, but count is {count} and n is {n}")
        if n > self.looks[-1]:
            raise ValueError(f"no look is planned after {n} lives, the last is after {self.looks[-1]}")
        if n == 0:
            return 0.0, 1.0
        return _low(count, n, math.log(self.chance)), _high(count, n, math.log(self.chance))

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


def _low(count: int, n: int, log_chance: float) -> float:
    """The largest share at which `count` or more of `n` are sure to have at most this chance."""
    if count == 0:
        return 0.0
    if count == n:
        return math.exp(log_chance / n)
    return _border(lambda share: _at_least(count, n, share) <= log_chance, 0.0, count / n)


def _high(count: int, n: int, log_chance: float) -> float:
    """The smallest share at which `count` or fewer of `n` are sure to have at most this chance."""
    if count == n:
        return 1.0
    if count == 0:
        return -math.expm1(log_chance / n)
    return _border(lambda share: _at_most(count, n, share) <= log_chance, 1.0, count / n)


def _border(holds: Callable[[float], bool], outer: float, inner: float) -> float:
    """The float64 nearest to `inner` at which still holds what holds at `outer`, but not at `inner`."""
    while True:
        middle = (outer + inner) / 2
        if middle in (outer, inner):
            return outer
        if holds(middle):
            outer = middle
        else:
            inner = middle


def _at_least(count: int, n: int, share: float) -> float:
    """The logarithm of an upper bound for the chance of `count` or more, 0 < count < n, share < count / n.

    The chances of count, count + 1, ... fall at least as fast as a geometric series does.
    """
    ratio = (n - count) * share / ((count + 1) * (1 - share))
    return _exactly(count, n, share) - math.log1p(-ratio)


def _at_most(count: int, n: int, share: float) -> float:
    """The logarithm of an upper bound for the chance of `count` or fewer, of which the same is true for a
    share > count / n."""
    ratio = count * (1 - share) / ((n - count + 1) * share)
    return _exactly(count, n, share) - math.log1p(-ratio)


def _exactly(count: int, n: int, share: float) -> float:
    """The logarithm of an upper bound for the chance of `count` among `n`, 0 < count < n."""
    rest = n - count
    likelihood = count * math.log(share * n / count) + rest * math.log((1 - share) * n / rest)
    stirling = 1 / (12 * n) - 1 / (12 * count + 1) - 1 / (12 * rest + 1)
    return likelihood + stirling + 0.5 * math.log(n / (2 * math.pi * count * rest)) + n * _ROUNDING
