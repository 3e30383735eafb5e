"""Connectives and subordinate clauses, found by rule and without a parser.

What is a verb is looked up in the dictionary of English inflections that the package itself depends on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import lemminflect


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


SUBJECTS = _set("i you he she it we they there someone somebody nobody everybody everyone nothing none who")
ARTICLES = _set(
    "a an the this that these those my your his her its our their one both each every no some all"
)
AUXILIARIES = _set("""
    am is are was were has have had do does did can cannot could may might must shall should will would
    'd 'll 've isn't wasn't weren't hadn't hasn't haven't didn't doesn't don't couldn't wouldn't won't can't
""")
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[^\s\w]")


def tokens(sentence: str) -> list[str]:
    """Words and marks."""
    return [token.replace("’", "'") for token in _TOKEN.findall(sentence)]


@cache
def _forms(word: str) -> frozenset[str]:
    """As which forms of a verb a word may stand: VBD, VBZ, VBG, VBN, VB."""
    return frozenset(
        tag
        for lemma in lemminflect.getAllLemmas(word).get("VERB", ())
        for tag, spelt in lemminflect.getAllInflections(lemma).items()
        if tag.startswith("VB") and word in spelt
    )


def is_past(word: str) -> bool:
    """Whether a word may be a verb in the past, or an auxiliary in any tense."""
    return word in AUXILIARIES or "VBD" in _forms(word)


def _is_finite(low: Sequence[str], i: int) -> bool:
    """Whether the word there may be a finite verb; one in the present only right behind a short subject."""
    if i > 0 and low[i - 1] in {"i", "you", "we", "they", "who", "which"} and "VB" in _forms(low[i]):
        return True
    if is_past(low[i]) and (i == 0 or low[i - 1] not in ARTICLES):
        return True
    return "VBZ" in _forms(low[i]) and i > 0 and low[i - 1] in SUBJECTS | {"which", "that"}


def clause_follows(tokens: Sequence[str], i: int, reach: int = 8) -> bool:
    """Whether behind word `i` a subject and a finite verb come before the next mark."""
    low = [token.lower() for token in tokens[i + 1 : i + 1 + reach]]
    end = next((n for n, word in enumerate(low) if not word[0].isalnum()), len(low))
    verb = next((n for n in range(1, end) if _is_finite(low, n)), None)
    if verb is None:
        return False
    phrase = low[0] in ARTICLES and not SUBJECTS.isdisjoint({*low[1:verb]} - {"who"})
    return not phrase  # after the fight he sat down


def _verb_follows(tokens: Sequence[str], i: int, reach: int = 6) -> bool:
    low = [token.lower() for token in tokens[i : i + 1 + reach]]
    end = next((n for n, word in enumerate(low) if not word[0].isalnum()), len(low))
    return any(_is_finite(low, n) for n in range(1, end))


# --- connectives --------------------------------------------------------------------------------------------

ALWAYS = _set("""
    because although though unless whereas whilst lest therefore however nevertheless meanwhile otherwise
    whereupon hence thus moreover besides
""")
"""Words that tie clauses or sentences together wherever they stand, but for "as though" and "even though"
(which are one connective each) and "however long"."""

WITH_CLAUSE = _set("if since when while until till before after once")
"""Words that tie clauses together where a clause follows: "before he fell", not "before the door"."""


def connectives(sentence: str) -> list[str]:
    """The connectives of a sentence, in order.

    Those of `ALWAYS`; those of `WITH_CLAUSE` with a clause behind them, unless they ask; "so" at the
    beginning of a clause ("so he ran", "and so the", "so that") and not before an adjective ("so many");
    "for" behind a comma with a clause; "yet" and "still" at the beginning of a clause. No plain "and", "but",
    "or", "as", "then", nor relatives.
    """
    text = tokens(sentence)
    return [text[i].lower() for i in range(len(text)) if _connects(text, i)]


def _connects(text: Sequence[str], i: int) -> bool:
    word = text[i].lower()
    opens = i == 0 or text[i - 1] in {",", ";", ":", "—", "“", "”", "and", "And", "but", "But"}
    if word in ALWAYS:
        return i + 1 < len(text) or i == 0 or word in {"though", "however", "therefore"}
    if text[i + 1 : i + 2] == ["more"]:
        return False
    if word in WITH_CLAUSE:
        asks = i == 0 and text[-1] == "?"
        return (
            not asks
            and text[i - 1].lower() not in {"a", "the", "at", "ever", "as"}
            and clause_follows(text, i)
        )
    if word == "so":
        after = text[i + 1] if i + 1 < len(text) else "."
        subject = after.lower() in SUBJECTS | ARTICLES or after[0].isupper()
        return after.lower() == "that" or (opens and (subject or (i == 0 and after == ",")))
    if word == "for":
        return i > 0 and text[i - 1] in {",", ";"} and _subject_and_verb(text, i)
    return word in {"yet", "still"} and opens and clause_follows(text, i)


def _subject_and_verb(text: Sequence[str], i: int) -> bool:
    """Whether a clause follows that cannot be a noun alone: "for he ran", not "for the man he had seen"."""
    return i + 1 < len(text) and text[i + 1].lower() in SUBJECTS and clause_follows(text, i)


CAUSAL = re.compile(
    r"\b(?:because|since|therefore|so that|which was why|that was why|and so|for that reason)\b"
    r"|(?:^|[,;] )so (?!many|much|far|long|little)|\bas a result\b",
    re.IGNORECASE,
)
"""Words that say that one thing came of another, where a build does not say itself which it put in."""


# --- subordinate clauses ------------------------------------------------------------------------------------

PLAIN_SUBORDINATORS = _set("because although unless whereas whilst lest whether whenever wherever")
CLAUSAL = _set("if since when while until till before after once as where why how though what than")
NO_PARTICIPLES = _set("""
    nothing something everything anything thing king ring wing string spring morning evening during being
    ceiling according including living darling
""")


def subordinate(sentence: str) -> str | None:
    """The words that show a subordinate clause in a sentence; None if no rule finds one.

    The rules: a subordinator that is nothing else (because, although …); one that may be something else, with
    a clause behind it (if, when, before, as …), unless it asks; who, whom, whose or which inside a sentence
    with a verb behind; "that" between a noun or a verb and a clause, or a noun and a verb; a participle
    behind a comma or at the beginning ("…, looking up"; "thrown by Aiden"). Infinitives, quotations with who
    says them, and clauses without a word of their own ("the man he saw") are not found.
    """
    text = tokens(sentence)
    for i, word in enumerate(text):
        if any(rule(text, i, word.lower()) for rule in _RULES):
            return " ".join(text[max(i - 2, 0) : i + 5])
    return None


def _subordinator(text: Sequence[str], i: int, word: str) -> bool:
    if word in PLAIN_SUBORDINATORS:
        return i + 1 < len(text)
    if word not in CLAUSAL or (text[-1] == "?" and word in {"what", "where", "when", "how", "why"}):
        return False
    before = text[i - 1].lower() if i else ""
    if before in {"a", "the", "ever", "at", "such"} or (word == "as" and "as" in text[i + 1 : i + 4]):
        return False
    after = [each.lower() for each in text[i + 1 : i + 3]]
    if len(after) == 2 and after[0] in AUXILIARIES and after[1] in SUBJECTS:
        return False  # what shall I do
    if word == "once" and text[i + 1 : i + 2] == ["more"]:
        return False
    opens = word == "what" and i == 0
    return not opens and (clause_follows(text, i) or (word == "what" and _verb_follows(text, i)))


def _relative(text: Sequence[str], i: int, word: str) -> bool:
    starts = i == 0 or text[i - 1] in {"“", ".", "!", "?", ";", "”"}
    return word in {"who", "whom", "whose", "which"} and not starts and _verb_follows(text, i, 9)


def _that(text: Sequence[str], i: int, word: str) -> bool:
    if word != "that" or i == 0 or not text[i - 1][0].isalnum():
        return False
    before = text[i - 1].lower()
    if before in {
        "at",
        "of",
        "by",
        "to",
        "with",
        "on",
        "in",
        "from",
        "for",
        "like",
        "was",
        "is",
        "and",
        "but",
    }:
        return False
    after = text[i + 1].lower() if i + 1 < len(text) else "."
    begins = after in SUBJECTS | ARTICLES or text[min(i + 1, len(text) - 1)][0].isupper()
    return (begins and clause_follows(text, i)) or _verb_follows(text, i, 8)


def _participle(text: Sequence[str], i: int, word: str) -> bool:
    if i and text[i - 1] != ",":
        return False
    if word.endswith("ing") and word not in NO_PARTICIPLES and "VBG" in _forms(word):
        return i > 0 or "," in text[1:12]
    forms = _forms(word)
    after = text[i + 1].lower() if i + 1 < len(text) else "."
    return (
        "VBN" in forms
        and word not in AUXILIARIES
        and (after == "by" or ("VBD" not in forms and "VB" not in forms and i > 0))
    )


_RULES = (_subordinator, _relative, _that, _participle)
