"""Sifting: what does it cost to look for patterns in one long log, and in many lives beside living them?

    python -m benchmarks.sifting [--lives N] [--rounds N]

The log has 10,000 events of twenty sorts among twenty people, drawn at random, and is sifted for three
patterns such as papers on sifting show: a guest who is harmed by the host, love that fails and then succeeds,
two hasty betrayals by one person. The lives are the night at the Hale house, sifted for its seven patterns by
the best code, in turns with the same lives unsifted.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median
from typing import Final

import numpy as np

from benchmarks.timing import clocked, race, rate, ratio
from twicetold.ask.sift import Sifting
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.columns import NO_ROLE, EventColumns
from twicetold.engine.meaning.matching import Ready, matches, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import load, load_text, model

EVENTS: Final = 10_000
PEOPLE: Final = 20
ALONE: Final = ("arrive", "leave", "sleep", "work", "fish", "pray", "drink", "sing")
TOGETHER: Final = (
    "lodge", "harm", "court", "betray", "greet", "trade", "teach", "visit", "mock", "thank", "follow", "lend",
)  # fmt: skip

TURNED_OUT: Final = {"court": ("accepted", "refused"), "betray": ("hasty", "done")}
"""How some of them can turn out."""

TEXT: Final = f"""
world "A log"
  tick 1 minute
  lasts 1 week

kind Person
{PEOPLE} Person

{"".join(f"event {name} (p: Person){chr(10)}" for name in ALONE)}
{"".join(f"event {name} (p: Person, q: Person){chr(10)}" for name in TOGETHER if name not in TURNED_OUT)}
event court (p: Person, q: Person)
  then
    chance 0.5
      outcome accepted
    otherwise
      outcome refused

event betray (p: Person, q: Person)
  then
    chance 0.5
      outcome hasty

pattern harmed_guest (guest: Person, host: Person)
  first arrive(guest)
  unless leave(guest)
  then lodge(host, guest) as welcome
  unless leave(guest)
  then harm(host, guest)

pattern love_at_last (p: Person, q: Person, r: Person or q)
  first court(p, q) refused
  then court(p, r) accepted within 6 hours

pattern two_betrayals (p: Person)
  first betray(p, anyone) hasty
  then betray(p, anyone) hasty within 1 day
"""
"""A world in which the log could have come about."""


def log(world: model.World, seed: int = 1) -> EventColumns:
    """A life's events, drawn at random."""
    known, noise = names(world), np.random.default_rng(seed)
    sorts = np.array([known.construct[name] for name in (*ALONE, *TOGETHER)], np.int16)
    name = sorts[noise.integers(0, len(sorts), EVENTS)]
    outcome = np.zeros(EVENTS, np.int16)
    for of, labels in TURNED_OUT.items():
        there = name == known.construct[of]
        drawn = np.array([known.outcome[label] for label in labels], np.int16)
        outcome[there] = drawn[noise.integers(0, 2, there.sum())]
    first = noise.integers(0, PEOPLE, EVENTS)
    second = (first + noise.integers(1, PEOPLE, EVENTS)) % PEOPLE
    alone = np.isin(name, [known.construct[each] for each in ALONE])
    roles = np.column_stack([first, np.where(alone, NO_ROLE, second)]).astype(np.int16)
    tick = np.sort(noise.integers(0, world.ticks, EVENTS)).astype(np.int32)
    return EventColumns(np.zeros(EVENTS, np.int64), name, outcome, tick, tick, roles)


def of_log(made: list[Ready], events: EventColumns) -> dict[str, int]:
    """How often each pattern is found in the log."""
    return {pattern.name: sum(len(found) for _, found in matches(pattern, events, 0, 1)) for pattern in made}


def lines(lives: int, rounds: int) -> Iterator[str]:
    """What is said, line by line."""
    world = load_text(TEXT)
    made = [ready(world, names(world), pattern) for pattern in world.patterns]
    events = log(world)
    took = [_seconds(lambda: of_log(made, events)) for _ in range(3 * rounds)]
    found = ", ".join(f"{name} {count:,}" for name, count in of_log(made, events).items())
    yield f"10,000 events: {found}"
    yield f"3 patterns, ms of CPU: {median(took) * 1e3:.1f} ({min(took) * 1e3:.1f} to {max(took) * 1e3:.1f})"
    night = load("hale_yard")
    unsifted = Kernel(replace(night, patterns=()), tier="best")
    marked = Kernel(night, tier="best")
    sifting = Sifting(night, 1, night.patterns)

    def sift(first: int, n: int) -> None:
        sifting.add(marked.lives(1, first, n, events=True))

    rates = race(
        {
            "unsifted": clocked(lambda first, n: unsifted.lives(1, first, n), lives),
            "sifted": clocked(sift, lives),
        },
        rounds,
    )
    for name, each in rates.items():
        yield f"{name} nights a second: {rate(each)}"
    yield f"{len(night.patterns)} patterns, times as long: {ratio(rates['unsifted'], rates['sifted'])}"


def _seconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description="What sifting costs")
    parser.add_argument("--lives", type=int, default=1000, help="nights a round")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    for line in lines(asked.lives, asked.rounds):
        print(line, flush=True)


if __name__ == "__main__":
    main()
