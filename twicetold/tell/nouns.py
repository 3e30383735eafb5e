"""English noun phrases: a or an by sound, the possessive, and whether a phrase means one or many."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from twicetold.tell.lexicon import COUNTS, PLURAL_ENDINGS, PLURALS, PREPOSITIONS, SINGULARS

_ARTICLE = re.compile(r"(the|an|a)\s+(?=\S)", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?<![^\s(“—-])(?:a|an)\s+\Z", re.IGNORECASE)
_CONSONANT_SOUND = re.compile(  # a European, a one-eyed man
    r"eu|ew|ouija|u(?:ni[cfloqtvx]|nidir|nis(?!s)|nesc|nanim|[st][aeiou]|r[aeio]|rugu|bi|fo|ga|k[ru]|vu|lys)"
    r"|on(?:es?|eself|eness|ce)(?![a-z])"
)
_SILENT_H = re.compile(r"hour(?!i)|honou?r|honest|heir|hors\b")
_SPOKEN_WITH_VOWEL = frozenset("aefhilmnorsx")  # the names of these letters begin with a vowel: an FBI man
_VOWEL_NUMBER = re.compile(r"8|1[18](?:\D|(?:\d{3})+(?:\D|$)|$)")  # eight, eleven, eighteen (thousand)


def split_article(name: str) -> tuple[str, str]:
    """A name's own article, in lower case or empty, and the rest of the name."""
    article = _ARTICLE.match(name)
    return (article[1].lower(), name[article.end() :]) if article else ("", name)


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


def with_indefinite(phrase: str) -> str:
    """The phrase with `a` or `an` before it."""
    return f"{indefinite_article(phrase)} {phrase}"


def ends_with_indefinite(text: str) -> bool:
    """Whether a text ends with `a` or `an`, of which what follows decides."""
    return text[-1:].isspace() and _INDEFINITE.search(text) is not None


def mended(text: str, following: str) -> str:
    """A text that ends with `a` or `an`, with the one that what follows asks for: an [8]-year-old."""
    found = _INDEFINITE.search(text)
    if found is None or not following.strip():
        return text
    article = indefinite_article(following)
    return text[: found.start()] + (article.title() if found[0][0] == "A" else article) + " "


def possessive(phrase: str, *, plural: bool = False) -> str:
    """The phrase with its apostrophe: Derek's, Boris's; of a plural in s only that: the twins'."""
    return phrase + ("'" if plural and phrase.endswith("s") else "'s")


def is_plural_noun(word: str) -> bool:
    """Whether a noun means many, judged by its form; a capitalised one is a name and means one."""
    if word[:1].isupper() or word in SINGULARS:
        return False
    first, hyphen, rest = word.partition("-")
    if hyphen and rest.partition("-")[0] in PREPOSITIONS:  # passers-by, mothers-in-law, men-at-arms
        return is_plural_noun(first)
    if word in PLURALS or word.endswith(PLURAL_ENDINGS):
        return True
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_plural(words: tuple[str, ...]) -> bool:
    """Whether a noun phrase, given as its words, means many: "the veins of his arm", "his hands and face".

    The head is the word before the first preposition, or the last word.
    """
    if len(words) > 2 and words[1] == "of" and words[0] in COUNTS:
        words = words[2:]
    end = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    subject = words[:end]
    return bool(subject) and ("and" in subject or subject[0] in COUNTS or is_plural_noun(subject[-1]))
