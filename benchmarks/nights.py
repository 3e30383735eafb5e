"""A million nights: how fast the night is lived on all cores, and whether memory stays the same.

    python -m benchmarks.nights [LIVES …]

Each number of lives is lived by a process of its own, from the text of the world on.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time

from twicetold.lang import load
from twicetold.questions import Many
from twicetold.runs import many

LIVES = (10_000, 100_000, 1_000_000)


def live(world: str, n: int) -> dict[str, float]:
    """Live a world in this process. `seconds` on the clock count all from the reading of the text on."""
    began = time.perf_counter()
    batch = many(load(world), Many(n, engine="kernel"))
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "lives": batch.n,
        "ticks": batch.tally.ticks,
        "options": batch.tally.scored,
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "mebibytes": used.ru_maxrss / 1024,
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="A million nights")
    parser.add_argument("lives", type=int, nargs="*", default=LIVES)
    parser.add_argument("--world", default="hale_yard")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(live(asked.world, asked.lives[0])))
        return
    titles = ("lives", "seconds", "CPU s", "lives/s", "ticks/s", "options/s", "peak MiB")
    print("".join(f"{title:>14}" for title in titles))
    for n in asked.lives:
        command = [sys.executable, "-m", "benchmarks.nights", str(n), "--world", asked.world, "--here"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        a_second = (found[what] / found["seconds"] for what in ("lives", "ticks", "options"))
        values = (found["lives"], found["seconds"], found["cpu"], *a_second, found["mebibytes"])
        print("".join(f"{value:>14,.0f}" for value in values), flush=True)


if __name__ == "__main__":
    main()
