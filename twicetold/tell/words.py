"""Microplanning: from a plan to prose; each event its words, clauses joined, sentences in paragraphs.

This is the microplanner: it decides which line tells an event, in which tense, what is one sentence and what
one paragraph, where the time is said, and who is called what. `clauses` then realises each sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Line, Word
from twicetold.engine.meaning.record import Part as RecordPart
from twicetold.lang import model
from twicetold.lang.model.telling import Base, Thought, Voice
from twicetold.tell import reported
from twicetold.tell.casting import Casting, called, taking_part
from twicetold.tell.chapters import how, striking
from twicetold.tell.clauses import realise
from twicetold.tell.clock import LONGEST, Clock, dated, opened
from twicetold.tell.composing import Composer
from twicetold.tell.grounds import Grounds
from twicetold.tell.insets import parts_of, several
from twicetold.tell.introducing import Introductions
from twicetold.tell.joining import Clause, repeated
from twicetold.tell.naming import Discourse
from twicetold.tell.narrators import DEFAULT, Narrator, named
from twicetold.tell.orders import Time
from twicetold.tell.paragraphs import gap, in_paragraphs
from twicetold.tell.plan import Node, Part, Plan, Stretch
from twicetold.tell.prose import Passage, Prose, Sentence
from twicetold.tell.recall import recallable
from twicetold.tell.spans import span, times
from twicetold.tell.story import Story
from twicetold.tell.syntax import read
from twicetold.tell.verbs import Tense
from twicetold.tell.wording import Wordings

TENSES: Mapping[tuple[Base, Time], Tense] = {
    ("present", "now"): "present",
    ("present", "back"): "past",
    ("present", "ahead"): "future",
    ("past", "now"): "past",
    ("past", "back"): "pluperfect",
    ("past", "ahead"): "conditional",
}


def told(story: Story, plan: Plan, *, varied: bool = False) -> Prose:
    """The prose of a plan. Where it is `varied`, lives that begin alike are not worded alike."""
    life = story.life
    luck = absorb(finalise(life.seed), life.run)
    teller = _Teller(
        story,
        plan,
        Composer(story, plan.narrator or AUTHOR, finalise(luck)),
        Wordings(
            luck if varied else None,
            frozenset() if plan.cast is None else story.people - plan.cast.named,
        ),
    )
    last = len(plan.parts) - 1
    passages = tuple(teller.passage(part, first=n == 0, last=n == last) for n, part in enumerate(plan.parts))
    return Prose(story.world.name, passages, subtitle(story, plan) if len(passages) > 1 else "")


AUTHOR = replace(
    named(DEFAULT),
    name="author",
    follows=False,
    reach=22,
    rhythm=(22,),
    reminders=0,
    motives=0,
    says={},
    errs=(),
    trusts=(),
)
"""Who tells as the author has it, and adds no word of how things hang together."""


def subtitle(story: Story, plan: Plan) -> str:
    """What a life is about: how the weightiest thing came that is told, and rather what is rare, that no
    chapter is called after."""
    taken = {part.title for part in plan.parts}
    if plan.cast is None:
        return ""
    leads, strangers = set(plan.cast.leads), story.people - plan.cast.named
    nodes = list(plan.nodes)
    early = nodes[: 2 * len(nodes) // 3]  # what comes later is for the reader to find out
    told_ = {node.event.number: node.event for node in early if leads & set(node.event.roles)}
    for event in striking(story, told_.values())[:40]:
        title = how(story, event, strangers)
        if title and title not in taken:
            return f"or, {title[0].lower()}{title[1:]}"
    return ""


def alone(world: model.World, line: Line) -> str:
    """A line by itself, in the past, with everybody by their names."""
    return realise(Wordings().settled(line) or line, called(world), Discourse())[0]


def phrase(world: model.World, parts: tuple[RecordPart, ...]) -> str:
    """Some words of a text by themselves, with everybody by their names; empty if there are none."""
    said = alone(world, Line("plain", None, (Word("because "), *parts))) if parts else ""
    return said.removeprefix("Because ").removesuffix(".")


@dataclass(slots=True)
class _Teller:
    story: Story
    plan: Plan
    composer: Composer
    wordings: Wordings
    courses: set[str] = field(default_factory=set)
    """The narrator's words for the course of an exchange that have been said."""
    counted: set[str] = field(default_factory=set)
    """In which words it has been said how often something was done."""
    foretold: int = 0
    """How many things have been told ahead."""
    casting: Casting = field(init=False)
    introductions: Introductions = field(init=False)
    grounds: Grounds = field(init=False)

    def __post_init__(self) -> None:
        self.casting = Casting(self.story, self.plan)
        self.introductions = Introductions.of(self.story, self.plan, self.casting, self.wordings)
        self.grounds = Grounds(self.story, self.plan.cast, self.composer, self.casting.names)

    @property
    def narrator(self) -> Narrator:
        """Who tells."""
        return self.composer.narrator

    def passage(self, part: Part, *, first: bool = False, last: bool = False) -> Passage:
        """A section in words, in which everybody is named anew; the `first` begins as the world says, and the
        `last` ends as it all did."""
        nodes = tuple(part.nodes)
        most = math.inf if self.story.world.begins is None else LONGEST
        clock = Clock.of([self.story.seconds(node.event) for node in nodes], most)
        if self.plan.cast is not None:
            clock = replace(clock, length=6, fewest=3)
        discourse = Discourse()
        paragraphs: list[tuple[Sentence, ...]] = []
        before: Clause | None = None
        if first and nodes:
            self._let_out(nodes[0], part.base, paragraphs)
        opening = (
            self.wordings.for_opening(self.story.beginning.opening, nodes[0].mind)
            if first and nodes and not (part.begin is not None and self.plan.narrator is None)
            else None
        )
        if opening is not None:
            discourse = self._own(opening, part, nodes[0], discourse, paragraphs)
        if first and nodes:
            discourse = self._leads(part, nodes[0], discourse, paragraphs)
        if nodes and self.narrator.forebodings:
            discourse = self._foreboding(part, nodes, discourse, paragraphs)
        if part.begin is not None and nodes:
            discourse = self._own(part.begin, part, nodes[0], discourse, paragraphs)
        for stretch in part.stretches:
            turns = self.story.turning if self.plan.cast is not None else ()
            joined = self._joined(stretch, part.voice, clock)
            for clauses in in_paragraphs(joined, self.story, clock, turns):
                openings = [self._opening(a, b, clock) for a, b in pairwise([before, *clauses])]
                if self.plan.cast is None:  # a pause ends a paragraph, so that there is none within
                    openings[1:] = [""] * (len(clauses) - 1)
                sentences, discourse = self._sentences(clauses, openings, part.voice, discourse)
                paragraphs.append(sentences)
                discourse = self._paragraph_ended(discourse)
                before = clauses[-1]
        if part.end is not None and nodes:
            discourse = self._own(part.end, part, nodes[-1], discourse, paragraphs)
        if last and nodes and self.plan.narrator is not None:
            self._close(nodes, part.base, paragraphs)
        return Passage(part, tuple(paragraph for paragraph in paragraphs if paragraph))

    # --- clauses --------------------------------------------------------------------------------------------

    def _own(
        self,
        line: Line,
        part: Part,
        beside: Node,
        discourse: Discourse,
        paragraphs: list[tuple[Sentence, ...]],
    ) -> Discourse:
        """Add a sentence of the author's own; it calls everybody as the event beside it does."""
        clause = Clause(line, part.base, "told", (beside,))
        cast = self.casting.of(clause, part.voice, own=True)
        text, discourse = realise(line, cast, discourse, part.base, spoken=self.casting.names)
        if text:
            described, discourse = self.introductions.first_named(clause, cast, discourse)
            paragraphs.append((Sentence(text, "told", ()), *described))
        return self._paragraph_ended(discourse)

    def _paragraph_ended(self, discourse: Discourse) -> Discourse:
        """The discourse before a new paragraph, in which everybody is named anew, and of the others nobody is
        known."""
        self.casting.extras.paragraph_ended()
        if self.plan.cast is None:
            return discourse.paragraph_ended()
        strangers = self.story.people - self.plan.cast.named
        return Discourse(discourse.known - strangers)

    def _leads(
        self, part: Part, beside: Node, discourse: Discourse, paragraphs: list[tuple[Sentence, ...]]
    ) -> Discourse:
        """Add who those are whose story it is, if the world says so; the others are told of as they come."""
        if self.narrator.distance == "far":
            return discourse
        leads = self.introductions.leads(beside)
        clause = Clause(Line("plain", None, ()), part.base, "told", (beside,))
        told, discourse = self.introductions.describe(leads, clause, part.voice, discourse)
        if told and paragraphs:
            paragraphs[-1] += tuple(told)
        elif told:
            paragraphs.append(tuple(told))
        return self._paragraph_ended(discourse)

    def _foreboding(
        self, part: Part, nodes: Sequence[Node], discourse: Discourse, paragraphs: list[tuple[Sentence, ...]]
    ) -> Discourse:
        """Add what is to come, and who does not know it yet."""
        foretells = self.narrator.foretells
        if not foretells or nodes[0].mind is not None or len(nodes) < self.narrator.forebodings:
            return discourse
        ahead = [node for node in nodes[len(nodes) // 3 :] if node.event.sort != "ending" and not node.others]
        tense = TENSES[part.base, "ahead"]
        for node in sorted(ahead, key=lambda node: -self.story.weights[node.event.number]):
            line = recallable(node.event)
            if line is not None and how(self.story, node.event) != part.title:
                turn = self.composer.draw(self.story.events[0], 3) + self.foretold
                self.foretold += 1  # so that no two parts begin alike
                lead = self._own_words(foretells, turn, part.base) + " "
                cast = self.casting.of(Clause(line, tense, "told", (node,)), part.voice)
                text, discourse = realise(line, cast, discourse, tense, lead=lead)
                paragraphs.append((Sentence(text, "told", ()),))
                return self._paragraph_ended(discourse)
        return discourse

    def _let_out(self, beside: Node, base: Base, paragraphs: list[tuple[Sentence, ...]]) -> None:
        """Add how it all ended before all else, as narrators do who want it known; a mind cannot know."""
        ending = self.story.ending
        if self.narrator.begins and ending is not None and beside.mind is None:
            text = self._own_words(self.narrator.begins, self.composer.draw(ending, 7), base, ending.name)
            paragraphs.append((Sentence(f"{text}.", "told", ()),))

    def _close(self, nodes: Sequence[Node], base: Base, paragraphs: list[tuple[Sentence, ...]]) -> None:
        """Add how it all ended, if nothing has said so."""
        ending, closes = self.story.ending, self.narrator.closes
        if not closes or ending is None or any(node.event.sort == "ending" for node in nodes):
            return
        text = self._own_words(closes, self.composer.draw(ending, 4), base, ending.name)
        node = nodes[-1]._replace(event=ending, others=(), form="event")
        paragraphs.append((Sentence(f"{text}.", "told", (node,)),))

    def _own_words(self, says: Sequence[str], turn: int, tense: Tense, ending: str = "") -> str:
        """One of a narrator's sentences about nobody, by whose turn it is; without its stop."""
        before, told_, after = says[turn % len(says)].partition("{ending}")
        parts = (*parts_of(before, NO_ONE), *([Word(ending)] if told_ else []), *parts_of(after, NO_ONE))
        return realise(Line("plain", None, parts), {}, Discourse(), tense)[0].removesuffix(".")

    def _joined(self, stretch: Stretch, voice: Voice, clock: Clock) -> list[Clause]:
        def near(a: Clause, b: Clause) -> bool:
            return abs(gap(a.nodes[-1], b.node, self.story)) < clock.pause

        return list(self.composer.composed(repeated(self._clauses(stretch, voice), near), near))

    def _clauses(self, stretch: Stretch, voice: Voice) -> Iterator[Clause]:
        for before, node in pairwise((None, *stretch.nodes)):
            assert node is not None
            tense = TENSES[node.base, stretch.time]
            line = self.wordings.for_event(node, self._near(node))
            if line is not None and node.form != "event":
                draw = self.composer.draw(node.event, 5)
                named = self.story.people if self.plan.cast is None else self.plan.cast.named
                yield several(node, line, tense, self.narrator, draw, self.courses, named)
            elif line is not None:
                line = reported.speech(line, voice.speech or "direct")
                clause = Clause(line, tense, "told", (node,), node.often, heads=(read(line.parts),))
                yield from self.grounds.said_with(clause, before)
            if node.pace != "summary" and voice.thought != "none":
                yield from self._thought(node, tense, voice.thought or "direct")

    def _near(self, node: Node) -> Sequence[int]:
        """Those whose mind a narrator goes near to who knows all: at what is told at length, the leads in
        it."""
        cast = self.plan.cast
        if cast is None or node.event.number in self.story.falls:  # said plainly
            return ()
        if node.pace != "stretch" or node.focus != "zero" or self.narrator.distance == "far":
            return ()
        return [
            lead
            for lead in (*node.event.roles[:1], *cast.leads)
            if lead in cast.leads and lead in node.event.roles
        ]

    def _thought(self, node: Node, tense: Tense, style: Thought) -> Iterator[Clause]:
        line = self.wordings.for_thought(node)
        if line is None or node.mind is None:
            return
        given = reported.thought(line, node.mind, style)
        if given is None:
            yield Clause(line, "present", "thought", (node,))
        else:
            yield Clause(given, tense, "reported", (node,))

    # --- sentences ------------------------------------------------------------------------------------------

    def _opening(self, before: Clause | None, after: Clause | None, clock: Clock) -> str:
        """Words for the time that lies between two paragraphs. It is counted from where the telling stands,
        and within a look back, or ahead, from the last that was seen there.
        """
        if before is None or after is None or (self.plan.cast and after.node.event.sort == "ending"):
            return ""
        last, node = before.nodes[-1], after.node
        looks_on = last.time == node.time
        since = self.story.seconds(last.event) if looks_on else last.reference
        now = self.story.seconds(node.event)
        gap, begins = now - since, self.story.world.begins
        if abs(gap) >= clock.pause and begins is not None:
            before_it = self.story.began(last.event) if looks_on else since
            if when := dated(begins, before_it, self.story.began(node.event)):
                return f"{when}, "
        if node.time == "back" and not looks_on:
            return f"{span(-gap)} before, " if -gap >= clock.pause else "before that, "
        if gap >= clock.pause:
            return "" if self.plan.cast and gap < _WORTH_SAYING else f"{span(gap)} later, "
        return f"{span(-gap)} earlier, " if -gap >= clock.pause and looks_on else ""

    def _sentences(
        self, clauses: Sequence[Clause], openings: Sequence[str], voice: Voice, discourse: Discourse
    ) -> tuple[tuple[Sentence, ...], Discourse]:
        opening = ""
        self.casting.present = frozenset(chain.from_iterable(map(taking_part, clauses)))
        entrances = self.introductions.entrances(clauses, voice)
        sentences, discourse = self.introductions.describe(entrances, clauses[0], voice, discourse)
        for clause, since in zip(clauses, openings, strict=True):
            line, opening = clause.line, since or opening
            if clause.kind != "thought":
                often = clause.often > 1 and line.mode != "briefly" and read(line.parts)[0].is_plain
                since = opening + (self._often(clause.often) if often else "")
                line = line if clause.lead else opened(line, since)
                if opening and clause.lead:
                    clause = clause._replace(lead=opening + clause.lead[0].lower() + clause.lead[1:])
                opening = ""
            cast = self.casting.of(clause, voice)
            beside = self.introductions.beside(clause, cast)
            text, discourse = realise(
                line,
                cast,
                discourse,
                clause.tense,
                clause.joined,
                self.casting.names,
                clause.lead,
                beside,
                having=clause.having,
                heads=clause.heads,
            )
            self.introductions.was_beside(beside, text)
            if text:
                sentences.append(Sentence(text, clause.kind, clause.nodes, clause.links))
                if self.plan.cast is None:  # else they were before the paragraph, or beside the name
                    described, discourse = self.introductions.first_named(clause, cast, discourse)
                    sentences += described
        return tuple(sentences), discourse

    def _often(self, count: int) -> str:
        """How often something was done, as it stands before the deed; who follows a few people says so in no
        words twice."""
        said = times(count)
        if self.plan.cast is not None:
            said = next((each for each in (said, "more than once") if each not in self.counted), "")
            self.counted.add(said)
        return f"{said}, " if said else ""


_WORTH_SAYING = 45.0
"""So many seconds later is worth saying, by who follows a few people."""

NO_ONE = -1
"""Whom a narrator's sentences about nobody are about."""
