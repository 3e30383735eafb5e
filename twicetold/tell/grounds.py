"""On what grounds somebody acts: what they believed that is not so, and from whom they had what they know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twicetold.engine.meaning.names import NOT_DONE
from twicetold.engine.meaning.record import Error, Line, Word
from twicetold.tell.clauses import realise
from twicetold.tell.composing import Composer
from twicetold.tell.insets import with_error
from twicetold.tell.joining import Clause
from twicetold.tell.leads import Cast
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.narrators import Narrator
from twicetold.tell.plan import Node
from twicetold.tell.relations import Link, learns, passes_on
from twicetold.tell.shapes import begins_with, subject
from twicetold.tell.story import Story
from twicetold.tell.verbs import Tense

TRUSTING = ("Believing", "Sure", "In the belief")
"""What leads to an error that shows by itself; to one that does not: `ERRING`."""

ERRING = ("Believing, wrongly,", "In the mistaken belief", "Sure, without cause,")

HEARING = ("Having heard it from", "Having it from", "Having had it from")
"""What leads to what somebody passes on, before the name of who told it to them."""

HEARD = 11
"""Of so many things that are passed on one is told without it."""


@dataclass(slots=True)
class Grounds:
    """What a telling has said of them."""

    story: Story
    cast: Cast | None
    composer: Composer
    names: Mapping[int, Referent]
    mistaken: set[object] = field(default_factory=set)
    """Which errors have been told, and whose."""
    turn: int = 0
    """How many they are."""

    @property
    def narrator(self) -> Narrator:
        """Who tells."""
        return self.composer.narrator

    def said_with(self, clause: Clause, before: Node | None) -> Iterator[Clause]:
        """A deed with the errors behind it, before or within its sentence, or with whom it is known from if
        that was told just `before`."""
        node = clause.node
        errors = list(self._errors(node)) if node.event.causes.errors else []
        if len(errors) == 1 and subject(clause.heads[0]) == node.event.roles[0]:
            yield self._believing(clause, errors[0])
        else:
            yield from (self._apart(node, clause.tense, error) for error in errors)
            yield clause if before is None or errors else self._hearing(before, clause)

    def _errors(self, node: Node) -> Iterator[Error]:
        """What who acts believed that is not so, each error once, where the narrator says so."""
        if not self._ways(node) or self.narrator.distance == "far" or node.focus == "external":
            return
        if node.mind is not None or not node.event.roles:
            return
        for error in node.event.causes.errors:
            held = node.event.roles[0], error.field, error.entities, error.believed
            if error.words and held not in self.mistaken:
                self.mistaken.add(held)
                yield error

    def _ways(self, node: Node) -> Sequence[str]:
        """The narrator's sentences for an error behind a deed; where it fails, the error shows by itself."""
        return self.narrator.trusts if node.event.outcome in NOT_DONE else self.narrator.errs

    def _apart(self, node: Node, tense: Tense, error: Error) -> Clause:
        """An error in a sentence of its own."""
        says = self._ways(node)
        text = self._in_turn(says)
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
        held = self._in_turn(ways)
        link = Link("error", held.lower(), event.number, event.number)
        return clause._replace(lead=f"{held} that {said}, ", links=(link,), closed=True)

    def _in_turn(self, ways: Sequence[str]) -> str:
        """One of several ways to say it; none again before all the others."""
        self.turn += 1
        return ways[(self.composer.draw(self.story.events[0], 6) + self.turn) % len(ways)]

    def _hearing(self, before: Node, clause: Clause) -> Clause:
        """What somebody does with what they know by what was told just before: from whom they had it, if they
        pass it on; now and then."""
        cause, event = before.event, clause.node.event
        teller, cast = cause.roles[:1], self.cast
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
