"""Intervals for a mean: by the normal approximation, and for few values by Student's t.

Source: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964), 26.7.3 and 26.7.4, for
the distribution of t, a finite sum for whole degrees of freedom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

CHANCE = 0.025
"""The chance of error of one side of an interval of 95 %."""


def normal(mean: float, sd: float, n: int, chance: float = CHANCE) -> tuple[float, float]:
    """The interval (low, high) for the mean of `n` values with this standard deviation, which leaves it out
    with this chance on each side, if they are many."""
    half = NormalDist().inv_cdf(1 - chance) * sd / math.sqrt(n)
    return mean - half, mean + half


def logarithmic(estimates: Sequence[float]) -> tuple[float, float]:
    """The 95 % interval for the mean of a few estimates of a small chance: Student's, on the logarithm of the
    mean, since they lie skew about it. Where nothing was found nothing is known."""
    mean = math.fsum(estimates) / len(estimates)
    if not mean:
        return 0.0, 1.0
    error = relative_error(estimates) / math.sqrt(len(estimates))
    factor = math.exp(student(0.95, len(estimates) - 1) * error)
    return mean / factor, min(1.0, mean * factor)


def relative_error(estimates: Sequence[float]) -> float:
    """The standard deviation of estimates, as a share of their mean."""
    mean = math.fsum(estimates) / len(estimates)
    variance = math.fsum((estimate - mean) ** 2 for estimate in estimates) / (len(estimates) - 1)
    return math.sqrt(variance) / mean


def student(confidence: float, freedom: int) -> float:
    """Within how many standard errors of zero Student's t lies with this chance, found by halving.

    Raises ValueError unless 0 < confidence < 1 and there is a degree of freedom.
    """
    if not 0 < confidence < 1 or freedom < 1:
        raise ValueError("confidence lies between 0 and 1, and there is a degree of freedom at least")
    low, high = 0.0, math.pi / 2  # of the angle whose tangent is t over the root of the degrees
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return math.tan(middle) * math.sqrt(freedom)
        if _within(middle, freedom) < confidence:
            low = middle
        else:
            high = middle


def _within(angle: float, freedom: int) -> float:
    """The chance that |t| is at most that of an angle."""
    cosine = math.cos(angle)
    if freedom % 2 == 0:
        term = total = 1.0
        for k in range(2, freedom, 2):
            term *= cosine * cosine * (k - 1) / k
            total += term
        return math.sin(angle) * total
    term, total = cosine, cosine if freedom > 1 else 0.0
    for k in range(3, freedom, 2):
        term *= cosine * cosine * (k - 1) / k
        total += term
    return 2 / math.pi * (angle + math.sin(angle) * total)
