"""What is wrong in tellings? Their English, what their minds can know, and what they say of causes.

    python -m benchmarks.audit [--worlds NAME ...] [--lives N] [--from RUN] [--paired | --some N] [--show N]

Of every life all voices are told: each order with each mind, tense and person, and every other way of telling
in each tense (`tests.tell.grammar.tellings`), by every narrator. Those are thousands; where they are
`--paired`, each order is told with each mind once, every other way of telling too, and the rest is drawn by
lot, so that in the course of many lives each is told with each. The rules of English are those of the tests,
and so is what a mind knows. Every fault is printed with its sentence once; then how many there are by rule.
"""

from __future__ import annotations

import argparse
import importlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, NamedTuple

from benchmarks.reading.syntax import CAUSAL
from benchmarks.reading.text import sentences, words
from benchmarks.reading.told import links
from tests.tell.english import English
from tests.tell.grammar import english_of, manner, tellings
from tests.tell.test_knowing import hidden, knows
from twicetold.engine import Event, Interpreter
from twicetold.engine.meaning.record import Part, Turns, Word
from twicetold.lang import load
from twicetold.lang.model.telling import Call, Telling
from twicetold.tell import Story, planned
from twicetold.tell.prose import Sentence
from twicetold.tell.words import told

LONGEST = 60


class Fault(NamedTuple):
    """What is wrong, in which sentence."""

    rule: str
    where: str
    text: str


def narrators() -> dict[str, dict[str, Any]]:
    """By whom lives are told, by name, and how that is said to `planned`: as the package does by itself, and
    by every narrator that it has, if this build has any."""
    try:
        known: Any = importlib.import_module("twicetold.tell.narrators")
    except ModuleNotFoundError:
        return {"": {}}
    return {"": {}, **{name: {"narrator": known.named(name)} for name in known.names()}}


class Life(NamedTuple):
    """A life to be told, and what its tellings are held to."""

    story: Story
    english: English
    called: Mapping[str, re.Pattern[str]]
    """By pronoun, what all whom it stands for may be called."""

    @classmethod
    def of(cls, story: Story) -> Life:
        """That of a life."""
        return cls(story, english_of(story), {gender: names(story, gender) for gender in GENDERS})


def faults(life: Life, telling: Telling, by: Mapping[str, Any]) -> Iterator[Fault]:
    """All that is wrong in one telling of a life by some narrator."""
    story = life.story
    found = list(told(story, planned(story, telling, **by), varied=True).sentences)
    loose = telling.voice.naming == "pronoun" or telling.voice.person not in (None, "third")
    last: Sentence | None = None
    for sentence in found:
        yield from (
            Fault(rule, where, sentence.text) for rule, where in of_english(life.english, sentence.text)
        )
        yield from of_knowing(story, sentence)
        yield from of_links(story, sentence)
        for each in sentences(sentence.text) if len(sentence.text) > LONGEST else ():
            if len(words(each)) > LONGEST:
                yield Fault("too long", f"{len(words(each))} words", each)
        if not loose:
            yield from of_pronouns(life, sentence, last)
        last = sentence


@lru_cache(maxsize=1 << 16)
def of_english(english: English, text: str) -> tuple[tuple[str, str], ...]:
    """What is wrong with the English of a sentence, which many voices may say alike."""
    return tuple((fault.rule, fault.where) for fault in english.faults(text))


# --- what a mind knows --------------------------------------------------------------------------------------


def _known(event: Event, mind: int) -> bool:
    """Whether a mind knows of an event; how it all ends everybody does."""
    return event.sort == "ending" or knows(event, mind)


def of_knowing(story: Story, sentence: Sentence) -> Iterator[Fault]:
    """What is told through a mind that does not know it: an event, a name, a cause that is called to mind."""
    for node in sentence.nodes:
        if node.mind is None:
            continue
        for event in node.events:
            if not _known(event, node.mind):
                yield Fault("not known to the mind", event.name, sentence.text)
        for link in links(sentence):
            if link.relation == "motive" and not _own(story, link.effect, node.mind):
                yield Fault("another's motive through a mind", link.connective, sentence.text)
            for number in (link.cause, link.effect):
                linked = story.event(number)
                if linked is not None and not _known(linked, node.mind):
                    yield Fault("a link to what the mind does not know", linked.name, sentence.text)
    unknown = {who for node in sentence.nodes for who in hidden(story, node)}
    known = {who for node in sentence.nodes for who in set(node.event.roles) - hidden(story, node)}
    for who in unknown - known:
        name = story.world.entities[who].called
        if re.search(rf"\b{re.escape(name)}\b", sentence.text):
            yield Fault("named but not made out", name, sentence.text)


def _own(story: Story, number: int, mind: int) -> bool:
    """Whether an event is this mind's own deed."""
    event = story.event(number)
    return event is not None and event.roles[:1] == (mind,)


# --- what is said of causes ---------------------------------------------------------------------------------

CAUSES = ("reason", "notice", "condition", "result", "concession")
"""The relations of which a link says that its cause stands in the record of its effect, near or far."""


def of_links(story: Story, sentence: Sentence) -> Iterator[Fault]:
    """Links that the record does not bear out, and causal words between clauses for which there is none."""
    for link in links(sentence):
        wrong = of_link(story, link, sentence.text)
        if wrong:
            where = f"{link.relation} “{link.connective}” {link.cause}, {link.effect}"
            yield Fault(wrong, where, sentence.text)
    events = {node.event.number: node.event for node in sentence.nodes}
    if len(events) > 1 and not links(sentence):
        written = " ".join(map(_written, events.values())).casefold()
        for match in CAUSAL.finditer(sentence.text):
            said = match.group().strip(" ,;").casefold()
            if said not in written and not any(event.reason for event in events.values()):
                yield Fault("a causal word without a link", said, sentence.text)


def of_link(story: Story, link: Any, text: str) -> str:
    """What is wrong with a link; empty if nothing is.

    Its connective has to stand in the text, and both its events in the record. For a relation of causes the
    one has to be among what the other came from, near or far. What was going on meanwhile has to have begun
    before the other ended, and to have ended after that began. A motive is that of one and the same event.
    A contrast lies between two that share somebody.
    """
    cause, effect = story.event(link.cause), story.event(link.effect)
    if cause is None or effect is None:
        return "a link to no event"
    if link.connective.strip(" ,;.").casefold() not in text.casefold():
        return "a link whose words are not there"
    far = story.causes(effect) - {effect.number}
    holds = {
        **dict.fromkeys(CAUSES, cause.number in far),
        "meanwhile": cause.began <= effect.tick and effect.began <= cause.tick,
        "motive": cause.number == effect.number,
        "contrast": bool(touched(cause) & touched(effect)),
    }
    return "" if holds.get(link.relation, True) else f"a {link.relation} that is none"


def touched(event: Event) -> set[int]:
    """Who or what takes part in an event, or is changed by it."""
    return {*event.roles, *(entity for change in event.changes for entity in change.entities)}


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


def _any_of(names: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(names.split())})\b", re.IGNORECASE)


GENDERS = {"he": _any_of("he him his himself"), "she": _any_of("she her hers herself")}
NOUNS = {
    "he": _any_of("man men boy father brother son husband gentleman landlord friend someone somebody"),
    "she": _any_of("woman women girl mother sister daughter wife lady friend someone somebody"),
}


def of_pronouns(life: Life, sentence: Sentence, last: Sentence | None) -> Iterator[Fault]:
    """A pronoun for him or her without anybody of that gender who is named, or spoken of by a noun or the
    same pronoun, in this sentence or the last. In quotations no pronoun is looked for, and the mind that it
    is told through is always at hand.
    """
    own, before = (unquoted(each.text) if each else "" for each in (sentence, last))
    both = f"{sentence.text} {last.text if last else ''}"
    entities = life.story.world.entities
    minds = [entities[node.mind].pronoun for node in sentence.nodes if node.mind is not None]
    for gender, pattern in GENDERS.items():
        match = pattern.search(own)
        if match is None or gender in minds or pattern.search(before):
            continue
        if not (NOUNS[gender].search(both) or life.called[gender].search(both)):
            yield Fault("a pronoun of nobody", match.group(), sentence.text)


def unquoted(text: str) -> str:
    """A text without what is said aloud in it."""
    return re.sub(r"“[^”]*(?:”|\Z)", "“”", text)


def names(story: Story, gender: str) -> re.Pattern[str]:
    """A pattern of all that people of a gender may be called: by name, each part of it, title and kind, and
    as the world's own tellings call them."""
    own = {number: each for number, each in enumerate(story.world.entities) if each.pronoun == gender}
    called = {name for each in own.values() for name in (each.called, each.title, *each.called.split())}
    kinds = {each.kind.replace("_", " ").lower() for each in own.values()}
    calls = {name for call in _calls(story) if call.entity in own for name in (*call.first, *call.names)}
    found = sorted((called | kinds | calls) - {"", "the", "The", "of"}, key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in found) or r"(?!)", re.IGNORECASE)


def _calls(story: Story) -> Iterator[Call]:
    """What the world's tellings call people, in all their voices."""
    for telling in story.world.tellings:
        voices = [telling.voice, *(thread.voice for thread in telling.threads)]
        for voice in (*voices, *(section.voice for section in telling.sections)):
            yield from voice.calls


# --- called -------------------------------------------------------------------------------------------------


def main() -> None:
    """Audit, and print."""
    parser = argparse.ArgumentParser(description="What is wrong in tellings?")
    parser.add_argument("--worlds", nargs="+", default=("hale_yard", "milk", "night_mail", "rumour"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lives", type=int, default=2)
    parser.add_argument(
        "--from", type=int, default=0, dest="first", metavar="RUN", help="the first life's number"
    )
    parser.add_argument(
        "--paired", action="store_true", help="each order with each mind once, the rest by lot"
    )
    parser.add_argument("--some", type=int, help="only so many voices of each life, drawn at random")
    parser.add_argument("--show", type=int, default=5, help="so many sentences for each rule")
    asked = parser.parse_args()
    seen: dict[Fault, str] = {}
    count = Counter[str]()
    for name in asked.worlds:
        world = load(name)
        living = Interpreter(world)
        for run in range(asked.first, asked.first + asked.lives):
            story = Story(world, living.live(asked.seed, run))
            lot = random.Random(f"{asked.seed} {name} {run}")
            voices = (
                paired(story, lot) if asked.paired else list(product(tellings(story), narrators().items()))
            )
            if asked.some is not None and asked.some < len(voices):
                voices = lot.sample(voices, asked.some)
            for where, found in audited(story, voices):
                count[name] += 1
                for fault in found:
                    seen.setdefault(fault, f"{name} {run} {where}")
            print(f"{name} {run}: {len(voices)} tellings, {len(seen)} faults so far", flush=True)
    report(seen, count.total(), asked.show)


Told = tuple[Telling, tuple[str, dict[str, Any]]]
"""A voice, and the narrator who lends it, by name and as `planned` takes him."""


def paired(story: Story, lot: random.Random) -> list[Told]:
    """Each order with each mind, and every way of telling besides, once; in what tense and person, and by
    whom, is drawn by lot."""
    alike: dict[tuple[object, ...], list[Telling]] = {}
    for telling in tellings(story):
        voice = telling.voice
        ways = voice.thought, voice.speech, voice.naming, voice.frequency
        alike.setdefault((telling.name, voice.focus, voice.minds, voice.order, *ways), []).append(telling)
    by = list(narrators().items())
    return [(lot.choice(each), lot.choice(by)) for each in alike.values()]


def audited(story: Story, voices: Sequence[Told]) -> Iterator[tuple[str, list[Fault]]]:
    """The faults of a life's tellings, each with how it was told."""
    life = Life.of(story)
    for telling, (narrator, by) in voices:
        yield f"{narrator} {manner(story, telling)}".strip(), list(faults(life, telling, by))


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
