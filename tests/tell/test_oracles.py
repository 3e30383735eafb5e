"""Every verb of the bundled worlds against two others who know English; if we differ, there is a reason."""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import get_args

import pytest

from tests.sampled import sampled, slow, thorough
from tests.tell.oracles import conjugated, heads, inflected
from twicetold.tell.verbs import (
    Agreement,
    Tense,
    gerund,
    past,
    past_participle,
    third_singular,
    verb_group,
)

MODAL = "a modal, and it is replaced where none can stand: will be able to, had been able to"

UNLIKE_PYREALB = {
    "can": MODAL,
    "may": MODAL,
    "will": "the modal of the worlds; pyrealb conjugates what is done by a testament",
    "do": "it is negated like any verb: did not do; pyrealb takes it for the auxiliary alone",
    "have": "pyrealb negates its perfect twice: did not have had",
    "smell": "pyrealb's present has its s in every person",
    "spell": "pyrealb's present has its s in every person",
    "get": "British got; pyrealb has American gotten",
    "hang": "who hangs by a hand hung; hanged is said of the gallows",
    "lie": "who lies on the ground lay there; pyrealb has the one who tells lies",
    "kneel": "knelt is the more common of two; pyrealb has kneeled",
    "leap": "leapt is the more common of two in British English; pyrealb has leaped",
    "light": "lit is the more common of two; pyrealb has lighted",
    "knit": "knitted is the more common of two in British English; pyrealb has knit",
}
"""Where the group of a verb is not pyrealb's, and why."""

UNLIKE_LEMMINFLECT = {
    "fit": "British fitted; the dictionary has the American fit",
    "get": "British got; the dictionary has gotten only",
    "heave": "hove is said of ships",
    "knit": "knitted is the more common of two in British English",
    "lean": "leaned is its own past in the dictionary; leant is its participle there",
    "lie": "the dictionary mixes lay, of who lies down, with lied, of who tells lies",
    "light": "lit is the more common of two, and the past in the dictionary; lighted is its participle there",
    "smell": "smelled is its own past in the dictionary; smelt is its participle there",
    "spell": "spelled is its own past in the dictionary; spelt is its participle there",
}
"""Where a form of a verb is not the dictionary's, and why."""

UNKNOWN = {"pyrealb": {"text", "untie"}, "lemminflect": {"can", "dare", "may", "text", "will"}}
"""Verbs of which the others lack some form that we are asked for. (Of modals pyrealb lacks some, too.)"""

FORMS = {"VBD": past, "VBN": past_participle, "VBG": gerund, "VBZ": third_singular}

verbs = cache(heads)

PERSONS = [Agreement(person, plural) for person, plural in product((1, 2, 3), (False, True))]

UNLIKE_ONE_ANOTHER = [Agreement(1, False), Agreement(3, False), Agreement(3, True)]
"""I am, it is, they are: no verb of English has more forms. All six persons take every tenth verb."""


@cache
def compared(tense: Tense) -> tuple[int, set[str], set[str]]:
    """How many groups were compared in a tense; the verbs whose groups differ; those unknown to pyrealb."""
    count, unlike, unknown = 0, set(), set()
    each = [
        (verb, agreement)
        for number, verb in enumerate(verbs())
        for agreement in (UNLIKE_ONE_ANOTHER if number % 10 else PERSONS)
    ]
    for (verb, agreement), negated, passive in product(each, (False, True), (False, True)):
        theirs = conjugated(verb, tense, agreement, negated=negated, passive=passive)
        if not theirs:
            unknown.add(verb)
            continue
        count += 1
        if theirs != verb_group(verb, tense, agreement, negated=negated, passive=passive):
            unlike.add(verb)
    return count, unlike, unknown


@pytest.mark.xdist_group("pyrealb")
@pytest.mark.parametrize("tense", sampled(get_args(Tense), 1))
@slow
def test_a_verb_group_is_as_pyrealb_conjugates_it(tense: Tense) -> None:
    count, unlike, unknown = compared(tense)
    assert count > 3500
    assert unlike <= UNLIKE_PYREALB.keys()
    assert unknown <= UNKNOWN["pyrealb"] | {"can", "may"}


@thorough
@pytest.mark.xdist_group("pyrealb")
def test_nothing_is_excused_that_is_as_pyrealb_has_it() -> None:
    assert set().union(*(compared(tense)[1] for tense in get_args(Tense))) == UNLIKE_PYREALB.keys()


@slow
def test_a_form_is_as_lemminflect_has_it() -> None:
    unlike, unknown = set(), set()
    for verb, (tag, form) in product(verbs(), FORMS.items()):
        theirs = inflected(verb, tag)
        if not theirs:
            unknown.add(verb)
        elif form(verb) not in theirs:
            unlike.add(verb)
    assert unlike == UNLIKE_LEMMINFLECT.keys()
    assert unknown == UNKNOWN["lemminflect"]
