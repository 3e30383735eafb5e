"""Is what is told good English? Every order, mind, tense and person on three lives, held to `english`.

python -m tests.tell.grammar                every sentence of the whole product
python -m tests.tell.grammar --read 60      so many of them drawn at random, to be read
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import get_args

from tests.tell.english import English
from tests.tell.lives import bundled
from twicetold.engine.meaning.record import Does, Part, Turns
from twicetold.lang.model.telling import (
    Base,
    Frequency,
    Naming,
    Order,
    Person,
    Speech,
    Telling,
    Thought,
    Voice,
)
from twicetold.tell import Story, minded, planned
from twicetold.tell.words import told

LIVES = (("hale_yard", 0), ("hale_yard", 1), ("milk", 2))


def english_of(story: Story) -> English:
    """The rules, for whatever is said of this life."""
    lines = (line for event in story.life.events for line in event.lines)
    verbs = {part.lemma for line in lines for part in _pieces(line.parts) if isinstance(part, Does)}
    people = [entity for entity in story.world.entities if entity.pronoun in ("he", "she")]
    titles = [entity.title for entity in people if entity.title]
    return English(verbs - {""}, [entity.called for entity in people], titles)


def _pieces(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts of a line, and of the pieces that take turns in it."""
    for part in parts:
        if isinstance(part, Turns):
            for arm in part.arms:
                yield from _pieces(arm)
        else:
            yield part


def tellings(story: Story) -> Iterator[Telling]:
    """The world's own, and all voices."""
    yield from story.world.tellings
    yield from (Telling("", voice=voice) for voice in _voices(story))


def _voices(story: Story) -> Iterator[Voice]:
    """Every order with every mind, tense and person; and every other way of telling, in each tense."""
    minds = minded(story.world)
    for order, base in product(get_args(Order), get_args(Base)):
        yield Voice(focus="zero", order=order, base=base)
        yield Voice(focus="external", order=order, base=base)
        for mind, person in product(minds, get_args(Person)):
            yield Voice(focus="internal", minds=(mind,), order=order, base=base, person=person)
    for base, thought, speech in product(get_args(Base), get_args(Thought), get_args(Speech)):
        yield Voice(focus="internal", minds=tuple(minds), base=base, thought=thought, speech=speech)
    for base, naming, frequency in product(get_args(Base), get_args(Naming), get_args(Frequency)):
        yield Voice(focus="zero", base=base, naming=naming, frequency=frequency, pace="scene")


def sentences(story: Story, tellings: Iterable[Telling]) -> dict[str, Telling]:
    """The sentences that these tellings make of a life, each with the first that makes it."""
    found: dict[str, Telling] = {}
    for telling in tellings:
        for sentence in told(story, planned(story, telling), varied=True).sentences:
            found.setdefault(sentence.text, telling)
    return found


def manner(story: Story, telling: Telling) -> str:
    """A telling in short."""
    voice = telling.voice
    minds = "+".join(story.world.entities[mind].name for mind in voice.minds)
    said = (telling.name, minds or voice.focus, voice.order, voice.base, voice.person, voice.thought)
    return " ".join(each for each in (*said, voice.speech, voice.naming, voice.frequency) if each)


def main() -> None:
    """Check, or show some to be read."""
    parser = argparse.ArgumentParser(description="Is what is told good English?")
    parser.add_argument("--read", type=int, metavar="N", help="show N sentences drawn at random")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows: list[tuple[str, str]] = []
    broken: Counter[str] = Counter()
    for world, run in LIVES:
        story = bundled(world, run)
        english = english_of(story)
        for text, telling in sentences(story, tellings(story)).items():
            rows.append((f"{world} {run} {manner(story, telling)}", text))
            faults = english.faults(text) if asked.read is None else []
            for fault in faults:
                broken[fault.rule] += 1
                print(f"{fault.rule}: … {fault.where} …\n    {text}\n    ({rows[-1][0]})")
    if asked.read is not None:
        for where, text in random.Random(asked.seed).sample(rows, asked.read):
            print(f"{text}\n    ({where})")
        return
    print(f"{len(rows):,} sentences, {broken.total()} faults: {dict(broken.most_common())}")


if __name__ == "__main__":
    main()
