"""Who speaks between quotation marks, and to whom, so that they are I and you there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Who
from twicetold.tell.agreement import Stand
from twicetold.tell.lexicon import QUOTING
from twicetold.tell.tokens import CLOSING_QUOTES, OPENING_QUOTES, Token, head_of

Voice = Literal["speaker", "hearer", "addressed", "other"]
"""What somebody who is mentioned between quotation marks is to who speaks; "addressed": “Run, [q]!”"""

_STRAIGHT = '"'


class _Quotation(NamedTuple):
    """Where it begins and ends among the tokens, its marks among them."""

    begin: int
    end: int


def voices_of(
    tokens: Sequence[Token], stands: Mapping[int, Stand | None], people: Mapping[int, int]
) -> dict[int, Voice]:
    """The voice of every mention that stands between quotation marks, by its slot; `people` says whom each
    mention means. A quotation that nobody is said to speak is of who spoke the one before it.
    """
    voices: dict[int, Voice] = {}
    speaker: int | None = None
    hearer: int | None = None
    for begin, end in _quotations(tokens):
        verb = _quoting_verb(tokens, begin, end)
        stand = None if verb is None else stands.get(tokens[verb].slot)
        if verb is not None and stand is not None and isinstance(stand.subject.agrees, int):
            speaker = people[stand.subject.agrees]
            hearer = _hearer(tokens, verb, people, speaker)
        for i, token in enumerate(tokens[begin:end], begin):
            if token.kind not in ("who", "whose"):
                continue
            who = people[token.slot]
            if who == speaker:
                voices[token.slot] = "speaker"
            elif _is_apart(tokens, i):
                voices[token.slot] = "addressed"
            else:
                voices[token.slot] = "hearer" if who == hearer else "other"
    return voices


def _is_apart(tokens: Sequence[Token], i: int) -> bool:
    """Whether a mention between quotation marks stands by itself, as who is spoken to does."""
    part = tokens[i].part
    plain = isinstance(part, Who) and part.form == "plain"
    return plain and all(beside.kind in ("pause", "stop") for beside in (tokens[i - 1], tokens[i + 1]))


def _quotations(tokens: Sequence[Token]) -> Iterator[_Quotation]:
    begin: int | None = None
    for i, token in enumerate(tokens):
        if token.kind != "pause":
            continue
        if begin is None and (token.text in OPENING_QUOTES or token.text == _STRAIGHT):
            begin = i
        elif begin is not None and token.text in CLOSING_QUOTES:
            yield _Quotation(begin, i + 1)
            begin = None


def _quoting_verb(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """The verb that says who speaks: the first behind the quotation, else the last in front of it."""
    for row in (range(end, len(tokens)), range(begin - 1, -1, -1)):
        for i in row:
            token = tokens[i]
            if token.kind == "verb":
                if head_of(token) in QUOTING:
                    return i
                break
            if token.kind == "stop" or (
                token.kind == "pause" and token.text in OPENING_QUOTES | CLOSING_QUOTES
            ):
                break
    return None


def _hearer(tokens: Sequence[Token], verb: int, people: Mapping[int, int], speaker: int) -> int | None:
    """Whom a verb says that it was said to: [say] to [q], [shout] at [q], [ask] [q], [tell] [q]."""
    for i, token in enumerate(tokens[verb + 1 :], verb + 1):
        if token.kind in ("stop", "pause", "verb"):
            return None
        if token.kind == "who" and people[token.slot] != speaker:
            direct = i == verb + 1 and head_of(tokens[verb]) in ("answer", "ask", "beg", "tell", "warn")
            return people[token.slot] if direct or tokens[i - 1].text in ("to", "at") else None
    return None
