"""How a told line is built: the case of each mention, and how each verb stands.

A line is read once, without any knowledge of who is who; what depends on the cast or on the discourse is left
to `clauses`. It is a shallow reading of the kind of sentence that authors write between quotes, and it never
fails: what it cannot make out becomes an object, or a verb in the third person singular.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from twicetold.engine.meaning.record import Does, Who, Word
from twicetold.tell.agreement import Order, Stand, stands_of
from twicetold.tell.cases import places_of
from twicetold.tell.dependence import Clause
from twicetold.tell.inflection import meant
from twicetold.tell.joint import Back, Row, backs_of, rows_of
from twicetold.tell.leaving import is_left
from twicetold.tell.lexicon import CONNECTING, COORDINATORS, NO_NAMES, words
from twicetold.tell.naming import Case, Manner
from twicetold.tell.nouns import ends_with_indefinite
from twicetold.tell.speech import Voice, voices_of
from twicetold.tell.tokens import Piece, Text, Token, pieces_of, tokens_of
from twicetold.tell.verbs import Agreement

Part = Word | Who | Does


class Named(NamedTuple):
    """A mention, in its case, and what the clause says of how it may be named; in speech, what the one who is
    mentioned is to the one who speaks. `who` is the place among those of whom the line speaks.
    """

    who: int
    case: Case
    manner: Manner
    voice: Voice | None = None


class Verb(NamedTuple):
    """A verb that agrees with the mention in slot `subject`, or as fixed there; with None it stays plain.

    One that is `spoken` stands between quotation marks, and so in the present whatever the telling's tense.
    One that `shares` has the auxiliary of the verb before it; one that `helps` is the auxiliary of a
    `participle` behind it. `before` is the word that follows it.
    """

    lemma: str
    negated: bool
    subject: int | Agreement | None
    spoken: bool
    clause: Clause = "main"
    order: Order = "straight"
    shares: bool = False
    participle: bool = False
    helps: bool = False
    before: str = ""


Slot = Text | Named | Verb


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A line as it is built: its slots in order, the pieces of its text, its mentions and its verbs.

    `texts` are the words of each slot, empty where they depend on who takes part. `rows` are mentions beside
    one another, `backs` the pronouns in the text that may mean them. By their places among the slots:
    `mentions`, and with them the texts that end a sentence; `verbs`; `articles`, the texts that end with a or
    an, as the next slot asks; and what is `capitalised`.

    It `is_plain` if it is one sentence that begins with who does it, without anything said in it; it
    `is_clause` if it can stand behind a word like "because"; it `opens` if a word can stand before it and a
    comma. `length` is how many words it has, and `connectives` how many of them say how clauses hang
    together; `commas` tells whether one sets something apart in it.
    """

    slots: tuple[Slot, ...]
    texts: tuple[str, ...]
    rows: tuple[Row, ...]
    backs: tuple[tuple[int, Back], ...]
    mentions: tuple[int, ...]
    verbs: tuple[int, ...]
    articles: tuple[int, ...]
    capitalised: tuple[int, ...]
    is_plain: bool
    length: int
    commas: bool
    is_clause: bool = False
    opens: bool = False
    connectives: int = 0


Head = tuple[Reading, tuple[int, ...]]
"""A line as it is built, and of whom it speaks."""


@lru_cache(maxsize=16384)
def read(parts: tuple[Part, ...]) -> tuple[Reading, tuple[int, ...]]:
    """A line as it is built, and the entities of whom it speaks, in the order of their first mention. What
    somebody leaves is what was there before.
    """
    entities: dict[int, int] = {}
    shape: list[Part] = []
    for part in parts:
        if type(part) is Who:
            left = part.was is not None and is_left(shape)
            entity = part.was if left and part.was is not None else part.entity
            part = Who(entities.setdefault(entity, len(entities)), part.form)
        shape.append(part)
    return _read(tuple(shape)), tuple(entities)


@lru_cache(maxsize=16384)
def _read(shape: tuple[Part, ...]) -> Reading:
    """How all lines of this shape are built, whoever takes part."""
    pieces = tuple(pieces_of(tuple(_negated(shape))))
    tokens = tuple(tokens_of(pieces))
    stands = stands_of(tokens)
    slots = tuple(_slots(pieces, tokens, stands))
    numbered = tuple(enumerate(slots))
    return Reading(
        slots,
        tuple([slot.text if isinstance(slot, Text) else "" for slot in slots]),
        tuple(rows_of(tokens, stands)),
        tuple(backs_of(tokens, stands).items()),
        tuple([i for i, slot in numbered if (slot.stops if isinstance(slot, Text) else type(slot) is Named)]),
        tuple([i for i, slot in numbered if isinstance(slot, Verb)]),
        tuple([i for i, slot in numbered[:-1] if isinstance(slot, Text) and ends_with_indefinite(slot.text)]),
        tuple([i + 1 for i, slot in numbered[:-1] if isinstance(slot, Text) and slot.opens]),
        _is_plain(shape),
        length(shape),
        any(isinstance(part, Word) and "," in part.text for part in shape),
        _is_clause(shape, slots),
        _opens(shape),
        sum(word in CONNECTING for part in shape if isinstance(part, Word) for word in part.text.split()),
    )


def length(parts: Iterable[object]) -> int:
    """How many words a line has; each mention, and each verb, for one."""
    return sum([_length(part.text) if isinstance(part, Word) else 1 for part in parts])


@lru_cache(maxsize=8192)
def _length(text: str) -> int:
    return len(text.split())


_NOT_PLAIN = frozenset('.!?;:“”"—–…')


def _is_plain(shape: tuple[Part, ...]) -> bool:
    """Whether a line is built like "[p] [strike] [q]"."""
    match shape:
        case (Who(form="plain"), Word(between), Does(), *_) if not between.strip():
            text = "".join(part.text for part in shape if isinstance(part, Word)).rstrip(" .")
            return _NOT_PLAIN.isdisjoint(text)
    return False


_NOT_FIRST = COORDINATORS | words("again also finally it so that then there therefore thereupon this thus")
"""Words with which no line begins that follows another word in its sentence."""


def _opens(shape: tuple[Part, ...]) -> bool:
    """Whether a word and a comma can stand before a line: it begins with somebody, or with a word that is no
    name."""
    match shape:
        case (Who(), *_):
            return True
        case (Word(text), *_):
            first = text.lstrip().partition(" ")[0].lower()
            return first in NO_NAMES and first not in _NOT_FIRST
        case _:
            return False


def _is_clause(shape: tuple[Part, ...], slots: Sequence[Slot]) -> bool:
    """Whether a line is one sentence with its subject before its verb, and nothing is said in it."""
    text = "".join(part.text for part in shape if isinstance(part, Word)).rstrip(" .")
    verb = next((slot for slot in slots if isinstance(slot, Verb)), None)
    return (
        _opens(shape)
        and _NOT_PLAIN.isdisjoint(text)
        and verb is not None
        and verb.order == "straight"
        and verb.subject is not None
    )


@lru_cache(maxsize=4096)
def done(reading: Reading) -> Reading:
    """A plain line of one verb as what its subject, which it does not say, had done: having "turned away"."""
    going = going_on(None, reading)
    at = reading.verbs[0]
    slots = [
        slot._replace(participle=True) if i == at and isinstance(slot, Verb) else slot
        for i, slot in enumerate(going.slots)
    ]
    return replace(going, slots=tuple(slots))


@lru_cache(maxsize=16384)
def going_on(first: Reading | None, second: Reading) -> Reading:
    """A plain line as it goes on from another with the same subject, which it does not say again: what is
    left of it behind "and". Its verb shares the auxiliary of the other's, if that is not negated: "had turned
    and run". Behind "who" (None) it shares none.
    """
    verb, at = None if first is None else first.slots[first.verbs[0]], second.verbs[0]
    shares = isinstance(verb, Verb) and not verb.negated
    slots = [
        slot._replace(shares=shares) if i == at and isinstance(slot, Verb) else slot
        for i, slot in enumerate(second.slots)
    ]
    texts = ("",) * at + second.texts[at:]
    return replace(second, slots=tuple(slots), texts=texts, mentions=second.mentions[1:])


def _slots(
    pieces: Sequence[Piece], tokens: Sequence[Token], stands: Mapping[int, Stand | None]
) -> Iterator[Slot]:
    places = places_of(tokens, stands)
    people = {token.slot: token.part.entity for token in tokens if isinstance(token.part, Who)}
    voices = voices_of(tokens, stands, people)
    following = {a.slot: b for a, b in pairwise(tokens) if a.kind == "verb"}

    spoken = False
    for i, piece in enumerate(pieces):
        if isinstance(piece, Who):
            yield Named(piece.entity, *places[i], voices.get(i))
        elif isinstance(piece, Does):
            yield _verb(piece, stands[i], spoken, following.get(i))
        else:
            yield piece
            spoken ^= sum(map(piece.text.count, '"“”')) % 2 == 1


def _negated(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts, with "[be] not" as "[not be]", and "[have] not [go]" so: "not" finds its place in every
    tense.
    """
    negating = False
    for i, part in enumerate(parts):
        if isinstance(part, Does) and _is_negated_behind(part, parts[i + 1 : i + 3]):
            negating = True
            yield Does(part.lemma, True)
        elif isinstance(part, Word) and negating:
            yield Word(part.text.removeprefix(" not"))
            negating = False
        else:
            yield part


def _is_negated_behind(does: Does, following: Sequence[Part]) -> bool:
    """Whether a "not" that follows a verb in brackets is its own."""
    match does, *following:
        case Does("be", False), Word(text), *_:
            return text == " not" or text.startswith((" not ", " not,", " not."))
        case Does("have", False), Word(" not "), Does():
            return True
        case _:
            return False


def _verb(does: Does, stand: Stand | None, spoken: bool, following: Token | None) -> Verb:
    before = following.text if following is not None and following.kind == "word" else ""
    lemma = meant(does.lemma, before)
    if stand is None:
        return Verb(lemma, does.negated, None, spoken)
    return Verb(
        lemma,
        does.negated,
        stand.subject.agrees,
        spoken,
        stand.clause,
        stand.order,
        stand.shares,
        stand.participle,
        stand.helps,
        before,
    )
