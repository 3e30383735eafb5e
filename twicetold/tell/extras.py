"""Those without a name: "a wolf of Derek's pack", then "the wolf"; and who is called by the first name alone.

A reader can keep few names. Whoever a telling does not follow is called what they are, anew in each
paragraph; of two alike the second is "another", and a third "a third".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from twicetold.engine.meaning.record import Does, Line, Who, Word
from twicetold.lang import model
from twicetold.tell.kin import Kin
from twicetold.tell.lexicon import words
from twicetold.tell.naming import Referent
from twicetold.tell.nouns import with_indefinite
from twicetold.tell.story import Story

NOBODY: Mapping[int, Referent] = {}

_ANYBODY = {"he": "man", "she": "woman", "they": "somebody"}
_PEOPLE = frozenset(("person", "people", "human", "character", "man", "woman", "mortal"))
"""Kinds that say no more of somebody than that they are one."""

_TITLES = words("""
    big captain colonel count countess doctor dr father frau herr inspector lady little lord madame major
    master miss mr mrs ms old professor reverend saint señor señora signor signora sir sister st the young
""")
"""What before a last name is no first name."""
_ORDINALS = ("another", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NAME = re.compile(r"([A-Z][\w'’-]+) [A-Z][\w'’-]+\Z")


@dataclass(slots=True)
class Extras:
    """What those are called who have no name in a telling; `said` is who has been spoken of in a
    paragraph."""

    story: Story
    groups: dict[int, int]
    """To whom people belong, as the life begins: a pack, a crew."""
    said: dict[str, list[int]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)
    """Of whom it has been said to whom they belong."""
    kin: Kin = field(default_factory=lambda: Kin({}))

    @classmethod
    def of(cls, story: Story) -> Extras:
        """The extras of a story, before anybody has been spoken of."""
        return cls(story, _groups(story), kin=story.kin)

    def paragraph_ended(self) -> None:
        """Forget who was who."""
        self.said = {}

    def referent(
        self, referent: Referent, before: int = 0, near: Mapping[int, Referent] = NOBODY
    ) -> Referent:
        """Somebody as one without a name, in what tells the event of a number: by whose they are of those who
        are near, and have names; else by what they are."""
        kin = self.kin.to(referent.entity, before, near.keys())
        if kin is not None:
            return referent._replace(name=kin[1], whose=near[kin[0]])
        noun = self.noun(referent.entity)
        alike = self.said.setdefault(noun, [])
        if referent.entity not in alike:
            alike.append(referent.entity)
        place = alike.index(referent.entity)
        if noun == "somebody":
            return referent._replace(name="somebody" if place == 0 else "somebody else", again="")
        group = self.groups.get(referent.entity) if referent.entity not in self.met else None
        self.met.add(referent.entity)
        of = f" of {self.story.world.entities[group].called}" if group is not None else ""
        if place == 0:
            again = f"the {noun}" if len(alike) == 1 else f"the first {noun}"
            return referent._replace(name=f"{with_indefinite(noun)}{of}", again=again)
        order = _ORDINALS[min(place, len(_ORDINALS)) - 1]
        first = f"another {noun}" if order == "another" else with_indefinite(f"{order} {noun}")
        return referent._replace(name=f"{first}{of}", again=f"the {'other' if place == 1 else order} {noun}")

    def described(self, entity: int) -> Line | None:
        """Who somebody is whom the world does not describe: "Abel was a wolf of the grey pack"; None if
        nothing is known of them but that they are one, or what most are, or what their name says."""
        noun, group = self.noun(entity), self.groups.get(entity)
        if noun == "somebody" or (noun in _ANYBODY.values() and group is None):
            return None
        people = self.story.people
        alike = [who for who in people if self.noun(who) == noun and self.groups.get(who) == group]
        if 2 * len(alike) > len(people) or noun in self.story.world.entities[entity].called.lower():
            return None
        of = () if group is None else (Word(" of "), Who(group, "plain"))
        return Line(
            "plain",
            None,
            (Who(entity, "plain"), Word(" "), Does("be", False), Word(f" {with_indefinite(noun)}"), *of),
        )

    def noun(self, entity: int) -> str:
        """What somebody is, in a word."""
        own = self.story.world.entities[entity]
        kind = own.kind.replace("_", " ").lower()
        return _ANYBODY.get(own.pronoun, "somebody") if kind in _PEOPLE else kind


def _groups(story: Story) -> dict[int, int]:
    """Of each person the first thing with a name that a field says they belong to, which is no place."""
    world = story.world
    places = {field.type for field in world.fields if field.name.rpartition(".")[2] == model.PLACE}
    kinds = {kind.kind for kind in places if isinstance(kind, model.Ref)}
    found: dict[int, int] = {}
    for start in world.starts:
        who = start.entities[0] if len(start.entities) == 1 and start.mind is None else None
        if who is None or who not in story.people or not isinstance(start.value, model.Const):
            continue
        kind = next((field.type for field in world.fields if field.name == start.field), None)
        if not isinstance(kind, model.Ref) or kind.kind in kinds:
            continue
        what = int(start.value.value)
        if what >= 0 and world.entities[what].pronoun == "it" and what not in story.people:
            found.setdefault(who, what)
    return found


def short_names(story: Story, entities: frozenset[int]) -> dict[int, str]:
    """The first names of those who have two names, where nobody else who is told of has the same."""
    first: dict[int, str] = {}
    for entity in entities:
        called = story.world.entities[entity].called
        match = _NAME.match(called)
        if match is not None and match[1].lower() not in _TITLES:
            first[entity] = match[1]
    everybody = Counter(story.world.entities[entity].called.split()[0] for entity in entities)
    return {entity: name for entity, name in first.items() if everybody[name] == 1}
