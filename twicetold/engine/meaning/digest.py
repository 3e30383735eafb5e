"""The digest of a life: a hash of 64 bits that takes in all that happened in it and all that it left.

It takes in, one after the other, every event (upkeep left out) as it ends, and at the end of the life every
cell. Two lives with one digest are the same but for a chance of 2**-64.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning import noise

NOT_A_NUMBER = 0x7FF8000000000000
"""The word of every NaN: its bits are not defined."""


def digest_event(h: int, construct: int, outcome: int, tick: int, keys: tuple[int, ...]) -> int:
    """Take in an event: its place among the constructs, its outcome, when it ended, the keys of its roles."""
    return noise.draw_word(h + (outcome << 32 | construct), tick, keys)


def digest_cells(h: int, words: Iterable[int]) -> int:
    """Take in the values of all cells, as words, in order."""
    for word in words:
        h = noise.absorb(h, word)
    return h


def number_words(numbers: NDArray[np.float64]) -> list[int]:
    """The words of numbers: their bits, but one word for every NaN."""
    words = numbers.view(np.uint64)
    listed: list[int] = np.where(np.isnan(numbers), np.uint64(NOT_A_NUMBER), words).tolist()
    return listed
