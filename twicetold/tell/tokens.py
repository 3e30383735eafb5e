"""A told line as a row of tokens: words, pauses, mentions and verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Does, Who, Word
from twicetold.tell.inflection import plain
from twicetold.tell.lexicon import (
    ADVERBS,
    BINDERS,
    COORDINATORS,
    FLOATING,
    FUNCTION_WORDS,
    HINGES,
    NOUNS_IN_LY,
    OBLIQUES,
    RELATIVES,
)


class Text(NamedTuple):
    """Literal text. `stops`: a sentence ends with it; `opens`: what follows begins one, or a quotation. A
    plural pronoun `points` back.
    """

    text: str
    stops: bool = False
    opens: bool = False
    points: bool = False


Piece = Text | Who | Does
Kind = Literal["word", "pause", "stop", "who", "whose", "verb"]


class Token(NamedTuple):
    """A word, a mention or a verb, or the pause of a punctuation mark, or the stop between two sentences."""

    kind: Kind
    text: str = ""  # of a word, in lower case unless it is capitalised within a sentence; or the mark
    part: Who | Does | None = None  # of a mention or a verb
    slot: int = -1  # and its place among the pieces, or that of a pronoun that points back


LISTING = ","
"""The word that joins those of a list; any other comma is a pause."""

OPENING_QUOTES = frozenset("“")
CLOSING_QUOTES = frozenset('"”')  # a straight quote that opens has no verb before it
_CLAUSE_BREAKS = BINDERS | RELATIVES | HINGES | OBLIQUES

# A full stop, but not that of a title or of a row of dots; within quotes nothing else stops ("Run!" he said).
_SENTENCE_END = re.compile(
    r"""(?:(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<![.…])\.["'”’)\]]*|[!?][)\]]*)(?=\s)"""
)
_OPENING_QUOTE = re.compile(r"(?:^|[\s(])[\"“]\Z")
_PLURAL_PRONOUN = re.compile(r"\b(they|them|their|theirs|themselves)\b(?!['’])", re.IGNORECASE)
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)+|[^\W_]+(?:['’-][^\W_]+)*|[^\s\w]")


def pieces_of(parts: Sequence[Word | Who | Does]) -> Iterator[Piece]:
    """The parts, with literal text cut behind its sentences and a space between brackets that touch."""
    touching = False
    for i, part in enumerate(parts, 1):
        if isinstance(part, Word):
            yield from _sentences(part.text if i < len(parts) else part.text.rstrip())
        else:
            if touching:
                yield Text(" ")
            yield part
        touching = not isinstance(part, Word)


@lru_cache(maxsize=8192)
def _sentences(text: str) -> tuple[Text, ...]:
    """A literal text, cut behind its sentences and around its plural pronouns."""
    return tuple(chain.from_iterable(map(_cut_around_pronouns, _cut_behind_sentences(text))))


def _cut_around_pronouns(sentence: Text) -> Iterator[Text]:
    *front, last = _PLURAL_PRONOUN.split(sentence.text)
    yield from (Text(text, points=i % 2 == 1) for i, text in enumerate(front) if text)
    if last or not front:
        yield sentence._replace(text=last)


def _cut_behind_sentences(text: str) -> tuple[Text, ...]:
    pieces = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        pieces.append(Text(text[start : end.end()], stops=True))
        start = end.end()
    rest = text[start:]
    if rest:
        opens = (start > 0 and rest.isspace()) or _OPENING_QUOTE.search(rest) is not None
        pieces.append(Text(rest, opens=opens))
    return tuple(pieces)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


def tokens_of(pieces: Sequence[Piece]) -> Iterator[Token]:
    """The pieces as tokens."""
    fresh, quoted = True, False
    for slot, piece in enumerate(pieces):
        if not isinstance(piece, Text):
            yield Token(_kind(piece), part=piece, slot=slot)
            fresh = quoted = False
            continue
        before = pieces[slot - 1] if slot else None
        if isinstance(before, Who) and before.form == "listed" and piece.text == ", ":
            yield Token("word", LISTING)
            continue
        for text in _words(piece.text):
            if text[0].isalnum():
                small = fresh or text == "I" or (quoted and text.lower() in FUNCTION_WORDS)
                yield Token("word", text.lower() if small else text, slot=slot if piece.points else -1)
                fresh = quoted = False
            else:
                yield Token("pause", text)
                quoted = text in OPENING_QUOTES
        if piece.stops:
            yield Token("stop")
            fresh = True


def _kind(part: Who | Does) -> Kind:
    if isinstance(part, Does):
        return "verb"
    return "whose" if part.form == "possessive" else "who"


def breaks_clause(token: Token) -> bool:
    """Whether a noun phrase cannot reach across this token."""
    return token.kind in ("pause", "stop", "verb") or token.text in _CLAUSE_BREAKS


def is_adverb(token: Token) -> bool:
    """Whether the token may stand between a subject and its verb."""
    text = token.text
    return text in ADVERBS or (
        len(text) > 4 and text.endswith("ly") and text.islower() and text not in NOUNS_IN_LY
    )


def before_adverbs(tokens: Sequence[Token], end: int, start: int = 0) -> int:
    """Where the adverbs begin that end at `end`; `end` itself if there are none. "Both" is one behind those
    whom it counts ("[p] and [q] both [go]"), and stands for them where they are not said ("and both [go]").
    """
    while end > start and is_adverb(tokens[end - 1]):
        end -= 1
        if tokens[end].text in FLOATING and not _ends_phrase(tokens, end, start):
            return end + 1
    return end


def _ends_phrase(tokens: Sequence[Token], end: int, start: int) -> bool:
    """Whether a noun phrase ends here, but for adverbs."""
    while end > start and is_adverb(tokens[end - 1]):
        end -= 1
    before = tokens[end - 1] if end > start else Token("stop")
    return before.kind in ("who", "whose") or (
        before.kind == "word" and before.text not in COORDINATORS and not breaks_clause(before)
    )


def head_of(token: Token) -> str:
    """The first word of a verb in its plain form; empty for any other token."""
    return plain(token.part.lemma).partition(" ")[0] if isinstance(token.part, Does) else ""
