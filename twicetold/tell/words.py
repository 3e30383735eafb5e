"""From a plan to prose: each event its words, clauses joined, sentences in paragraphs.

This is the microplanner: it decides which line tells an event, in which tense, what is one sentence and what
one paragraph, where the time is said, and who is called what. `clauses` then realises each sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from twicetold.engine.noise import absorb, finalise
from twicetold.engine.record import Does, Line, Who, Word
from twicetold.lang.telling import Base, Call, Naming, Thought, Voice
from twicetold.tell import reported
from twicetold.tell.clauses import realise
from twicetold.tell.clock import Clock, opened
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.orders import Time
from twicetold.tell.plan import Node, Part, Plan, Stretch
from twicetold.tell.spans import span, times
from twicetold.tell.story import Story
from twicetold.tell.verbs import Tense
from twicetold.tell.wording import Wordings

Kind = Literal["told", "thought"]

TENSES: Mapping[tuple[Base, Time], Tense] = {
    ("present", "now"): "present",
    ("present", "back"): "past",
    ("present", "ahead"): "future",
    ("past", "now"): "past",
    ("past", "back"): "pluperfect",
    ("past", "ahead"): "conditional",
}

Near = Callable[["Clause", "Clause"], bool]
"""Whether two clauses may share a sentence, as far as time goes."""

SHORT, LONG = 9, 22
"""Words of a clause that joins another readily, and of a sentence that has enough."""


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


@dataclass(frozen=True, slots=True)
class Clause:
    """A line that is to be said, and what it tells; `often` times."""

    line: Line
    tense: Tense
    kind: Kind
    nodes: tuple[Node, ...]
    often: int = 1

    @property
    def node(self) -> Node:
        """The first event that it tells."""
        return self.nodes[0]


def told(story: Story, plan: Plan, *, varied: bool = False) -> Prose:
    """The prose of a plan. Where it is `varied`, lives that begin alike are not worded alike."""
    life = story.life
    teller = _Teller(story, Wordings(absorb(finalise(life.seed), life.run) if varied else None))
    return Prose(story.world.name, tuple(teller.passage(part) for part in plan.parts))


@dataclass(slots=True)
class _Teller:
    story: Story
    wordings: Wordings = field(default_factory=Wordings)
    turns: dict[int, int] = field(default_factory=dict)
    names: dict[int, Referent] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {
            number: Referent(number, entity.called, entity.pronoun)
            for number, entity in enumerate(self.story.world.entities)
        }

    def passage(self, part: Part) -> Passage:
        """A section in words; everybody is named anew in it."""
        nodes = tuple(part.nodes)
        clock = Clock.of([self.story.seconds(node.event) for node in nodes])
        discourse = Discourse()
        paragraphs: list[tuple[Sentence, ...]] = []
        before: Clause | None = None
        if part.begin is not None and nodes:
            discourse = self._own(part.begin, part, nodes[0], discourse, paragraphs)
        for stretch in part.stretches:
            for clauses in _paragraphs(self._joined(stretch, part.voice, clock), self.story, clock):
                opening = self._opening(before, clauses[0], clock)
                sentences, discourse = self._sentences(clauses, opening, part.voice, discourse)
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
        text, discourse = realise(line, self._cast(clause, part.voice), discourse, part.base)
        if text:
            paragraphs.append((Sentence(text, "told", ()),))
        return discourse.paragraph_ended()

    def _joined(self, stretch: Stretch, voice: Voice, clock: Clock) -> list[Clause]:
        def near(a: Clause, b: Clause) -> bool:
            """Whether no pause lies between two clauses: what a pause parts is not said in one breath."""
            return abs(_gap(a.nodes[-1], b.node, self.story)) < clock.pause

        return list(_aggregated(_repeated(self._clauses(stretch, voice), near), near))

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
        if style == "direct":
            yield Clause(line, "present", "thought", (node,))
        elif style == "free":
            yield Clause(line, tense, "told", (node,))
        else:
            yield Clause(reported.thought(line, node.mind), tense, "told", (node,))

    # --- sentences ------------------------------------------------------------------------------------------

    def _opening(self, before: Clause | None, after: Clause, clock: Clock) -> str:
        """Words for the time that lies between two paragraphs."""
        if before is None:
            return ""
        gap = _gap(before.nodes[-1], after.node, self.story)
        if after.node.time == "back" and before.node.time != "back":
            return f"{span(-gap)} before, " if -gap >= clock.pause else "before that, "
        if gap >= clock.pause:
            return f"{span(gap)} later, "
        if -gap >= clock.pause and after.node.time == "now" == before.node.time:
            return f"{span(-gap)} earlier, "
        return ""

    def _sentences(
        self, clauses: Sequence[Clause], opening: str, voice: Voice, discourse: Discourse
    ) -> tuple[tuple[Sentence, ...], Discourse]:
        sentences = []
        for clause in clauses:
            line = clause.line
            if clause.kind == "told":
                how_often = clause.often > 1 and _is_plain(line) and line.mode != "briefly"
                line = opened(line, f"{times(clause.often)}, " if how_often else opening)
                opening = ""
            text, discourse = realise(line, self._cast(clause, voice), discourse, clause.tense)
            if text:
                sentences.append(Sentence(text, clause.kind, clause.nodes))
        return tuple(sentences), discourse

    def _cast(self, clause: Clause, voice: Voice) -> dict[int, Referent]:
        """What everybody is called in a clause: by name, or as the voice calls them, or I and you; whom the
        mind cannot tell is someone."""
        node = clause.node
        cast = dict(self.names)
        if voice.naming is not None:
            for number in node.event.roles:
                cast[number] = self._styled(cast[number], voice.naming, node)
        for number, call in node.calls.items():
            cast[number] = self._called(cast[number], call, clause)
        if node.access is not None:
            for number in set(node.event.roles) - node.access.known:
                something = cast[number].pronoun == "it"
                cast[number] = Referent(number, "something" if something else "someone", "")
        speakers: dict[int, str] = dict(node.persons)
        if clause.kind == "thought" and node.mind is not None:
            speakers[node.mind] = "I"
        cast |= {number: replace(cast[number], pronoun=word) for number, word in speakers.items()}
        return cast

    def _styled(self, referent: Referent, naming: Naming, node: Node) -> Referent:
        """An entity by its name, by pronoun alone, or by what it is: "the wolf", if nobody else who takes
        part is one.
        """
        entities = self.story.world.entities
        own = entities[referent.entity]
        alike = [other for other in node.event.roles if entities[other].kind == own.kind]
        if naming == "pronoun":
            return replace(referent, nameless=own.pronoun != "it")
        if naming == "epithet" and own.pronoun != "it" and len(set(alike)) == 1:
            return replace(referent, name=f"the {own.kind.replace('_', ' ').lower()}")
        return referent

    def _called(self, referent: Referent, call: Call, clause: Clause) -> Referent:
        mentioned = any(
            isinstance(part, Who) and part.entity == referent.entity for part in clause.line.parts
        )
        turn = self.turns.get(referent.entity, 0)
        self.turns[referent.entity] = turn + mentioned
        later = turn - 1 if call.first else turn
        name = call.first[0] if call.first and turn == 0 else call.names[later % len(call.names)]
        return replace(referent, name=name) if name else replace(referent, nameless=True)


# --- what is one clause, one sentence, one paragraph --------------------------------------------------------


def _repeated(clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
    """Clauses that say the same on end as one, with how often."""
    current: Clause | None = None
    for clause in clauses:
        if current and _alike(current, clause) and near(current, clause):
            often = current.often + clause.often
            current = replace(current, nodes=(*current.nodes, *clause.nodes), often=often)
            continue
        if current:
            yield current
        current = clause
    if current:
        yield current


def _alike(a: Clause, b: Clause) -> bool:
    if not a.kind == b.kind == "told":
        return False
    x, y = a.node.event, b.node.event
    same = (x.name, x.roles, x.outcome) == (y.name, y.roles, y.outcome) and a.tense == b.tense
    return same and a.node.mind == b.node.mind and _known(a) == _known(b)


def _known(clause: Clause) -> frozenset[int] | None:
    return None if clause.node.access is None else clause.node.access.known


def _aggregated(clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
    """Short clauses that follow on one another, joined: "Erica drops and Boyd turns"."""
    current: Clause | None = None
    for clause in clauses:
        joined = None if current is None or not near(current, clause) else _together(current, clause)
        if joined is not None:
            current = joined
            continue
        if current is not None:
            yield current
        current = clause
    if current is not None:
        yield current


def _together(a: Clause, b: Clause) -> Clause | None:
    """Two clauses as one; None if they are better apart."""
    if len(a.nodes) > 1 or not (_plain(a) and _plain(b)) or a.tense != b.tense:
        return None
    if a.node.calls != b.node.calls or a.node.persons != b.node.persons or _known(a) != _known(b):
        return None
    first, second = _subject(a.line), _subject(b.line)
    if first is None or second is None or _length(a) + _length(b) > LONG:
        return None
    begun = (*a.line.parts[:-1], *_unstopped(a.line.parts[-1]))
    if first == second and _finite_verbs(a.line) == 1:
        parts = (*begun, Word(" and "), *_unspaced(b.line.parts[1:]))
    elif max(_length(a), _length(b)) <= SHORT:
        parts = (*begun, Word(", and "), *b.line.parts)
    else:
        return None
    return replace(a, line=replace(a.line, parts=parts), nodes=(*a.nodes, *b.nodes))


def _plain(clause: Clause) -> bool:
    """Whether a clause is one plain sentence, and tells one thing once."""
    return clause.kind == "told" and clause.often == 1 and _is_plain(clause.line)


def _is_plain(line: Line) -> bool:
    """Whether a line is one sentence that begins with who does it, without anything said in it."""
    text = "".join(part.text for part in line.parts if isinstance(part, Word)).rstrip(" .")
    return _subject(line) is not None and not set(text) & set('.!?;:“”"—…')


def _subject(line: Line) -> int | None:
    """Who a line that begins "[p] [strike]" is about."""
    match line.parts:
        case (Who(entity, "plain"), Word(text), Does(), *_) if not text.strip():
            return entity
    return None


def _finite_verbs(line: Line) -> int:
    """How many verbs a line has; with more than one, what follows might share another's subject."""
    return sum(isinstance(part, Does) for part in line.parts)


def _length(clause: Clause) -> int:
    return sum(len(part.text.split()) if isinstance(part, Word) else 1 for part in clause.line.parts)


def _unstopped(part: Word | Who | Does) -> tuple[Word | Who | Does, ...]:
    if not isinstance(part, Word):
        return (part,)
    text = part.text.rstrip().removesuffix(".")
    return (Word(text),) if text else ()


def _unspaced(parts: tuple[Word | Who | Does, ...]) -> tuple[Word | Who | Does, ...]:
    match parts:
        case (Word(text), *rest) if not text.strip():
            return tuple(rest)
    return parts


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
    return full or gap >= clock.pause or clause.node.mind != last.mind
