"""How likely it is that a sound noise shows what was seen: p-values, two-sided where both sides are bad."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray


def upper_gamma(a: float, x: float) -> float:
    """The regularised upper incomplete gamma function Q(a, x), a > 0: its series for x < a + 1, else its
    continued fraction by Lentz's method (NIST Digital Library of Mathematical Functions, 8.7.1 and 8.9.2)."""
    if x <= 0.0:
        return 1.0
    scale = math.exp(max(-745.0, a * math.log(x) - x - math.lgamma(a)))
    if x < a + 1.0:
        term = total = 1.0 / a
        n = a
        while abs(term) > abs(total) * 1e-16:
            n += 1.0
            term *= x / n
            total += term
        return max(0.0, 1.0 - total * scale)
    b = x + 1.0 - a
    c, d = 1e300, 1.0 / b
    found = d
    for n in range(1, 100_000):
        b += 2.0
        step = -n * (n - a)
        d = 1.0 / (step * d + b)
        c = b + step / c
        found *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return min(1.0, scale * found)


def two_sided(upper: float, lower: float) -> float:
    """From the chances of at least as much and of at most as much."""
    return min(1.0, 2.0 * min(upper, lower))


def of_normal(z: float) -> float:
    """The p-value of a standard normal number."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def of_chi_square(x: float, freedom: int) -> float:
    """The p-value of a chi-square: both too uneven and too even is bad. With many degrees of freedom the cube
    root is taken as normal (E. B. Wilson and M. M. Hilferty, PNAS 17 (1931), 684–688)."""
    if freedom > 5000:
        spread = 2.0 / (9.0 * freedom)
        return of_normal(((x / freedom) ** (1.0 / 3.0) - (1.0 - spread)) / math.sqrt(spread))
    upper = upper_gamma(freedom / 2.0, x / 2.0)
    return two_sided(upper, 1.0 - upper)


def of_counts(counts: NDArray[np.int64], expected: NDArray[np.float64] | float) -> float:
    """Pearson's test of counts that add up to what is expected."""
    x = float(((counts - expected) ** 2 / expected).sum())
    return of_chi_square(x, counts.size - 1)


def of_poisson(count: int, mean: float) -> float:
    """The p-value of a count of rare things."""
    if mean > 1e5:
        return of_normal((count - mean) / math.sqrt(mean))
    at_most = upper_gamma(count + 1.0, mean)
    at_least = 1.0 - upper_gamma(float(count), mean) if count else 1.0
    return two_sided(_tail(count, mean) if at_least < 1e-8 else at_least, at_most)


def _tail(count: int, mean: float) -> float:
    """The chance of at least so many, where it is small: the sum of the terms."""
    log_term = count * math.log(mean) - mean - math.lgamma(count + 1.0)
    total = term = 1.0
    n = count
    while term > total * 1e-16:
        n += 1
        term *= mean / n
        total += term
    return math.exp(max(-745.0, log_term)) * total
