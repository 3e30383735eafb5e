"""Microplanning: from a plan to prose; each event its words, clauses joined, sentences in paragraphs.

This is the microplanner: it decides which line tells an event, in which tense, what is one sentence and what
one paragraph, where the time is said, and who is called what. `clauses` then realises each sentence.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Error, Line, Word
from twicetold.engine.meaning.record import Part as RecordPart
from twicetold.lang import model
from twicetold.lang.model.telling import Base, Call, Naming, Thought, Voice
from twicetold.tell import reported
from twicetold.tell.chapters import how, striking
from twicetold.tell.clauses import Joined, realise
from twicetold.tell.clock import LONGEST, Clock, dated, lowered, opened
from twicetold.tell.composing import Composer
from twicetold.tell.extras import Extras, short_names
from twicetold.tell.insets import BRIEFLY, apposition, parts_of, several, told_together, with_error
from twicetold.tell.joining import Clause, Kind, headed, repeated
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.narrators import DEFAULT, Narrator, named
from twicetold.tell.orders import Time
from twicetold.tell.plan import Node, Part, Plan, Stretch
from twicetold.tell.recall import recallable
from twicetold.tell.relations import Link, learns, passes_on
from twicetold.tell.shapes import begins_with, subject
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
    links: tuple[Link, ...] = ()
    """How its clauses, and what they came from, hang together: what it says of that in words."""

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
    """A telling in words. The `subtitle` says what this life is about, where it has one."""

    title: str
    passages: tuple[Passage, ...]
    subtitle: str = ""

    @property
    def sentences(self) -> Iterator[Sentence]:
        """All its sentences in order."""
        return (sentence for passage in self.passages for sentence in passage.sentences)


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
    return realise(Wordings().settled(line) or line, _called(world), Discourse())[0]


def phrase(world: model.World, parts: tuple[RecordPart, ...]) -> str:
    """Some words of a text by themselves, with everybody by their names; empty if there are none."""
    said = alone(world, Line("plain", None, (Word("because "), *parts))) if parts else ""
    return said.removeprefix("Because ").removesuffix(".")


def _called(world: model.World) -> dict[int, Referent]:
    return {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}


@dataclass(slots=True)
class _Teller:
    story: Story
    plan: Plan
    composer: Composer
    wordings: Wordings = field(default_factory=Wordings)
    turns: dict[int, int] = field(default_factory=dict)
    mistaken: set[object] = field(default_factory=set)
    """Which errors have been told, and whose."""
    courses: set[str] = field(default_factory=set)
    """The narrator's words for the course of an exchange that have been said."""
    counted: set[str] = field(default_factory=set)
    """In which words it has been said how often something was done."""
    foretold: int = 0
    """How many things have been told ahead."""
    names: dict[int, Referent] = field(init=False)
    extras: Extras = field(init=False)
    described: Mapping[int, Line] = field(init=False)
    """How those are described whom the world describes."""
    waiting: set[int] = field(init=False)
    """Those of them who have not been named yet."""
    unsaid: dict[int, Line] = field(default_factory=dict)
    """What those are, in a few words, whom it does not describe, and who have not been named yet."""
    present: frozenset[int] = frozenset()
    """Who takes part in what the paragraph tells."""

    def __post_init__(self) -> None:
        self.names = _called(self.story.world)
        self.extras = Extras(self.story, {}) if self.plan.cast is None else Extras.of(self.story)
        said = self.story.beginning.described
        self.described = {
            who: settled for who, line in said.items() if (settled := self.wordings.settled(line))
        }
        self.waiting = set(self.described)
        if self.plan.cast is not None:
            named = self.plan.cast.named
            for entity, name in short_names(self.story, named).items():
                self.names[entity] = self.names[entity]._replace(again=name)
            for who in named - self.waiting:
                line = self.extras.described(who)
                if line is not None:
                    self.unsaid[who] = line

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
            for clauses in _paragraphs(joined, self.story, clock, turns):
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
        cast = self._cast(clause, part.voice, own=True)
        text, discourse = realise(line, cast, discourse, part.base, spoken=self.names)
        if text:
            described, discourse = self._introductions(clause, cast, discourse)
            paragraphs.append((Sentence(text, "told", ()), *described))
        return self._paragraph_ended(discourse)

    def _paragraph_ended(self, discourse: Discourse) -> Discourse:
        """The discourse before a new paragraph, in which everybody is named anew, and of the others nobody is
        known."""
        self.extras.paragraph_ended()
        if self.plan.cast is None:
            return discourse.paragraph_ended()
        strangers = self.story.people - self.plan.cast.named
        return Discourse(discourse.known - strangers)

    def _leads(
        self, part: Part, beside: Node, discourse: Discourse, paragraphs: list[tuple[Sentence, ...]]
    ) -> Discourse:
        """Add who those are whose story it is, if the world says so; the others are told of as they come."""
        if self.plan.cast is None or beside.mind is not None or beside.focus != "zero":
            return discourse
        if self.narrator.distance == "far":
            return discourse
        leads = [lead for lead in self.plan.cast.leads if lead in self.waiting]
        clause = Clause(Line("plain", None, ()), part.base, "told", (beside,))
        told, discourse = self._described(leads, clause, part.voice, discourse)
        if told and paragraphs:
            paragraphs[-1] += tuple(told)
        elif told:
            paragraphs.append(tuple(told))
        return self._paragraph_ended(discourse)

    def _introductions(
        self, clause: Clause, cast: Mapping[int, Referent], discourse: Discourse
    ) -> tuple[list[Sentence], Discourse]:
        """How those are described whom a clause is the first to name, and those whom that is the first to."""
        inside = self.plan.narrator is None and clause.node.mind is not None  # a mind knows whom it knows
        if clause.kind != "told" or not self.waiting or inside:
            return [], discourse
        lines: list[Line] = []
        heads = [*headed(clause).heads]
        for _, entities in heads:
            if self.waiting.isdisjoint(entities):
                continue
            for entity in entities:
                line = self.described.get(entity)
                if entity in self.waiting and line is not None and self._is_introduced(entity, cast):
                    self.waiting.discard(entity)
                    heads.append(read(line.parts))
                    lines.append(line)
        several = self.plan.narrator is not None
        return _of_each(lines, cast, discourse, clause.node.base, joined=several)

    def _entrances(self, clauses: Sequence[Clause], voice: Voice) -> list[int]:
        """Who is introduced before a paragraph in which they come in, for nobody is introduced well in the
        middle of a blow. Who can be beside the name, in a few words, is."""
        entrances: list[int] = []
        if self.plan.narrator is None or not (self.waiting or self.unsaid) or clauses[0].lead:
            return entrances
        for clause in clauses:
            for head in headed(clause).heads:
                for entity in head[1]:
                    line = self._unknown(entity)
                    if line is None or entity in entrances or clause.kind != "told":
                        continue
                    brief = read(line.parts)[0].length <= (BESIDE if subject(head) == entity else BRIEFLY)
                    beside = apposition(line, entity, self._cast(clause, voice), clause.node.base)
                    if not (brief and beside) and (len(entrances) < AT_ONCE or not beside):
                        entrances.append(entity)
        return entrances

    def _described(
        self, entities: Sequence[int], clause: Clause, voice: Voice, discourse: Discourse
    ) -> tuple[list[Sentence], Discourse]:
        """Who these are, each in a sentence, where they come in; and those whom that names."""
        if not entities:
            return [], discourse
        lines: list[Line] = []
        cast = self._cast(clause, voice)
        coming = [*entities]
        for entity in coming:
            line = self._unknown(entity)
            if line is not None and self._is_introduced(entity, cast):
                self.waiting.discard(entity)
                self.unsaid.pop(entity, None)
                lines.append(line)
                coming += read(line.parts)[1]
        return _of_each(lines, self._cast(clause, voice, own=True), discourse, clause.node.base)

    def _unknown(self, entity: int) -> Line | None:
        """Who somebody is, of whom that has not been said yet."""
        return self.described.get(entity) if entity in self.waiting else self.unsaid.get(entity)

    def _is_introduced(self, entity: int, cast: Mapping[int, Referent]) -> bool:
        """Whether somebody is described where they are first named: who is called by name, and no extra."""
        stranger = self.plan.cast is not None and entity in self.story.people - self.plan.cast.named
        return _is_named(entity, cast) and not stranger

    def _beside(self, clause: Clause, cast: Mapping[int, Referent]) -> dict[int, str]:
        """What is said beside the name of one whom a clause is the first to name: who they are, in a few
        words. It is said of one only, and of who can be described so."""
        if self.plan.narrator is None or clause.kind != "told" or not (self.waiting or self.unsaid):
            return NOBODY
        for _, entities in headed(clause).heads:
            if self.waiting.isdisjoint(entities) and self.unsaid.keys().isdisjoint(entities):
                continue
            for entity in entities:
                line = self._unknown(entity)
                if line is not None and self._is_introduced(entity, cast):
                    text = apposition(line, entity, cast, clause.node.base)
                    if text:
                        return {entity: text}
        return NOBODY

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
                cast = self._cast(Clause(line, tense, "told", (node,)), part.voice)
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
            return abs(_gap(a.nodes[-1], b.node, self.story)) < clock.pause

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
                errors = list(self._errors(node)) if node.event.causes.errors else []
                if len(errors) == 1 and subject(clause.heads[0]) == node.event.roles[0]:
                    yield self._believing(clause, errors[0])
                else:
                    yield from (self._error(node, tense, error) for error in errors)
                    yield clause if before is None or errors else self._hearing(before, clause)
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

    def _errors(self, node: Node) -> Iterator[Error]:
        """What who acts believed that is not so, each error once, where the narrator says so."""
        if not self._errs(node) or self.narrator.distance == "far" or node.focus == "external":
            return
        if node.mind is not None or not node.event.roles:
            return
        for error in node.event.causes.errors:
            held = node.event.roles[0], error.field, error.entities, error.believed
            if error.words and held not in self.mistaken:
                self.mistaken.add(held)
                yield error

    def _errs(self, node: Node) -> Sequence[str]:
        """The narrator's sentences for an error behind a deed; where it fails, the error shows by itself."""
        return self.narrator.trusts if node.event.outcome in NOT_DONE else self.narrator.errs

    def _error(self, node: Node, tense: Tense, error: Error) -> Clause:
        """An error in a sentence of its own."""
        says = self._errs(node)
        text = says[self.composer.draw(node.event, 6) % len(says)]
        line = with_error(text, node.event.roles[0], error)
        link = Link("error", "", node.event.number, node.event.number)
        return Clause(line, tense, "told", (node,), links=(link,), closed=True)

    def _believing(self, clause: Clause, error: Error) -> Clause:
        """A deed with the error that led to it: "believing that there was milk left, she …"."""
        parts = (Word("because "), *error.words)
        base: Tense = "present" if clause.node.base == "present" else "past"
        text = realise(Line("plain", None, parts), self.names, Discourse(), base)[0]
        said = text.removeprefix("Because ").removesuffix(".")
        event = clause.node.event
        ways = TRUSTING if event.outcome in NOT_DONE else ERRING
        held = ways[self.composer.draw(event, 6) % len(ways)]
        link = Link("error", held.lower(), event.number, event.number)
        return clause._replace(lead=f"{held} that {said}, ", links=(link,), closed=True)

    def _hearing(self, before: Node, clause: Clause) -> Clause:
        """What somebody does with what they know by what was told just before: from whom they had it, if they
        pass it on; now and then."""
        cause, event = before.event, clause.node.event
        teller, cast = cause.roles[:1], self.plan.cast
        if cast is None or not self.narrator.reminders or begins_with(clause.line) not in event.roles[:1]:
            return clause
        heard, knows = passes_on(cause, event), learns(cause, event.roles[:1])
        if not (heard or knows) or clause.node.mind not in (None, event.roles[0]) or clause.lead:
            return clause
        relation = self.story.relations.sources(event).get(cause.number)
        draw = self.composer.draw(event, 9)
        if relation not in ("reason", "notice") or draw % HEARD == 0 or not cast.named.issuperset(teller):
            return clause
        name = self.names[teller[0]].again or self.names[teller[0]].name
        lead = f"{HEARING[draw % len(HEARING)]} {name}, " if heard else "Knowing as much, "
        link = Link(relation, lead.partition(" ")[0].lower(), cause.number, event.number)
        return clause._replace(lead=lead, links=(link,))

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
        if abs(gap) >= clock.pause and begins is not None and (when := dated(begins, since, now)):
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
        self.present = frozenset(chain.from_iterable(map(_taking_part, clauses)))
        entrances = self._entrances(clauses, voice)
        sentences, discourse = self._described(entrances, clauses[0], voice, discourse)
        for clause, since in zip(clauses, openings, strict=True):
            line, opening = clause.line, since or opening
            if clause.kind != "thought":
                often = clause.often > 1 and line.mode != "briefly" and read(line.parts)[0].is_plain
                since = opening + (self._often(clause.often) if often else "")
                line = line if clause.lead else opened(line, since)
                if opening and clause.lead:
                    clause = clause._replace(lead=opening + clause.lead[0].lower() + clause.lead[1:])
                opening = ""
            cast = self._cast(clause, voice)
            beside = self._beside(clause, cast)
            text, discourse = realise(
                line,
                cast,
                discourse,
                clause.tense,
                clause.joined,
                self.names,
                clause.lead,
                beside,
                having=clause.having,
                heads=clause.heads,
            )
            for entity, said in beside.items():
                if said in text:  # else the name stood where nothing can stand beside it
                    self.waiting.discard(entity)
                    self.unsaid.pop(entity, None)
            if text:
                sentences.append(Sentence(text, clause.kind, clause.nodes, clause.links))
                if self.plan.cast is None:  # else they were before the paragraph, or beside the name
                    described, discourse = self._introductions(clause, cast, discourse)
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

    def _cast(self, clause: Clause, voice: Voice, *, own: bool = False) -> dict[int, Referent]:
        """What everybody is called in a clause: by name, or as the voice calls them, or I and you; whom the
        mind cannot tell is someone. A thought as it is thought has no names of the narrator's; a sentence of
        the author's `own` has everybody's.
        """
        node = clause.node
        plain = not (voice.naming or node.access or node.calls or node.persons)
        if clause.kind == "told" and plain and self.plan.cast is None:
            return self.names
        cast = dict(self.names)
        roles = _taking_part(clause)
        own = own or node.event.sort == "ending"
        if self.plan.cast is not None and clause.kind != "thought" and not own:
            leads = () if node.mind is not None else self.plan.cast.leads
            near = {
                who: self.names[who] for who in (*node.event.roles, *leads) if who in self.plan.cast.named
            }
            for line in clause.lines:
                for number in read(line.parts)[1]:
                    if number in self.story.people and number not in self.plan.cast.named:
                        cast[number] = self.extras.referent(self.names[number], node.event.number, near)
        if voice.naming is not None and clause.kind != "thought":
            for number in roles:
                cast[number] = self._styled(cast[number], voice.naming, self.present | roles)
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

    def _styled(self, referent: Referent, naming: Naming, present: Collection[int]) -> Referent:
        """An entity by its name, by its title if it has one, by pronoun alone, or by what it is: "the wolf",
        if nobody else in the paragraph is one.
        """
        entities = self.story.world.entities
        own = entities[referent.entity]
        alike = [other for other in present if entities[other].kind == own.kind]
        if naming == "title" and own.title:
            return referent._replace(name=own.title)
        if naming == "pronoun":
            return referent._replace(nameless=own.pronoun != "it")
        if naming == "epithet" and own.pronoun != "it" and len(alike) == 1:
            return referent._replace(name=f"the {own.kind.replace('_', ' ').lower()}")
        return referent

    def _called(self, referent: Referent, call: Call, clause: Clause) -> Referent:
        mentioned = any(referent.entity in read(line.parts)[1] for line in clause.lines)
        turn = self.turns.get(referent.entity, 0)
        self.turns[referent.entity] = turn + mentioned
        later = turn - 1 if call.first else turn
        name = call.first[0] if call.first and turn == 0 else call.names[later % len(call.names)]
        return referent._replace(name=name) if name else referent._replace(nameless=True)


_WORTH_SAYING = 45.0
"""So many seconds later is worth saying, by who follows a few people."""

TRUSTING = ("Believing", "Sure", "In the belief")
"""What leads to an error that shows by itself; to one that does not: `ERRING`."""

ERRING = ("Believing, wrongly,", "In the mistaken belief", "Sure, without cause,")

HEARING = ("Having heard it from", "Having it from", "Having had it from")
"""What leads to what somebody passes on, before the name of who told it to them."""

HEARD = 11
"""Of so many things that are passed on one is told without it."""

THREE = 3
"""Who so many are is said in one sentence; of more, of two in each."""

BESIDE = 12
"""A description of so many words at most is said beside the name of who does the first deed that is told of
them."""

AT_ONCE = 2
"""So many are introduced before a paragraph; of more only those who cannot be beside their names."""

NOBODY: dict[int, str] = {}

NO_ONE = -1
"""Whom a narrator's sentences about nobody are about."""


def _of_each(
    lines: Sequence[Line],
    cast: Mapping[int, Referent],
    discourse: Discourse,
    tense: Tense,
    *,
    joined: bool = True,
) -> tuple[list[Sentence], Discourse]:
    """Who several are, each by name; `joined` in one sentence where they are few, else two in each."""
    told_: list[Sentence] = []
    if not lines:
        return told_, discourse
    subjects = {who for line in lines if (who := begins_with(line)) is not None}
    cast = {
        who: referent._replace(named=True) if who in subjects and joined else referent
        for who, referent in cast.items()
    }
    size, lines = 1, told_together(lines)
    if joined and len(lines) > 1:
        size = 2 if len(lines) > THREE else len(lines)
    for place in range(0, len(lines), size):
        first, *more = lines[place : place + size]
        others = [Joined("; ", lowered(line)) for line in more]
        if others and len(lines) <= THREE:
            others[-1] = others[-1]._replace(link="; and ")
        text, discourse = realise(first, cast, discourse, tense, others)
        told_.append(Sentence(text, "told", ()))
    return told_, discourse


def _taking_part(clause: Clause) -> set[int]:
    """Who takes part in what a clause tells."""
    return {role for node in clause.nodes for event in node.events for role in event.roles}


def _is_named(entity: int, cast: Mapping[int, Referent]) -> bool:
    """Whether a reader learns who somebody is: not of whom it is said I or you, or someone."""
    return cast[entity].pronoun in ("he", "she", "they", "it") and not cast[entity].nameless


# --- paragraphs ---------------------------------------------------------------------------------------------


def _paragraphs(
    clauses: Sequence[Clause], story: Story, clock: Clock, turns: Collection[int]
) -> Iterator[list[Clause]]:
    """Clauses in paragraphs: a pause ends one, a change of mind, or its length once time moves on; and one of
    these turns begins one."""
    paragraph: list[Clause] = []
    for clause in clauses:
        ends = paragraph and clause.kind == "told" and _ends(paragraph, clause, story, clock)
        looks_back = bool(clause.lead and clause.links) and bool(paragraph) and not clause.having
        turns_ = len(paragraph) >= clock.fewest and clause.node.event.number in turns and not looks_back
        if ends or turns_:
            yield paragraph
            paragraph = []
        paragraph.append(clause)
    if paragraph:
        yield paragraph


def _gap(before: Node, after: Node, story: Story) -> float:
    """The seconds of the story from one event to another; below 0 where the telling goes back."""
    return story.seconds(after.event) - story.seconds(before.event)


def _ends(paragraph: Sequence[Clause], clause: Clause, story: Story, clock: Clock) -> bool:
    last, node = paragraph[-1].nodes[-1], clause.nodes[0]
    if node.event.sort == "ending" or node.mind != last.mind:
        return True
    gap = abs(_gap(last, node, story))
    if clause.lead and clause.links and gap < clock.pause and len(paragraph) < 2 * clock.length:
        return False  # it begins with what looks back: "At that, he ducked"
    if len(paragraph) >= (clock.length if gap > 0 else 2 * clock.length):
        return True
    long = (4 if clock.fewest == 1 else FAR_APART) * clock.pause
    return gap >= clock.pause and (len(paragraph) >= clock.fewest or gap >= long)


FAR_APART = 24
"""A pause so many times as long as others ends a paragraph that is short, of who follows a few people."""
