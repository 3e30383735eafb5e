"""How many sentences a second are told, on one core.

    python -m benchmarks.telling [--lives N]

Lives of the night at the Hale house are recorded first; the clock runs while a plain chronicle of all that
happened in them is planned and put into words, every life from the beginning. Curveship (Python) managed 323
sentences a second where it was measured for comparison; it plans and words one action at a time.
"""

from __future__ import annotations

import argparse
import time

from twicetold.engine import Interpreter
from twicetold.lang import load
from twicetold.lang.model.telling import Telling, Voice
from twicetold.tell import Story, planned
from twicetold.tell.words import told

CHRONICLE = Telling("", voice=Voice(focus="zero", order="chronicle", pace="scene"))


def rates(lives: int) -> tuple[int, float, float]:
    """Sentences, and the CPU seconds of planning and of wording them."""
    world = load("hale_yard")
    living = Interpreter(world)
    recorded = [living.live(1, run) for run in range(lives + 1)]
    told(Story(world, recorded[0]), planned(Story(world, recorded[0]), CHRONICLE))  # the dictionary is read
    sentences, planning, wording = 0, 0.0, 0.0
    for life in recorded[1:]:
        began = time.process_time()
        story = Story(world, life)
        plan = planned(story, CHRONICLE)
        between = time.process_time()
        prose = told(story, plan)
        wording += time.process_time() - between
        planning += between - began
        sentences += sum(1 for _ in prose.sentences)
    return sentences, planning, wording


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description="Sentences a second")
    parser.add_argument("--lives", type=int, default=100)
    sentences, planning, wording = rates(parser.parse_args().lives)
    print(f"{sentences:,} sentences")
    print(f"wording              {sentences / wording:10,.0f} sentences/s")
    print(f"planning and wording {sentences / (planning + wording):10,.0f} sentences/s")


if __name__ == "__main__":
    main()
