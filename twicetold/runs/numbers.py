"""Measures as arrays of numbers that can be counted and added."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def finite(values: ArrayLike) -> NDArray[np.float64]:
    """The values as a flat array of float64 in which zero has no sign; yes is 1 and no is 0.

    Raises ValueError if one is not finite.
    """
    # Adding 0.0 turns -0.0 into 0.0: the two compare equal but print differently.
    numbers = np.asarray(values, dtype=np.float64).ravel() + 0.0
    if not np.isfinite(numbers).all():
        raise ValueError("every value must be a finite number")
    return numbers
