"""What a narrator sets in, in words of its own: who somebody is beside a name, an exchange with its course,
what befell many alike, an error."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from twicetold.engine.meaning.record import Does, Error, Line, Part, Who, Word
from twicetold.lang.figures import spelled
from twicetold.tell.clauses import Joined, capitalised, realise
from twicetold.tell.episodes import collective
from twicetold.tell.joining import Clause
from twicetold.tell.lexicon import PREPOSITIONS
from twicetold.tell.naming import Discourse, Referent
from twicetold.tell.narrators import Narrator
from twicetold.tell.plan import Node
from twicetold.tell.recall import recallable
from twicetold.tell.shapes import begins_with, subject
from twicetold.tell.syntax import read
from twicetold.tell.verbs import Tense

LONGEST_BESIDE = 16
"""So many words at most are set beside a name."""


BRIEFLY = 7
"""A description of so many words at most is said beside the name, where the first deed is told; a longer one
before."""


def apposition(line: Line, entity: int, cast: Mapping[int, Referent], tense: Tense) -> str:
    """A description as it stands beside a name: of "Derek was the last of his house" it is "the last of his
    house"; of other verbs "who led a pack". Empty, if it is more than one clause."""
    reading, _ = read(line.parts)
    if not reading.is_plain or len(reading.verbs) > 1 or reading.length > LONGEST_BESIDE:
        return ""
    text, _ = realise(line, cast, Discourse(), tense)
    rest = text.removeprefix(capitalised(cast[entity].name)).removesuffix(".").strip()
    if rest == text.removesuffix("."):
        return ""
    for verb in ("was ", "were ", "is ", "are "):
        said = rest.removeprefix(verb)
        one_word = " " not in said  # "Ann, fresh, greeted" says it badly
        if said != rest and not said.startswith("not ") and not one_word:
            return said
    return f"who {rest}"


def several(
    node: Node,
    line: Line,
    tense: Tense,
    narrator: Narrator,
    draw: int,
    said: set[str],
    named: Collection[int],
) -> Clause:
    """A clause for several events: an exchange, with its course and how it ended; or what befell many alike,
    of whom some are `named`. What courses have been `said` is no more; one of them counts the blows."""
    if node.form == "group":
        people = list(dict.fromkeys(event.roles[0] for event in node.events))
        of = _of_several(collective(node.event) or line, people, named)
        return Clause(of, tense, "told", (node,), closed=True)
    end = node.events[-1]
    last = None if end.outcome == node.event.outcome else recallable(end)
    if not read(line.parts)[0].is_clause:
        return Clause(line, tense, "told", (node,), node.often, closed=True)
    mine = sum(event.roles[:1] == node.event.roles[:1] for event in node.events)
    often, theirs = spelled(str(node.often)), spelled(str(node.often - mine))
    counts = not any("{" in text for text in said)
    says = [
        text
        for text in (narrator.goes_on if mine < node.often else narrator.keeps_on)
        if ("{" in text) is counts and text not in said
    ]
    if not says:
        return Clause(line, tense, "told", (node,), closed=True)
    chosen = says[draw % len(says)]
    said.add(chosen)
    text = chosen.format(times=often, many=often, mine=spelled(str(mine)), theirs=theirs)
    if last is None:
        text = _UNTIL.sub("", text)
    bound = subject(read(line.parts)) == node.event.roles[0]
    course = Line("plain", None, tuple(parts_of(text, node.event.roles[0])))
    joined = (
        [Joined("; ", course, bound=bound)]
        if last is None
        else [Joined("; ", course, bound=bound), Joined(" ", last)]
    )
    return Clause(line, tense, "told", (node,), joined=tuple(joined), closed=True)


_UNTIL = re.compile(r"[,;]? (?:until|before|then)\Z")
"""What leads on to the last of an exchange, where that is no other than the first."""


COPULAS: Final = frozenset(("be", "become", "remain", "seem"))
"""Verbs behind which it stands what somebody is."""

ARTICLES: Final = frozenset(("a", "an", "the"))


def told_together(lines: Sequence[Line]) -> list[Line]:
    """Lines that begin with one person each, but one of all those of whom the same is said."""
    alike: dict[tuple[Part, ...], list[Line]] = {}
    for line in lines:
        alike.setdefault(but_for_whom(line), []).append(line)
    return [_of_all(same) for same in alike.values()]


def but_for_whom(line: Line) -> tuple[Part, ...]:
    """What a line says of whom it begins with; all of it, if it names them again or says which they are."""
    whom, others = begins_with(line), line.parts[1:]
    again = any(isinstance(part, Who) and part.entity == whom for part in others)
    return line.parts if whom is None or again or _is_of_one(others) else others


def _is_of_one(parts: Sequence[Part]) -> bool:
    """Whether somebody is said to be something with an article: "be a guest" cannot be said of two."""
    return any(
        isinstance(verb, Does)
        and verb.lemma in COPULAS
        and isinstance(what, Word)
        and _has_article(what.text)
        for verb, what in pairwise(parts)
    )


def _has_article(text: str) -> bool:
    """Whether a complement begins with an article, perhaps behind an adverb: "a guest", "always a guest"."""
    first, second, *_ = (*text.split(), "", "")
    return first in ARTICLES or (second in ARTICLES and first not in PREPOSITIONS)


def _of_all(lines: Sequence[Line]) -> Line:
    people = [who for line in lines if (who := begins_with(line)) is not None]
    return _of_several(lines[0], people, people) if len(lines) > 1 else lines[0]


def _of_several(line: Line, people: Sequence[int], named: Collection[int]) -> Line:
    """A line of one person said of several: of those who are named by name, and of how many others."""
    first = next(i for i, part in enumerate(line.parts) if isinstance(part, Who))
    known: list[Word | Who] = [Who(who, "plain") for who in people if who in named]
    others = len(people) - len(known)
    if others:
        known.append(Word(f"{spelled(str(others))} others" if others > 1 else "one other"))
    row = [part for each in known for part in (Word(", "), each)][1:]
    if len(known) > 1:
        row[-2] = Word(" and ")
    return replace(line, parts=(*line.parts[:first], *row, *line.parts[first + 1 :]))


def with_error(text: str, who: int, error: Error) -> Line:
    """A narrator's sentence of an error: `{error}` is what was believed."""
    before, _, after = text.partition("{error}")
    return Line("plain", None, (*parts_of(before, who), *error.words, *parts_of(after, who)))


def parts_of(text: str, who: int) -> Iterator[Word | Who | Does]:
    """The parts of a narrator's text, in which `[p]` is somebody, and any other word in brackets a verb."""
    for i, piece in enumerate(re.split(r"\[([^\]]+)\]", text)):
        if i % 2 == 0:
            if piece:
                yield Word(piece)
        elif piece in ("p", "p's"):
            yield Who(who, "possessive" if piece == "p's" else "plain")
        else:
            yield Does(piece.removeprefix("not "), piece.startswith("not "))
