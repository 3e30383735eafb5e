"""Verbs in the brackets of a text: in their plain form, as the telling inflects them itself.

What is certain without a dictionary is told by two short lists; only a word that may be inflected, or may be
none, is looked up.
"""

from __future__ import annotations

import re
from typing import Final

from twicetold.lang import model
from twicetold.lang.check.scope import Scope
from twicetold.lang.codes import Help
from twicetold.lang.source import Span


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_INFLECTED: Final = _words("""
    am are is was were been being has had does did done goes went gone arisen arose ate awoke awoken
    beaten became been befallen befell began begot begotten begun beheld bent bereft besought bespoke
    bespoken bitten bled blew blown born borne bought broke broken brought built burnt came caught chose
    chosen clung crept dealt dove drank drawn dreamt drew driven drove drunk dug dwelt eaten fallen fed
    flew flown flung forbade forbidden foresaw foretold forgave forgiven forgot forgotten forsaken forsook
    fought froze frozen gave given got gotten grew grown heard held hewn hid hidden hung kept knelt knew
    known laid lain leant leapt learnt led left lent lit lost made meant met mistaken mistook
    misunderstood mown outdid outdone outgrew outgrown overcame overdid overheard overslept overtaken
    overthrew overthrown overtook paid proven ran rang rebuilt redid redone rewritten rewrote ridden risen
    rode rose rung said sang sank sat sawn seen sent sewn shaken shod shone shook shorn shot shown shrank
    shrunk slain slept slew slid slung slunk smitten smote sold sought sown sped spelt spent spilt spoilt
    spoke spoken sprang sprung spun stank stole stolen stood strewn stricken striven strode strove struck
    strung stuck stung stunk sung sunk swam swept swollen swore sworn swum swung taken taught thought
    threw thrown told took tore torn trod trodden understood undertook underwent undid undone unwound
    upheld went wept withdrew withdrawn withheld withstood woke woken won wore worn wove woven written
    wrote wrung
""")
"""Irregular forms that are the plain form of no verb."""

_TAKEN_FOR_OTHERS: Final = {"fell": "fall", "felt": "feel", "found": "find", "saw": "see"}
"""Plain forms of rare verbs that are far oftener the past of others."""

_PLAIN: Final = _words("""
    alias bed bias bleed bobsled breed bring bus callus canvas census chorus cling exceed feed fling focus
    gas hamstring heed inbreed king need ping proceed ring seed shed shred sing sled sling speed spring
    sting string succeed swing ting wed weed wing wring zing
""")
"""Plain forms that end as inflected ones do."""

_ENDING: Final = re.compile(r"ed$|ing$|[^s]s$")

_DETERMINED: Final = re.compile(r"\b(the|an?|my|your|its|their|our)\s+$", re.IGNORECASE)
"""What comes before a noun."""


def check(phrase: str, negated: bool, before: str, after: str, span: Span, scope: Scope) -> bool:
    """Whether a verb stands as it should, between what is written before its brackets and after them; what is
    wrong is told."""
    problems = scope.problems
    head, _, rest = phrase.partition(" ")
    if head == "not" or rest.partition(" ")[0] == "not":
        following = re.match(r" +([^\W\d_]+)", after) if phrase == "not" else None
        verb = following[1] if following else " ".join(word for word in phrase.split() if word != "not")
        problems.tell("T0413.not", span, verb=verb or "see")
        return False
    if lemma := _plain_of(head):
        mend = " ".join([*(["not"] if negated else []), lemma, rest]).rstrip()
        problems.tell("T0531.form", span, head=head, mend=mend)
        return False
    if meant := _TAKEN_FOR_OTHERS.get(head):
        problems.tell("T0531.verb", span, head=head, meant=meant)
    if article := _DETERMINED.search(before):
        problems.tell("T0532.article", span, phrase=phrase, article=article[1])
    return True


def check_after(part: model.Part, inside: str, after: str, span: Span, scope: Scope) -> bool:
    """Whether what stands directly behind brackets may: no letters behind a verb or an entity, to which they
    would be joined; behind a number or an option they are meant."""
    match part:
        case model.Verb():
            ending = re.match(r"\w+", after)
            help = Help("T0413.behind_verb") if ending else None
        case model.Mention(expr) if isinstance(expr.type, model.Ref):
            ending = re.match(r"['’]s\b|\w+", after)
            help = Help("T0413.behind_name", inside=inside) if ending else None
        case _:
            return True
    if ending is not None:
        scope.problems.tell("T0413.behind", span, help, ending=ending[0])
    return ending is None


def is_known(verb: str) -> bool:
    """Whether the dictionary has a word as the plain form of a verb."""
    return verb in _lemmas(verb)


def _plain_of(word: str) -> str | None:
    """The plain form of a word that is an inflected form and nothing else; None of any other."""
    if word not in _INFLECTED and (word in _PLAIN or not _ENDING.search(word)):
        return None
    lemmas = _lemmas(word)
    return lemmas[0] if lemmas and word not in lemmas else None


def _lemmas(word: str) -> tuple[str, ...]:
    """The plain forms of the verbs that a word is a form of."""
    from lemminflect import getAllLemmas  # here, because loading it takes as long as many short commands

    lemmas = getAllLemmas(word)
    return tuple(lemma for sort in ("VERB", "AUX") for lemma in lemmas.get(sort, ()))
