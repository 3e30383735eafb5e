"""What an edit costs while a world is written, against checking the whole text anew.

    python -m benchmarks.edit [--world WORLD] [--letters N]

Lines are typed into the actions of the text and taken out again, letter by letter: a condition, an urge,
prose, a comment. After each letter the text is checked as the editor's service does it. Every so often the
whole text is checked anew, with nothing known of it but the grammar: as the command `check` does it without a
cache, once it has begun.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.resources import files

from twicetold.edit import Analyst, Document
from twicetold.lang import TaleError, load_text_with_warnings
from twicetold.lang.parser import forget

TYPED = (
    "  needs p.alive, not p.wild  # or else not",
    "  urge 2 - 1.5 * p.anger",
    '  interrupted when p.alive is no and "so" or',
    "  # what is written here nobody lives",
)
"""Lines that are typed; some never come to mean anything, as is usual."""

EVERY = 40
"""After so many letters the whole text is checked anew, once."""


def typing(text: str, letters: int, seed: int = 1) -> Iterator[str]:
    """The text after each letter."""
    chance = random.Random(seed)
    lines = text.split("\n")
    heads = [n for n, line in enumerate(lines) if line.startswith("action ")]
    typed = 0
    while typed < letters:
        at, said = chance.choice(heads) + 1, chance.choice(TYPED)
        ends = [*range(1, len(said) + 1), *range(len(said) - 1, -1, -1)]
        for end in ends:
            yield "\n".join([*lines[:at], said[:end], *lines[at:]])
            typed += 1


def anew(text: str, name: str) -> float:
    """The seconds of CPU that it takes to check the whole text."""
    forget()
    begun = time.process_time()
    with suppress(TaleError):
        load_text_with_warnings(text, name)
    return time.process_time() - begun


def main() -> None:
    """Measure, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", default="hale_yard")
    parser.add_argument("--letters", type=int, default=400)
    asked = parser.parse_args()
    name = f"{asked.world}.tale"
    text = files("twicetold.worlds").joinpath(name).read_text(encoding="utf-8")
    analyst = Analyst()
    first = time.process_time()
    analyst.analyse(Document(name, text))
    first = time.process_time() - first
    whole = [anew(text, name) for _ in range(3)]
    edits, sound = [], []
    for number, typed in enumerate(typing(text, asked.letters), 1):
        begun = time.process_time()
        analysis = analyst.analyse(Document(name, typed, number))
        edits.append(time.process_time() - begun)
        if analysis.is_sound:
            sound.append(edits[-1])
        if number % EVERY == 0:
            whole.append(anew(text, name))
    middle = statistics.median(whole)
    print(
        f"{asked.world}: {len(text.splitlines())} lines of its own, {len(edits)} letters typed or taken out"
    )
    print(f"  the whole text anew: median {middle * 1000:.0f} ms of CPU; opened first: {first * 1000:.0f} ms")
    for called, times in (("every letter", edits), ("where the text is sound", sound)):
        print(f"  {called}: {_said(times, middle)}")


def _said(times: Sequence[float], whole: float) -> str:
    """Times summed up, and as shares of that of the whole text."""
    median, mean = statistics.median(times), statistics.mean(times)
    most = sorted(times)[int(len(times) * 0.95)]
    return ", ".join(
        f"{called} {seconds * 1000:.1f} ms (1/{whole / seconds:.0f})"
        for called, seconds in (("median", median), ("mean", mean), ("95th percentile", most))
    )


if __name__ == "__main__":
    main()
