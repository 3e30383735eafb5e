"""Microplanning: from a plan to prose; each event its words, clauses joined, sentences in paragraphs.

This is the microplanner: it decides which line tells an event, in which tense, what is one sentence and what
one paragraph, where the time is said, and who is called what. `clauses` then realises each sentence.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Line, Word
from twicetold.engine.meaning.record import Part as RecordPart
from twicetold.lang import model
from twicetold.lang.model.telling import Base, Call, Naming, Thought, Voice
from twicetold.tell import reported
from twicetold.tell.clauses import realise
from twicetold.tell.clock import LONGEST, Clock, dated, opened
from twicetold.tell.joining import Clause, Kind, aggregated, repeated
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.orders import Time
from twicetold.tell.plan import Node, Part, Plan, Stretch
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what it tells, through which mind, and by what that mind knows it."""

    text: str
    kind: Kind
    nodes: tuple[Node, ...]

    @property
    def events(self) -> tuple[int, ...]:
        """The numbers of the events that it tells."""
        return tuple(node.event.number for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Passage:
    """A section in words."""

    part: Part
    paragraphs: tuple[tuple[Sentence, ...], ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All its sentences in order."""
        return (sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Prose:
    """A telling in words."""

    title: str
    passages: tuple[Passage, ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All its sentences in order."""
        return (sentence for passage in self.passages for sentence in passage.sentences)


def told(story: Story, plan: Plan, *, varied: bool = False) -> Prose:
    """The prose of a plan. Where it is `varied`, lives that begin alike are not worded alike."""
    life = story.life
    teller = _Teller(story, Wordings(absorb(finalise(life.seed), life.run) if varied else None))
    return Prose(
        story.world.name, tuple(teller.passage(part, first=n == 0) for n, part in enumerate(plan.parts))
    )


def alone(world: model.World, line: Line) -> str:
    """A line by itself, in the past, with everybody by their names."""
    return realise(line, _called(world), Discourse())[0]


def phrase(world: model.World, parts: tuple[RecordPart, ...]) -> str:
    """Some words of a text by themselves, with everybody by their names; empty if there are none."""
    said = alone(world, Line("plain", None, (Word("because "), *parts))) if parts else ""
    return said.removeprefix("Because ").removesuffix(".")


def _called(world: model.World) -> dict[int, Referent]:
    return {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}


@dataclass(slots=True)
class _Teller:
    story: Story
    wordings: Wordings = field(default_factory=Wordings)
    turns: dict[int, int] = field(default_factory=dict)
    introduced: set[int] = field(default_factory=set)
    names: dict[int, Referent] = field(init=False)

    def __post_init__(self) -> None:
        self.names = _called(self.story.world)

    def passage(self, part: Part, *, first: bool = False) -> Passage:
        """A section in words, in which everybody is named anew; the `first` begins as the world says."""
        nodes = tuple(part.nodes)
        most = math.inf if self.story.world.begins is None else LONGEST
        clock = Clock.of([self.story.seconds(node.event) for node in nodes], most)
        discourse = Discourse()
        paragraphs: list[tuple[Sentence, ...]] = []
        before: Clause | None = None
        opening = (
            self.wordings.for_opening(self.story.beginning.opening, nodes[0].mind)
            if first and nodes
            else None
        )
        if opening is not None:
            discourse = self._own(opening, part, nodes[0], discourse, paragraphs)
        if part.begin is not None and nodes:
            discourse = self._own(part.begin, part, nodes[0], discourse, paragraphs)
        for stretch in part.stretches:
            for clauses in _paragraphs(self._joined(stretch, part.voice, clock), self.story, clock):
                since = self._opening(before, clauses[0], clock)
                sentences, discourse = self._sentences(clauses, since, part.voice, discourse)
                paragraphs.append(sentences)
                discourse = discourse.paragraph_ended()
                before = clauses[-1]
        if part.end is not None and nodes:
            self._own(part.end, part, nodes[-1], discourse, paragraphs)
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
        cast = self._cast(clause, part.voice)
        text, discourse = realise(line, cast, discourse, part.base, spoken=self.names)
        if text:
            described, discourse = self._introductions(clause, cast, discourse)
            paragraphs.append((Sentence(text, "told", ()), *described))
        return discourse.paragraph_ended()

    def _introductions(
        self, clause: Clause, cast: Mapping[int, Referent], discourse: Discourse
    ) -> tuple[list[Sentence], Discourse]:
        """How those are described whom a clause is the first to name, and those whom that is the first to."""
        described = self.story.beginning.described
        told: list[Sentence] = []
        lines = [clause.line] if clause.joined is None else [clause.line, clause.joined.line]
        for line in lines if described and clause.kind == "told" else ():
            for entity in read(line.parts)[1]:
                if entity in described and entity not in self.introduced and _is_named(entity, cast):
                    self.introduced.add(entity)
                    lines.append(described[entity])
                    text, discourse = realise(described[entity], cast, discourse, clause.node.base)
                    told.append(Sentence(text, "told", ()))
        return told, discourse

    def _joined(self, stretch: Stretch, voice: Voice, clock: Clock) -> list[Clause]:
        def near(a: Clause, b: Clause) -> bool:
            return abs(_gap(a.nodes[-1], b.node, self.story)) < clock.pause

        return list(aggregated(repeated(self._clauses(stretch, voice), near), near))

    def _clauses(self, stretch: Stretch, voice: Voice) -> Iterator[Clause]:
        for node in stretch.nodes:
            tense = TENSES[node.base, stretch.time]
            line = self.wordings.for_event(node)
            if line is not None:
                line = reported.speech(line, voice.speech or "direct")
                yield Clause(line, tense, "told", (node,), node.often)
            if node.pace != "summary" and voice.thought != "none":
                yield from self._thought(node, tense, voice.thought or "direct")

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

    def _opening(self, before: Clause | None, after: Clause, clock: Clock) -> str:
        """Words for the time that lies between two paragraphs. It is counted from where the telling stands,
        and within a look back, or ahead, from the last that was seen there.
        """
        if before is None:
            return ""
        last, node = before.nodes[-1], after.node
        looks_on = last.time == node.time
        since = self.story.seconds(last.event) if looks_on else last.reference
        now = self.story.seconds(node.event)
        gap, begins = now - since, self.story.world.begins
        if abs(gap) >= clock.pause and begins is not None and (when := dated(begins, since, now)):
            return f"{when}, "
        if node.time == "back" and not looks_on:
            return f"{span(-gap)} before, " if -gap >= clock.pause else "before that, "
        if gap >= clock.pause:
            return f"{span(gap)} later, "
        return f"{span(-gap)} earlier, " if -gap >= clock.pause and looks_on else ""

    def _sentences(
        self, clauses: Sequence[Clause], opening: str, voice: Voice, discourse: Discourse
    ) -> tuple[tuple[Sentence, ...], Discourse]:
        sentences = []
        for clause in clauses:
            line = clause.line
            if clause.kind != "thought":
                often = clause.often > 1 and line.mode != "briefly" and read(line.parts)[0].is_plain
                line = opened(line, f"{opening}{times(clause.often)}, " if often else opening)
                opening = ""
            cast = self._cast(clause, voice)
            text, discourse = realise(line, cast, discourse, clause.tense, clause.joined, self.names)
            if text:
                sentences.append(Sentence(text, clause.kind, clause.nodes))
                described, discourse = self._introductions(clause, cast, discourse)
                sentences += described
        return tuple(sentences), discourse

    def _cast(self, clause: Clause, voice: Voice) -> dict[int, Referent]:
        """What everybody is called in a clause: by name, or as the voice calls them, or I and you; whom the
        mind cannot tell is someone. A thought as it is thought has no names of the narrator's.
        """
        node = clause.node
        if clause.kind == "told" and not (voice.naming or node.access or node.calls or node.persons):
            return self.names
        cast = dict(self.names)
        roles = {role for part in clause.nodes for role in part.event.roles}
        if voice.naming is not None and clause.kind != "thought":
            for number in roles:
                cast[number] = self._styled(cast[number], voice.naming, roles)
        for number, call in node.calls.items():
            cast[number] = self._called(cast[number], call, clause)
        if node.access is not None:
            for number in roles - node.access.known:
                something = cast[number].pronoun == "it"
                cast[number] = Referent(number, "something" if something else "someone", "")
        speakers: dict[int, str] = dict(node.persons)
        if clause.kind == "thought" and node.mind is not None:
            speakers[node.mind] = "I"
        cast |= {number: cast[number]._replace(pronoun=word) for number, word in speakers.items()}
        return cast

    def _styled(self, referent: Referent, naming: Naming, roles: Collection[int]) -> Referent:
        """An entity by its name, by its title if it has one, by pronoun alone, or by what it is: "the wolf",
        if nobody else who takes part is one.
        """
        entities = self.story.world.entities
        own = entities[referent.entity]
        alike = [other for other in roles if entities[other].kind == own.kind]
        if naming == "title" and own.title:
            return referent._replace(name=own.title)
        if naming == "pronoun":
            return referent._replace(nameless=own.pronoun != "it")
        if naming == "epithet" and own.pronoun != "it" and len(alike) == 1:
            return referent._replace(name=f"the {own.kind.replace('_', ' ').lower()}")
        return referent

    def _called(self, referent: Referent, call: Call, clause: Clause) -> Referent:
        lines = (clause.line,) if clause.joined is None else (clause.line, clause.joined.line)
        mentioned = any(referent.entity in read(line.parts)[1] for line in lines)
        turn = self.turns.get(referent.entity, 0)
        self.turns[referent.entity] = turn + mentioned
        later = turn - 1 if call.first else turn
        name = call.first[0] if call.first and turn == 0 else call.names[later % len(call.names)]
        return referent._replace(name=name) if name else referent._replace(nameless=True)


def _is_named(entity: int, cast: Mapping[int, Referent]) -> bool:
    """Whether a reader learns who somebody is: not of whom it is said I or you, or someone."""
    return cast[entity].pronoun in ("he", "she", "they", "it") and not cast[entity].nameless


# --- paragraphs ---------------------------------------------------------------------------------------------


def _paragraphs(clauses: Sequence[Clause], story: Story, clock: Clock) -> Iterator[list[Clause]]:
    """Clauses in paragraphs: a pause ends one, a change of mind, or its length once time moves on."""
    paragraph: list[Clause] = []
    for clause in clauses:
        if paragraph and clause.kind == "told" and _ends(paragraph, clause, story, clock):
            yield paragraph
            paragraph = []
        paragraph.append(clause)
    if paragraph:
        yield paragraph


def _gap(before: Node, after: Node, story: Story) -> float:
    """The seconds of the story from one event to another; below 0 where the telling goes back."""
    return story.seconds(after.event) - story.seconds(before.event)


def _ends(paragraph: Sequence[Clause], clause: Clause, story: Story, clock: Clock) -> bool:
    last = paragraph[-1].nodes[-1]
    gap = abs(_gap(last, clause.node, story))
    full = len(paragraph) >= (clock.length if gap > 0 else 2 * clock.length)
    ends = clause.node.event.sort == "ending"
    return full or ends or gap >= clock.pause or clause.node.mind != last.mind
