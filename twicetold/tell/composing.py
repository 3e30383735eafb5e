"""Sentence planning: which clauses are one sentence, and the words that say how one lies to the other.

Clauses come in the order of the telling. Each is joined to the sentence under way if a relation between their
events is on record and the narrator has words for it, or if they share somebody; else it begins a sentence of its
own. How long a sentence may grow, which of several patterns is taken, and whether a cause of long ago is recalled,
is drawn by the luck of the telling, keyed by the event; so two nights differ, and the same is told the same again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Event, Line, Part, Who, Word
from twicetold.tell.clauses import Joined
from twicetold.tell.clock import lowered
from twicetold.tell.joining import Clause, Near, known_to
from twicetold.tell.minds import Mind
from twicetold.tell.narrators import Narrator, Pattern
from twicetold.tell.plan import Node
from twicetold.tell.recall import recallable
from twicetold.tell.relations import CAUSAL, Link, Relation
from twicetold.tell.story import Story
from twicetold.tell.syntax import Reading, Verb, read
from twicetold.tell.verbs import Tense, is_modal

EARLIER: Final[Mapping[Tense, Tense]] = {"past": "pluperfect", "present": "past", "pluperfect": "pluperfect"}
"""The tense of what had come before what is told in these; of others there is none."""

HAVING: Final = "Having "
"""What stands before a clause without its subject."""

GOING_ON: Final = frozenset((", and then ", " and then ", ", and ", ", but "))
"""Between clauses with one subject, behind which it need not be said again."""

SHORT: Final = 15
"""Words of a clause that joins another readily."""

FRESH: Final = 5
"""So many links are said before the same words link again, if others do as well."""

OFTEN: Final = 24
"""Why somebody does such a thing is said once in so many sentences."""

LONG_AGO: Final = 6
"""What was told so many sentences ago, or not at all, may be recalled."""


@dataclass(slots=True)
class Composer:
    """Makes sentences of clauses, in a narrator's manner; keeps what has been said lately."""

    story: Story
    narrator: Narrator
    seed: int
    words: int = 0
    connectives: int = 0
    sentences: int = 0
    recalled: int = -100
    """The sentence in which something was recalled last."""
    moved: int = -100
    """The sentence in which a motive was said last."""
    motives: dict[tuple[str, int], int] = field(default_factory=dict)
    """In which sentence it was said last why somebody does such a thing."""
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=FRESH))
    told: dict[int, int] = field(default_factory=dict)
    """In which sentence each event was told."""

    def composed(self, clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
        """The clauses as sentences, in order."""
        current: Clause | None = None
        for clause in clauses:
            joined = None if current is None else self._joined(current, clause, near)
            if joined is not None:
                current = joined
                continue
            if current is not None:
                yield self._finished(current)
                clause = self._linked(current, clause, near)
            current = clause
        if current is not None:
            yield self._finished(current)

    # --- one sentence ---------------------------------------------------------------------------------------

    def _joined(self, current: Clause, clause: Clause, near: Near) -> Clause | None:
        """Both as one sentence; None if they are better apart."""
        if current.closed or not near(current, clause) or not _go_together(current, clause):
            return None
        length = sum(_length(line) for line in current.lines) + _length(clause.line)
        if length > min(self._room(current), self.narrator.reach):
            return None
        return (
            self._with_relation(current, clause)
            or self._with_relative(current, clause)
            or _with_and(current, clause)
        )

    def _room(self, clause: Clause) -> int:
        """How many words the sentence may have that begins with this clause."""
        if clause.node.pace == "stretch":
            return min(self.narrator.rhythm)
        rhythm = self.narrator.rhythm
        return rhythm[self.draw(clause.node.event, 1) % len(rhythm)]

    def _with_relation(self, current: Clause, clause: Clause) -> Clause | None:
        """Both, joined by the words for how the one lies to the other."""
        for pattern, link, forward in self._sayable(current, clause):
            if pattern.parts_sentences or pattern.cause_first is not forward:
                continue
            if pattern.before and (current.joined or current.lead):
                continue
            if not (_is_clause(current.lines[-1]) and _is_clause(clause.line)) or (
                pattern.first_earlier and current.joined
            ):
                continue
            tenses = _tenses(pattern, current.tense)
            same = _subject(current.lines[-1]) == _subject(clause.line) is not None
            having = pattern.before == HAVING
            if tenses is None or (having and not (same and _can_be_done(current.line))):
                continue
            self._say(pattern)
            line = lowered(current.line) if pattern.before else current.line
            goes_on = same and pattern.between in GOING_ON and len(_reading(current.lines[-1]).verbs) == 1
            joined = Joined(
                pattern.between, lowered(clause.line), goes_on, tenses[1], bound=same and not having
            )
            return current._replace(
                line=line,
                lead=pattern.before,
                having=having,
                main=current.main or clause.tense,
                tense=tenses[0] if not current.joined else current.tense,
                nodes=current.nodes + clause.nodes,
                joined=(*current.joined, joined),
                links=(*current.links, link),
            )
        return None

    def _sayable(self, current: Clause, clause: Clause) -> Iterator[tuple[Pattern, Link, bool]]:
        """The patterns that say how the last of a sentence lies to a clause, the best first; and whether the
        cause of the two is told first."""
        first, second = current.nodes[-1], clause.node
        if current.kind != "told" or clause.kind != "told" or first.others or second.others:
            return
        forward = first.event.number < second.event.number
        earlier, later = (first.event, second.event) if forward else (second.event, first.event)
        mind = None if second.mind is None else self.story.mind(second.mind)
        relation = self.story.relations.between(earlier, later, mind)
        if relation is None or (second.focus == "external" and relation not in ("meanwhile", "contrast")):
            return
        if relation not in CAUSAL and not self._shares(earlier, later):
            return
        if not self.story.relations.is_telling(relation, earlier, later):
            return
        affords = self._affords()
        for pattern in self._patterns(relation, second.event):
            if pattern.connects and not affords:
                continue
            yield pattern, Link(relation, pattern.connective, earlier.number, later.number), forward

    def _patterns(self, relation: Relation, event: Event) -> list[Pattern]:
        """The narrator's patterns for a relation, in the order in which the luck of the telling has them; those
        last that were used lately."""
        patterns = self.narrator.says.get(relation, ())
        if not patterns:
            return []
        turn = self.draw(event, 2) % len(patterns)
        turned = [*patterns[turn:], *patterns[:turn]]
        return sorted(turned, key=lambda pattern: pattern.connective in self.lately)

    def _affords(self) -> bool:
        """Whether there is room for one more connective."""
        return 1000 * (self.connectives + 0.5) <= self.narrator.connectives * (self.words + 60)

    def _say(self, pattern: Pattern) -> None:
        self.connectives += pattern.connects
        self.lately.append(pattern.connective)

    def _shares(self, a: Event, b: Event) -> bool:
        return not self.story.people.isdisjoint(set(a.roles) & set(b.roles))

    def _with_relative(self, current: Clause, clause: Clause) -> Clause | None:
        """Both, the second said of whom the first ends with: "Ethan threw Scott, who kept his feet"."""
        last = _last_named(current.lines[-1])
        reading, entities = read(clause.line.parts)
        if last is None or not reading.is_plain or entities[0] != last or len(entities) > 2:
            return None
        if last not in self.story.people or clause.often > 1 or last in clause.node.persons:
            return None
        if not _is_clause(current.lines[-1]):
            return None
        joined = Joined(", who ", clause.line, True, clause.tense, of_last=True)
        return current._replace(
            nodes=current.nodes + clause.nodes, joined=(*current.joined, joined), closed=True
        )

    # --- a sentence of its own ------------------------------------------------------------------------------

    def _linked(self, before: Clause, clause: Clause, near: Near) -> Clause:
        """A clause that begins a sentence, with a word for how it lies to the last."""
        if not near(before, clause) or not _may_open(clause.line) or not _is_open(clause):
            return clause
        told = _reading(clause.line)
        verb = told.slots[told.verbs[0]] if told.verbs else None
        if isinstance(verb, Verb) and verb.helps:
            return clause  # it tells what had been before
        for pattern, link, forward in self._sayable(before, clause):
            if not told.is_plain and (link.relation != "result" or not pattern.connects):
                continue
            if pattern.parts_sentences and pattern.cause_first is forward and not pattern.second_earlier:
                self._say(pattern)
                lead = pattern.between.lstrip(". ")
                return clause._replace(line=lowered(clause.line), lead=lead, links=(link,))
        return clause

    def _finished(self, clause: Clause) -> Clause:
        """A sentence as it is said, with why if there is room for it."""
        clause = self._with_motive(clause) or self._with_reminder(clause) or clause
        self.words += sum(_length(line) for line in clause.lines) + 2
        self.connectives += sum(_reading(line).connectives for line in clause.lines)
        self.sentences += 1
        for node in clause.nodes:
            for event in node.events:
                self.told[event.number] = self.sentences
        return clause

    def _with_motive(self, clause: Clause) -> Clause | None:
        """A sentence with what who acts wanted, in the words of the world."""
        event, node = clause.nodes[-1].event, clause.nodes[-1]
        every = self.narrator.motives
        if not every or not event.reason or self.sentences - self.moved < every or clause.kind != "told":
            return None
        if self.sentences - self.motives.get((event.name, event.roles[0]), -100) < OFTEN:
            return None
        if (
            self.narrator.distance == "far"
            or node.focus == "external"
            or node.mind not in (None, event.roles[0])
        ):
            return None
        last = clause.lines[-1]
        if (
            not _is_clause(last)
            or _is_told_with_reason(last, event)
            or (clause.joined[-1:] and clause.closed)
        ):
            return None
        reading, entities = read(last.parts)
        if not reading.is_plain or entities[0] != event.roles[0] or clause.often > 1 or node.others:
            return None
        if not _is_of_one(reading):
            return None
        self.moved = self.motives[event.name, event.roles[0]] = self.sentences
        line = Line("plain", None, event.reason)
        link = Link("motive", _first_word(event.reason), event.number, event.number)
        return clause._replace(
            joined=(*clause.joined, Joined(", ", line, False, None)), links=(*clause.links, link), closed=True
        )

    def _with_reminder(self, clause: Clause) -> Clause | None:
        """A sentence with what it came from, if that was told long ago or not at all."""
        every, node = self.narrator.reminders, clause.nodes[-1]
        if not every or self.sentences - self.recalled < every or clause.kind != "told" or clause.closed:
            return None
        if node.focus == "external" or node.others or clause.often > 1 or not _is_clause(clause.lines[-1]):
            return None
        earlier = EARLIER.get(clause.tense)
        if earlier is None or not self._affords() or sum(map(_length, clause.lines)) > 22:
            return None
        cause = self._to_recall(node)
        if cause is None:
            return None
        self.recalled = self.sentences
        self.connectives += 1
        line = recallable(cause)
        assert line is not None
        same = _subject(clause.lines[-1]) == _subject(line) is not None
        joined = Joined(", because ", line, False, earlier, bound=same)
        link = Link("reason", "because", cause.number, node.event.number)
        return clause._replace(joined=(*clause.joined, joined), links=(*clause.links, link), closed=True)

    def _to_recall(self, node: Node) -> Event | None:
        """The weightiest event that gave a reason for another, and is not in a reader's mind."""
        mind = None if node.mind is None else self.story.mind(node.mind)
        if mind is not None and node.event.roles[:1] != (mind.entity,):
            return None
        best: tuple[float, Event] | None = None
        for number, relation in self.story.relations.sources(node.event).items():
            event = self.story.event(number)
            if relation != "reason" or event is None:
                continue
            if not self.story.relations.is_telling(relation, event, node.event):
                continue
            said = self.told.get(number)
            if said is not None and self.sentences - said < LONG_AGO:
                continue
            if recallable(event) is None or (mind is not None and not _knows_all(mind, event)):
                continue
            weight = self.story.weights[number]
            if best is None or weight > best[0]:
                best = weight, event
        return None if best is None else best[1]

    def draw(self, event: Event, of: int) -> int:
        """What the luck of the telling draws for an event, and some matter of it."""
        return absorb(absorb(finalise(self.seed), event.number), of)


# --- clauses ------------------------------------------------------------------------------------------------


def _length(line: Line) -> int:
    return read(line.parts)[0].length


def _reading(line: Line) -> Reading:
    return read(line.parts)[0]


def _is_clause(line: Line) -> bool:
    return _reading(line).is_clause


def _is_open(clause: Clause) -> bool:
    return clause.kind == "told" and clause.often == 1 and not clause.lead


def _go_together(a: Clause, b: Clause) -> bool:
    """Whether two clauses can share a sentence: told once, in one tense, by one who knows as much of both."""
    if not (_is_told_once(a) and _is_told_once(b)) or (a.main or a.tense) != b.tense:
        return False
    x, y = a.nodes[-1], b.nodes[0]
    same = x.calls == y.calls and x.persons == y.persons and x.time == y.time and x.base == y.base
    return same and x.mind == y.mind and known_to(x) == known_to(y)


def _is_told_once(clause: Clause) -> bool:
    return clause.kind == "told" and clause.often == 1


def _may_open(line: Line) -> bool:
    """Whether a word can stand before a line."""
    return _is_clause(line) or (_reading(line).opens and not _is_speech(line))


def _is_speech(line: Line) -> bool:
    return any(isinstance(part, Word) and "“" in part.text for part in line.parts)


def _tenses(pattern: Pattern, tense: Tense) -> tuple[Tense, Tense] | None:
    """The tenses of the two clauses of a pattern; None where the earlier of them has none."""
    if not (pattern.first_earlier or pattern.second_earlier):
        return tense, tense
    earlier = EARLIER.get(tense)
    if earlier is None:
        return None
    return (earlier, tense) if pattern.first_earlier else (tense, earlier)


def _subject(line: Line) -> int | None:
    """Who does what a line tells, if it begins with them."""
    reading, entities = read(line.parts)
    return entities[0] if reading.is_plain else None


def _last_named(line: Line) -> int | None:
    """Whom a clause ends with, if it ends with somebody."""
    match line.parts:
        case (*_, Who(entity=entity, form="plain"), Word(text)) if text.strip() == ".":
            return entity
        case (*_, Who(entity=entity, form="plain")):
            return entity
        case _:
            return None


def _with_and(a: Clause, b: Clause) -> Clause | None:
    """Two short clauses about the same people, or of which the one came from the other."""
    if a.node.event.number > b.node.event.number or (a.lead and not a.joined):
        return None
    last = a.lines[-1]
    (first, before), (second, behind) = read(last.parts), read(b.line.parts)
    if not (first.is_plain and second.is_plain) or not set(a.nodes[-1].event.roles) & set(b.node.event.roles):
        return None
    if before[0] == behind[0] and len(first.verbs) == 1:  # else another's verb might seem to go on
        joined = Joined(", and " if first.commas else " and ", b.line, True, b.tense)
    elif first.length <= SHORT and second.length <= SHORT + 2:
        joined = Joined("; " if a.joined else ", and ", b.line, False, b.tense)
    else:
        return None
    return a._replace(nodes=a.nodes + b.nodes, joined=(*a.joined, joined), closed=len(a.joined) > 2)


def _is_of_one(reading: Reading) -> bool:
    """Whether all verbs of a line have the subject that it begins with."""
    verbs = [slot for i in reading.verbs if isinstance(slot := reading.slots[i], Verb)]
    return all(verb.subject == verbs[0].subject for verb in verbs)


def _can_be_done(line: Line) -> bool:
    """Whether a line can follow "having": it has one verb, and that is no auxiliary, nor negated."""
    reading = _reading(line)
    verb = reading.slots[reading.verbs[0]] if reading.verbs else None
    return (
        reading.is_plain
        and len(reading.verbs) == 1
        and isinstance(verb, Verb)
        and not (verb.negated or verb.helps or is_modal(verb.lemma))
        and verb.lemma.split()[0] not in ("be", "have")
    )


def _knows_all(mind: Mind, event: Event) -> bool:
    access = mind.access(event)
    return access is not None and set(event.roles) <= access.known


def _is_told_with_reason(line: Line, event: Event) -> bool:
    """Whether the words of the reason stand in a line already."""
    return all(part in line.parts for part in event.reason)


def _first_word(parts: tuple[Part, ...]) -> str:
    first = parts[0]
    return first.text.split()[0].lower() if isinstance(first, Word) and first.text.strip() else ""
