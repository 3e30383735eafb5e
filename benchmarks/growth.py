"""The town at many sizes: what a quarter of a day costs per person, and whether that grows with the town.

    python -m benchmarks.growth [--engine kernel|interpreter] [--weeks N] [--rounds N] [--people N ...]

The sizes take turns in one run. A person-tick is one person through one tick, counted by those who are there
at the beginning. The slope is that of log time over log people, by least squares: 0 where a person costs as
much in any town, 1 where a person costs twice as much in a town twice as large.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

from benchmarks.timing import Turn, race
from twicetold.cache import VARIABLE
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load

SEED = 1

SIZES = (50, 100, 200, 500, 1_000, 2_000)

PERSON_TICKS = {"kernel": 1_000_000, "interpreter": 2_000}
"""About so many are lived in a turn, or one life if that is more."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town of some size, ready to be lived; `ready` is how many CPU seconds that took."""

    people: int
    ready: float
    turn: Callable[[int], Turn]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a person-tick costs in a town, in CPU nanoseconds: the median of the rounds, least and most."""

    people: int
    median: float
    lowest: float
    highest: float


def town(people: int, weeks: int, engine: str) -> Town:
    """The town of this size, made ready by an engine."""
    world = load("town", [f"people {people}", f"span {weeks} weeks"])
    began = time.process_time()
    lives_of = Interpreter(world).lives if engine == "interpreter" else Kernel(world, tier="best").lives
    ready = time.process_time() - began
    lives = max(1, round(PERSON_TICKS[engine] / (people * world.ticks)))

    def turn(number: int) -> Turn:
        began = time.process_time()
        lived = lives_of(SEED, number * lives, lives)
        return Turn(people * int(lived.ticks.sum()), time.process_time() - began)

    return Town(people, ready, turn)


def costs(towns: Sequence[Town], rounds: int) -> list[Cost]:
    """What a person-tick costs in each town."""
    rates = race({str(each.people): each.turn for each in towns}, rounds)
    found = []
    for each in towns:
        nanoseconds = [1e9 / rate for rate in rates[str(each.people)]]
        found.append(Cost(each.people, median(nanoseconds), min(nanoseconds), max(nanoseconds)))
    return found


def slope(found: Sequence[Cost]) -> float:
    """That of log cost over log people."""
    people, cost = (
        [math.log(x) for x in xs] for xs in ([c.people for c in found], [c.median for c in found])
    )
    return linear_regression(people, cost).slope


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="What a person costs in towns of many sizes.")
    parser.add_argument("--engine", choices=list(PERSON_TICKS), default="kernel")
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, nargs="+", default=list(SIZES))
    given = parser.parse_args()
    os.environ[VARIABLE] = "off"  # so that what is compiled is compiled here
    towns = [town(people, given.weeks, given.engine) for people in given.people]
    found = costs(towns, given.rounds)
    print(f"The town through {given.weeks} weeks by the {given.engine}, {given.rounds} rounds in turns\n")
    print(f"{'people':>7} {'ns per person-tick':>19} {'(least to most)':>20} {'made ready in':>14}")
    for each, cost in zip(towns, found, strict=True):
        spread = f"({cost.lowest:,.0f} to {cost.highest:,.0f})"
        print(f"{cost.people:>7,} {cost.median:>19,.0f} {spread:>20} {each.ready:>12.2f} s")
    print(f"\nslope of log time over log people: {slope(found):+.3f}")
    large = [cost for cost in found if cost.people >= 100]
    if len(large) > 1 and len(large) < len(found):
        ratio = large[-1].median / large[0].median
        print(f"from {large[0].people:,} people on: {slope(large):+.3f}")
        print(f"{large[-1].people:,} people against {large[0].people:,}: {ratio:.2f} times")


if __name__ == "__main__":
    main()
