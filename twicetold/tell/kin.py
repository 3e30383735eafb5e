"""Who somebody is to somebody: "Zoe's husband", "her friend".

A field of a person that holds another, and is called after what that other is to them, says it: `spouse`,
`friend`, `mother`. It is read from the record as it was when the event came about that is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from twicetold.lang import model
from twicetold.tell.lexicon import words
from twicetold.tell.story import Story

_MARRIED: Final = {"he": "husband", "she": "wife"}

_NOUNS: Final[Mapping[str, Mapping[str, str]]] = {
    "spouse": _MARRIED,
    **{
        noun: {"he": noun, "she": noun, "they": noun}
        for noun in words("""
            husband wife mother father son daughter brother sister twin child uncle aunt cousin nephew niece
            grandfather grandmother friend neighbour master mistress apprentice servant teacher pupil
        """)
    },
}
"""What one is to those whose field of this name holds them; the closer first."""


@dataclass(frozen=True, slots=True)
class Kin:
    """Who was what to whom, and since when."""

    held: Mapping[tuple[str, int], tuple[list[int], list[int]]]
    """By field and whose it is: the numbers of the events that changed it, and what it was before each and
    after the last."""
    pronouns: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, story: Story) -> Kin:
        """The kin of a story's people."""
        people, world = story.people, story.world
        kinds = {each.name: _noun(each.name) for each in world.fields if isinstance(each.type, model.Ref)}
        held: dict[tuple[str, int], tuple[list[int], list[int]]] = {}
        for start in world.starts:
            value = start.value
            if kinds.get(start.field) and start.mind is None and isinstance(value, model.Const):
                held[start.field, start.entities[0]] = ([], [int(value.value)])
        for event in story.life.events:
            for change in event.changes:
                if kinds.get(change.field) and change.mind is None and len(change.entities) == 1:
                    numbers, values = held.setdefault(
                        (change.field, change.entities[0]), ([], [int(change.old)])
                    )
                    numbers.append(event.number)
                    values.append(int(change.new))
        entities = world.entities
        return cls(
            {key: held[key] for key in sorted(held, key=_rank) if key[1] in people},
            {who: entities[who].pronoun for who in people},
        )

    def to(self, who: int, before: int, near: Collection[int]) -> tuple[int, str] | None:
        """Whose they were, of those who are near, before the event of a number, and what; None: nobody's."""
        for (name, holder), (numbers, values) in self.held.items():
            if holder in near and holder != who and values[bisect_left(numbers, before)] == who:
                noun = _NOUNS[_noun(name)].get(self.pronouns.get(who, ""))
                if noun:
                    return holder, noun
        return None


def _noun(name: str) -> str:
    """What a field is called after, if it is somebody: "spouse" of `Person.spouse`; else nothing."""
    last = name.rpartition(".")[2]
    return last if last in _NOUNS else ""


_ORDER = {noun: place for place, noun in enumerate(_NOUNS)}


def _rank(key: tuple[str, int]) -> tuple[int, int]:
    return _ORDER[_noun(key[0])], key[1]
