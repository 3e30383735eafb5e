"""Moments by exact summation: mean, spread and extremes of a measure, added up without any rounding.

A float64 is an integer times a power of two, so that a sum of them, and of their squares, is an integer in
the smallest unit that can occur. These integers are kept whole; only the mean and the spread that are asked
for in the end are rounded, once. What comes out is therefore a function of the values alone, whatever the
order and the grouping in which lives were added and merged. Minus zero is taken for zero.

Source: the idea is the long accumulator of U. W. Kulisch, "Computer Arithmetic and Validity" (de Gruyter,
2nd ed. 2013), chapter 8.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twicetold.runs.numbers import finite

_DIGITS = 53
"""The bits of a float64's significand."""

_LEAST = -1073
"""The exponent that `frexp` gives for the smallest positive float64."""

_UNIT = _DIGITS - _LEAST
"""Sums are kept in units of 2 ** -_UNIT, sums of squares in units of 2 ** (-2 * _UNIT)."""

_EXPONENTS = 1024 - _LEAST + 1
"""How many exponents a float64 may have."""

_LIMB = 18
"""A significand is cut into three limbs of so many bits, so that sums of their products fit 64 bits."""

_CHUNK = 1 << 16
"""The most values added in one step: bounds the memory, and the sums (2 ** 16 products below 2 ** 38)."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The number, sum, sum of squares and extremes of finite float64 values; `Moments()` is of none.

    `add` and `merge` give new moments. Merging is exactly associative and commutative: equal values give
    equal moments. The size is at most some thousand bytes, whatever the number of values.
    """

    n: int = 0
    total: int = 0
    squares: int = 0
    low: float = math.inf
    high: float = -math.inf

    def add(self, values: ArrayLike) -> Moments:
        """These moments and those of `values`. Raises ValueError if a value is not finite."""
        numbers = finite(values)
        if not numbers.size:
            return self
        total, squares = self.total, self.squares
        for begin in range(0, numbers.size, _CHUNK):
            more, more_squares = _sums(numbers[begin : begin + _CHUNK])
            total += more
            squares += more_squares
        low, high = min(self.low, float(numbers.min())), max(self.high, float(numbers.max()))
        return Moments(self.n + numbers.size, total, squares, low, high)

    def merge(self, other: Moments) -> Moments:
        """The moments of the values of both."""
        return Moments(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            min(self.low, other.low),
            max(self.high, other.high),
        )

    @property
    def min(self) -> float:
        """The smallest value. Raises ValueError if there are none."""
        return self._any().low

    @property
    def max(self) -> float:
        """The largest value. Raises ValueError if there are none."""
        return self._any().high

    @property
    def mean(self) -> float:
        """The arithmetic mean, correctly rounded. Raises ValueError if there are no values."""
        return self._any().total / (self.n << _UNIT)  # Python divides integers correctly rounded

    @property
    def sd(self) -> float:
        """The sample standard deviation (divisor n - 1), correctly rounded; 0 for a single value.

        Raises ValueError if there are no values, OverflowError if it is too large for a float64.
        """
        n = self._any().n
        if n == 1:
            return 0.0
        return _root(n * self.squares - self.total**2, n * (n - 1) << 2 * _UNIT)

    def to_json(self) -> dict[str, Any]:
        """The state in words that JSON has; the sums as hexadecimal text, for they outgrow its numbers."""
        return {
            "n": self.n,
            "total": hex(self.total),
            "squares": hex(self.squares),
            "min": self.low if self.n else None,
            "max": self.high if self.n else None,
        }

    @classmethod
    def from_json(cls, state: dict[str, Any]) -> Moments:
        """The moments of which `to_json` gave this state. Raises ValueError if it is no such state."""
        try:
            if state["n"] == 0:
                return cls()
            sums = int(state["total"], 16), int(state["squares"], 16)
            return cls(int(state["n"]), *sums, float(state["min"]), float(state["max"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"this is no state of moments: {error}") from error

    def _any(self) -> Moments:
        if not self.n:
            raise ValueError("there are no values")
        return self


def _sums(numbers: NDArray[np.float64]) -> tuple[int, int]:
    """The sum of these values and of their squares, in units."""
    significands, exponents = np.frexp(numbers)
    whole = np.ldexp(significands, _DIGITS).astype(np.int64)
    place = exponents.astype(np.int64) - _LEAST
    mask = (1 << _LIMB) - 1
    # whole = c * 4**18 + b * 2**18 + a; the shift rounds down, so that it holds below zero as well.
    a, b, c = whole & mask, whole >> _LIMB & mask, whole >> 2 * _LIMB
    sums = _by_place(place, [a, b, c])
    squares = _by_place(place, [a * a, 2 * a * b, 2 * a * c + b * b, 2 * b * c, c * c])
    return _units(sums, 1), _units(squares, 2)


def _by_place(place: NDArray[np.int64], columns: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Each column summed by exponent: a row for each column, an entry for each exponent."""
    sums = np.zeros((len(columns), _EXPONENTS), dtype=np.int64)
    for row, column in zip(sums, columns, strict=True):
        np.add.at(row, place, column)
    return sums


def _units(sums: NDArray[np.int64], power: int) -> int:
    """The integer of which the entries are the limbs, where a step of the exponent is `power` bits."""
    total = 0
    for row, place in np.argwhere(sums):
        total += int(sums[row, place]) << int(row * _LIMB + power * place)
    return total


def _root(over: int, under: int) -> float:
    """The square root of a fraction, correctly rounded.

    Sixty-odd bits of the root are found in integers, and the last is set if anything was cut off behind it:
    then the rounding to 53 bits cannot mistake a value near a half for the half itself (round to odd; S.
    Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums", IEEE Transactions on Computers 57
    (2008), 462-471).
    """
    if not over:
        return 0.0
    shift = max(0, 64 - (over.bit_length() - under.bit_length()) // 2)
    scaled = over << 2 * shift
    root = math.isqrt(scaled // under)
    if root * root * under != scaled:
        root |= 1
    return root / (1 << shift)
