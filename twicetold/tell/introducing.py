"""Who somebody is, said where they come in: before a paragraph, behind the sentence, or beside the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twicetold.engine.meaning.record import Line, Part
from twicetold.lang.model.telling import Voice
from twicetold.tell.casting import Casting, is_named
from twicetold.tell.clauses import Joined, realise
from twicetold.tell.clock import lowered
from twicetold.tell.insets import BRIEFLY, apposition, but_for_whom, told_together
from twicetold.tell.joining import Clause, headed
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.plan import Node, Plan
from twicetold.tell.prose import Sentence
from twicetold.tell.shapes import begins_with, subject
from twicetold.tell.story import Story
from twicetold.tell.syntax import read
from twicetold.tell.verbs import Tense
from twicetold.tell.wording import Wordings

THREE = 3
"""Who so many are is said in one sentence; of more, of two in each."""

BESIDE = 12
"""A description of so many words at most is said beside the name of who does the first deed that is told of
them."""

AT_ONCE = 2
"""So many are introduced before a paragraph; of more only those who cannot be beside their names."""

NOBODY: dict[int, str] = {}


@dataclass(slots=True)
class Introductions:
    """Whom a reader has yet to be told of."""

    story: Story
    plan: Plan
    casting: Casting
    described: Mapping[int, Line]
    """Who those are whom the world describes."""
    waiting: set[int] = field(init=False)
    """Those of them who have not been described yet."""
    unsaid: dict[int, Line] = field(default_factory=dict)
    """What those are, in a few words, whom it does not describe, and who have not been named yet."""
    said: set[tuple[Part, ...]] = field(default_factory=set)
    """What has been said of somebody: who follows a few people says it of nobody else."""

    @classmethod
    def of(cls, story: Story, plan: Plan, casting: Casting, wordings: Wordings) -> Introductions:
        """Those of a telling that begins."""
        said = story.beginning.described
        return cls(
            story,
            plan,
            casting,
            {who: settled for who, line in said.items() if (settled := wordings.settled(line))},
        )

    def __post_init__(self) -> None:
        self.waiting = set(self.described)
        if self.plan.cast is not None:
            for who in self.plan.cast.named - self.waiting:
                line = self.casting.extras.described(who)
                if line is not None:
                    self.unsaid[who] = line

    def leads(self, beside: Node) -> list[int]:
        """Those whose story it is, if they are told of before it begins; the others are told of as they
        come."""
        if self.plan.cast is None or beside.mind is not None or beside.focus != "zero":
            return []
        return [lead for lead in self.plan.cast.leads if lead in self.waiting]

    def first_named(
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

    def entrances(self, clauses: Sequence[Clause], voice: Voice) -> list[int]:
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
                    beside = apposition(line, entity, self.casting.of(clause, voice), clause.node.base)
                    if not (brief and beside) and (len(entrances) < AT_ONCE or not beside):
                        entrances.append(entity)
        return entrances

    def describe(
        self, entities: Sequence[int], clause: Clause, voice: Voice, discourse: Discourse
    ) -> tuple[list[Sentence], Discourse]:
        """Who these are, each in a sentence, where they come in; and those whom that names."""
        if not entities:
            return [], discourse
        lines: list[Line] = []
        cast = self.casting.of(clause, voice)
        coming = [*entities]
        for entity in coming:
            line = self._unknown(entity)
            if line is not None and self._is_introduced(entity, cast):
                self.waiting.discard(entity)
                self.unsaid.pop(entity, None)
                lines.append(line)
                coming += read(line.parts)[1]
        self.said.update(map(but_for_whom, lines))
        return _of_each(lines, self.casting.of(clause, voice, own=True), discourse, clause.node.base)

    def _unknown(self, entity: int) -> Line | None:
        """Who somebody is, of whom that has not been said yet, nor the same of another."""
        line = self.described.get(entity) if entity in self.waiting else self.unsaid.get(entity)
        again = line is not None and self.plan.cast is not None and but_for_whom(line) in self.said
        return None if again else line

    def _is_introduced(self, entity: int, cast: Mapping[int, Referent]) -> bool:
        """Whether somebody is described where they are first named: who is called by name, and no extra."""
        stranger = self.plan.cast is not None and entity in self.story.people - self.plan.cast.named
        return is_named(entity, cast) and not stranger

    def beside(self, clause: Clause, cast: Mapping[int, Referent]) -> dict[int, str]:
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

    def was_beside(self, beside: Mapping[int, str], text: str) -> None:
        """Take those for introduced who are so in a text; else the name stood where nothing can."""
        for entity, said in beside.items():
            if said in text:
                if (line := self._unknown(entity)) is not None:
                    self.said.add(but_for_whom(line))
                self.waiting.discard(entity)
                self.unsaid.pop(entity, None)


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
