"""Sequence of tenses: what a clause depends on, by which the tense of its verb is found.

A verb in a main clause has the tense of the telling. What is said or known at that time (content: "that [q]
[be] here"), what comes with it (adjunct: "when [q] [fall]", "who [be] tired") and what it goes on until
(limit) shift in their own ways: had known that q "was" here, will run when q "falls", had not stopped until q
"fell".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from twicetold.tell.lexicon import (
    ASSURED,
    BINDERS,
    COORDINATORS,
    HINGES,
    KNOWING,
    OBLIQUES,
    PREPOSITIONS,
    QUESTIONING,
    RELATIVES,
)
from twicetold.tell.tokens import CLOSING_QUOTES, OPENING_QUOTES, Token, breaks_clause, head_of, is_adverb

Clause = Literal["main", "content", "adjunct", "limit"]

_HARD = frozenset(";:—–.!?") | OPENING_QUOTES | CLOSING_QUOTES
_TELLING = frozenset(
    ("assure", "inform", "persuade", "promise", "remind", "show", "tell", "warn")
)  # [q] that ...
_ASKING = _TELLING | {"ask"}
_DOUBTING = frozenset(("ask", "doubt", "forget", "know", "remember", "see", "tell", "wonder"))
_OPENING = BINDERS | HINGES | RELATIVES | OBLIQUES
_LIMITS = frozenset(("till", "until"))
_UNSURE = frozenset(("if", "when", "where"))  # content only behind one of these


def is_hard(token: Token) -> bool:
    """Whether a mark parts two clauses as a full stop would."""
    return token.kind == "stop" or (token.kind == "pause" and token.text in _HARD)


def reaches_back(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a pause stands before what begins at `end`, so that it goes on from the main clause."""
    return _opener(tokens, start, end)[0].kind == "pause"


def dependence(tokens: Sequence[Token], start: int, first: int, before: Clause) -> Clause:
    """The kind of the clause whose subject begins at `first`, in a sentence that begins at `start`; `before`
    is that of the clause before it.
    """
    opener, at, joined = _opener(tokens, start, first)
    if opener.text in _LIMITS:
        return "limit"
    if opener.text in _OPENING:
        return "content" if _is_content(tokens, start, at) else "adjunct"
    if opener.kind == "verb" and not joined:
        return "content" if head_of(opener) in KNOWING else "main"
    return before if joined and opener.kind not in ("pause", "stop") else "main"


def _opener(tokens: Sequence[Token], start: int, first: int) -> tuple[Token, int, bool]:
    """What comes before a clause, its place, and whether an "and" stands between."""
    joined = False
    while first > start and (is_adverb(tokens[first - 1]) or tokens[first - 1].text in COORDINATORS):
        first -= 1
        joined = joined or tokens[first].text in COORDINATORS
    return (tokens[first - 1] if first > start else Token("stop")), first - 1, joined


def _is_content(tokens: Sequence[Token], start: int, binder: int) -> bool:
    """Whether what this word opens is said, known or asked, rather than when or why something is."""
    text = tokens[binder].text
    if text in OBLIQUES and binder > start and tokens[binder - 1].text in PREPOSITIONS:
        binder -= 1  # [tell] [q] with whom
    before = tokens[binder - 1] if binder > start else Token("stop")
    if text in QUESTIONING and before.kind == "who":  # [tell] [q] where
        return _governor(tokens, start, binder) in _ASKING
    if text in _UNSURE:
        return before.kind == "verb" and head_of(before) in _DOUBTING
    if text == "that":
        if before.kind == "verb":
            return head_of(before) in KNOWING
        return before.text in ASSURED or _governor(tokens, start, binder) in _TELLING
    return text in QUESTIONING and (before.kind == "verb" or before.text in ("of", "to", "about"))


def _governor(tokens: Sequence[Token], start: int, end: int) -> str:
    """The verb whose objects end at `end`."""
    while end > start and not breaks_clause(tokens[end - 1]):
        end -= 1
    return head_of(tokens[end - 1]) if end > start else ""
