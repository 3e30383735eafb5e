"""A quantile sketch: quantiles of a measure over any number of lives, in bounded memory.

While a measure has few distinct values, each is counted and every quantile is exact. Beyond the limit the
values are counted in buckets of constant relative width, so that every order statistic is known to within
`ACCURACY` of itself.

A sketch is a function of the values alone, never of the order or the grouping in which they came: the
values counted exactly are the multiset itself; it becomes buckets if and only if its distinct values exceed
the limit, and adding values never makes those fewer, so that a part beyond the limit means a whole beyond
it; and a bucket's count is a sum over values, whenever each of them was put there.

Sources: C. Masson, J. E. Rim, H. K. Lee, "DDSketch: a fast and fully-mergeable quantile sketch with
relative-error guarantees", PVLDB 12 (2019), 2195-2205. Here the buckets divide every octave evenly instead of
by logarithms (as in G. Tene's HdrHistogram): somewhat more of them, but where a value belongs is seen from
its leading bits, the same on every machine. They are never collapsed: float64 itself bounds their number.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twicetold.runs.numbers import finite

LIMIT = 1000
"""The most distinct values that are counted exactly."""

_PARTS = 128
"""Into how many buckets an octave, the values from a power of two to the next, is divided."""

_LEAST = -1074
"""The lowest octave begins at 2 ** _LEAST, the smallest positive float64."""

ACCURACY = 1 / (2 * _PARTS + 1)
"""The largest relative error of an order statistic beyond the limit: 0.39 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Finite values counted, exactly or in buckets; `Sketch()` has none.

    `add` and `merge` give new sketches. Merging is exactly associative and commutative: equal values give
    equal sketches. Sketches can be merged only if their limits agree.

    `keys` are, in ascending order, the distinct values while the sketch is `exact`, numbers of buckets
    afterwards; `counts` says how many values each has. A measure of one sign between 1 and 1,000,000 takes at
    most 2,560 buckets of 16 bytes, all float64 there are 537,089.
    """

    limit: int = LIMIT
    exact: bool = True
    keys: NDArray[Any] = field(default_factory=lambda: np.empty(0, dtype=np.float64))
    counts: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    low: float = math.inf
    high: float = -math.inf

    def add(self, values: ArrayLike) -> Sketch:
        """This sketch with `values` counted as well. Raises ValueError if one is not finite."""
        numbers = finite(values)
        if not numbers.size:
            return self
        keys, counts = np.unique(numbers, return_counts=True)
        counts = counts.astype(np.int64)
        low, high = float(keys[0]), float(keys[-1])
        return self.merge(Sketch(self.limit, True, keys, counts, low, high)._within_limit())

    def merge(self, other: Sketch) -> Sketch:
        """The sketch of the values of both. Raises ValueError if their limits differ."""
        if self.limit != other.limit:
            raise ValueError(f"a sketch of limit {self.limit} cannot be merged with one of {other.limit}")
        exact = self.exact and other.exact
        one, two = (self, other) if exact else (self._in_buckets(), other._in_buckets())
        keys, counts = _tally(np.concatenate([one.keys, two.keys]), np.concatenate([one.counts, two.counts]))
        low, high = min(one.low, two.low), max(one.high, two.high)
        return Sketch(self.limit, exact, keys, counts, low, high)._within_limit()

    @property
    def n(self) -> int:
        """How many values were counted."""
        return int(self.counts.sum())

    @property
    def min(self) -> float:
        """The smallest value, exactly. Raises ValueError if there are none."""
        return self._any().low

    @property
    def max(self) -> float:
        """The largest value, exactly. Raises ValueError if there are none."""
        return self._any().high

    def quantile(self, probability: float) -> float:
        """The quantile at `probability`, by linear interpolation between order statistics (Hyndman and Fan's
        type 7).

        The order statistics are exact if the sketch is, and within `ACCURACY` of themselves otherwise; the
        smallest and the largest are always exact. Raises ValueError if there are no values or the probability
        is outside 0..1.
        """
        if not 0 <= probability <= 1:
            raise ValueError(f"a probability must lie in 0..1, but is {probability}")
        position = (self._any().n - 1) * probability
        below = math.floor(position)
        value = self._order_statistic(below)
        if position == below:
            return value
        above = self._order_statistic(below + 1)
        between = value + (position - below) * (above - value)
        return min(between, above)  # rounding may carry it just past

    def to_json(self) -> dict[str, Any]:
        """The state in words that JSON has."""
        return {
            "limit": self.limit,
            "values" if self.exact else "buckets": self.keys.tolist(),
            "counts": self.counts.tolist(),
            "min": self.low if self.n else None,
            "max": self.high if self.n else None,
        }

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Sketch:
        """The sketch of which `to_json` gave this state. Raises ValueError if it is no such state."""
        try:
            exact = "values" in state
            keys = np.array(state["values" if exact else "buckets"], np.float64 if exact else np.int64)
            counts = np.array(state["counts"], np.int64)
            if keys.shape != counts.shape or np.any(np.diff(keys) <= 0) or np.any(counts <= 0):
                raise ValueError("its counts do not belong to its values")
            if not counts.size:
                return cls(int(state["limit"]))
            return cls(int(state["limit"]), exact, keys, counts, float(state["min"]), float(state["max"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"this is no state of a sketch: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sketch) and self.to_json() == other.to_json()

    __hash__ = None  # type: ignore[assignment]  # equality reads arrays

    def _any(self) -> Sketch:
        if not self.counts.size:
            raise ValueError("there are no values")
        return self

    def _within_limit(self) -> Sketch:
        return self._in_buckets() if self.exact and self.keys.size > self.limit else self

    def _in_buckets(self) -> Sketch:
        if not self.exact:
            return self
        keys, counts = _tally(_buckets(self.keys), self.counts)
        return Sketch(self.limit, False, keys, counts, self.low, self.high)

    def _order_statistic(self, rank: int) -> float:
        """The value that `rank` values precede in ascending order."""
        if rank == 0 or rank == self.n - 1:
            return self.low if rank == 0 else self.high
        key = self.keys[np.searchsorted(np.cumsum(self.counts), rank, side="right")]
        return float(key) if self.exact else min(max(_value(int(key)), self.low), self.high)


def _tally(keys: NDArray[Any], counts: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The distinct keys in ascending order, each with the sum of its counts."""
    if not keys.size:
        return keys, counts
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[first], np.add.reduceat(counts[order], first)


def _buckets(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The number of each value's bucket: 0 for zero, otherwise of the value's sign and rising with it."""
    significands, exponents = np.frexp(np.abs(values))
    octave = exponents.astype(np.int64) - 1 - _LEAST
    part = ((2 * significands - 1) * _PARTS).astype(np.int64)
    return np.sign(values).astype(np.int64) * (octave * _PARTS + part + 1)


def _value(bucket: int) -> float:
    """The value of which all in this bucket differ by the least share of themselves: the harmonic mean of the
    bucket's borders."""
    if bucket == 0:
        return 0.0
    octave, part = divmod(abs(bucket) - 1, _PARTS)
    low, high = 1 + part / _PARTS, 1 + (part + 1) / _PARTS
    return math.copysign(math.ldexp(2 * low * high / (low + high), octave + _LEAST), bucket)
