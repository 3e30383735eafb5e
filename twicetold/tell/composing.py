"""Sentence planning: which clauses are one sentence, and the words that say how one lies to the other.

Clauses come in the order of the telling. Each is joined to the sentence under way if a relation between their
events is on record and the narrator has words for it, or if they share somebody; else it begins a sentence of
its own. How long a sentence may grow, which of several patterns is taken, and whether a cause of long ago is
recalled, is drawn by the luck of the telling, keyed by the event; so two nights differ, and the same is told
the same again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.noise import absorb
from twicetold.engine.meaning.record import Event, Line, Part, Who, Word
from twicetold.tell.clauses import Joined
from twicetold.tell.clock import lowered
from twicetold.tell.joining import Clause, Near, headed, known_to
from twicetold.tell.lexicon import CONNECTING
from twicetold.tell.minds import Mind
from twicetold.tell.narrators import Narrator, Pattern
from twicetold.tell.plan import Node
from twicetold.tell.recall import recallable
from twicetold.tell.relations import (
    CAUSAL,
    Link,
    Relation,
    follows,
    is_answer,
    is_in_vain,
    passes_on,
)
from twicetold.tell.shapes import (
    answering,
    begins_aside,
    begins_with,
    can_be_done,
    first_verb,
    is_of_one,
    is_speech,
    last_named,
    named,
    subject,
)
from twicetold.tell.story import Story
from twicetold.tell.syntax import Reading, Verb, read
from twicetold.tell.verbs import Tense

ONLY_JOINING: Final = frozenset(("but", "so", "yet"))
"""Words that join two clauses and make neither a part of the other."""

EARLIER: Final[Mapping[Tense, Tense]] = {
    "past": "pluperfect",
    "present": "perfect",
    "pluperfect": "pluperfect",
}
"""The tense of what had come before what is told in these; of others there is none."""

PLAIN: Final = frozenset(("then", "after that", "next", "thereupon"))
"""What says no more than that one thing came after another, and can be said where that is all there is to
say."""

AT_ONCE: Final = frozenset(("at which", "at that", "whereupon", "as soon as", "with that", "when"))
"""What says that one thing came as another was heard or seen."""

PLAINLY: Final = 9
"""Of so many sentences one may begin with a word that says no more."""

SPARED: Final = 0.7
"""The share of its connectives that a narrator spends on other things than why."""

HAVING: Final = "Having "
"""What stands before a clause without its subject."""

GOING_ON: Final = frozenset((", and then ", " and then ", ", and ", ", but "))
"""Between clauses with one subject, behind which it need not be said again."""

BEING: Final[Mapping[Tense, str]] = {"present": "is", "future": "will be", "conditional": "would be"}
"""What [be] is in a pattern in these tenses; in others "was"."""

SHORT: Final = 17
"""Words of a clause that joins another readily."""

RELATIVE: Final = 3
"""Of so many clauses that can be said of whom the one before ends with ("who"), one is joined otherwise, if
there are words for it."""

URGING: Final = frozenset(("reason", "notice"))
"""The relations that are between a cause and what was wanted, though not what came of it."""

FRESH: Final = 5
"""So many links are said before the same words link again, if others do as well."""

RECALLED: Final = "because"
"""Behind which word a reason is recalled."""

RECALLING: Final = 22
"""A sentence of more words recalls nothing."""

OFTEN: Final = 40
"""The same reason is given once in so many sentences."""

LONG_AGO: Final = 6
"""What was told so many sentences ago, or not at all, may be recalled."""


class Bond(NamedTuple):
    """How two events lie to one another that are told side by side, `forward` if the cause is told first, and
    `done` if it is told of who does the other."""

    relation: Relation
    cause: Event
    effect: Event
    forward: bool
    done: bool = False

    def link(self, pattern: Pattern) -> Link:
        """It as it is said by a pattern."""
        return Link(self.relation, pattern.connective, self.cause.number, self.effect.number)


@dataclass(slots=True)
class Composer:
    """Makes sentences of clauses, in a narrator's manner; keeps what has been said lately."""

    story: Story
    narrator: Narrator
    luck: int
    """What the telling's draws are keyed by."""

    words: int = 0
    connectives: int = 0
    sentences: int = 0
    complex: int = 0
    """How many of them have a clause that is part of another."""
    recalled: int = -100
    """The sentence in which something was recalled last."""
    reminded: set[int] = field(default_factory=set)
    """What has been recalled; nothing is twice."""
    moved: int = -100
    """The sentence in which a motive was said last."""
    motives: dict[str, int] = field(default_factory=dict)
    """In which sentence each reason was given last."""
    brief: dict[int, Line | None] = field(default_factory=dict)
    """The lines that recall events."""
    plain: int = -100
    """The sentence that last began with a word that says no more than that it came after another."""
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=FRESH))
    told: dict[int, int] = field(default_factory=dict)
    """In which sentence each event was told."""
    turns: dict[tuple[Relation, int, bool], tuple[tuple[Pattern, str], ...]] = field(default_factory=dict)
    """The narrator's patterns as they have been turned."""

    ends: frozenset[int] = field(init=False)
    """By what somebody comes to their end, and by what all does."""

    def __post_init__(self) -> None:
        endings = (event.number for event in self.story.events if event.sort == "ending")
        self.ends = frozenset((*endings, *self.story.falls))

    def composed(self, clauses: Iterable[Clause], near: Near) -> Iterator[Clause]:
        """The clauses as sentences, in order."""
        current: Clause | None = None
        for clause in map(headed, clauses):
            if current is None:
                current = clause
                continue
            if not near(current, clause):
                yield self._finished(current)
                current = clause._replace(paused=True)
                continue
            clause = self._answer(current, clause)
            bond = self._bond(current, clause)
            joined = self._joined(current, clause, bond)
            if joined is None:
                yield self._finished(current)
                current = clause if bond is None or self._is_plainly(clause) else self._linked(clause, bond)
            else:
                current = joined
        if current is not None:
            yield self._finished(current)

    # --- one sentence ---------------------------------------------------------------------------------------

    def _joined(self, current: Clause, clause: Clause, bond: Bond | None) -> Clause | None:
        """Both as one sentence; None if they are better apart."""
        believes = any(link.relation == "error" for link in clause.links)
        if clause.lead and believes and bond is not None and not current.closed:
            return self._with_belief(current, clause, bond)
        if current.closed or clause.lead or clause.joined or not _go_together(current, clause):
            return None
        shares = self._shares(current.nodes[-1].event, clause.node.event)
        if bond is None and not shares:
            return None
        length = _length(current) + _length(clause)
        if length > self._room(current) or length + _between(current) > self.narrator.reach:
            return None
        if self._is_end(current) or self._is_end(clause):
            return None
        relative = self._with_relative(current, clause, bond) if shares else None
        if (
            bond is not None
            and bond.relation == "sequence"
            and (short := relative or _as_one(current, clause))
        ):
            return short
        if relative is not None and self.draw(clause.node.event, 8) % RELATIVE:
            return relative
        patterns = [] if bond is None else self._patterns(bond)
        leads = (
            bond is not None
            and bond.relation in CAUSAL
            and any(pattern.gives_why for pattern in _leads(clause, bond, patterns))
        )
        related = None if bond is None else self._with_relation(current, clause, bond, patterns, why=leads)
        if related is None and leads:
            return None  # it says why, if it begins a sentence
        return related or relative or (_with_and(current, clause) if shares else None)

    def _is_end(self, clause: Clause) -> bool:
        """Whether somebody comes to their end in it, or all does: that is said by itself."""
        return not self.ends.isdisjoint([node.event.number for node in clause.nodes])

    def _is_plainly(self, clause: Clause) -> bool:
        """Whether no word leads to a sentence: to somebody's end; to how all ends, unless it is told of
        somebody."""
        is_ending = clause.node.event.sort == "ending"
        return self._is_end(clause) and not (is_ending and begins_with(clause.line) is not None)

    def _room(self, clause: Clause) -> int:
        """How many words the sentence may have that begins with this clause."""
        if clause.node.pace == "stretch":
            return min(self.narrator.rhythm)
        rhythm = self.narrator.rhythm
        return rhythm[self.draw(clause.node.event, 1) % len(rhythm)]

    def _with_relation(
        self, current: Clause, clause: Clause, bond: Bond, patterns: Sequence[Pattern], *, why: bool
    ) -> Clause | None:
        """Both, joined by one of these patterns for how the one lies to the other; only by such as say
        `why`."""
        last, told = current.heads[-1], clause.heads[0]
        if not (last[0].is_clause and told[0].is_clause) or _tells_before(told[0]):
            return None
        same = subject(last) == subject(told) is not None
        for pattern in patterns:
            if pattern.parts_sentences or pattern.cause_first is not bond.forward:
                continue
            if why and not pattern.gives_why:
                continue
            if any(link.connective == pattern.connective for link in current.links):
                continue
            if _joins_already(pattern, (current.lines[-1], clause.line)):
                continue
            if (pattern.before or pattern.first_earlier) and (
                current.joined or current.lead or last[0].commas
            ):
                continue
            if not _is_easy(pattern, last[0], told[0]) or (_runs_on(pattern) and current.joined):
                continue
            tenses = _tenses(pattern, clause.tense)
            having = pattern.before == HAVING
            if tenses is None or (having and not (same and can_be_done(last[0]))):
                continue
            self._say(pattern)
            goes_on = same and pattern.between in GOING_ON and len(last[0].verbs) == 1
            bound = same and not (having or goes_on) and is_of_one(last[0])
            between = pattern.between.replace("[be]", BEING.get(clause.tense, "was"))
            joined = Joined(between, lowered(clause.line), goes_on, tenses[1], bound=bound)
            return current._replace(
                line=lowered(current.line) if pattern.before else current.line,
                lead=pattern.before or current.lead,
                having=having or current.having,
                main=clause.tense,
                tense=current.tense if current.joined else tenses[0],
                nodes=current.nodes + clause.nodes,
                joined=(*current.joined, joined),
                links=(*current.links, *clause.links, bond.link(pattern)),
                heads=current.heads + clause.heads,
            )
        return None

    def _with_belief(self, current: Clause, clause: Clause, bond: Bond) -> Clause | None:
        """Both, the second a deed with the belief that led to it: "having got up, and sure that …, she …"."""
        last, told = current.heads[-1], clause.heads[0]
        pattern = next((p for p in self.narrator.says.get(bond.relation, ()) if p.before == HAVING), None)
        if pattern is None or not bond.forward or not pattern.gives_why or _sort(pattern) in self.lately:
            return None
        if current.lead or current.joined or current.node.mind != clause.node.mind or current.often > 1:
            return None
        if not (subject(last) == subject(told) is not None and can_be_done(last[0])) or last[0].commas:
            return None
        if _length(current) > SHORT or self._is_end(current) or current.tense != clause.tense:
            return None
        self._say(pattern)
        belief = clause.lead[0].lower() + clause.lead[1:]
        return current._replace(
            line=lowered(current.line),
            lead=pattern.before,
            having=True,
            main=clause.tense,
            nodes=current.nodes + clause.nodes,
            joined=(Joined(f", and {belief}", lowered(clause.line), tense=clause.tense), *clause.joined),
            links=(*clause.links, bond.link(pattern)),
            heads=current.heads + clause.heads,
            closed=True,
        )

    def _bond(self, current: Clause, clause: Clause) -> Bond | None:
        """How the last of a sentence lies to a clause; None if nothing is on record, or it is not to be known
        through whom it is told."""
        first, second = current.nodes[-1], clause.nodes[0]
        if current.kind != "told" or clause.kind != "told" or first.others or second.others:
            return None
        earlier, later = first.event, second.event
        forward = earlier.number < later.number
        if not forward:
            earlier, later = later, earlier
        mind = None if second.mind is None else self.story.mind(second.mind)
        if mind is not None and mind.access(first.event) is None:  # another told it
            return None
        relation = self.story.relations.between(earlier, later, mind)
        if relation is None or not (self.narrator.says.get(relation) or relation in CAUSAL):
            return None
        if second.focus == "external" and relation not in ("meanwhile", "contrast"):
            return None
        if relation not in CAUSAL and not self._shares(earlier, later):
            return None
        line = clause.line if forward else current.lines[-1]
        acts = not later.roles or begins_with(line) == later.roles[0] or _befalls(relation, later, line)
        cause = current.lines[-1] if forward else clause.line
        if not self._is_telling(relation, earlier, later, acts=acts) or _is_hidden(
            relation, earlier, later, cause
        ):
            relation = "sequence"  # it came after, and a reader would not take it for why
        if relation == "sequence" and not forward:
            return None
        done = forward and named(current.lines[-1].parts)[:1] == list(later.roles[:1])
        return Bond(relation, earlier, later, forward, done)

    def _patterns(self, bond: Bond) -> list[Pattern]:
        """The narrator's patterns for a relation that can be said now, in the order in which the luck of the
        telling has them; those last that were used lately."""
        said = self._turned(bond)
        if not said:
            return []
        affords = self._affords(bond.relation)
        tells = bond.relation != "sequence" or follows(bond.cause, bond.effect)
        in_vain = bond.relation in URGING and is_in_vain(bond.effect)
        enables = bond.relation == "condition"
        met = not enables or _is_met(bond.cause, bond.effect)
        seen = not enables or _is_seen(bond.cause, bond.effect)
        soon = bond.effect.sort != "ending"  # it looks back on the whole life, not on what was told last
        fresh = [each for each in said if each[1] not in self.lately]
        worn = [each for each in said if each[1] in self.lately and each[1] != self.lately[-1]]
        return [
            pattern
            for pattern, words in (*fresh, *worn)
            if (affords or not pattern.connects)
            and (tells or words in PLAIN)
            and (pattern.cause_first or not in_vain)  # else why they tried seems to be why it failed
            and (met or words != "so")
            and (seen or words not in AT_ONCE)
            and (bond.done or pattern.connective != "that done")
            and (soon or words not in AT_ONCE)
        ]

    def _turned(self, bond: Bond) -> tuple[tuple[Pattern, str], ...]:
        """The narrator's patterns for a relation, as the luck of the telling turns them; but first, while few
        sentences have a clause that is part of another, those that make one; and of causes those that say
        why. Each with its words."""
        patterns = self.narrator.says.get(bond.relation)
        if not patterns:
            return ()
        turn = self.draw(bond.effect, 2) % len(patterns)
        nests = self.complex < self.narrator.depth * self.sentences
        key = bond.relation, turn, nests
        if key not in self.turns:
            turned = [*patterns[turn:], *patterns[:turn]]
            if nests:
                turned.sort(key=lambda pattern: not pattern.subordinates)
            if bond.relation in CAUSAL:
                turned.sort(key=lambda pattern: not pattern.gives_why)
            self.turns[key] = tuple((pattern, _sort(pattern)) for pattern in turned)
        return self.turns[key]

    def _is_telling(self, relation: Relation, cause: Event, effect: Event, *, acts: bool) -> bool:
        """Whether a reader takes it for why; `acts`, if the effect is told of whoever brought it about."""
        if relation in ("reason", "notice", "result") and not acts:
            return False
        return self.story.relations.is_telling(relation, cause, effect)

    def _affords(self, relation: Relation) -> bool:
        """Whether there is room for one more connective; of what does not say why there is less."""
        most = self.narrator.connectives * (1 if relation in CAUSAL or relation == "concession" else SPARED)
        return 1000 * (self.connectives + 0.5) <= most * (self.words + 60)

    def _say(self, pattern: Pattern) -> None:
        self.connectives += pattern.connects
        self.lately.append(_sort(pattern))

    def _shares(self, a: Event, b: Event) -> bool:
        return not self.story.people.intersection(a.roles).isdisjoint(b.roles)

    def _with_relative(self, current: Clause, clause: Clause, bond: Bond | None) -> Clause | None:
        """Both, the second said of whom the first ends with: "Ethan threw Scott, who kept his feet"."""
        last = last_named(current.lines[-1])
        reading, entities = clause.heads[0]
        if last is None or not reading.is_plain or entities[0] != last or len(entities) > 2:
            return None
        if last not in self.story.people or clause.often > 1 or last in clause.node.persons:
            return None
        if not current.heads[-1][0].is_clause or subject(current.heads[-1]) == last:  # it ends with "herself"
            return None
        joined = Joined(", who ", clause.line, True, clause.tense, of_last=True)
        link: tuple[Link, ...] = ()
        if bond is not None and bond.forward and bond.relation in CAUSAL:
            link = (Link(bond.relation, "who", bond.cause.number, bond.effect.number),)
        return current._replace(
            nodes=current.nodes + clause.nodes,
            joined=(*current.joined, joined),
            links=current.links + clause.links + link,
            heads=current.heads + clause.heads,
            closed=True,
        )

    # --- a sentence of its own ------------------------------------------------------------------------------

    def _linked(self, clause: Clause, bond: Bond) -> Clause:
        """A clause that begins a sentence, with a word for how it lies to the last."""
        for pattern in _leads(clause, bond, self._patterns(bond)):
            plain = _sort(pattern) in PLAIN
            if _joins_already(pattern, (clause.line,)):
                continue
            if plain and self.sentences - self.plain < PLAINLY:
                continue
            self._say(pattern)
            self.plain = self.sentences if plain else self.plain
            lead = pattern.between.lstrip(". ")
            return clause._replace(line=lowered(clause.line), lead=lead, links=(bond.link(pattern),))
        return clause

    def _answer(self, current: Clause, clause: Clause) -> Clause:
        """A clause with the link that its own words make: it answers what was said last, or asked."""
        first, second = current.nodes[-1], clause.nodes[0]
        if clause.links or first.others or second.others or not (clause.kind == current.kind == "told"):
            return clause
        relation = self.story.relations.sources(second.event).get(first.event.number)
        said = answering(clause.line) if relation is not None and relation in CAUSAL else ""
        answers = said == "so" or second.event.roles[:1] in [(who,) for who in first.event.roles[1:]]
        if relation is None or not (said and answers):
            return clause
        return clause._replace(links=(Link(relation, said, first.event.number, second.event.number),))

    def _finished(self, clause: Clause) -> Clause:
        """A sentence as it is said, with why if there is room for it."""
        if clause.kind == "told" and not self._is_end(clause):
            clause = self._with_motive(clause) or self._with_reminder(clause) or clause
        own = 0
        self.words += 2
        for reading, _ in clause.heads:
            self.words += reading.length
            own += reading.connectives
        self.connectives += own
        self.complex += (
            own > 0
            or clause.having
            or (clause.lead != "" and _subordinates(clause.lead))
            or any(_subordinates(joined.link) for joined in clause.joined)
        )
        self.sentences += 1
        for node in clause.nodes:
            for event in node.events:
                self.told[event.number] = self.sentences
        return clause

    def _with_motive(self, clause: Clause) -> Clause | None:
        """A sentence with what who acts wanted, in the words of the world."""
        node, every = clause.nodes[-1], self.narrator.motives
        event = node.event
        if not (event.reason and every) or event.outcome in NOT_DONE:
            return None
        if self.sentences - self.moved < every:
            return None
        said = " ".join(part.text for part in event.reason if isinstance(part, Word))
        if self.sentences - self.motives.get(said, -100) < OFTEN:
            return None
        if not self._is_open(node) or node.mind not in (None, event.roles[0]):
            return None
        last = clause.heads[-1]
        if subject(last) != event.roles[0] or not is_of_one(last[0]) or clause.often > 1 or clause.closed:
            return None
        if _ends_undone(last[0]):  # "and did not wait for an answer, to have a word with him"
            return None
        if all(part in clause.lines[-1].parts for part in event.reason):
            return None  # it says so itself
        self.moved = self.motives[said] = self.sentences
        joined = Joined(", ", Line("plain", None, event.reason), tense=clause.main or clause.tense)
        link = Link("motive", _first_word(event.reason), event.number, event.number)
        return clause._replace(joined=(*clause.joined, joined), links=(*clause.links, link), closed=True)

    def _is_open(self, node: Node) -> bool:
        """Whether the narrator says of an event why it was done."""
        return self.narrator.distance != "far" and node.focus != "external" and not node.others

    def _with_reminder(self, clause: Clause) -> Clause | None:
        """A sentence with what it came from, if that was told long ago or not at all."""
        every, last = self.narrator.reminders, clause.heads[-1]
        if not every or clause.closed or not last[0].is_clause or self.sentences - self.recalled < every:
            return None
        if clause.often > 1 or not self.narrator.says.get("reason"):
            return None
        node, earlier = clause.nodes[-1], EARLIER.get(clause.main or clause.tense)
        if earlier is None or not self._is_open(node) or is_in_vain(node.event):
            return None
        if _length(clause) > RECALLING or not self._affords("reason"):
            return None
        if any(link.effect == node.event.number for link in clause.links):
            return None  # it says already what it came from
        cause = self._to_recall(clause, node)
        line = None if cause is None else self._in_brief(cause)
        if cause is None or line is None:
            return None
        self.recalled = self.sentences
        self.reminded.add(cause.number)
        self.connectives += 1
        same = subject(last) == subject(read(line.parts)) is not None
        joined = Joined(f", {RECALLED} ", line, False, earlier, bound=same and is_of_one(last[0]))
        link = Link("reason", RECALLED, cause.number, node.event.number)
        return clause._replace(joined=(*clause.joined, joined), links=(*clause.links, link), closed=True)

    def _to_recall(self, clause: Clause, node: Node) -> Event | None:
        """What gave a reason for an event, and is not in a reader's mind: the last such."""
        mind = None if node.mind is None else self.story.mind(node.mind)
        if mind is not None and node.event.roles[:1] != (mind.entity,):
            return None
        found: Event | None = None
        for number, relation in self.story.relations.sources(node.event).items():
            event = self.story.event(number) if relation == "reason" else None
            if event is None:
                continue
            if number in self.reminded or (event.name, event.roles) == (node.event.name, node.event.roles):
                continue
            said = self.told.get(number)
            if said is not None and self.sentences - said < (0 if clause.paused else LONG_AGO):
                continue
            if not (is_answer(event, node.event) or passes_on(event, node.event, unchanged=True)):
                continue
            if not self.story.relations.is_telling(relation, event, node.event):
                continue
            if self._in_brief(event) is not None and (mind is None or _knows_all(mind, event)):
                found = event
        return found

    def _in_brief(self, event: Event) -> Line | None:
        """The line that recalls an event."""
        if event.number not in self.brief:
            self.brief[event.number] = recallable(event)
        return self.brief[event.number]

    def draw(self, event: Event, of: int) -> int:
        """What the luck of the telling draws for an event, and some matter of it."""
        return absorb(absorb(self.luck, event.number), of)


# --- clauses ------------------------------------------------------------------------------------------------


def _leads(clause: Clause, bond: Bond, patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """Those of these patterns by a word of which a clause can begin a sentence."""
    reading = clause.heads[0][0]
    if clause.often > 1 or clause.lead or clause.links or not (reading.is_clause or reading.opens):
        return
    if not reading.is_clause and is_speech(clause.line):
        return
    if _tells_before(reading) or begins_aside(clause.line):
        return
    acts = begins_with(clause.line) in (*bond.effect.roles[:1], None)
    for pattern in patterns:
        if not reading.is_plain and not (pattern.gives_why and acts):
            continue
        if pattern.parts_sentences and pattern.cause_first is bond.forward:
            yield pattern


def _length(clause: Clause) -> int:
    """How many words a clause has, with what is joined to it."""
    heads = clause.heads
    return heads[0][0].length if len(heads) == 1 else sum([reading.length for reading, _ in heads])


def _between(clause: Clause) -> int:
    """How many words it has that only join: what leads to it, and what stands between its lines."""
    return sum(len(link.split()) for link in (clause.lead, *(each.link for each in clause.joined)))


def _joins_already(pattern: Pattern, lines: Iterable[Line]) -> bool:
    """Whether a word that joins would stand beside the same word of the author's: "but nobody saw her go, but
    there was a draught"."""
    word = pattern.connective.rpartition(" ")[2]
    return word in CONNECTING | ONLY_JOINING and any(word in _text_words(line.parts) for line in lines)


@lru_cache(maxsize=8192)
def _text_words(parts: tuple[Part, ...]) -> frozenset[str]:
    texts = [part.text for part in parts if isinstance(part, Word)]
    return frozenset(word.strip(".,;:").casefold() for text in texts for word in text.split())


def _ends_undone(reading: Reading) -> bool:
    """Whether the last thing that it says of who acts is what they do not do."""
    verbs = [slot for slot in reading.slots if isinstance(slot, Verb) and slot.clause == "main"]
    return len(verbs) > 1 and verbs[-1].negated


def _go_together(a: Clause, b: Clause) -> bool:
    """Whether two clauses can share a sentence: told once, in one tense, by one who knows as much of both."""
    if not (_is_told_once(a) and _is_told_once(b)) or (a.main or a.tense) != b.tense:
        return False
    x, y = a.nodes[-1], b.nodes[0]
    if any(link.relation == "error" for link in b.links):  # "She believed that there was milk left"
        return False
    same = x.calls == y.calls and x.persons == y.persons and x.time == y.time and x.base == y.base
    return same and x.mind == y.mind and known_to(x) == known_to(y)


def _is_told_once(clause: Clause) -> bool:
    return clause.kind == "told" and clause.often == 1


def _is_easy(pattern: Pattern, first: Reading, second: Reading) -> bool:
    """Whether a reader sees where one clause ends and the other begins: what is told as earlier has one verb,
    and what no comma parts has none within."""
    if pattern.first_earlier and len(first.verbs) > 1:
        return False
    if pattern.second_earlier and len(second.verbs) > 1:
        return False
    return not _runs_on(pattern) or not (first.commas or second.commas)


def _sort(pattern: Pattern) -> str:
    """The words of a pattern, but for an "and" before them."""
    return pattern.connective.removeprefix("and ")


def _runs_on(pattern: Pattern) -> bool:
    """Whether no comma parts the clauses of a pattern: "A before B"."""
    return not pattern.before and pattern.between[0] == " "


def _tenses(pattern: Pattern, tense: Tense) -> tuple[Tense, Tense] | None:
    """The tenses of the two clauses of a pattern; None where the earlier of them has none."""
    if not (pattern.first_earlier or pattern.second_earlier):
        return tense, tense
    earlier = EARLIER.get(tense)
    if earlier is None:
        return None
    return (earlier, tense) if pattern.first_earlier else (tense, earlier)


def _as_one(a: Clause, b: Clause) -> Clause | None:
    """Two deeds of one who needs to be named once: "Ann fell and whistled"."""
    (first, _), (second, _) = a.heads[-1], b.heads[0]
    same = subject(a.heads[-1]) == subject(b.heads[0]) is not None
    if not same or a.joined or len(first.verbs) > 1 or first.commas or second.commas:
        return None
    return _with_and(a, b)


def _with_and(a: Clause, b: Clause) -> Clause | None:
    """Two short clauses about the same people."""
    if a.node.event.number > b.node.event.number or (a.lead and not a.joined):
        return None
    (first, _), (second, _) = a.heads[-1], b.heads[0]
    if not (first.is_clause and second.is_clause):
        return None
    same = subject(a.heads[-1]) == subject(b.heads[0]) is not None
    if same and len(first.verbs) == 1:  # else another's verb might seem to go on
        joined = Joined(", and " if first.commas else " and ", b.line, True, b.tense)
    elif first.length <= SHORT and second.length <= SHORT + 2:
        if any(each.link == "; " for each in a.joined):
            return None  # more of them would be a list
        joined = Joined("; " if a.joined else ", and ", lowered(b.line), False, b.tense)
    else:
        return None
    return a._replace(
        nodes=a.nodes + b.nodes,
        joined=(*a.joined, joined),
        links=a.links + b.links,
        heads=a.heads + b.heads,
        closed=len(a.joined) > 2,
    )


def _subordinates(said: str) -> bool:
    """Whether these words begin a clause that is part of another."""
    first = said.strip(" ,;").partition(" ")[0].lower()
    return first in CONNECTING or first in ("as", "having", "who", "which")


def _tells_before(reading: Reading) -> bool:
    """Whether a line tells what had been before, in the perfect, so that nothing leads to it."""
    verb = first_verb(reading)
    return verb is not None and verb.helps


def _is_met(cause: Event, effect: Event) -> bool:
    """Whether what made a deed possible befell whom it is done to."""
    return cause.sort != "action" and len(cause.roles) == 1 and cause.roles[0] in effect.roles[1:]


def _is_seen(cause: Event, effect: Event) -> bool:
    """Whether what made a deed possible befell all, or is answered by it."""
    return not cause.roles or is_answer(cause, effect)


def _is_hidden(relation: Relation, cause: Event, effect: Event, line: Line) -> bool:
    """Whether somebody answers what another did, and the line that tells it does not say who did it."""
    answered = relation in URGING and not set(cause.roles[:1]).isdisjoint(effect.roles[1:])
    return answered and not any(
        isinstance(part, Who) and part.entity == cause.roles[0] for part in line.parts
    )


def _befalls(relation: Relation, event: Event, line: Line) -> bool:
    """Whether a line tells what came about by itself, of whom it befell."""
    named = (part.entity for part in line.parts if isinstance(part, Who))
    return relation == "result" and event.sort != "action" and next(named, None) in event.roles[:1]


def _knows_all(mind: Mind, event: Event) -> bool:
    access = mind.access(event)
    return access is not None and set(event.roles) <= access.known


def _first_word(parts: tuple[Part, ...]) -> str:
    first = parts[0]
    return first.text.split()[0].lower() if isinstance(first, Word) and first.text.strip() else ""
