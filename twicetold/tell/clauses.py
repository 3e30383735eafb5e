"""From a line to a sentence: names chosen, verbs made to agree, the typography put right."""

from __future__ import annotations

import re
from collections.abc import Mapping

from twicetold.engine.record import Line
from twicetold.tell.naming import Discourse, Referent, mention
from twicetold.tell.syntax import Named, Slot, Verb, read
from twicetold.tell.tokens import Text
from twicetold.tell.verbs import Agreement, Tense, verb_group

_UNTIDY = re.compile(r"\s{2}|[^\S ]| [,.;:!?…)\]]|[(\[] |[,;:.!?][,.;:]")
_SPACES = re.compile(r"\s+")
_SPACE_INSIDE = re.compile(r" (?=[,.;:!?…)\]])|(?<=[(\[]) ")
_OVERRULED = re.compile(r"[,;:]+(?=[,.;:!?…])|(?<![.!?])\.(?=[,;:!?…]|\.(?!\.))|(?<=[!?])[.,;:]+")
_ENDED = re.compile(r"[.!?…—][\"'”’)\]]*\Z")


def realise(
    line: Line, cast: Mapping[int, Referent], discourse: Discourse, tense: Tense = "past"
) -> tuple[str, Discourse]:
    """The sentence, or the sentences, that a line makes, and the discourse after it.

    An entity that is not in `cast` is "someone". A line that says nothing gives an empty string.
    """
    agreements: dict[int, Agreement] = {}
    words: list[str] = []
    slots = read(line.parts)
    # A verb may agree with a mention that comes after it, so verbs wait until all is named.
    for i, slot in enumerate(slots):
        if isinstance(slot, Named):
            referent = cast.get(slot.entity) or Referent(slot.entity, "someone", "")
            (word, agreements[i]), discourse = mention(referent, slot.case, discourse, slot.manner)
            words.append(word)
        elif isinstance(slot, Text):
            words.append(slot.text)
            if slot.stops:
                discourse = discourse.sentence_ended()
        else:
            words.append("")
    for i, slot in enumerate(slots):
        if isinstance(slot, Verb):
            words[i] = _verb(slot, agreements, tense)
        if i and not isinstance(slot, Text) and _opens(slots[i - 1]):
            words[i] = capitalised(words[i])
    return tidy("".join(words)), discourse.sentence_ended()


def _opens(slot: Slot) -> bool:
    return isinstance(slot, Text) and slot.opens


def _verb(verb: Verb, agreements: Mapping[int, Agreement], tense: Tense) -> str:
    if verb.subject is None:
        return f"not {verb.lemma}" if verb.negated else verb.lemma
    agreement = agreements[verb.subject] if isinstance(verb.subject, int) else verb.subject
    return verb_group(verb.lemma, "present" if verb.spoken else tense, agreement, negated=verb.negated)


def capitalised(text: str) -> str:
    """The text with a capital first letter behind any quotes; one that begins with a figure is left alone."""
    start = next((i for i, c in enumerate(text) if c.isalnum()), len(text))
    return text[:start] + text[start : start + 1].title() + text[start + 1 :]


def tidy(text: str) -> str:
    """The text as a finished sentence: no space or mark twice, a capital first, a full stop last."""
    if _UNTIDY.search(text):
        text = _SPACE_INSIDE.sub("", _SPACES.sub(" ", text))
        text = _OVERRULED.sub("", text)
    text = text.strip().lstrip(" ,;:")
    if not any(c.isalnum() for c in text):
        return ""
    text = capitalised(text)
    return text if _ENDED.search(text) else text.rstrip(" ,;:-") + "."
