"""The night's own telling, `threads`, over many lives: python -m tests.worlds.two_hundred [--lives N]

What can be wrong with one is said here, and `test_threads` holds a dozen to it: sections out of their order,
something told twice or that its mind did not know, a name before it may fall, a sentence that breaks a rule.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Iterator

from tests.tell.grammar import english_of
from twicetold.engine import Interpreter
from twicetold.lang import load
from twicetold.lang.model.telling import Telling
from twicetold.tell import Plan, Story, planned
from twicetold.tell.prose import Prose
from twicetold.tell.words import told

HIDDEN = "Stiles"
"""Who has no name until his scent comes back."""


def wrong(story: Story, telling: Telling, plan: Plan, prose: Prose) -> Iterator[str]:
    """All that is wrong with the telling of one life."""
    names = [part.name for part in plan.parts]
    order = [section.name for section in telling.sections]
    if not names or names != [name for name in order if name in names]:
        yield f"sections out of their order: {names}"
    numbers = [event.number for node in plan.nodes for event in node.events]
    if len(numbers) != len(set(numbers)):
        yield "something is told twice"
    if any(node.access is None for node in plan.nodes if node.focus == "internal"):
        yield "told through a mind that did not know"
    english = english_of(story)
    hidden = story.world.entity(HIDDEN)
    for sentence in prose.sentences:
        kept_back = sentence.nodes and all(hidden in node.calls for node in sentence.nodes)
        if kept_back and re.search(rf"\b{HIDDEN}\b", sentence.text):
            yield f"the name falls too soon: {sentence.text}"
        yield from (f"{fault.rule}: {sentence.text}" for fault in english.faults(sentence.text))


def main() -> None:
    """Tell them, and print what is wrong and some figures."""
    parser = argparse.ArgumentParser(description="The night's telling over many lives")
    parser.add_argument("--lives", type=int, default=200)
    lives = parser.parse_args().lives
    world = load("hale_yard")
    living = Interpreter(world)
    telling = next(each for each in world.tellings if each.name == "threads")
    endings: Counter[str] = Counter()
    sections: Counter[str] = Counter()
    sentences = faults = 0
    seconds = 0.0
    for run in range(lives):
        story = Story(world, living.live(1, run))
        began = time.process_time()
        plan = planned(story, telling)
        prose = told(story, plan, varied=True)
        seconds += time.process_time() - began
        endings[story.life.ending] += 1
        sections.update(part.name for part in plan.parts)
        sentences += sum(1 for _ in prose.sentences)
        for fault in wrong(story, telling, plan, prose):
            faults += 1
            print(f"run {run}: {fault}")
    print(f"{lives} lives, {sentences:,} sentences in {seconds:.1f} s, {faults} faults")
    print("endings: " + ", ".join(f"{ending} {count}" for ending, count in endings.most_common()))
    print("sections: " + ", ".join(f"{name} {count}" for name, count in sorted(sections.items())))


if __name__ == "__main__":
    main()
