"""English noun phrases: a or an by sound, the possessive, and whether a phrase means one or many."""

from __future__ import annotations

import re

from twicetold.lang.articles import indefinite_article as indefinite_article
from twicetold.tell.lexicon import COUNTS, NUMBERS, PLURAL_ENDINGS, PLURALS, PREPOSITIONS, SINGULARS

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_ARTICLE = re.compile(r"(the|an|a)\s+(?=\S)", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?<![^\s(“—-])(?:a|an)\s+\Z", re.IGNORECASE)


def split_article(name: str) -> tuple[str, str]:
    """A name's own article, in lower case or empty, and the rest of the name."""
    article = _ARTICLE.match(name)
    return (article[1].lower(), name[article.end() :]) if article else ("", name)


def with_indefinite(phrase: str) -> str:
    """The phrase with `a` or `an` before it."""
    return f"{indefinite_article(phrase)} {phrase}"


def ends_with_indefinite(text: str) -> bool:
    """Whether a text ends with `a` or `an`, of which what follows decides."""
    return text[-1:].isspace() and _INDEFINITE.search(text) is not None


def mended(text: str, following: str) -> str:
    """A text that ends with `a` or `an`, with the one that what follows asks for: an [8]-year-old."""
    indefinite = _INDEFINITE.search(text)
    if indefinite is None or not following.strip():
        return text
    article = indefinite_article(following)
    return text[: indefinite.start()] + (article.title() if indefinite[0][0] == "A" else article) + " "


def possessive(phrase: str, *, plural: bool = False) -> str:
    """The phrase with its apostrophe: Derek's, Boris's; of a plural in s only that: the twins'."""
    return phrase + ("'" if plural and phrase.endswith("s") else "'s")


def is_plural_noun(word: str) -> bool:
    """Whether a noun means many, judged by its form; a capitalised one is a name and means one."""
    return not word[:1].isupper() and _has_plural_form(word)


def _has_plural_form(word: str) -> bool:
    if word in SINGULARS:
        return False
    first, hyphen, rest = word.partition("-")
    if hyphen and rest.partition("-")[0] in PREPOSITIONS:  # passers-by, mothers-in-law, men-at-arms
        return _has_plural_form(first)
    if word in PLURALS or word.endswith(PLURAL_ENDINGS):
        return True
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def is_plural(words: tuple[str, ...]) -> bool:
    """Whether a noun phrase, given as its words, means many: "the veins of his arm", "his hands and face".

    The head is the word before the first preposition, or the last word. Some of what is one are one, "some of
    the house", but a number are many, "six of the crew". Of names those of a family or a crew mean many.
    """
    if len(words) > 2 and words[1] == "of" and words[0] in COUNTS:
        if _is_number(words[:1]):
            return True
        words = words[2:]
    end = next((i for i, word in enumerate(words) if i and word in PREPOSITIONS), len(words))
    subject = words[:end]
    return bool(subject) and (
        "and" in subject
        or subject[0] in COUNTS
        or _is_number(subject)
        or is_plural_noun(subject[-1])
        or _is_of_several(subject)
    )


def _is_of_several(words: tuple[str, ...]) -> bool:
    """Whether a name is that of several together: the Gannets, the Hendersons."""
    return len(words) == 2 and words[0] == "the" and words[1][:1].isupper() and _has_plural_form(words[1])


def _is_number(words: tuple[str, ...]) -> bool:
    """Whether a noun phrase begins with a number that is not one, or is such a number."""
    first, *others = words
    if _FIGURES.fullmatch(first):
        return first != "1"
    named = [word.rpartition("-")[2] in NUMBERS for word in words]
    return (named[0] and first != "one") or (len(others) > 0 and all(named))
