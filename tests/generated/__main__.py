"""`python -m tests.generated`: compare as many generated worlds as one has time for."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from hypothesis import settings

from tests.generated.mutations import MUTATIONS
from tests.generated.night import night, text
from tests.generated.shares import expected


def main() -> int:
    """Returns 1 if any two engines differ, else 0."""
    asked = argparse.ArgumentParser(
        prog="python -m tests.generated",
        description="Compare the lives of generated worlds by the interpreter and by the kernel, to the bit. "
        "What was broken off goes on where it was, as long as the code is the same.",
    )
    asked.add_argument("-n", type=int, default=1000, metavar="COUNT", help="how many worlds (default: 1000)")
    asked.add_argument("--seed", type=int, default=0, help="other worlds for every seed (default: 0)")
    asked.add_argument("--first", type=int, default=0, metavar="NUMBER", help="the world to begin with")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many processes")
    asked.add_argument(
        "--out", type=Path, default=Path("build/generated"), metavar="FOLDER",
        help="where to note what was compared, and to write worlds that differ (default: build/generated)",
    )  # fmt: skip
    asked.add_argument("--show", type=int, metavar="NUMBER", help="only print the text of this world")
    asked.add_argument(
        "--mutations", action="store_true",
        help="put bugs into the kernel, one by one, and say how many of the worlds of a test run find each",
    )  # fmt: skip
    given = asked.parse_args()
    os.environ["TWICETOLD_CACHE"] = "off"
    if given.mutations:
        return _mutations()
    if given.show is not None:
        print(text(given.seed, given.show), end="")
        return 0
    tally = night(given.n, given.seed, given.first, given.jobs, given.out)
    print(tally)
    return 1 if tally.wrong else 0


def _mutations() -> int:
    settings.register_profile("the same on every machine", deadline=None, derandomize=True)
    settings.load_profile("the same on every machine")
    missed = 0
    for mutation in MUTATIONS:
        count = mutation.caught_by(expected())
        missed += count is None
        print("not caught" if count is None else f"caught by world {count:3}", mutation, sep="  ", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
