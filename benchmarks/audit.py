"""What is wrong in tellings? Their English, what their minds can know, and what they say of causes.

    python -m benchmarks.audit [--worlds NAME ...] [--lives N] [--some N] [--show N]

Of every life all voices are told: each order with each mind, tense and person, and every other way of telling
in each tense (`tests.tell.grammar.tellings`). The rules of English are those of the tests, and so is what a
mind knows. Every fault is printed with its sentence once; then how many there are by rule.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from benchmarks.reading.syntax import CAUSAL
from benchmarks.reading.text import words
from benchmarks.reading.told import links
from tests.tell.english import English
from tests.tell.grammar import english_of, manner, tellings
from tests.tell.test_knowing import hidden, knows
from twicetold.engine import Event, Interpreter
from twicetold.engine.meaning.record import Part, Turns, Word
from twicetold.lang import load
from twicetold.lang.model.telling import Telling
from twicetold.tell import Story, planned
from twicetold.tell.words import Sentence, told

LONGEST = 60
CAUSES = ("cause", "reason", "enablement")
"""The relations of which a link says that one thing came of another."""


class Fault(NamedTuple):
    """What is wrong, in which sentence."""

    rule: str
    where: str
    text: str


def faults(story: Story, telling: Telling, english: English) -> Iterator[Fault]:
    """All that is wrong in one telling of a life."""
    found = list(told(story, planned(story, telling), varied=True).sentences)
    loose = telling.voice.naming == "pronoun" or telling.voice.person not in (None, "third")
    last: Sentence | None = None
    for sentence in found:
        yield from (Fault(fault.rule, fault.where, sentence.text) for fault in english.faults(sentence.text))
        yield from of_knowing(story, sentence)
        yield from of_links(story, sentence)
        if len(words(sentence.text)) > LONGEST:
            yield Fault("too long", f"{len(words(sentence.text))} words", sentence.text)
        if not loose:
            yield from of_pronouns(story, sentence, last)
        last = sentence


# --- what a mind knows --------------------------------------------------------------------------------------


def of_knowing(story: Story, sentence: Sentence) -> Iterator[Fault]:
    """What is told through a mind that does not know it: an event, a name, a cause that is called to mind."""
    for node in sentence.nodes:
        if node.mind is None:
            continue
        for event in node.events:
            if not knows(event, node.mind):
                yield Fault("not known to the mind", event.name, sentence.text)
        for link in links(sentence):
            for number in (link.cause, link.effect):
                if (event := _event(story, number)) is not None and not knows(event, node.mind):
                    yield Fault("a link to what the mind does not know", event.name, sentence.text)
    unknown = {who for node in sentence.nodes for who in hidden(story, node)}
    known = {who for node in sentence.nodes for who in set(node.event.roles) - hidden(story, node)}
    for who in unknown - known:
        name = story.world.entities[who].called
        if re.search(rf"\b{re.escape(name)}\b", sentence.text):
            yield Fault("named but not made out", name, sentence.text)


def _event(story: Story, number: int) -> Event | None:
    return next((event for event in story.life.events if event.number == number), None)


# --- what is said of causes ---------------------------------------------------------------------------------


def of_links(story: Story, sentence: Sentence) -> Iterator[Fault]:
    """Links that the record does not bear out, and causal words between clauses for which there is none."""
    for link in links(sentence):
        wrong = of_link(story, link, sentence.text)
        if wrong:
            yield Fault(
                wrong, f"{link.relation} “{link.connective}” {link.cause}, {link.effect}", sentence.text
            )
    events = {node.event.number: node.event for node in sentence.nodes}
    if len(events) > 1 and not links(sentence):
        written = " ".join(map(_written, events.values())).casefold()
        for match in CAUSAL.finditer(sentence.text):
            said = match.group().strip(" ,;").casefold()
            if said not in written and not any(event.reason for event in events.values()):
                yield Fault("a causal word without a link", said, sentence.text)


def of_link(story: Story, link: Any, text: str) -> str:
    """What is wrong with a link; empty if nothing is.

    Its connective has to stand in the text, both its events in the record, the cause not after the effect; and
    for a relation of causes the one among what the other came from, near or far.
    """
    cause, effect = _event(story, link.cause), _event(story, link.effect)
    if cause is None or effect is None:
        return "a link to no event"
    if link.connective.strip(" ,;").casefold() not in text.casefold():
        return "a link whose words are not there"
    if link.relation in CAUSES and (
        cause.number == effect.number or cause.number not in story.causes(effect)
    ):
        return "a cause that is none"
    if link.relation == "time" and cause.tick > effect.tick:
        return "a time told wrongly"
    return ""


def _written(event: Event) -> str:
    """What the author wrote in the lines of an event."""
    return " ".join(_literal(line.parts) for line in event.lines)


def _literal(parts: Sequence[Part]) -> str:
    texts = []
    for part in parts:
        if isinstance(part, Word):
            texts.append(part.text)
        elif isinstance(part, Turns):
            texts += [_literal(arm) for arm in part.arms]
    return " ".join(texts)


# --- pronouns -----------------------------------------------------------------------------------------------

GENDERS = {
    "he": re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE),
    "she": re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE),
}
NOUNS = {
    "he": re.compile(
        r"\b(?:man|men|boy|father|brother|son|husband|gentleman|some(?:one|body))\b", re.IGNORECASE
    ),
    "she": re.compile(
        r"\b(?:wom[ae]n|girl|mother|sister|daughter|wife|lady|some(?:one|body))\b", re.IGNORECASE
    ),
}


def of_pronouns(story: Story, sentence: Sentence, last: Sentence | None) -> Iterator[Fault]:
    """A pronoun for him or her without anybody of that gender who is named, or spoken of by a noun or the same
    pronoun, in this sentence or the last. Quotations are not looked into, and the mind it is told through is
    always at hand."""
    own, before = (unquoted(each.text) if each else "" for each in (sentence, last))
    minds = {node.mind for node in sentence.nodes} - {None}
    for gender, pattern in GENDERS.items():
        match = pattern.search(own)
        if match is None or any(
            story.world.entities[mind].pronoun == gender for mind in minds if mind is not None
        ):
            continue
        if pattern.search(before) or NOUNS[gender].search(f"{own} {before}"):
            continue
        if not names(story, gender).search(f"{own} {before} {sentence.text if own != sentence.text else ''}"):
            yield Fault("a pronoun of nobody", match.group(), sentence.text)


def unquoted(text: str) -> str:
    """A text without what is said aloud in it."""
    return re.sub(r"“[^”]*(?:”|\Z)", "“”", text)


def names(story: Story, gender: str) -> re.Pattern[str]:
    """A pattern of all that people of a gender may be called: by name, each part of it, title and kind."""
    own = [each for each in story.world.entities if each.pronoun == gender]
    called = {
        name
        for each in own
        for name in (each.called, each.title, each.called.split()[-1], each.called.split()[0])
    }
    kinds = {each.kind.replace("_", " ").lower() for each in own}
    found = sorted((called | kinds) - {"", "the", "The"}, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in found) or r"(?!)", re.IGNORECASE)


# --- called -------------------------------------------------------------------------------------------------


def main() -> None:
    """Audit, and print."""
    parser = argparse.ArgumentParser(description="What is wrong in tellings?")
    parser.add_argument("--worlds", nargs="+", default=("hale_yard", "milk", "night_mail", "rumour"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lives", type=int, default=2)
    parser.add_argument("--some", type=int, help="only so many voices of each life, drawn at random")
    parser.add_argument("--show", type=int, default=5, help="so many sentences for each rule")
    asked = parser.parse_args()
    seen: dict[Fault, str] = {}
    count = Counter[str]()
    for name in asked.worlds:
        world = load(name)
        living = Interpreter(world)
        for run in range(asked.lives):
            story = Story(world, living.live(asked.seed, run))
            english = english_of(story)
            voices = list(tellings(story))
            if asked.some is not None and asked.some < len(voices):
                voices = random.Random(asked.seed).sample(voices, asked.some)
            count["tellings"] += len(voices)
            for telling in voices:
                for fault in faults(story, telling, english):
                    seen.setdefault(fault, f"{name} {run} {manner(story, telling)}")
    report(seen, count["tellings"], asked.show)


def report(seen: dict[Fault, str], tellings: int, show: int) -> None:
    """Some sentences of each rule, and how many there are."""
    count = Counter(fault.rule for fault in seen)
    for rule, number in count.most_common():
        print(f"{rule}: {number}")
        for fault in [each for each in seen if each.rule == rule][:show]:
            print(f"    … {fault.where} …  {fault.text}\n        ({seen[fault]})")
    print(f"{tellings:,} tellings, {count.total():,} faults, each sentence counted once")


if __name__ == "__main__":
    main()
