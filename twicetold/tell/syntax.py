"""How a told line is built: the case of each mention, and what each verb agrees with.

A line is read once, without any knowledge of who is who; what depends on the cast or on the discourse is left
to `clauses`. It is a shallow reading of the kind of sentence that authors write between quotes, and it never
fails: what it cannot make out becomes an object, or a verb in the third person singular.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from twicetold.engine.record import Does, Who, Word
from twicetold.tell.agreement import Subject, subjects_of
from twicetold.tell.cases import places_of
from twicetold.tell.naming import Case, Manner
from twicetold.tell.tokens import Text, pieces_of, tokens_of
from twicetold.tell.verbs import Agreement


@dataclass(frozen=True, slots=True)
class Named:
    """A mention, in its case, and what the clause says of how it may be named."""

    entity: int
    case: Case
    manner: Manner


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that agrees with the mention in slot `subject`, or as fixed there; with None it stays plain.

    One that is `spoken` stands between double quotes, and so in the present whatever the telling's tense.
    """

    lemma: str
    negated: bool
    subject: int | Agreement | None
    spoken: bool


Slot = Text | Named | Verb


@lru_cache(maxsize=16384)
def read(parts: tuple[Word | Who | Does, ...]) -> tuple[Slot, ...]:
    """The slots of a line, in order: the pieces of its text, its mentions and its verbs."""
    pieces = tuple(pieces_of(parts))
    tokens = tuple(tokens_of(pieces))
    subjects = subjects_of(tokens)
    places = places_of(tokens, subjects)

    slots: list[Slot] = []
    spoken = False
    for i, piece in enumerate(pieces):
        if isinstance(piece, Who):
            slots.append(Named(piece.entity, *places[i]))
        elif isinstance(piece, Does):
            slots.append(_verb(piece, subjects[i], spoken))
        else:
            slots.append(piece)
            spoken ^= sum(map(piece.text.count, '"“”')) % 2 == 1
    return tuple(slots)


def _verb(does: Does, subject: Subject | None, spoken: bool) -> Verb:
    return Verb(does.lemma, does.negated, subject.agrees if subject else None, spoken)
