"""Importance splitting against a chance that is known: is it right, and what does it spare?

    python -m benchmarks.splitting [--answers N] [-n LIVES]

A gambler with one coin wins a coin with a chance of 1/3 and loses one otherwise; to have 20 coins before none
has a chance of 1 / (2**20 - 1), the ruin problem with q / p = 2 (W. Feller, "An Introduction to Probability
Theory and Its Applications" I, 1968, chapter XIV). It is estimated again and again, by other luck each time.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator, Sequence
from statistics import fmean, median

from twicetold.ask.splitting import Rare, rare
from twicetold.lang import load_text_with_warnings
from twicetold.questions import Given

GAMBLER = """world "A gambler"
  tick 1 second
  lasts 1 hour
kind Gambler
  coins whole = 1
Ann is Gambler
rule play for g: Gambler where g.coins > 0 and g.coins < 20
  chance 1 / 3
    g.coins += 1
  otherwise
    g.coins -= 1
ending "ruined" when Ann.coins is 0
ending "rich" when Ann.coins is 20
"""

TRUTH = 1 / (2**20 - 1)

LENGTH = 3 * (1 - 20 * TRUTH)
"""How many ticks a life takes in the mean, by the same chapter."""


def answers(count: int, n: int) -> list[Rare]:
    """So many answers, each with a seed of its own."""
    world = load_text_with_warnings(GAMBLER)
    return [rare(world, Given('"rich"', n, seed, by="Ann.coins")) for seed in range(1, count + 1)]


def lines(found: Sequence[Rare]) -> Iterator[str]:
    """What is said of the answers, line by line."""
    shares = [each.share for each in found]
    wrong = max(max(share / TRUTH, TRUTH / share) if share else math.inf for share in shares)
    error = math.sqrt(fmean((share / TRUTH - 1) ** 2 for share in shares))
    held = sum(each.low < TRUTH < each.high for each in found)
    ticks, whole = fmean(each.ticks for each in found), brute_force(error)
    yield f"{'the chance':<40}{TRUTH:>12.4g}"
    yield f"{f'{len(found)} answers: median':<40}{median(shares):>12.4g}"
    yield f"{'mean':<40}{fmean(shares):>12.4g}"
    yield f"{'the worst is wrong by a factor of':<40}{wrong:>12.2f}"
    yield f"{'relative error of an answer':<40}{error:>12.1%}"
    yield f"{'95 % intervals that hold':<40}{f'{held} of {len(found)}':>12}"
    yield f"{'ticks an answer takes':<40}{ticks:>12,.0f}"
    yield f"{'ticks of whole lives for the same error':<40}{whole:>12,.0f}"
    yield f"{'times as many':<40}{whole / ticks:>12,.0f}"


def brute_force(error: float) -> float:
    """How many ticks of whole lives it takes to know the chance with this relative error."""
    return LENGTH * (1 - TRUTH) / (TRUTH * error**2)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Importance splitting against a chance that is known")
    parser.add_argument("--answers", type=int, default=50)
    parser.add_argument("-n", type=int, default=200, help="lives from mark to mark")
    asked = parser.parse_args()
    for line in lines(answers(asked.answers, asked.n)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
