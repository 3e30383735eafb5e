"""What each verb of a line agrees with.

A verb takes the mention before it as its subject, or the noun phrase: "[p] then [run]", "[p] and [q] [run]",
"the veins in [p's] arm [go] black". Without one of its own it shares that of the verb before: "and [miss]".
After "to", after a modal, and in "[hear] [q] [fall]", it has none and stays plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from twicetold.engine.record import Does
from twicetold.tell.lexicon import (
    BARE_GOVERNORS,
    COORDINATORS,
    COUNTS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
)
from twicetold.tell.nouns import is_plural
from twicetold.tell.tokens import Token, before_adverbs, breaks_clause, is_adverb
from twicetold.tell.verbs import PLURAL, SINGULAR, Agreement, is_modal

_PERSONS = {"i": Agreement(1), "we": Agreement(1, plural=True), "you": Agreement(2)}


class Subject(NamedTuple):
    """What a verb agrees with, a mention by its slot or as fixed, and the mentions that are its subject."""

    agrees: int | Agreement
    mentions: tuple[int, ...] = ()


def subjects_of(tokens: Sequence[Token]) -> dict[int, Subject | None]:
    """The subject of every verb by the verb's slot; None for a verb that stays plain."""
    found: dict[int, Subject | None] = {}
    start, last = 0, None
    for i, token in enumerate(tokens):
        if token.kind == "stop":
            start, last = i + 1, None
        elif token.kind == "verb":
            if _stays_plain(tokens, start, i):
                found[token.slot] = None
            else:
                last = found[token.slot] = _subject(tokens, start, i, last)
    return found


def _stays_plain(tokens: Sequence[Token], start: int, verb: int) -> bool:
    end = before_adverbs(tokens, verb, start)
    if end == start:
        return False
    governor = tokens[end - 1]
    if isinstance(governor.part, Does):
        return is_modal(governor.part.lemma) or governor.part.lemma.endswith(" to")
    return governor.text == "to" or governor.text in MODALS or _is_witnessed(tokens, start, end)


def _is_witnessed(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether "[hear] [q]" or "[let] the wolf" ends at `end`, so that a plain "fall" follows."""
    while end > start and not breaks_clause(tokens[end - 1]) and tokens[end - 1].text not in COORDINATORS:
        end -= 1
    before = tokens[end - 1].part if end > start else None
    return isinstance(before, Does) and before.lemma in BARE_GOVERNORS


def _subject(tokens: Sequence[Token], start: int, verb: int, last: Subject | None) -> Subject:
    """The subject of a verb in the sentence that begins at `start`; `last` is that of the verb before."""
    end = before_adverbs(tokens, verb, start)
    if verb > start and tokens[verb - 1].text == "there":  # there [be] two wolves
        return _agreeing_with(_phrase_from(tokens, verb + 1))
    if end - start > 1 and tokens[end - 1].text in RELATIVES:  # [p], who [be] tired
        pause = tokens[end - 2].kind == "pause"
        return _agreeing_with(_phrase(tokens, start, end - 2 if pause else end - 1))
    if end > start and tokens[end - 1].kind == "verb":  # what [p] [see] [frighten] [q]
        return Subject(SINGULAR)
    phrase = _phrase(tokens, start, end)
    after = tokens[verb + 1] if verb + 1 < len(tokens) else Token("stop")
    if (
        last is None and after.kind == "who" and (not phrase or _is_adverbial(phrase))
    ):  # behind [p] [stand] [q]
        return Subject(after.slot, (after.slot,))
    if phrase:
        return _head(phrase)
    return last or _topic(tokens, start, end)


def _agreeing_with(phrase: Sequence[Token]) -> Subject:
    """What agrees with a phrase whose mentions are not in the subject's case because of it."""
    return Subject(_head(phrase).agrees if phrase else SINGULAR)


def _phrase_from(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    end = next((i for i in range(start, len(tokens)) if breaks_clause(tokens[i])), len(tokens))
    return tokens[start:end]


def _phrase(tokens: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    """The noun phrase, perhaps with adverbials, that ends at `end`; empty behind a comma or an "and"."""
    if end <= start or tokens[end - 1].text in COORDINATORS:
        return ()
    first = end
    while first > start and not breaks_clause(tokens[first - 1]):
        first -= 1
    if first > start and tokens[first - 1].kind == "verb":  # only what follows its objects
        first = max((i + 1 for i in range(first, end) if tokens[i].text in COORDINATORS), default=first)
    while first < end and (tokens[first].text in COORDINATORS or _is_plain_adverb(tokens[first])):
        first += 1
    return tokens[first:end]


def _is_plain_adverb(token: Token) -> bool:
    return is_adverb(token) and token.text not in COUNTS and token.text not in DETERMINERS


def _head(phrase: Sequence[Token]) -> Subject:
    """What a verb after this phrase agrees with: "[p] and [q]", "the veins in [p's] arm", "at dawn [p]"."""
    if phrase[0].text in PREPOSITIONS:
        phrase = core = phrase[_last_conjuncts(phrase) :]
    else:
        core = phrase[: next((i for i, token in enumerate(phrase) if i and token.text in PREPOSITIONS), None)]
    mentions = tuple(token.slot for token in core if token.kind == "who")
    if mentions and any(token.text == "and" for token in core):
        return Subject(PLURAL, mentions)
    if core[-1].kind == "who":
        return Subject(core[-1].slot, mentions)
    many = is_plural(tuple(token.text for token in phrase))
    return Subject(_PERSONS.get(core[-1].text, PLURAL if many else SINGULAR))


def _last_conjuncts(phrase: Sequence[Token]) -> int:
    """Where the last mention of a phrase begins, with those that "and" joins to it."""
    first = len(phrase) - 1
    while (
        first > 1
        and phrase[first].kind == phrase[first - 2].kind == "who"
        and phrase[first - 1].text == "and"
    ):
        first -= 2
    return first


def _is_adverbial(phrase: Sequence[Token]) -> bool:
    """Whether a phrase ends like "behind [q]", so that the subject may follow its verb."""
    return len(phrase) > 1 and phrase[-1].kind == "who" and phrase[-2].text in PREPOSITIONS


def _topic(tokens: Sequence[Token], start: int, end: int) -> Subject:
    """The subject of a sentence that has commas between it and its verb: "[p], bleeding, [turn]"."""
    pause = next((i for i in range(start, end) if tokens[i].kind == "pause"), end)
    phrase = _phrase(tokens, start, pause)
    return _head(phrase) if phrase else Subject(SINGULAR)
