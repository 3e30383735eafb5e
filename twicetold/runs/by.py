"""Endings against a measure: how the shares move with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import Lives
from twicetold.lang.model import NEVER
from twicetold.runs.numbers import came
from twicetold.runs.sketch import Sketch

FEW = 12
"""A measure with no more values than this is shown by its values."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Lives by a measure: those at `low` if `high` is the same, or else those from `low` to less than `high`
    (in the last bin to `high`); or those in which what is measured `never` came. `counts` says how many had
    each ending."""

    low: float
    high: float
    counts: tuple[int, ...]
    never: bool = False

    @property
    def n(self) -> int:
        """How many lives there are in it."""
        return sum(self.counts)


def by_measure(
    columns: Callable[[], Iterable[Lives]], place: int, endings: int, bins: int = 5
) -> tuple[Bin, ...]:
    """The endings of lives by the measure of a place: by its values if these are few, otherwise in so many
    bins of about as many lives each; those in which it never came are the last. `columns` gives the lives a
    shard at a time, and is asked twice.

    Raises ValueError if `bins` is not positive.
    """
    if bins < 1:
        raise ValueError(f"there must be a bin, but there are {bins}")
    sketch = Sketch()
    for lives in columns():
        column = lives.measures[:, place]
        sketch = sketch.add(column[came(column)])
    by_value = not sketch.n or (sketch.exact and sketch.keys.size <= FEW)
    edges = sketch.keys if by_value else _edges(sketch, bins)
    counts = np.zeros((len(edges) + 1, endings), np.int64)  # in the last row those in which it never came
    for lives in columns():
        column = lives.measures[:, place] + 0.0
        where = np.where(came(column), np.searchsorted(edges, column, side="right") - 1, len(edges))
        np.add.at(counts, (where, lives.ending), 1)
    highs = list(edges) if by_value else [*edges[1:], sketch.max]
    parts = (
        Bin(float(low), float(high), tuple(row.tolist()), never=bool(low == NEVER))
        for low, high, row in zip([*edges, NEVER], [*highs, NEVER], counts, strict=True)
        if row.any()
    )
    return tuple(parts)


def _edges(sketch: Sketch, bins: int) -> NDArray[np.float64]:
    """Where each bin begins, rounded to three digits where that keeps them apart."""
    exact = [sketch.quantile(part / bins) for part in range(bins)]
    rounded = [sketch.min, *(_round(value, sketch.max - sketch.min) for value in exact[1:])]
    inside = [value for value in rounded[1:] if sketch.min < value <= sketch.max]
    return np.unique(np.array([sketch.min, *inside]))


def _round(value: float, span: float) -> float:
    """The value to three digits of the span of all."""
    return round(value, 2 - math.floor(math.log10(span))) if span > 0 else value
