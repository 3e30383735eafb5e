"""Who somebody is to somebody: "Zoe's husband", "her friend".

A field of a person that holds another, and is called after what that other is to them, says it: `spouse`,
`friend`, `mother`. It is read from the record as it was when the event came about that is told.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from twicetold.engine.meaning.record import Event
from twicetold.lang import model
from twicetold.tell.lexicon import words

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


class History(NamedTuple):
    """Whom a field of somebody held: the numbers of the events that changed it, and what it held before each
    and after the last. `noun` is what they are whom it holds."""

    noun: str
    numbers: list[int]
    values: list[int]

    def before(self, number: int) -> int:
        """Whom it held before the event of a number."""
        return self.values[bisect_left(self.numbers, number)]


@dataclass(frozen=True, slots=True)
class Kin:
    """Who was what to whom, and since when."""

    held: Mapping[int, Mapping[str, History]]
    """By whose the fields are, and by field."""
    pronouns: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, world: model.World, people: Iterable[int], events: Iterable[Event]) -> Kin:
        """The kin of the people of a world, in whose life these events came about."""
        typed = (each.name for each in world.fields if isinstance(each.type, model.Ref))
        nouns = {name: noun for name in typed if (noun := _noun(name))}
        held: dict[int, dict[str, History]] = {who: {} for who in people}
        for start in world.starts:
            said, own, value = nouns.get(start.field), held.get(start.entities[0]), start.value
            if said and own is not None and start.mind is None and isinstance(value, model.Const):
                own[start.field] = History(said, [], [int(value.value)])
        for event in events if nouns else ():
            for change in event.changes:
                if change.field not in nouns or change.mind is not None or len(change.entities) != 1:
                    continue
                if (own := held.get(change.entities[0])) is not None:
                    begun = History(nouns[change.field], [], [int(change.old)])
                    history = own.setdefault(change.field, begun)
                    history.numbers.append(event.number)
                    history.values.append(int(change.new))
        return cls(held, {who: world.entities[who].pronoun for who in held})

    def to(self, who: int, before: int, near: Collection[int]) -> tuple[int, str] | None:
        """Whose they were, of those who are near, before the event of a number, and what; the closest. None:
        nobody's."""
        found = [
            (_ORDER[history.noun], holder, noun)
            for holder in near
            for history in self.held.get(holder, NO_FIELDS).values()
            if holder != who and history.before(before) == who
            if (noun := _NOUNS[history.noun].get(self.pronouns.get(who, "")))
        ]
        return min(found)[1:] if found else None


NO_FIELDS: Mapping[str, History] = {}


def _noun(name: str) -> str:
    """What a field is called after, if it is somebody: "spouse" of `Person.spouse`; else nothing."""
    last = name.rpartition(".")[2]
    return last if last in _NOUNS else ""


_ORDER = {noun: place for place, noun in enumerate(_NOUNS)}
