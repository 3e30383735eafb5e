"""From a plan to prose: each event its words, clauses joined, sentences in paragraphs.

This is the microplanner: it decides which line tells an event, in which tense, what is one sentence and what
one paragraph, where the time is said, and who is called what. `clauses` then realises each sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from twicetold.engine.record import Does, Line, Who, Word
from twicetold.lang.telling import Base, Thought, Voice
from twicetold.tell.chronicle import Clock, opened
from twicetold.tell.clauses import realise
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


def told(story: Story, plan: Plan) -> Prose:
    """The prose of a plan."""
    teller = _Teller(story)
    return Prose(story.world.name, tuple(teller.passage(part) for part in plan.parts))


@dataclass(slots=True)
class _Teller:
    story: Story
    wordings: Wordings = field(default_factory=Wordings)
    turns: dict[int, int] = field(default_factory=dict)

    def passage(self, part: Part) -> Passage:
        """A section in words; everybody is named anew in it."""
        clock = Clock.of([self.story.seconds(node.event) for node in part.nodes])
        discourse = Discourse()
        paragraphs: list[tuple[Sentence, ...]] = []
        before: Clause | None = None
        for stretch in part.stretches:
            for clauses in _paragraphs(self._joined(stretch, part.voice), self.story, clock):
                opening = self._opening(before, clauses[0], clock)
                sentences, discourse = self._sentences(clauses, opening, part.voice, discourse)
                paragraphs.append(sentences)
                discourse = discourse.paragraph_ended()
                before = clauses[-1]
        return Passage(part, tuple(paragraph for paragraph in paragraphs if paragraph))

    # --- clauses --------------------------------------------------------------------------------------------

    def _joined(self, stretch: Stretch, voice: Voice) -> list[Clause]:
        return list(_aggregated(_repeated(self._clauses(stretch, voice))))

    def _clauses(self, stretch: Stretch, voice: Voice) -> Iterator[Clause]:
        for node in stretch.nodes:
            tense = TENSES[node.base, stretch.time]
            line = self.wordings.for_event(node)
            if line is not None:
                yield Clause(line, tense, "told", (node,))
            if node.pace == "scene" and voice.thought != "none":
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
            said = (Who(node.mind, "plain"), Word(" "), Does("think", False), Word(" that "))
            yield Clause(replace(line, parts=(*said, *_lowered(line.parts))), tense, "told", (node,))

    # --- sentences ------------------------------------------------------------------------------------------

    def _opening(self, before: Clause | None, after: Clause, clock: Clock) -> str:
        """Words for the time that lies between two paragraphs."""
        if before is None:
            return ""
        gap = self.story.seconds(after.node.event) - self.story.seconds(before.nodes[-1].event)
        if after.node.time == "back" and before.node.time != "back":
            return f"{span(-gap)} before, " if -gap >= clock.pause else "before that, "
        if gap >= clock.pause:
            return f"{span(gap)} later, "
        return (
            f"{span(-gap)} earlier, "
            if -gap >= clock.pause and after.node.time == "now" == before.node.time
            else ""
        )

    def _sentences(
        self, clauses: Sequence[Clause], opening: str, voice: Voice, discourse: Discourse
    ) -> tuple[tuple[Sentence, ...], Discourse]:
        sentences = []
        for clause in clauses:
            line = clause.line
            if clause.kind == "told":
                line = opened(line, f"{times(clause.often)}, " if clause.often > 1 else opening)
                opening = ""
            text, discourse = realise(line, self._cast(clause, voice), discourse, clause.tense)
            if text:
                sentences.append(Sentence(text, clause.kind, clause.nodes))
        return tuple(sentences), discourse

    def _cast(self, clause: Clause, voice: Voice) -> dict[int, Referent]:
        """What everybody is called in a clause: by name, or as the voice calls them, or I and you; whom the
        mind cannot tell is someone."""
        node = clause.node
        cast = {
            number: Referent(number, entity.called, entity.pronoun)
            for number, entity in enumerate(self.story.world.entities)
        }
        for number, call in node.calls.items():
            cast[number] = self._called(cast[number], call.names, clause)
        if node.access is not None:
            for number in set(node.event.roles) - node.access.known:
                cast[number] = Referent(
                    number, "something" if cast[number].pronoun == "it" else "someone", ""
                )
        speakers = {**dict.fromkeys(voice.hearers, "you"), **dict.fromkeys(voice.tellers, "I")}
        if clause.kind == "thought" and node.mind is not None:
            speakers[node.mind] = "I"
        return cast | {number: replace(cast[number], pronoun=word) for number, word in speakers.items()}

    def _called(self, referent: Referent, names: tuple[str, ...], clause: Clause) -> Referent:
        mentioned = any(
            isinstance(part, Who) and part.entity == referent.entity for part in clause.line.parts
        )
        turn = self.turns.get(referent.entity, 0)
        self.turns[referent.entity] = turn + mentioned
        name = names[turn % len(names)]
        return replace(referent, name=name) if name else replace(referent, nameless=True)


# --- what is one clause, one sentence, one paragraph --------------------------------------------------------------


def _repeated(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Clauses that say the same on end as one, with how often."""
    current: Clause | None = None
    for clause in clauses:
        if current and clause.kind == current.kind == "told" and _alike(current, clause):
            current = replace(current, nodes=(*current.nodes, *clause.nodes), often=current.often + 1)
            continue
        if current:
            yield current
        current = clause
    if current:
        yield current


def _alike(a: Clause, b: Clause) -> bool:
    x, y = a.node.event, b.node.event
    return (x.name, x.roles, x.outcome) == (y.name, y.roles, y.outcome) and a.tense == b.tense


def _aggregated(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """Short clauses that follow on one another, joined: "Erica drops and Boyd turns"."""
    current: Clause | None = None
    for clause in clauses:
        joined = None if current is None else _together(current, clause)
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
    if (
        len(a.nodes) > 1
        or not (_plain(a) and _plain(b))
        or a.tense != b.tense
        or a.node.calls != b.node.calls
    ):
        return None
    if a.node.access is not None and b.node.access is not None and a.node.access.known != b.node.access.known:
        return None
    first, second = _subject(a.line), _subject(b.line)
    if first is None or second is None or _length(a) + _length(b) > LONG:
        return None
    begun = (*a.line.parts[:-1], *_unstopped(a.line.parts[-1]))
    if first == second:
        parts = (*begun, Word(" and "), *_unspaced(b.line.parts[1:]))
    elif max(_length(a), _length(b)) <= SHORT:
        parts = (*begun, Word(", and "), *b.line.parts)
    else:
        return None
    return replace(a, line=replace(a.line, parts=parts), nodes=(*a.nodes, *b.nodes))


def _plain(clause: Clause) -> bool:
    """Whether a clause is one sentence without anything said in it, and tells one thing once."""
    text = "".join(part.text for part in clause.line.parts if isinstance(part, Word)).rstrip(" .")
    return clause.kind == "told" and clause.often == 1 and not set(text) & set('.!?;:“”"—…')


def _subject(line: Line) -> int | None:
    """Who a line that begins "[p] [strike]" is about."""
    match line.parts:
        case (Who(entity, "plain"), Word(text), Does(), *_) if not text.strip():
            return entity
    return None


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


def _lowered(parts: tuple[Word | Who | Does, ...]) -> tuple[Word | Who | Does, ...]:
    match parts:
        case (Word(text), *rest):
            return (Word(text[:1].lower() + text[1:]), *rest)
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


def _ends(paragraph: Sequence[Clause], clause: Clause, story: Story, clock: Clock) -> bool:
    last = paragraph[-1].nodes[-1]
    gap = abs(story.seconds(clause.node.event) - story.seconds(last.event))
    full = len(paragraph) >= (clock.length if gap > 0 else 2 * clock.length)
    return full or gap >= clock.pause or clause.node.mind != last.mind
