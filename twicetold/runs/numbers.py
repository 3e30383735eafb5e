"""Measures as arrays of numbers that can be counted and added."""

import math
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from twicetold.choices import MOST as MOST
from twicetold.lang.model import NEVER


def came(values: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Of which lives a measure has a value: of those in which what is measured came at all."""
    there: NDArray[np.bool_] = values != NEVER
    return there


def or_none(value: float) -> float | None:
    """The value of a measure, or None where what is measured never came."""
    return value if math.isfinite(value) and value != NEVER else None


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """The values as a flat array of float64 in which zero has no sign; yes is 1 and no is 0.

    Raises ValueError if one is not finite.
    """
    # Adding 0.0 turns -0.0 into 0.0: the two compare equal but print differently.
    numbers = np.asarray(values, dtype=np.float64).ravel() + 0.0
    if not np.isfinite(numbers).all():
        raise ValueError("every value must be a finite number")
    return numbers


def whole(value: int, what: str) -> int:
    """A whole number, as it was given. Raises TypeError if it is none."""
    try:
        return index(value)
    except TypeError:
        raise TypeError(f"the {what} must be a whole number, not {value!r}") from None


def counting(value: int, what: str) -> int:
    """A seed or a run, as it was given. Raises TypeError if it is no whole number, ValueError if there is
    none such."""
    number = whole(value, what)
    if not 0 <= number <= MOST:
        raise ValueError(f"the {what} must be from 0 to 2^64 - 1, but is {number}")
    return number
