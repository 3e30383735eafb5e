"""Lift: how many times as often something happens among some lives as among all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from twicetold.runs.intervals import lift_factor, wilson


@dataclass(frozen=True, slots=True)
class Lift:
    """Something that happens in lives: in how many in which the asked for happened (`given`) and in how many
    of all, its shares of these with the interval of the first, and how many times as often it happens among
    the first, with the 95 % interval."""

    what: str
    given: int
    all: int
    share: float
    low: float
    high: float
    share_of_all: float
    lift: float
    lift_low: float
    lift_high: float


def lift(what: str, given: int, of: int, all: int, n: int) -> Lift:
    """The lift of what happens in `given` of the `of` lives that are looked at, and in `all` of all `n`."""
    share, share_of_all = given / of if of else 0.0, all / n
    low, high = wilson(given, of)
    times = share / share_of_all if share_of_all else 0.0
    if not given or not of:
        above = high / share_of_all if share_of_all else math.inf
        return Lift(what, given, all, share, low, high, share_of_all, times, 0.0, above)
    reach = lift_factor(given, of, all, n)
    return Lift(what, given, all, share, low, high, share_of_all, times, times / reach, times * reach)
