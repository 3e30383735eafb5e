"""Surface realisation: from a line to a sentence; names chosen, verbs made to agree, typography put right."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from twicetold.engine.meaning.record import Line, Who
from twicetold.tell.dependence import Clause
from twicetold.tell.inflection import plain
from twicetold.tell.joint import Row, meant, ordered
from twicetold.tell.naming import NOBODY, SPEAKERS, Discourse, Referent, mention
from twicetold.tell.nouns import mended, split_article
from twicetold.tell.syntax import Named, Reading, Slot, Verb, done, going_on, read
from twicetold.tell.tokens import Text
from twicetold.tell.verbs import (
    SINGULAR,
    Agreement,
    Tense,
    past_participle,
    question,
    shared_group,
    verb_group,
)

_UNTIDY = re.compile(r"\s{2}|[^\S ]| [,.;:!?…)\]]|[(\[] |[,;:.!?][,.;:]")
_SPACES = re.compile(r"\s+")
_SPACE_INSIDE = re.compile(r" (?=[,.;:!?…)\]])|(?<=[(\[]) ")
_OVERRULED = re.compile(r"[,;:]+(?=[,.;:!?…])|(?<![.!?])\.(?=[,;:!?…]|\.(?!\.))|(?<=[!?])[.,;:]+")
_STOPS = (".", "!", "?")
NOTHING_BESIDE: Mapping[int, str] = {}
_ENDED = re.compile(r"[.!?…—][\"'”’)\]]*\Z")

# The tense of clauses that depend on one in these: "had known that he was there", "will run when it falls".
_SHIFTED: Mapping[tuple[Tense, Clause], Tense] = {
    ("pluperfect", "content"): "past",
    ("future", "content"): "present",
    ("future", "adjunct"): "present",
    ("conditional", "content"): "past",
    ("conditional", "adjunct"): "past",
    ("pluperfect", "limit"): "past",
    ("future", "limit"): "present",
    ("conditional", "limit"): "past",
}


class Joined(NamedTuple):
    """A line that shares the sentence of another, behind a `link`; in its own `tense`, or in the sentence's.
    A plain one that `goes_on` has the subject of that other, and does not say it again; one that is `of_last`
    has as its subject whom the line before it names last ("who"); of one that is `bound` the subject is that
    of the line before it, and a pronoun says so.
    """

    link: str
    line: Line
    goes_on: bool = False
    tense: Tense | None = None
    of_last: bool = False
    bound: bool = False


def realise(
    line: Line,
    cast: Mapping[int, Referent],
    discourse: Discourse,
    tense: Tense = "past",
    joined: Sequence[Joined] = (),
    spoken: Mapping[int, Referent] | None = None,
    lead: str = "",
    beside: Mapping[int, str] = NOTHING_BESIDE,
    *,
    having: bool = False,
    heads: Sequence[tuple[Reading, tuple[int, ...]]] = (),
) -> tuple[str, Discourse]:
    """The sentence, or the sentences, that a line makes behind a `lead`, with what is `joined` to it; and the
    discourse after it.

    An entity that is not in `cast` is "someone"; between quotation marks those in `spoken` are called as they
    are there. What stands `beside` somebody, by entity, is set behind the first mention by name. Behind
    "having" a line says what its subject, which what is joined names, has done. `heads` are the lines as they
    are read, if that has been done. A line that says nothing gives an empty string.
    """
    casts = cast, spoken or cast
    reading, entities = _head(line, heads, 0)
    agreements: dict[int, Agreement] = {0: SINGULAR} if having else {}
    reading = done(reading) if having else reading
    of_last = [more.of_last for more in joined] if joined else []
    words, discourse = _worded(
        reading, entities, casts, discourse, tense, agreements, beside, names_last=of_last[:1] == [True]
    )
    acting = NOBODY
    for n, more in enumerate(joined, 1):
        if reading.texts[-1]:
            words[-1] = words[-1].rstrip().removesuffix(".")
        acting = _subject_before(reading.slots, entities, len(reading.slots), acting)
        first, (reading, entities) = reading, _head(more.line, heads, n)
        if more.goes_on:
            last = _last_mention(first) if more.of_last else first.mentions[0] if first.mentions else 0
            agreement = agreements.get(last, SINGULAR)
            reading = going_on(None if more.of_last else first, reading)
            agreements = {0: agreement}
        else:
            agreements = {}
        told, discourse = _worded(
            reading,
            entities,
            casts,
            discourse,
            more.tense or tense,
            agreements,
            beside,
            bound=more.bound,
            names_last=of_last[n : n + 1] == [True],
            acting=acting,
        )
        words += [more.link, *told]
    return tidy(lead + "".join(words)), discourse.sentence_ended()


def _head(
    line: Line, heads: Sequence[tuple[Reading, tuple[int, ...]]], place: int
) -> tuple[Reading, tuple[int, ...]]:
    """A line as it is read, if that has been done; one with a word first may have lost its capital since."""
    return heads[place] if place < len(heads) and type(line.parts[0]) is Who else read(line.parts)


def _last_mention(reading: Reading) -> int:
    """The place of whom a line names last."""
    return next(i for i in reversed(reading.mentions) if type(reading.slots[i]) is Named)


def _worded(
    reading: Reading,
    entities: Sequence[int],
    casts: tuple[Mapping[int, Referent], Mapping[int, Referent]],
    discourse: Discourse,
    tense: Tense,
    agreements: dict[int, Agreement],
    beside: Mapping[int, str],
    *,
    bound: bool = False,
    names_last: bool = False,
    acting: int = NOBODY,
) -> tuple[list[str], Discourse]:
    """The words of every slot of a line, and the discourse after it; what verbs agree with is added to
    `agreements`, by slot. Whom it mentions last is named, if `who` comes behind. Where it has no verb of its
    own it goes on from what somebody is `acting`.
    """
    aside: list[tuple[int, str]] = []
    at_last = _last_mention(reading) if names_last else -1
    slots = reading.slots
    words = list(reading.texts)
    owners = [slot for row in reading.rows if row.own for slot in row.slots]
    bound_at = reading.mentions[0] if bound and reading.mentions else -1
    for i in reading.mentions:
        named = slots[i]
        if type(named) is not Named:
            discourse = discourse.sentence_ended()
            continue
        who, case, manner, voice = named
        entity = entities[who]
        referent = casts[voice is not None].get(entity) or Referent(entity, "someone", "")
        if voice is not None:
            referent = _as_spoken_of(referent, named)
        elif i == at_last:
            referent = referent._replace(named=True)
        if i in owners and referent.pronoun in SPEAKERS:  # Vera's and my house
            case = "possessive"
        fresh = entity in beside and voice is None and entity not in discourse.named
        if fresh and case in ("subject", "object"):
            aside.append((i, beside[entity]))
        subject = _subject_before(slots, entities, i, acting) if case == "object" else NOBODY
        (words[i], agreements[i]), discourse = mention(
            referent, case, discourse, "bound" if i == bound_at else manner, subject
        )
    for i, text in aside:
        words[i] += f", {text},"
    for row in reading.rows:
        _put_in_order(row, words, agreements)
    for i, back in reading.backs:
        words[i] = meant(words[i], back, agreements)
    # A verb may agree with a mention that comes after it, so verbs wait until all is named.
    for i in reading.verbs:
        _put_verb(slots, i, words, agreements, tense)
    for i in reading.articles:
        words[i] = mended(words[i], "".join(words[i + 1 : i + 3]))
    for i in reading.capitalised:
        words[i] = capitalised(words[i])
    return words, discourse


def _subject_before(slots: Sequence[Slot], entities: Sequence[int], i: int, acting: int) -> int:
    """Who does what is said last before a slot: the subject of the verb that agrees with somebody; who is
    `acting` where there is none."""
    for slot in reversed(slots[:i]):
        if isinstance(slot, Verb) and slot.subject is not None:
            at = slots[slot.subject] if isinstance(slot.subject, int) else None
            return entities[at.who] if isinstance(at, Named) and at.case in ("subject", "object") else NOBODY
    return acting


def _put_in_order(row: Row, words: list[str], agreements: dict[int, Agreement]) -> None:
    """Name those who are named together in their order."""
    told = [(words[slot], agreements[slot]) for slot in ordered(row, agreements)]
    for slot, (text, agreement) in zip(row.slots, told, strict=True):
        words[slot], agreements[slot] = text, agreement


def _as_spoken_of(referent: Referent, named: Named) -> Referent:
    """An entity as somebody speaks of it: oneself is I, who listens is you, all others have their names; who
    is called by name, without an article.
    """
    match named.voice:
        case "speaker":
            return referent._replace(pronoun="I")
        case "hearer":
            return referent._replace(pronoun="you")
        case "addressed" if referent.pronoun != "it":
            return referent._replace(name=split_article(referent.name)[1], named=True)
    return referent._replace(named=True)


def _put_verb(
    slots: Sequence[Slot],
    i: int,
    words: list[str],
    agreements: Mapping[int, Agreement],
    tense: Tense,
) -> None:
    """Put the verb of slot `i` among the words, before or behind its subject."""
    verb = slots[i]
    assert isinstance(verb, Verb)
    agreement = agreements[verb.subject] if isinstance(verb.subject, int) else verb.subject
    if verb.order == "straight":
        words[i] = _said(verb, tense, agreement)
        return
    if verb.order == "question" and _has_one_subject(slots, i):
        words[i], rest = _asked(verb, tense, agreement or SINGULAR)
        words[i + 2] += f" {rest}" if rest else ""
        return
    words[i] = _said(verb, tense, agreement)
    if verb.order in ("quoting", "locative") and _has_one_subject(slots, i) and _goes_behind(verb, words, i):
        words[i], words[i + 2] = words[i + 2], words[i]


@lru_cache(maxsize=16384)
def _said(verb: Verb, tense: Tense, agreement: Agreement | None) -> str:
    """The words of a verb in a telling in this tense; plain if it agrees with nothing."""
    if agreement is None:
        return f"not {plain(verb.lemma)}" if verb.negated else plain(verb.lemma)
    if verb.participle:
        return ("not " if verb.negated else "") + past_participle(verb.lemma)
    if verb.order == "command":
        return f"do not {plain(verb.lemma)}" if verb.negated else plain(verb.lemma)
    own = _own_tense(verb, tense)
    shared = shared_group(verb.lemma, own, negated=verb.negated) if verb.shares else ""
    return shared or verb_group(
        verb.lemma, own, agreement, negated=verb.negated, helps=verb.helps, before=verb.before
    )


@lru_cache(maxsize=4096)
def _asked(verb: Verb, tense: Tense, agreement: Agreement) -> tuple[str, str]:
    """The words of a verb on either side of its subject, as a question has them."""
    return question(verb.lemma, _own_tense(verb, tense), agreement, negated=verb.negated, helps=verb.helps)


def _own_tense(verb: Verb, tense: Tense) -> Tense:
    return "present" if verb.spoken else _SHIFTED.get((tense, verb.clause), tense)


def _has_one_subject(slots: Sequence[Slot], i: int) -> bool:
    """Whether a mention that is the subject, and it alone, follows a verb directly."""
    match slots[i + 1 : i + 4]:
        case [Text(" "), Named(case=case), Text(text), *_]:
            return case != "possessive" and not text.startswith(" and ")
        case [Text(" "), Named()]:
            return True
        case _:
            return False


def _goes_behind(verb: Verb, words: Sequence[str], i: int) -> bool:
    """Whether a verb cannot stand before its subject: "came he", "had said Abel", "did not stand Abel"."""
    long = verb.negated or (verb.order == "quoting" and " " in words[i])
    return long or words[i + 2] in _SUBJECTS


_SUBJECTS = frozenset(("he", "she", "it", "they", *SPEAKERS))


def capitalised(text: str) -> str:
    """The text with a capital first letter behind any quotes; one that begins with a figure is left alone."""
    if text[:1].isalpha():
        return text[0].title() + text[1:] if text[0].islower() else text
    start = next((i for i, c in enumerate(text) if c.isalnum()), len(text))
    return text[:start] + text[start : start + 1].title() + text[start + 1 :]


def tidy(text: str) -> str:
    """The text as a finished sentence: no space or mark twice, a capital first, a full stop last."""
    if _UNTIDY.search(text):
        text = _SPACE_INSIDE.sub("", _SPACES.sub(" ", text))
        text = _OVERRULED.sub("", text)
    text = text.strip().lstrip(" ,;:")
    if not (text[:1].isalnum() or any(c.isalnum() for c in text)):
        return ""
    text = capitalised(text)
    return text if text.endswith(_STOPS) or _ENDED.search(text) else text.rstrip(" ,;:-") + "."
