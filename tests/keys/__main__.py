"""`python -m tests.keys`: look over the keys of the bundled worlds and of as many generated ones as asked."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from multiprocessing import Pool

from tests.generated.checking import FILE
from tests.generated.draws import of_seed
from tests.generated.worlds import text_of
from tests.keys.repeating import WORLDS
from tests.keys.witness import Seen, look_over
from twicetold.lang import TaleError, load, load_text

BUNDLED = {"milk": 40, "brawl": 4, "hale_yard": 2, "town": 1}
"""The bundled worlds, and how many lives of each."""


def looked_over(task: tuple[str, int, int]) -> tuple[str, Seen | None]:
    """What was seen of some lives of a world, by its name or number; None if the text is no world."""
    name, seed, lives = task
    try:
        if name in BUNDLED:
            world = load(name)
        elif name in WORLDS:
            world = load_text(WORLDS[name])
        else:
            world = load_text(text_of(of_seed(seed, int(name))), FILE)
    except TaleError:
        return name, None
    return name, look_over(world, seed, range(lives))


def main() -> int:
    """Returns 1 if any two draws share a key, else 0."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.keys",
        description="Put down the keys of all draws of lives of the bundled worlds, of some that repeat "
        "themselves, and of generated ones, and look for two draws of one life that share their luck.",
    )
    asked.add_argument("-n", type=int, default=1000, metavar="COUNT", help="generated texts (default: 1000)")
    asked.add_argument("--lives", type=int, default=100, help="lives of each (default: 100)")
    asked.add_argument("--seed", type=int, default=0, help="other worlds for every seed (default: 0)")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    given = asked.parse_args()
    total, worlds, wrong = Seen(), 0, 0
    with Pool(given.jobs) as pool:
        tasks = _tasks(given.n, given.lives, given.seed)
        for name, seen in pool.imap_unordered(looked_over, tasks):
            if seen is None:
                continue
            worlds += 1
            total.draws += seen.draws
            total.again += seen.again
            if seen.wrong:
                wrong += 1
                print(f"{name}: {len(seen.wrong)} times, first {seen.wrong[0]}", flush=True)
            if worlds % 100 == 0:
                print(_said(worlds, total, wrong), flush=True)
    print(_said(worlds, total, wrong))
    return 1 if wrong else 0


def _said(worlds: int, total: Seen, wrong: int) -> str:
    return (
        f"{worlds:,} worlds, {total.draws:,} draws, {total.again:,} of them of what happened again; "
        f"{wrong} worlds in which two share a key"
    )


def _tasks(n: int, lives: int, seed: int) -> Iterator[tuple[str, int, int]]:
    yield from ((name, seed, count) for name, count in BUNDLED.items())
    yield from ((name, seed, lives) for name in WORLDS)
    yield from ((str(number), seed, lives) for number in range(n))


if __name__ == "__main__":
    sys.exit(main())
