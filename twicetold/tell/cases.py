"""How each mention of a line stands: he, him, his or himself; and whether a pronoun is at home there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twicetold.engine.meaning.record import Does, Who
from twicetold.tell.agreement import Stand
from twicetold.tell.dependence import dependence
from twicetold.tell.lexicon import (
    AUXILIARIES,
    BARE_GOVERNORS,
    BINDERS,
    COORDINATORS,
    DETERMINERS,
    PARTICLES,
    PREPOSITIONS,
)
from twicetold.tell.naming import Case, Manner
from twicetold.tell.tokens import Token, before_adverbs, breaks_clause, head_of

_ASKED: Mapping[str, Case] = {
    "the": "definite",
    "a": "indefinite",
    "reflexive": "reflexive",
    "subject": "subject",
    "object": "object",
}
_EDGE = Token("stop")


class Place(NamedTuple):
    """The case of a mention, and what its clause says of naming it."""

    case: Case
    manner: Manner = "free"


class _Clause(NamedTuple):
    """What has come of the clause so far: whether a verb, and so whom a reflexive would mean."""

    has_verb: bool = False
    doer: int | None = None  # the entity whose deed the last verb is
    other: int | None = None  # the last object of that verb: the doer of an infinitive that follows
    alone: bool = False  # nobody but the doer has been mentioned since the verb
    governor: int | None = None  # the doer of the verb on whose clause this one may depend

    def after_verb(self, stand: Stand | None, entities: Mapping[int, int]) -> _Clause:
        if stand is None:
            return self._after_infinitive()
        agrees = stand.subject.agrees
        doer = entities.get(agrees) if isinstance(agrees, int) else None
        return _Clause(True, doer, alone=True, governor=self.governor)

    def after_mention(self, who: Who, is_object: bool) -> _Clause:
        alone = self.alone and who.entity == self.doer
        other = who.entity if is_object else self.other
        return _Clause(self.has_verb, self.doer, other, alone, self.governor)

    def after_word(self, token: Token, following: Token) -> _Clause:
        if token.kind == "stop":
            return _Clause()
        if breaks_clause(token) or token.text in COORDINATORS:
            governor = self.governor if self.doer is None else self.doer
            return _Clause(self.has_verb, alone=self.alone, governor=governor)
        is_infinitive = token.text == "to" and following.kind == "word" and following.text not in DETERMINERS
        return self._after_infinitive() if is_infinitive else self

    def _after_infinitive(self) -> _Clause:
        doer = self.doer if self.other is None else self.other
        return _Clause(self.has_verb, doer, alone=self.alone, governor=self.governor)


def places_of(tokens: Sequence[Token], stands: Mapping[int, Stand | None]) -> dict[int, Place]:
    """The place of every mention by its slot, given how the verbs stand."""
    entities = {token.slot: token.part.entity for token in tokens if isinstance(token.part, Who)}
    nominative = {slot for stand in stands.values() if stand for slot in stand.subject.mentions}
    places: dict[int, Place] = {}
    clause, start = _Clause(), 0
    for i, token in enumerate(tokens):
        after = tokens[i + 1] if i + 1 < len(tokens) else _EDGE
        if isinstance(token.part, Who):
            if token.kind == "whose":
                place = _possessive(token.part, after, clause)
                if tokens[max(i - 2, 0)].kind == "who" and _previous(tokens, i).text == "and":
                    place = place._replace(manner="noun")  # [p] and [q's] house
            else:
                is_subject = token.slot in nominative or _opens_clause(tokens, i, clause, places)
                governor = head_of(_previous(tokens, i))
                is_subject = is_subject or (after.text in AUXILIARIES and governor not in BARE_GOVERNORS)
                place = _place(tokens, i, token.part, is_subject, clause)
                of_itself = token.part.entity == clause.governor and place == Place("subject")
                if of_itself and dependence(tokens, start, i, "main") == "content":
                    place = Place("subject", "bound")  # [p] [tell] [q] where [p] [be]: where she was
            places[token.slot] = place
            clause = clause.after_mention(token.part, clause.has_verb and token.kind == "who")
        elif token.kind == "verb":
            clause = clause.after_verb(stands[token.slot], entities)
        else:
            clause = clause.after_word(token, after)
            start = i + 1 if token.kind == "stop" else start
    return places


def _possessive(who: Who, after: Token, clause: _Clause) -> Place:
    bound = clause.alone and who.entity == clause.doer
    return Place(
        "possessive" if after.kind in ("word", "who", "whose") else "absolute", "bound" if bound else "free"
    )


def _place(tokens: Sequence[Token], i: int, who: Who, is_subject: bool, clause: _Clause) -> Place:
    if who.form in _ASKED:
        return Place(_ASKED[who.form])
    if _is_pointed_at(tokens, i):
        cleft = i + 1 < len(tokens) and tokens[i + 1].text == "who"
        return Place("subject" if cleft else "object", "noun")
    if _lacks_article(tokens, i):
        return Place("bare")
    if who.form == "listed":
        return Place("subject" if is_subject else "object", "noun")
    if is_subject:
        case: Case = "object" if _previous(tokens, i).text in PREPOSITIONS else "subject"
        return Place(case, "noun" if _is_joined(tokens, i) else "free")
    if who.entity == clause.doer and not _is_joined_owner(tokens, i):
        return Place("reflexive")
    return Place("object", "noun" if _is_joined(tokens, i) or _follows_particle(tokens, i) else "free")


def _previous(tokens: Sequence[Token], i: int) -> Token:
    return tokens[i - 1] if i else _EDGE


def _is_pointed_at(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mention is what "it" is: "it [be] [p] who [strike]"; no pronoun points at anybody."""
    is_be = head_of(_previous(tokens, i)) == "be"
    return is_be and _previous(tokens, before_adverbs(tokens, i - 1)).text in ("it", "that", "this")


def _lacks_article(tokens: Sequence[Token], i: int) -> bool:
    """Whether the word before takes the place of an article: "the [house]", "[p's] [house]"."""
    before = _previous(tokens, i)
    return before.kind == "whose" or before.text in DETERMINERS


def _opens_clause(tokens: Sequence[Token], i: int, clause: _Clause, places: Mapping[int, Place]) -> bool:
    """Whether a mention stands where only a subject can, though no bracket says so: "because [p] ran"."""
    start = before_adverbs(tokens, i)
    before = _previous(tokens, start)
    if before.text == "and" and not clause.has_verb:
        joined = _previous(tokens, start - 1)
        return joined.kind == "stop" or (joined.slot in places and places[joined.slot].case == "subject")
    return (
        before.text in BINDERS
        or before.text == "whom"
        or before.kind == "stop"
        or (before.kind == "pause" and not clause.has_verb)
    )


def _is_joined(tokens: Sequence[Token], i: int) -> bool:
    """Whether "and" joins a mention to another, as in "[p] and [q]", "[p] and [q's]"."""
    row = [(token.kind, token.text) for token in tokens[max(i - 2, 0) : i + 3]]
    last = ("who", ""), ("whose", "")
    return any(
        row[k : k + 2] == [("who", ""), ("word", "and")] and row[k + 2] in last for k in range(len(row) - 2)
    )


def _is_joined_owner(tokens: Sequence[Token], i: int) -> bool:
    return _is_joined(tokens, i) and tokens[min(i + 2, len(tokens) - 1)].kind == "whose"


def _follows_particle(tokens: Sequence[Token], i: int) -> bool:
    """Whether an object follows a verb with its particle, where no pronoun can stand: "tore off the door"."""
    before = _previous(tokens, i)
    if isinstance(before.part, Does):
        return before.part.lemma.rpartition(" ")[2] in PARTICLES
    return before.text in PARTICLES and _previous(tokens, i - 1).kind == "verb"
