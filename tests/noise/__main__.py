"""`python -m tests.noise`: judge a finaliser."""

from __future__ import annotations

import argparse
import json
import os
import sys

from tests.noise import lattices
from tests.noise.battery import SIZES, Size, Verdict, battery
from tests.noise.mixers import MIXERS, TODAY

SHOWN = 20
"""Failures listed; of more only the number is said."""


def main() -> int:
    """Returns 1 if the finaliser fails, else 0."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.noise", description="Judge a finaliser by a battery of tests of its noise."
    )
    asked.add_argument("--finaliser", choices=[*MIXERS, "all"], default=TODAY, help=f"(default: {TODAY})")
    asked.add_argument("--size", choices=SIZES, default="nightly", help="(default: nightly)")
    asked.add_argument("--words", type=int, metavar="LOG2", help="another number of words of each lattice")
    asked.add_argument("--pairs", type=int, metavar="LOG2", help="another number of pairs of each kind")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    asked.add_argument("--json", action="store_true", help="print every p-value as JSON")
    asked.add_argument(
        "--raw", choices=lattices.NAMES, metavar="LATTICE",
        help="write the words of this lattice to standard output without end, eight bytes each, lowest first",
    )  # fmt: skip
    given = asked.parse_args()
    if given.raw:
        return _raw(TODAY if given.finaliser == "all" else given.finaliser, given.raw)
    size = SIZES[given.size]
    size = Size(
        1 << given.words if given.words else size.words, 1 << given.pairs if given.pairs else size.pairs
    )
    names = tuple(MIXERS) if given.finaliser == "all" else (given.finaliser,)
    verdicts = [battery(name, size, given.jobs) for name in names]
    if given.json:
        print(
            json.dumps({each.finaliser: [[r.where, r.test, r.p] for r in each.results] for each in verdicts})
        )
    else:
        for each in verdicts:
            print("\n".join(_lines(each, size)), flush=True)
    return 1 if any(each.failed for each in verdicts) else 0


def _lines(verdict: Verdict, size: Size) -> list[str]:
    failed = verdict.failed
    said = f"fails {len(failed)}" if failed else "passes all"
    return [
        f"{verdict.finaliser} ({MIXERS[verdict.finaliser].source})",
        f"  {said} of {len(verdict.results)} tests, {size.words} words and {size.pairs} pairs each;"
        f" a p below {verdict.bound:.1e} fails",
        f"  least: {verdict.least}",
        *(f"  failed: {each}" for each in failed[:SHOWN]),
        *([f"  and {len(failed) - SHOWN} more"] if len(failed) > SHOWN else []),
    ]


def _raw(finaliser: str, name: str) -> int:
    mixer, start = MIXERS[finaliser], 0
    try:
        while True:
            block = lattices.words(mixer, name, start, lattices.BLOCK)
            sys.stdout.buffer.write(block.astype("<u8").tobytes())
            start += lattices.BLOCK
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
