"""Does it pay that twins share their luck? What the difference of a pair varies, by how the two draw.

    python -m benchmarks.twins [--lives N] [--pairs N]

Of a world and its twin, in which something is otherwise, one wants to know the difference. It is known by as
many fewer pairs as the variance of a pair's difference is smaller, and that is told here as a share of the
variance between two lives that have nothing in common. Of the brawl after some ticks, by the hand-written C
program: keyed, as worlds draw, and streamed, as programs draw that are given the same seed twice. Of the
endings of the night, by the kernel, with how many pairs are one life to the bit.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks import brawl_native
from twicetold.ask.whatif import Compared, Shift, Twin, whatif
from twicetold.lang import load
from twicetold.questions import WhatIf
from twicetold.runs import Engine

SEED = 1

BATCHES = 20
"""Into so many parts the pairs are divided, to see how sure a share of the variance is."""

TICKS = (30, 100, 300)


@dataclass(frozen=True, slots=True)
class Change:
    """Something otherwise in the brawl: what `brawl.c` calls it, and lines of the world that say the same."""

    what: str
    twist: str
    lines: tuple[str, ...]


CHANGES = (
    Change("nobody kicks", "NOBODY_KICKS", ("forbid kick(anyone, anyone)",)),
    Change(
        "Lark bandages nobody",
        "LARK_BANDAGES_NOBODY",
        ("forbid bandage(Lark, anyone)", "forbid bandage_self(Lark)"),
    ),
    Change(
        "Big Joan begins with less breath",
        "JOAN_IS_OUT_OF_BREATH",
        ("rule out_of_breath at 0:00\n  Big_Joan.breath = 70 + 2",),  # what a second has given her by then
    ),
)
"""From one that changes what everybody does to a trifle."""

MEASURES = ("knockouts", "health")

QUESTIONS = {
    "Stiles runs when told": "force run_away(Stiles) when Stiles.order is go",
    "hunters ten minutes later": "road 675 seconds",
    "no bite": "forbid bite(anyone, anyone)",
    "love 0": "love_scale 0",
}
"""What the night is asked: see docs/whatif.md."""


@dataclass(frozen=True, slots=True)
class Share:
    """A variance as a share of another, with its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ± {self.error:.3f}"


def paired(before: NDArray[np.float64], after: NDArray[np.float64]) -> Share:
    """The variance of the differences of pairs, as a share of that between lives that are not paired."""
    value = _paired(before, after)
    parts = zip(np.array_split(before, BATCHES), np.array_split(after, BATCHES), strict=True)
    each = [_paired(a, b) for a, b in parts]
    return Share(value, float(np.std(each, ddof=1)) / math.sqrt(BATCHES))


def _paired(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    apart = before.var() + after.var()
    return float((after - before).var() / apart) if apart else 0.0


# --- the brawl ----------------------------------------------------------------------------------------------


def of_the_brawl(folder: Path, compiler: str, lives: int) -> Iterator[str]:
    """The table of the brawl, line by line."""
    names = [measure.name for measure in load("brawl").measures]

    def lived(ticks: int, twist: str, *how: str) -> NDArray[np.float64]:
        options = ("-O2", f"-DTICKS={ticks}", f"-DTWIST={twist}", *how)
        program = brawl_native.build(folder, compiler, *options)
        return brawl_native.rows(program, SEED, 0, lives).measures

    yield f"{'the brawl':<34}{'ticks':>6}  {'of':<12}{'keyed':<18}streamed"
    for ticks in TICKS:
        own = [lived(ticks, "AS_IT_IS", *how) for how in ((), ("-DSTREAM",))]
        for change in CHANGES:
            twins = [lived(ticks, change.twist, *how) for how in ((), ("-DSTREAM",))]
            for measure in MEASURES:
                place = names.index(measure)
                keyed, streamed = (paired(a[:, place], b[:, place]) for a, b in zip(own, twins, strict=True))
                yield f"{change.what:<34}{ticks:>6}  {measure:<12}{keyed!s:<18}{streamed}"


# --- the night ----------------------------------------------------------------------------------------------


def of_the_night(pairs: int) -> Iterator[str]:
    """The table of the night, line by line."""
    twins = [Twin(what, load("hale_yard", [line])) for what, line in QUESTIONS.items()]
    found = whatif(load("hale_yard"), twins, WhatIf(n=pairs, seed=SEED, engine=Engine.KERNEL))
    yield f"{'the night':<34}{'one life':>8}  {'all endings':<18}endings that surely move"
    for each in found.twins:
        one_life = f"{(each.same or 0) / found.n:.0%}"
        moved = sorted(share_of(shift, found.n) for shift in each.endings if shift.difference.sure)
        span = f"{moved[0]:.2f} to {moved[-1]:.2f}" if moved else "none"
        yield f"{each.twin.name:<34}{one_life:>8}  {of_all(each, found.n):<18.2f}{span}"


def share_of(shift: Shift, n: int) -> float:
    """The variance of a pair's difference of an ending, as a share of that between lives not paired."""
    return variance(shift, n) / variance_apart(shift, n)


def of_all(compared: Compared, n: int) -> float:
    """The same of the endings all together."""
    own = math.fsum(variance(shift, n) for shift in compared.endings)
    return own / math.fsum(variance_apart(shift, n) for shift in compared.endings)


def variance(shift: Shift, n: int) -> float:
    """That of a pair's difference: 1 where the ending is gained, -1 where it is lost."""
    return (shift.gained + shift.lost) / n - ((shift.gained - shift.lost) / n) ** 2


def variance_apart(shift: Shift, n: int) -> float:
    """That of the difference between a life and a twin of another run."""
    return math.fsum(share * (1 - share) for share in (shift.before / n, shift.after / n))


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Does it pay that twins share their luck?")
    parser.add_argument("--lives", type=int, default=10_000, help="of the brawl")
    parser.add_argument("--pairs", type=int, default=2_000, help="of the night")
    asked = parser.parse_args()
    compilers = brawl_native.compilers()
    if compilers:
        with tempfile.TemporaryDirectory() as folder:
            for line in of_the_brawl(Path(folder), compilers[0], asked.lives):
                print(line, flush=True)
    else:
        print("There is no C compiler: the brawl is left out.")
    print()
    for line in of_the_night(asked.pairs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
