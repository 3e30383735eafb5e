"""What the shape of a line allows: with whom it begins and ends, what can be made of its verb."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from twicetold.engine.meaning.record import Does, Line, Part, Who, Word
from twicetold.tell.lexicon import HINGES, PREPOSITIONS, QUOTING
from twicetold.tell.syntax import Head, Reading, Verb
from twicetold.tell.verbs import is_modal


def subject(head: Head) -> int | None:
    """Who does what a line tells, if it begins with them."""
    reading, entities = head
    return entities[0] if reading.is_plain else None


def begins_with(line: Line) -> int | None:
    """Whom a line names first of all, by name: "Ann" in "Ann fell; it hurt", but not in "Ann's hand hurt"."""
    first = line.parts[0] if line.parts else None
    return first.entity if isinstance(first, Who) and first.form == "plain" else None


def named(parts: Iterable[Part]) -> list[int]:
    """Whom these parts name."""
    return [part.entity for part in parts if isinstance(part, Who)]


def last_named(line: Line) -> int | None:
    """Whom a clause ends with, if it ends with somebody."""
    match line.parts:
        case (*_, Who(entity=entity, form="plain"), Word(text)) if text.strip() == ".":
            return entity
        case (*_, Who(entity=entity, form="plain")):
            return entity
        case _:
            return None


def is_speech(line: Line) -> bool:
    """Whether something is said in a line."""
    return any(isinstance(part, Word) and "“" in part.text for part in line.parts)


def answering(line: Line) -> str:
    """The word by which a line says of itself that it came of what was told before: "so", if it begins with
    that; or that it answers what was said, or asked: "answer"; "asked", if it begins with that; "back",
    behind a verb of saying. Empty, if it says nothing of the kind."""
    first = line.parts[0] if line.parts else None
    if isinstance(first, Word) and first.text.startswith(("Asked ", "So ")):
        return first.text.partition(" ")[0].lower()
    for part, after in pairwise((*line.parts, None)):
        if not isinstance(part, Does):
            continue
        if part.lemma in ("answer", "reply"):
            return part.lemma.removesuffix("y")
        if part.lemma in QUOTING and isinstance(after, Word) and after.text.lstrip().startswith("back"):
            return "back"
    return ""


def begins_aside(line: Line) -> bool:
    """Whether a line begins with where, when or how ("as for him, he …"), so that no other word leads to
    it."""
    first = line.parts[0] if line.parts else None
    return isinstance(first, Word) and first.text.lstrip().partition(" ")[0].lower() in PREPOSITIONS | HINGES


def is_of_one(reading: Reading) -> bool:
    """Whether all verbs of a line have the subject that it begins with."""
    verbs = [slot for i in reading.verbs if isinstance(slot := reading.slots[i], Verb)]
    return all(verb.subject == verbs[0].subject for verb in verbs)


def can_be_done(reading: Reading) -> bool:
    """Whether a line can follow "having": it has one verb, and that is no auxiliary, nor negated."""
    verb = first_verb(reading)
    return (
        reading.is_plain
        and len(reading.verbs) == 1
        and verb is not None
        and not (verb.negated or verb.helps or is_modal(verb.lemma))
        and verb.lemma.split()[0] not in ("be", "have")
    )


def first_verb(reading: Reading) -> Verb | None:
    """The first verb in brackets of a line."""
    slot = reading.slots[reading.verbs[0]] if reading.verbs else None
    return slot if isinstance(slot, Verb) else None
