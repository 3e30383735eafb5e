"""Words, sentences and what is said aloud in a text; signs of prose that need no knowledge of any story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_STOP = re.compile(r"[.!?…]+[”\")\]’]*(?=\s+\S)")
_SHORTENED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Prof|Col|Capt|Rev|Hon|Messrs|vs|etc|[A-Z])\.$")
SAYING = frozenset(
    verb
    for line in (
        "said says say asked asks cried cries shouted shouts yelled yells told tells replied replies",
        "answered answers whispered whispers remarked muttered mutters called calls murmured",
        "ejaculated exclaimed observed continued returned added adds screamed screams",
    )
    for verb in line.split()
)


def words(text: str) -> list[str]:
    """The words of a text; what a hyphen or an apostrophe holds together is one."""
    return _WORD.findall(text)


def curly(text: str) -> str:
    """A text with straight quotation marks opened and closed in turn, anew in every paragraph."""
    return re.sub(r'"([^"]*)("|\Z)', r"“\1”", text)


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, cut behind every full stop, question or exclamation mark.

    Not cut is where the next word is small, behind a shortened title ("Mrs."), and where a quotation that
    ends in a mark is followed by who says it (“Go!” Boyd shouted).
    """
    found, start = [], 0
    for stop in _STOP.finditer(paragraph):
        if _ends(paragraph[start : stop.end()], paragraph[stop.end() :].lstrip()):
            found.append(paragraph[start : stop.end()].strip())
            start = stop.end()
    rest = paragraph[start:].strip()
    return [*found, rest] if words(rest) else found


def _ends(before: str, after: str) -> bool:
    if _SHORTENED.search(before) or after[:1].islower():
        return False
    asked = before.rstrip('”"’)').endswith(("!", "?")) and before.endswith(("”", '"'))
    return not (asked and SAYING & set(words(after)[:4]))


def spoken(paragraph: str) -> int:
    """How many words stand between quotation marks."""
    return sum(len(words(said)) for said in re.findall(r"“([^”]*)(?:”|\Z)", paragraph))


_PRONOUN = re.compile(
    r"\b(?:I|me|my|mine|you|yours?|he|him|his|she|hers?|it|its|we|us|ours?|they|them|theirs?"
    r"|(?:my|your|him|her|it|our|them)sel(?:f|ves)|someone|somebody)\b",
    re.IGNORECASE,
)


def template(sentence: str, names: re.Pattern[str] | None) -> str:
    """A sentence without whom it is about: names and pronouns masked, and which of them are possessive."""
    masked = sentence if names is None else names.sub("◦", sentence)
    masked = re.sub(r"◦['’]s?(?!\w)", "◦", _PRONOUN.sub("◦", masked))
    return re.sub(r"[“”\"]", "", masked).casefold()


def masking(names: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern that finds these names, the longer first, whether or not they stand at the beginning."""
    if not names:
        return None
    longest = sorted({name for name in names if name}, key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"\b{re.escape(name)}\b" for name in longest), re.IGNORECASE)


def clauses(sentence: str) -> Iterator[str]:
    """A sentence cut where another main clause is joined to it: at semicolons, and at a comma with "and"."""
    return (part for part in re.split(r";\s+|,\s+and\s+", sentence) if part)


def recurring(templates: Sequence[str], within: int = 30) -> int:
    """How many of these stood among as many as `within` before them."""
    last: dict[str, int] = {}
    again = 0
    for place, each in enumerate(templates):
        again += each in last and place - last[each] <= within
        last[each] = place
    return again


def shared(nights: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Of all templates of some nights, how many stand in another of them too; and how many there are."""
    where: dict[str, set[int]] = {}
    for number, night in enumerate(nights):
        for each in night:
            where.setdefault(each, set()).add(number)
    return sum(len(where[each]) > 1 for night in nights for each in night), sum(map(len, nights))
