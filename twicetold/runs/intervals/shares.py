"""Intervals for a share: the Wilson interval, Clopper and Pearson's, the rule of three, and that of a lift.

Clopper and Pearson's is given with its binomial tails replaced by upper bounds that need no iteration at any
size: Stirling's formula with Robbins' error bounds for the probability of the count itself, a geometric
series for those beyond it. The interval thus contains theirs and is as safe; at chances of error as small as
those of `sequential`, for which it is meant, it is wider by less than one percent.

Sources: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927), 209-212; C. J. Clopper and E. S. Pearson, "The use of confidence
or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934), 404-413; H. Robbins, "A
remark on Stirling's formula", American Mathematical Monthly 62 (1955), 26-29; W. Feller, "An Introduction to
Probability Theory and Its Applications" I (Wiley, 3rd ed. 1968), section VI.3, for the tail; J. A. Hanley and
A. Lippman-Hand, "If nothing goes wrong, is everything all right? Interpreting zero numerators", JAMA 249
(1983), 1743-1745.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

_ROUNDING = 1e-15
"""By how much, for each life, rounding may make a logarithm too small: added, to stay on the safe side."""


def wilson(count: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """The score interval (low, high) for a share of which `count` out of `n` were seen.

    Unlike the textbook interval it stays within 0..1 and keeps a sensible width where nothing, or everything,
    was seen. No observation says nothing: n = 0 gives (0, 1).

    Raises ValueError unless 0 <= count <= n and 0 < confidence < 1.
    """
    _refuse(count, n)
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1, but is {confidence}")
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = (count + z * z / 2) / (n + z * z)
    half = z * math.sqrt(count * (n - count) / n + z * z / 4) / (n + z * z)
    # At the borders the formula gives 0 and 1 exactly, its rounding does not.
    low = 0.0 if count == 0 else centre - half
    high = 1.0 if count == n else centre + half
    return low, high


def clopper_pearson(count: int, n: int, chance: float) -> tuple[float, float]:
    """The interval (low, high) that leaves the share out with at most this chance on each side. n = 0 gives
    (0, 1). Raises ValueError unless 0 <= count <= n."""
    _refuse(count, n)
    if n == 0:
        return 0.0, 1.0
    return _low(count, n, math.log(chance)), _high(count, n, math.log(chance))


def rule_of_three(n: int) -> float:
    """The greatest share, with 95 % confidence, of what was never seen in `n`: about Clopper and Pearson's
    bound on one side, and never less."""
    return min(1.0, 3 / n) if n else 1.0


def lift_factor(both: int, count: int, of_all: int, n: int) -> float:
    """By what factor a lift may be too small or too large, at 95 %, of what `both` of `count` chosen ones
    have, and `of_all` of all `n`: the delta method, on its logarithm, for a table of four counts."""
    variance = 1 / both - 1 / count - 1 / of_all + 2 * both / (count * of_all) - 1 / n
    return math.exp(NormalDist().inv_cdf(0.975) * math.sqrt(max(0.0, variance)))


def _refuse(count: int, n: int) -> None:
    if not 0 <= count <= n:
        raise ValueError(f"count must lie in 0..n, but count is {count} and n is {n}")


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
