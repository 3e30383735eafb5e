"""English verbs as others know them: pyrealb conjugates a clause, lemminflect inflects a word.

pyrealb (G. Lapalme, "pyrealb: a bilingual text realizer in Python", 2024) is a realiser of its own, with its
own lexicon; it is asked for a whole clause, of which the words between subject and object are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from lemminflect import getInflection
from pyrealb import NP, VP, D, N, Pro, S, V, loadEn

from twicetold.lang import load, model
from twicetold.tell.verbs import PLURAL, Agreement, Tense

WORLDS = ("brawl", "hale_yard", "milk", "town")
"""The bundled worlds that can be told; the others are parts of these."""

_TENSES: Mapping[Tense, tuple[str, bool]] = {
    "present": ("p", False),
    "perfect": ("p", True),
    "past": ("ps", False),
    "pluperfect": ("ps", True),
    "future": ("f", False),
    "conditional": ("c", False),
}
"""Each of our tenses as pyrealb has it: its tense, and whether it is in the perfect."""


def heads() -> list[str]:
    """The first words of all verbs that the bundled worlds have in what they tell."""
    lemmas = {lemma for name in WORLDS for lemma in _lemmas(load(name))}
    return sorted({lemma.split()[0] for lemma in lemmas if lemma})


def _lemmas(root: object) -> Iterator[str]:
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, model.Verb):
            yield node.lemma
        elif isinstance(node, tuple | list):
            waiting.extend(node)
        elif isinstance(node, Mapping):
            waiting.extend(node.values())
        elif is_dataclass(node):
            waiting.extend(getattr(node, each.name) for each in fields(node))


def conjugated(verb: str, tense: Tense, agreement: Agreement, *, negated: bool, passive: bool) -> str:
    """What pyrealb makes of a verb between a subject and an object; empty for a form that it lacks."""
    loadEn()
    own, perfect = _TENSES[tense]
    subject = _somebody(agreement, passive=passive)
    doer, done = (_HE, subject) if passive else (subject, _IT)
    manner = {"neg": negated, "perf": perfect, "pas": passive}
    said = S(doer.clone(), VP(V(verb).t(own), done.clone())).typ(manner).realize()
    words = said.strip().rstrip(".").removeprefix("The ").split()
    return "" if "[[" in said else " ".join(words[1:-2] if passive else words[1:-1])


_HE, _IT = Pro("I").pe(3).g("m"), Pro("I").pe(3).g("n")


def _somebody(agreement: Agreement, *, passive: bool) -> Pro | NP:
    """A subject. pyrealb makes one of an object in a passive, but for plural pronouns."""
    if agreement == PLURAL:
        return NP(D("the"), N("wolf")).n("p")
    number = "p" if agreement.plural else "s"
    return Pro("me" if passive and agreement.plural else "I").pe(agreement.person).n(number)


def inflected(verb: str, tag: str) -> tuple[str, ...]:
    """The forms of a verb that lemminflect's dictionary has for a Penn Treebank tag; none if it has no such
    verb."""
    return getInflection(verb, tag, inflect_oov=False)
