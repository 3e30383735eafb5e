"""How near the compiled brawl comes to the one written in C by hand, and how both gain by a second core.

    python -m benchmarks.limit [--rounds N]

On one core, in CPU seconds: the kernel's lives, each with its digest, against those of `brawl.c` by every
compiler that is there, made for any processor and for this one. On two, in seconds on the clock.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks import brawl_native
from benchmarks.timing import Turn, clocked, race, rate, ratio
from twicetold.engine.kernel import Kernel
from twicetold.lang import load

SEED, LIVES = 1, 2_000
PIECE = 250
"""The lives that a thread takes at once: a core that is slowed must not keep the other waiting."""
OPTIONS = (("-O3",), ("-O3", "-march=native"))


def on_one_core(folder: Path, ready: Kernel, rounds: int) -> Iterator[str]:
    """The table of one core, line by line."""
    contestants: dict[str, Callable[[int], Turn]] = {
        "kernel": clocked(lambda first, lives: ready.lives(SEED, first, lives), LIVES)
    }
    for compiler in brawl_native.compilers():
        for options in OPTIONS:
            program = brawl_native.build(folder, compiler, *options)
            contestants[" ".join(("C by", compiler, *options))] = by_hand(program)
    rates = race(contestants, rounds)
    titles = f"{'median':>9}{'lowest':>9}{'highest':>9}   kernel is … times"
    yield f"{'one core, lives per CPU second':<34}{titles}"
    for name, found in rates.items():
        each = rate(found)
        beside = "" if name == "kernel" else f"   {ratio(rates['kernel'], found).median:.2f}"
        yield f"{name:<34}{each.median:>9,.0f}{each.lowest:>9,.0f}{each.highest:>9,.0f}{beside}"


def by_hand(program: Path) -> Callable[[int], Turn]:
    """The turns of the C program, by its own clock."""

    def turn(number: int) -> Turn:
        return Turn(LIVES, brawl_native.timed(program, SEED, number * LIVES, LIVES).cpu)

    return turn


def on_two(folder: Path, ready: Kernel, rounds: int) -> Iterator[str]:
    """The table of two cores, line by line."""
    lives = 4 * LIVES
    contestants = {f"kernel {n}": threaded(ready, n, lives) for n in (1, 2)}
    if "gcc" in brawl_native.compilers():
        program = brawl_native.build(folder, "gcc", "-O3", "-fopenmp")
        contestants |= {f"C by gcc {n}": threaded_by_hand(program, n, lives) for n in (1, 2)}
    rates = race(contestants, rounds)
    yield f"{'two threads, lives per second':<34}{'one':>9}{'two':>9}   two are … times one"
    for name in dict.fromkeys(each.rsplit(" ", 1)[0] for each in rates):
        one, two = rates[f"{name} 1"], rates[f"{name} 2"]
        gain = ratio(two, one)
        yield (
            f"{name:<34}{rate(one).median:>9,.0f}{rate(two).median:>9,.0f}   {gain.median:.2f}"
            f" ({gain.lowest:.2f} to {gain.highest:.2f})"
        )


def threaded(ready: Kernel, threads: int, lives: int) -> Callable[[int], Turn]:
    """The kernel's turns in so many threads, by the clock on the wall.

    A thread takes what comes next, as `many` and the C program have it.
    """

    def turn(number: int) -> Turn:
        with ThreadPoolExecutor(threads) as pool:
            began = time.perf_counter()
            firsts = range(number * lives, (number + 1) * lives, PIECE)
            list(pool.map(lambda first: ready.lives(SEED, first, PIECE), firsts))
            return Turn(lives, time.perf_counter() - began)

    return turn


def threaded_by_hand(program: Path, threads: int, lives: int) -> Callable[[int], Turn]:
    """The C program's turns in so many threads, by the clock on the wall."""

    def turn(number: int) -> Turn:
        return Turn(lives, brawl_native.timed(program, SEED, number * lives, lives, threads).wall)

    return turn


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="The compiled brawl beside the one in C")
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    ready = Kernel(load("brawl"), tier="best")
    with tempfile.TemporaryDirectory() as folder:
        for line in on_one_core(Path(folder), ready, asked.rounds):
            print(line, flush=True)
        print()
        for line in on_two(Path(folder), ready, asked.rounds):
            print(line, flush=True)


if __name__ == "__main__":
    main()
