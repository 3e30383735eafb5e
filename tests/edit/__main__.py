"""Compares what is known after random edits with what the whole text says: `python -m tests.edit`."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from importlib.resources import files

from tests.edit.edits import steps, whole
from tests.edit.street import NAME, STREET


def _bundled(name: str) -> str:
    return files("twicetold.worlds").joinpath(name).read_text(encoding="utf-8")


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--edits", type=int, default=100, help="edits of each world")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("worlds", nargs="*", default=["street", "rumour", "night_mail", "hale_yard"])
asked = parser.parse_args()

for world in asked.worlds:
    name = f"{world}.tale"
    text = STREET if name == NAME else _bundled(name)
    one, anew, sound = [], [], 0
    for number, step in enumerate(steps(text, name, asked.seed, asked.edits), 1):
        before = time.process_time()
        said = whole(step.text, name)
        anew.append(time.process_time() - before)
        one.append(step.seconds)
        sound += not any(each.severity == "error" for each in said[0])
        if said != step.said:
            print(f"{world}: edit {number} of seed {asked.seed} is told otherwise than anew:")
            print("  now: ", *sorted(set(step.said[0]) - set(said[0]), key=str), step.said[1], sep="\n    ")
            print("  anew:", *sorted(set(said[0]) - set(step.said[0]), key=str), said[1], sep="\n    ")
            sys.exit(1)
    share = sum(one) / sum(anew)
    print(
        f"{world}: {len(one)} edits, {sound} of them without errors, all told as anew; "
        f"CPU of an edit: median {statistics.median(one) * 1000:.1f} ms, "
        f"95% {sorted(one)[int(len(one) * 0.95)] * 1000:.1f} ms, mean {statistics.mean(one) * 1000:.1f} ms; "
        f"anew: median {statistics.median(anew) * 1000:.1f} ms, mean {statistics.mean(anew) * 1000:.1f} ms; "
        f"1/{1 / share:.1f} of it"
    )
