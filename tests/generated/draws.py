"""Decisions: one source of whole numbers, from Hypothesis or from a seed, and what can be decided by them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Draws:
    """Decides by whole numbers `whole(lo, hi)`, both ends included; what is simplest is decided by `lo`."""

    whole: Callable[[int, int], int]

    def often(self, percent: int) -> bool:
        """Yes in so many cases of a hundred."""
        return self.whole(0, 99) >= 100 - percent

    def pick(self, things: Sequence[_T]) -> _T:
        """One of some things, each as likely."""
        return things[self.whole(0, len(things) - 1)]

    def by_weight(self, things: Sequence[tuple[int, _T]]) -> int:
        """The place of one of some things, by weight."""
        left = self.whole(0, sum(weight for weight, _ in things) - 1)
        for place, (weight, _) in enumerate(things):
            left -= weight
            if left < 0:
                return place
        raise AssertionError("weights add up")


def of_tape(tape: bytes) -> Draws:
    """The decisions read from some bytes; 0 where they are used up."""
    left = iter(tape)

    def whole(lo: int, hi: int) -> int:
        count = hi - lo + 1
        if count <= 256:
            return lo + (next(left, 0) * count >> 8)
        return lo + ((next(left, 0) << 8 | next(left, 0)) * count >> 16)

    return Draws(whole)


def of_seed(seed: int, number: int) -> Draws:
    """The decisions that make up world `number` of a seed."""
    return Draws(random.Random(f"{seed}/{number}").randint)
