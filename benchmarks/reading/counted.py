"""What is counted: so many of so many, which adds up over lives."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Ratio(NamedTuple):
    """So many of a whole; of none if there was nothing to count in."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The share, or how many there are of the one for one of the other."""
        return self.part / self.whole if self.whole else None


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """The ratio over several texts, each weighing what there is in it."""
    found = list(ratios)
    return Ratio(sum(each.part for each in found), sum(each.whole for each in found))


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation; 0 where there are too few for one."""
    return (
        statistics.fmean(values) if values else 0.0,
        statistics.stdev(values) if len(values) > 1 else 0.0,
    )
