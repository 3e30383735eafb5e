"""Estimates from many lives: measures with their spread.

Everything here is a pure function of the multiset of its values. Sums are correctly rounded (`math.fsum`), so
the order in which lives were finished, and by how many processes, cannot show in a result.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twicetold.runs.numbers import or_none

SUMMARY_PERCENTAGES = (5, 25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Summary:
    """A measure over many lives, in the measure's own unit.

    `sd` is the sample standard deviation (divisor n - 1), 0 for a single value. `quantiles` is keyed by
    percentage: "5", "25", "50" (the median), "75", "95". `never` is in how many lives what is measured never
    came: they are left out of all else, which is not a number (nan) if none is left.
    """

    mean: float
    sd: float
    min: float
    max: float
    quantiles: dict[str, float]
    never: int = 0

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it: None for what is not a number."""
        numbers = {name: or_none(getattr(self, name)) for name in ("mean", "sd", "min", "max")}
        quantiles = {percent: or_none(value) for percent, value in self.quantiles.items()}
        return {**numbers, "quantiles": quantiles, "never": self.never}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a series over many lives: the time since the beginning, in seconds, and what was measured
    then, of the lives that came to it. In `never` others it was not: most often they were over."""

    seconds: float
    summary: Summary

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return {"seconds": self.seconds, **self.summary.to_json()}


def quantiles(values: Iterable[float], probabilities: Iterable[float]) -> list[float]:
    """The quantiles of `values` at each of `probabilities`, by linear interpolation between order statistics.

    Source: type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", The American
    Statistician 50 (1996), 361-365.

    Raises ValueError if there are no values, one is not finite, or a probability is outside 0..1.
    """
    ordered = sorted(_finite(values))
    return [_quantile(ordered, probability) for probability in probabilities]


def summary(values: Iterable[float]) -> Summary:
    """Mean, spread, extremes and the 5, 25, 50, 75 and 95 % quantiles of `values`.

    Raises ValueError if there are no values or one is not finite, OverflowError if their squares are too
    large to add.
    """
    ordered = sorted(_finite(values))
    n = len(ordered)
    low, high = ordered[0], ordered[-1]
    # Dividing may round the mean just past the extremes, for instance of three times 0.1.
    mean = min(max(math.fsum(ordered) / n, low), high)
    variance = math.fsum((value - mean) ** 2 for value in ordered) / (n - 1) if n > 1 else 0.0
    return Summary(
        mean=mean,
        sd=math.sqrt(variance),
        min=low,
        max=high,
        quantiles={str(percent): _quantile(ordered, percent / 100) for percent in SUMMARY_PERCENTAGES},
    )


def _finite(values: Iterable[float]) -> list[float]:
    # Adding 0.0 turns -0.0 into 0.0: the two compare equal but print differently.
    numbers = [float(value) + 0.0 for value in values]
    if not numbers:
        raise ValueError("there are no values")
    if not all(map(math.isfinite, numbers)):
        raise ValueError("every value must be a finite number")
    return numbers


def _quantile(ordered: list[float], probability: float) -> float:
    if not 0 <= probability <= 1:
        raise ValueError(f"a probability must lie in 0..1, but is {probability}")
    position = (len(ordered) - 1) * probability
    below = math.floor(position)
    above = min(below + 1, len(ordered) - 1)
    between = ordered[below] + (position - below) * (ordered[above] - ordered[below])
    return min(between, ordered[above])  # rounding may carry it just past
