"""Rates that can be compared: measured in one run, in turns, so that what slows the machine slows them all.

A round gives each contestant one turn; a turn is one call, timed in CPU seconds of this process unless the
contestant keeps its own clock. What is reported is the median over the rounds and how far they spread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Turn:
    """What was done in one turn: how many lives, in how many CPU seconds."""

    lives: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Rate:
    """Lives per CPU second: the median of the rounds, and the slowest and fastest of them."""

    median: float
    lowest: float
    highest: float
    rounds: int

    @property
    def spread(self) -> float:
        """How far apart the rounds are, as a share of the median."""
        return (self.highest - self.lowest) / self.median

    def __str__(self) -> str:
        return f"{self.median:,.4g} ({self.lowest:,.4g} to {self.highest:,.4g}, {self.rounds} rounds)"


def clocked(live: Callable[[int, int], object], lives: int) -> Callable[[int], Turn]:
    """A contestant without a clock of its own: `live(first, lives)` is timed by this process's CPU time."""

    def turn(number: int) -> Turn:
        began = time.process_time()
        live(number * lives, lives)
        return Turn(lives, time.process_time() - began)

    return turn


def race(contestants: Mapping[str, Callable[[int], Turn]], rounds: int = 5) -> dict[str, list[float]]:
    """Lives per second of each contestant, round by round. A contestant gets the number of the round.

    Each has a turn before the first round that does not count, so that nobody pays for starting up.
    """
    for turn in contestants.values():
        turn(0)
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(1, rounds + 1):
        for name, turn in contestants.items():
            done = turn(number)
            rates[name].append(done.lives / done.seconds)
    return rates


def rate(rates: Sequence[float]) -> Rate:
    """The rounds of one contestant in short."""
    return Rate(median(rates), min(rates), max(rates), len(rates))


def ratio(faster: Sequence[float], slower: Sequence[float]) -> Rate:
    """How many times as fast, round against round."""
    return rate([a / b for a, b in zip(faster, slower, strict=True)])
