"""`a` or `an`, by the sound of what follows: for names as they are told, and to see when an author wrote the
other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CONSONANT_SOUND = re.compile(  # a European, a one-eyed man
    r"eu|ew|ouija|u(?:ni[cfloqtvx]|nidir|nis(?!s)|nesc|nanim|[st][aeiou]|r[aeio]|rugu|bi|fo|ga|k[ru]|vu|lys)"
    r"|on(?:es?|eself|eness|ce)(?![a-z])"
)
_SILENT_H = re.compile(r"hour(?!i)|honou?r|honest|heir|hors\b")
_SPOKEN_WITH_VOWEL = frozenset("aefhilmnorsx")  # the names of these letters begin with a vowel: an FBI man
_VOWEL_NUMBER = re.compile(r"8|1[18](?:\D|(?:\d{3})+(?:\D|$)|$)")  # eight, eleven, eighteen (thousand)


@lru_cache(maxsize=4096)
def indefinite_article(phrase: str) -> str:
    """`a` or `an`, as the sound demands at the start of the phrase: an hour, a unicorn, an FBI man, an 8."""
    bare = "".join(c for c in unicodedata.normalize("NFD", phrase) if not unicodedata.combining(c))
    start = re.search(r"[^\W_]+", bare)
    if not start:
        return "a"
    word, rest = start[0], bare[start.start() :].lower()
    if word[0].isdigit():
        return "an" if _VOWEL_NUMBER.match(rest.replace(",", "")) else "a"
    if _is_spelled_out(word):
        return "an" if rest[0] in _SPOKEN_WITH_VOWEL else "a"
    if rest[0] in "aeiou":
        return "a" if _CONSONANT_SOUND.match(rest) else "an"
    vowel_sound = _SILENT_H.match(rest) or re.match(r"y[^aeiou\W]", rest)
    return "an" if vowel_sound else "a"


def _is_spelled_out(word: str) -> bool:
    """Whether a word is said letter by letter: one letter but for `a` and `I`, or initials such as FBI."""
    if len(word) == 1:
        return word not in "aAI"
    return word.isupper() and (len(word) < 4 or not set("AEIOUY") & set(word))
