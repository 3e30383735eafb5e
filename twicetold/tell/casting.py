"""What everybody is called in a sentence, and who is meant to be known by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from twicetold.lang import model
from twicetold.lang.model.telling import Call, Naming, Voice
from twicetold.tell.extras import Extras, short_names
from twicetold.tell.joining import Clause
from twicetold.tell.naming import Referent
from twicetold.tell.plan import Plan
from twicetold.tell.story import Story
from twicetold.tell.syntax import read


def called(world: model.World) -> dict[int, Referent]:
    """Everybody and everything by their names."""
    return {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}


@dataclass(slots=True)
class Casting:
    """The names of a telling, as far as it has come."""

    story: Story
    plan: Plan
    turns: dict[int, int] = field(default_factory=dict)
    """How often each has been called as the telling calls them."""
    names: dict[int, Referent] = field(init=False)
    extras: Extras = field(init=False)
    present: frozenset[int] = frozenset()
    """Who takes part in what the paragraph tells."""

    def __post_init__(self) -> None:
        self.names = called(self.story.world)
        self.extras = Extras(self.story, {}) if self.plan.cast is None else Extras.of(self.story)
        if self.plan.cast is not None:
            for entity, name in short_names(self.story, self.plan.cast.named).items():
                self.names[entity] = self.names[entity]._replace(again=name)

    def of(self, clause: Clause, voice: Voice, *, own: bool = False) -> dict[int, Referent]:
        """What everybody is called in a clause: by name, or as the voice calls them, or I and you; whom the
        mind cannot tell is someone. A thought as it is thought has no names of the narrator's; a sentence of
        the author's `own` has everybody's.
        """
        node = clause.node
        plain = not (voice.naming or node.access or node.calls or node.persons)
        if clause.kind == "told" and plain and self.plan.cast is None:
            return self.names
        cast = dict(self.names)
        roles = taking_part(clause)
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
            cast[number] = self._by_call(cast[number], call, clause)
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

    def _by_call(self, referent: Referent, call: Call, clause: Clause) -> Referent:
        mentioned = any(referent.entity in read(line.parts)[1] for line in clause.lines)
        turn = self.turns.get(referent.entity, 0)
        self.turns[referent.entity] = turn + mentioned
        later = turn - 1 if call.first else turn
        name = call.first[0] if call.first and turn == 0 else call.names[later % len(call.names)]
        return referent._replace(name=name) if name else referent._replace(nameless=True)


def taking_part(clause: Clause) -> set[int]:
    """Who takes part in what a clause tells."""
    return {role for node in clause.nodes for event in node.events for role in event.roles}


def is_named(entity: int, cast: Mapping[int, Referent]) -> bool:
    """Whether a reader learns who somebody is: not of whom it is said I or you, or someone."""
    return cast[entity].pronoun in ("he", "she", "they", "it") and not cast[entity].nameless
