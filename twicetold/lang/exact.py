"""Exact numbers: what is written, as the ratio of whole numbers that it is, and the grid of a life's ticks.

In binary `0.7` is a little less, `1.4 / 0.7` perhaps not 2. Which tick a time means is therefore decided with
ratios, in whole ticks, when a world is loaded; the engines compare whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

FOREVER: Final = 2**31 - 1
"""A tick that no life reaches."""

BITS: Final = 512
"""A ratio with longer numbers than this is kept as the double nearest to it: a text must not make numbers
that take the machine with them."""

FINEST: Final = 2**53
"""A whole number below this is a double."""


def written(text: str) -> Fraction:
    """The number that is written so, such as "0.7" or "5%"; 0 for one that is beyond the doubles."""
    digits = text.removesuffix("%")
    near = float(digits)
    if near == 0.0 or math.isinf(near):
        return Fraction(0)
    return kept(Fraction(digits) / (100 if text.endswith("%") else 1))


def kept(x: Fraction) -> Fraction:
    """A ratio as it is reckoned on with: itself, or where it is too long what a double holds of it."""
    if max(x.numerator.bit_length(), x.denominator.bit_length()) <= BITS:
        return x
    near = nearest(x)
    return Fraction(near) if math.isfinite(near) else x


def nearest(x: Fraction) -> float:
    """The double nearest to a ratio; infinite beyond them."""
    try:
        return x.numerator / x.denominator
    except OverflowError:
        return math.inf if x > 0 else -math.inf


def modulo(a: float, b: float) -> float:
    """What is left of a number without the multiples of another, on the same side of 0 as that; 0 if there
    are none. Of whole numbers it is exact; else the quotient may have been rounded to the wrong multiple."""
    if not b:
        return 0.0
    quotient = a / b
    rest = a - (float(math.floor(quotient)) if abs(quotient) < FINEST else quotient) * b
    for other in (rest, rest + b, rest - b):
        if 0.0 <= other < b or b < other <= 0.0:
            return other
    return 0.0


@dataclass(frozen=True, slots=True)
class Grid:
    """The ticks of a life: `step` is the time from each to the next, in seconds, and `ticks` their number."""

    step: Fraction
    ticks: int

    @property
    def is_fine(self) -> bool:
        """Whether the time of every tick is the double nearest to it when it is computed as the engines do,
        by a product and a quotient of doubles."""
        return 2 * self.ticks * self.step.numerator < FINEST and self.step.denominator < FINEST

    def not_before(self, time: Fraction) -> int:
        """The first tick that is not before a time."""
        return min(math.ceil(time / self.step), FOREVER)

    def not_after(self, time: Fraction) -> int:
        """The last tick that is not after a time; negative if all are."""
        return min(math.floor(time / self.step), FOREVER)

    def nearest(self, time: Fraction) -> int:
        """The tick nearest to a time, of two the even one."""
        return min(round(time / self.step), FOREVER)

    def again(self, times: Sequence[Fraction], period: int) -> tuple[int, int, tuple[int, ...]]:
        """When each of some times comes again, a period after it: whole numbers m and n and others, so that
        one of them has come since the tick before at those ticks t of which t * n, less one of the others, is
        not below 0 and divided by m leaves less than n."""
        if self.step >= period:
            return 1, 1, (min(math.ceil(min(times) / self.step), FOREVER),)
        of_tick, of_period = self.step.numerator, period * self.step.denominator
        first = [int(time * self.step.denominator) for time in times]
        common = math.gcd(of_tick, of_period, *first)
        return of_period // common, of_tick // common, tuple(sorted(time // common for time in first))

    def often(self, period: Fraction) -> tuple[int, int]:
        """Two whole numbers n and m: in m ticks, a multiple of the period is reached n times.

        More exactly: of the ticks t of a life, those at which one has been reached since the tick before are
        those at which t * n divided by m leaves less than n. The numbers are the ratio of a tick to the
        period; or, where that has a larger denominator than there are ticks, the greatest ratio below it that
        has not, for no multiple of the one reaches a whole number between two ticks that the other does not.
        """
        rate = self.step / period
        if rate >= 1:
            return 1, 1
        near = rate.limit_denominator(max(self.ticks, 1))
        if near > rate:  # then its neighbour below, by b * p - a * q = 1 (of Farey's sequence)
            a, b = near.denominator, near.numerator
            q = pow(b, -1, a) if a > 1 else 0
            q += (self.ticks - q) // a * a
            near = Fraction((b * q - 1) // a, q)
        return near.numerator, near.denominator
