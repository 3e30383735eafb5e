"""Who or what somebody goes away from: of what an event changed, that is what was there before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twicetold.engine.meaning.record import Does, Who, Word
from twicetold.tell.inflection import plain
from twicetold.tell.lexicon import BINDERS, COORDINATORS, HINGES, LEAVING, LEFT, PREPOSITIONS

_APART = PREPOSITIONS | BINDERS | COORDINATORS | HINGES | {"to", "who", "which"}


def is_left(before: Sequence[Word | Who | Does]) -> bool:
    """Whether what follows these parts is left: "[leave] the old", "[walk] out of", "[come] from"."""
    words: list[str] = []
    for part in reversed(before):
        if isinstance(part, Who):
            break
        if isinstance(part, Word):
            words = [*re.findall(r"[\w'’-]+|[^\w\s]", part.text.lower()), *words]
            continue
        head, *rest = plain(part.lemma).split() or [""]
        words = [*rest, *words]
        if head in LEAVING and not any(word in _APART or not word[0].isalnum() for word in words):
            return True
        break
    while words and words[-1][0].isalnum() and words[-1] not in _APART | LEFT:
        words.pop()
    return words[-1:] != [] and (words[-1] in LEFT or words[-2:] == ["out", "of"])
