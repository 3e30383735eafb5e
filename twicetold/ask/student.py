"""Student's t, for intervals of few values."""

from __future__ import annotations

import math


def student(confidence: float, freedom: int) -> float:
    """Within how many standard errors of zero Student's t lies with this chance.

    The distribution is that of M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions" (1964),
    26.7.3 and 26.7.4, a finite sum for whole degrees of freedom; it is inverted by halves.

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
