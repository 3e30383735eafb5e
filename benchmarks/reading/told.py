"""What can be counted of a telling, held against the record of the life that it tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from benchmarks.reading.counted import Ratio
from benchmarks.reading.syntax import CAUSAL
from benchmarks.reading.text import sentences, words
from twicetold.engine.meaning.record import Event, Line, Turns
from twicetold.lang import model
from twicetold.lang.model.telling import Moment
from twicetold.tell import Story
from twicetold.tell.prose import Prose, Sentence
from twicetold.tell.words import alone


@dataclass(frozen=True)
class Reading:
    """A telling of a life, as it is read; `seconds` of a processor's time were spent on it."""

    story: Story
    prose: Prose
    seconds: float = 0.0

    @cached_property
    def told(self) -> tuple[Sentence, ...]:
        """Its sentences as the teller made them."""
        return tuple(self.prose.sentences)

    @cached_property
    def paragraphs(self) -> tuple[str, ...]:
        """Its text."""
        return tuple(
            " ".join(sentence.text for sentence in paragraph)
            for passage in self.prose.passages
            for paragraph in passage.paragraphs
        )

    @cached_property
    def text(self) -> tuple[str, ...]:
        """Its sentences as a reader finds them, from one stop to the next."""
        return tuple(each for paragraph in self.paragraphs for each in sentences(paragraph))


def links(sentence: Sentence) -> tuple[Any, ...]:
    """What a sentence says of how events hang together: none in a build that does not keep it."""
    return tuple(getattr(sentence, "links", ()))


def keeps_links() -> bool:
    """Whether this build keeps them at all."""
    return "links" in Sentence.__dataclass_fields__


# --- causes said --------------------------------------------------------------------------------------------


def neighbours(told: Sequence[Sentence]) -> Iterator[tuple[Event, Event, int, int]]:
    """Told events one behind the other, each pair with the places of their sentences.

    An event that is told again at once, by a thought or in the same breath, is one event here, and so are all
    that are told together as the same again; nothing is a neighbour over more than one sentence.
    """
    events: list[tuple[Event, int]] = []
    for place, sentence in enumerate(told):
        for node in sentence.nodes:
            if not events or events[-1][0].number != node.event.number:
                events.append((node.event, place))
    for (first, here), (second, there) in pairwise(events):
        if there - here <= 1:
            yield first, second, here, there


_WHY = """
    because|since|so|and so|for|therefore|and therefore|for that reason|and for that reason|that was why
    which was why|now that|having|knowing|that done|at that|at which|whereupon|answer|repl|asked|back
"""
SAYS_WHY = frozenset(word for line in _WHY.split("\n") for word in line.strip().split("|") if word)
"""Words that say that one thing came of another: of a reason or a result; that it was done now that it could
be; that it answers what was done, or said, or asked."""

_IN_SPITE = "although|though|but|yet|and yet|and still|all the same|for all that|and for all that"
IN_SPITE = frozenset(_IN_SPITE.split("|"))
"""Words that say that one thing came about in spite of another."""


def says_why(link: Any) -> bool:
    """Whether the words of a link are those of a cause, and not only of what came before ("then", "after",
    "when", "with that", "who"). "Once" says so of what had to be; of what spoke against it, words like
    "although" do."""
    said = link.connective.strip(" ,;.").casefold()
    if link.relation == "concession":
        return said in IN_SPITE
    return said in SAYS_WHY or (said == "once" and link.relation == "condition")


def causes_of(event: Event) -> set[int]:
    """What an event came from: what made it possible, moved to it, or was noticed. What only shaped how it
    came out is left out, for of that no word for a cause would be true: it would have come about anyway."""
    causes = event.causes
    return {*causes.enabled_by, *causes.moved_by, *causes.perceived}


def causes_said(told: Sequence[Sentence], kept: bool, says: Callable[[Any], bool] = says_why) -> Ratio:
    """Of neighbouring told events of which one is a direct recorded cause of the other (`causes_of`): how
    many are said to be.

    Said is one by a link between the two, with the cause and the effect as recorded, whose connective stands
    in the text of either sentence and is a causal one (`says_why`); with another `says`, one of which that
    holds. Where a build keeps no links, by a causal word (`CAUSAL`) that stands within the sentence of both,
    or anywhere in the second's. The cause may be told first or second.
    """
    pairs = said = 0
    for first, second, here, there in neighbours(told):
        if first.number in causes_of(second):
            cause, effect = first, second
        elif second.number in causes_of(first):
            cause, effect = second, first
        else:
            continue
        pairs += 1
        both = [told[here], told[there]]
        links_ = [link for sentence in both for link in _linking(sentence, cause, effect)]
        said += any(map(says, links_)) if kept else CAUSAL.search(told[there].text) is not None
    return Ratio(said, pairs)


def _linking(sentence: Sentence, cause: Event, effect: Event) -> list[Any]:
    """The links of a sentence between two events whose words stand in it."""
    return [
        link
        for link in links(sentence)
        if (link.cause, link.effect) == (cause.number, effect.number)
        and link.connective.strip(" ,;") != ""
        and link.connective.strip(" ,;").casefold() in sentence.text.casefold()
    ]


# --- joined sentences ---------------------------------------------------------------------------------------


def unrelated(story: Story, told: Sequence[Sentence]) -> Ratio:
    """Of sentences that tell two events or more: in how many two neighbouring ones have nothing in common.

    That is, no role is the same, and neither is among what the other came from, near or far.
    """
    joined = [list(_different(sentence)) for sentence in told]
    several = [events for events in joined if len(events) > 1]
    apart = [any(_apart(story, a, b) for a, b in pairwise(events)) for events in several]
    return Ratio(sum(apart), len(several))


def _different(sentence: Sentence) -> Iterator[Event]:
    seen: set[int] = set()
    for node in sentence.nodes:
        if node.event.number not in seen:
            seen.add(node.event.number)
            yield node.event


def _apart(story: Story, a: Event, b: Event) -> bool:
    if set(a.roles) & set(b.roles):
        return False
    early, late = sorted((a, b), key=lambda event: event.number)
    return early.number not in late.causes.all() and early.number not in story.causes(late)


# --- people -------------------------------------------------------------------------------------------------


def people(world: model.World) -> dict[int, str]:
    """Those who are called by a proper name, and by which: he or she or they, and a capital first."""
    return {
        number: entity.called
        for number, entity in enumerate(world.entities)
        if entity.pronoun != "it" and entity.called[:1].isupper()
    }


def named(world: model.World, text: Sequence[str]) -> dict[int, int]:
    """In which sentence of a text each of the people is first named, of those who are."""
    patterns = {who: re.compile(rf"\b{re.escape(name)}\b") for who, name in people(world).items()}
    found: dict[int, int] = {}
    for place, sentence in enumerate(text):
        for who, pattern in patterns.items():
            if who not in found and pattern.search(sentence):
                found[who] = place
    return found


def names_per_word(world: model.World, text: Sequence[str]) -> Ratio:
    """People named by a proper name, each once, by the words of the text."""
    return Ratio(len(named(world, text)), sum(len(words(sentence)) for sentence in text))


def introduced(story: Story, text: Sequence[str]) -> Ratio:
    """Of people named by a proper name: how many are introduced with the first sentence that names them or
    one of the next five, which is a paragraph.

    A sentence introduces somebody if it has an apposition or a relative clause to the name ("Chris, a man
    with a crossbow,"; "Chris, who …,"; "her father, Chris"), if it says that the name was somebody ("Chris
    was a hunter"), or if half of the longer words of what the world says in description of them, in one of
    the ways in which it can say it, are in it.
    """
    known = people(story.world)
    first = named(story.world, text)
    described = {
        who: "\n".join(alone(story.world, way) for way in ways(line))
        for who, line in story.beginning.described.items()
    }
    hits = sum(
        introduces(" ".join(text[place : place + 6]), known[who], described.get(who, ""))
        for who, place in first.items()
    )
    return Ratio(hits, len(first))


def introduces(window: str, name: str, described: str = "") -> bool:
    """Whether these sentences introduce somebody of this name; see `introduced`."""
    own = re.escape(name)
    possessive = r"(?:(?i:his|her|their|its|my|our)|[A-Z][\w’']*['’]s?)"
    article = r"(?:(?i:a|an|the|one of|once|his|her|their|its|my|our)|[A-Z][\w’']*['’]s?)"
    patterns = (
        rf"\b{own}, (?:{article} (?:[\w’'-]+ ){{0,6}}[\w’'-]+|(?:who|whose|whom)\b[^.;]*)[,.;—]",
        rf"\b{own} (?:was|is|had been) (?:a|an|the|one of) [\w-]+",
        rf"\b{possessive} (?:[\w-]+ ){{0,3}}[\w-]+, {own}[,.]",
    )
    if any(re.search(pattern, window) for pattern in patterns):
        return True
    here = {word.casefold() for word in words(window)}
    for way in described.split("\n"):
        telling = {word.casefold() for word in words(way) if len(word) > 3} - set(name.casefold().split())
        if telling and len(telling & here) * 2 >= len(telling):
            return True
    return False


def ways(line: Line) -> Iterator[Line]:
    """A line in all the ways in which pieces of it that take turns can stand."""
    at = next((i for i, part in enumerate(line.parts) if isinstance(part, Turns)), None)
    if at is None:
        yield line
        return
    turns = line.parts[at]
    assert isinstance(turns, Turns)
    for arm in turns.arms:
        yield from ways(replace(line, parts=(*line.parts[:at], *arm, *line.parts[at + 1 :])))


def of_leads(story: Story, told: Sequence[Sentence], most: int = 3) -> Ratio:
    """Of the sentences that tell an event: how many are about one of the three who are told of most.

    Told of most are those people who take part in most told events; a sentence is about whoever takes part
    in an event that it tells, or is named in it.
    """
    persons = {number for number, entity in enumerate(story.world.entities) if entity.pronoun != "it"}
    events = {node.event.number: node.event for sentence in told for node in sentence.nodes}
    parts = Counter(who for event in events.values() for who in {*event.roles} & persons)
    leads = {who for who, _ in sorted(parts.items(), key=lambda item: (-item[1], item[0]))[:most]}
    called = [story.world.entities[who].called for who in sorted(leads)]
    telling = [sentence for sentence in told if sentence.nodes]
    about = [
        any(leads & set(node.event.roles) for node in sentence.nodes)
        or any(re.search(rf"\b{re.escape(name)}\b", sentence.text) for name in called)
        for sentence in telling
    ]
    return Ratio(sum(about), len(about))


# --- the end ------------------------------------------------------------------------------------------------


def ends_told(told: Sequence[Sentence]) -> Ratio:
    """Whether the last sentence tells the ending, or is a closing word that belongs to no event."""
    if not told:
        return Ratio(0, 1)
    last = told[-1]
    return Ratio(not last.nodes or any(event.sort == "ending" for n in last.nodes for event in n.events), 1)


def mistaken(reading: Reading) -> Ratio:
    """Of the errors in which people acted on the way to the ending, in what is told: how many are stated.
    Those count that the world has words for; the same error of the same person counts once.

    On the way are the events that the ending came from. A build without `Causes.errors` has none.
    """
    story, prose = reading.story, reading.prose
    last = story.find(Moment(None, last=True))
    way = frozenset() if last is None else story.causes(last)
    stated = {
        link.effect for sentence in prose.sentences for link in links(sentence) if link.relation == "error"
    }
    held: dict[object, bool] = {}
    for node in (node for sentence in prose.sentences for node in sentence.nodes):
        for error in getattr(node.event.causes, "errors", ()):
            if error.words and node.event.number in way:
                key = (node.event.roles[:1], error.field, error.entities, error.believed)
                held[key] = held.get(key, False) or node.event.number in stated
    return Ratio(sum(held.values()), len(held))
