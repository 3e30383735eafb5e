"""Times as numbers, on the grid of a life's ticks.

What a text says of times is decided exactly when it is loaded. What a life computes is rounded: `0.3 - 0.1`
comes to a little less than `0.2`. So a time, a difference of times or a length that comes as near to a whole
number of ticks as a millionth of a tick is that number. Two million ticks, the most that a life has, are
rounded by less than that.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from twicetold.lang import model

NEAR: Final = 2.0**-20
"""So near to a whole number of ticks, in ticks, counts as that number."""


@dataclass(frozen=True, slots=True)
class Times:
    """What the engines compute with times, one operation at a time; the kernel does the same."""

    tick: float
    over: float
    under: float
    ticks: int
    """The double nearest to a tick, in seconds; the ratio `over / under` that it is; how many a life has."""

    @classmethod
    def of(cls, world: model.World) -> Times:
        """The times of a world."""
        return cls(world.tick, float(world.step.numerator), float(world.step.denominator), world.ticks)

    def snapped(self, seconds: float) -> float:
        """A time or a difference of times, a whole number of ticks where it is near to one (and no longer
        than two lives)."""
        q = seconds / self.tick
        if not -2.0 * self.ticks <= q <= 2.0 * self.ticks:
            return seconds
        n = float(math.floor(q + 0.5))
        return n * self.over / self.under if abs(q - n) <= NEAR else seconds

    def left_over(self, rest: float, of: float) -> float:
        """What is left of a time without the multiples of another, a whole number of ticks where it is near
        to one: nothing where that is the other itself."""
        whole = self.snapped(rest)
        return whole if abs(whole) < abs(of) else 0.0

    def lasts(self, seconds: float) -> int:
        """In how many ticks so many seconds are over: rounded up, and no more than a life has."""
        q = seconds / self.tick - NEAR
        return math.ceil(min(q, float(self.ticks))) if q >= 0.0 else 0

    def is_within(self, ticks: int, seconds: float) -> bool:
        """Whether so many ticks take no longer than so many seconds."""
        return ticks <= seconds / self.tick + NEAR
