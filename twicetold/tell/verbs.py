"""English verbs: the forms of one verb, and the verb group that a clause needs.

The four inflected forms come from a short table of our own where the dictionary is wrong or undecided, else
from lemminflect's dictionary, else from the rules of regular verbs, so that an invented verb needs no entry
anywhere. Spelling is British where the two differ (travelled).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Tense = Literal["past", "present", "pluperfect", "future", "conditional"]
"""`conditional` is the future as seen from the past: would strike."""


class Agreement(NamedTuple):
    """What a verb agrees with: the person (1, 2 or 3) and the number of its subject."""

    person: int = 3
    plural: bool = False


SINGULAR = Agreement()
PLURAL = Agreement(plural=True)

# Past and past participle, where the dictionary has another verb's, an unusual one, or none.
_PRINCIPAL_PARTS = {
    "alight": ("alighted", "alighted"),
    "bear": ("bore", "borne"),
    "bereave": ("bereaved", "bereaved"),
    "bestride": ("bestrode", "bestridden"),
    "bias": ("biased", "biased"),
    "bid": ("bade", "bidden"),
    "bide": ("bided", "bided"),
    "bind": ("bound", "bound"),
    "broadcast": ("broadcast", "broadcast"),
    "cast": ("cast", "cast"),
    "disprove": ("disproved", "disproved"),
    "fit": ("fitted", "fitted"),
    "floodlight": ("floodlit", "floodlit"),
    "forecast": ("forecast", "forecast"),
    "forgo": ("forwent", "forgone"),
    "get": ("got", "got"),
    "gird": ("girded", "girded"),
    "heave": ("heaved", "heaved"),
    "hit": ("hit", "hit"),
    "interweave": ("interwove", "interwoven"),
    "joyride": ("joyrode", "joyridden"),
    "knit": ("knitted", "knitted"),
    "lay": ("laid", "laid"),
    "lean": ("leaned", "leaned"),
    "lie": ("lay", "lain"),
    "light": ("lit", "lit"),
    "misspell": ("misspelled", "misspelled"),
    "offset": ("offset", "offset"),
    "okay": ("okayed", "okayed"),
    "pal": ("palled", "palled"),
    "parallel": ("paralleled", "paralleled"),
    "quit": ("quit", "quit"),
    "relay": ("relayed", "relayed"),
    "respell": ("respelled", "respelled"),
    "shoe": ("shod", "shod"),
    "shut": ("shut", "shut"),
    "ski": ("skied", "skied"),
    "smell": ("smelled", "smelled"),
    "spellbind": ("spellbound", "spellbound"),
    "spit": ("spat", "spat"),
    "spoil": ("spoiled", "spoiled"),
    "stave": ("staved", "staved"),
    "swell": ("swelled", "swollen"),
    "tar": ("tarred", "tarred"),
    "tear": ("tore", "torn"),
    "unlearn": ("unlearned", "unlearned"),
    "wake": ("woke", "woken"),
    "weave": ("wove", "woven"),
    "wed": ("wed", "wed"),
    "wet": ("wet", "wet"),
}

# Present and past; a modal never changes with its subject, and "not" follows it.
_MODALS = {
    "can": ("can", "could"),
    "could": ("could", "could"),
    "may": ("may", "might"),
    "might": ("might", "might"),
    "must": ("must", "had to"),
    "ought": ("ought", "ought"),
    "shall": ("shall", "should"),
    "should": ("should", "should"),
    "will": ("will", "would"),
    "would": ("would", "would"),
}

# What says the same as a modal where none can stand: "had been able to", "will have to".
_SUBSTITUTES = {"can": "be able to", "could": "be able to", "must": "have to", "may": "be allowed to"}

_COMING = {"future": "will", "conditional": "would"}

_PREFIXES = ("counter", "inter", "under", "fore", "over", "with", "mis", "out", "un", "up", "re")
_SHORT_SYLLABLE = re.compile(r"(?:[^aeiou]*|[^aeiou]*qu)[aeiouy][^aeiouwxyh]")


def _dictionary(lemma: str, tag: str) -> str | None:
    """The dictionary's form for a Penn Treebank `tag`, spelled as the lemma is, or None if it has none."""
    from lemminflect import getInflection  # here, because loading it takes as long as many short commands

    separators = set(" -") - set(lemma)
    forms: list[str] = [
        form for form in getInflection(lemma, tag, inflect_oov=False) if separators.isdisjoint(form)
    ]
    british = [form for form in forms if lemma.endswith("l") and form.startswith(lemma + "l")]
    return next(iter(british or forms), None)


def _stem(lemma: str) -> str:
    """A regular verb as it stands before -ed and -ing: stop(p), snorkel(l), panic(k)."""
    if re.search(r"[aeiou]c\Z", lemma):
        return lemma + "k"
    doubles = _SHORT_SYLLABLE.fullmatch(lemma) or re.search(r"[^aeiou][aeiou]l\Z", lemma)
    return lemma + lemma[-1] if doubles else lemma


def _regular(lemma: str, tag: str) -> str:
    """The form of a verb that no dictionary knows."""
    ends_in_y = re.search(r"[^aeiou]y\Z", lemma)
    if tag == "VBZ":
        if ends_in_y:
            return lemma[:-1] + "ies"
        if lemma.endswith("z") and _SHORT_SYLLABLE.fullmatch(lemma):
            return lemma + "zes"
        return lemma + ("es" if re.search(r"(?:s|x|z|ch|sh|[^aeiou]o)\Z", lemma) else "s")
    if tag == "VBG":
        if lemma.endswith("ie"):
            return lemma[:-2] + "ying"
        return lemma[:-1] + "ing" if re.search(r"[^eoy]e\Z", lemma) else _stem(lemma) + "ing"
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if ends_in_y else _stem(lemma) + "ed"


@lru_cache(maxsize=8192)
def _inflect(lemma: str, tag: str) -> str:
    """The form of one verb, by table, dictionary, the verb it is built on (outfight, half-run), or rule."""
    if tag in ("VBD", "VBN") and lemma in _PRINCIPAL_PARTS:
        return _PRINCIPAL_PARTS[lemma][tag == "VBN"]
    known = _dictionary(lemma, tag)
    if known:
        return known
    first, hyphen, last = lemma.rpartition("-")
    if first and last:
        return first + hyphen + _inflect(last, tag)
    for prefix in _PREFIXES:
        base = lemma.removeprefix(prefix)
        if base != lemma and len(base) > 2 and (base in _PRINCIPAL_PARTS or _dictionary(base, tag)):
            return prefix + _inflect(base, tag)
    return _regular(lemma, tag)


def past(verb: str) -> str:
    """The simple past of a verb: struck. Of "be" that of the singular; in a phrase the first word changes."""
    return _first_word(verb, "VBD")


def past_participle(verb: str) -> str:
    """The past participle: torn."""
    return _first_word(verb, "VBN")


def gerund(verb: str) -> str:
    """The -ing form: lying."""
    return _first_word(verb, "VBG")


def third_singular(verb: str) -> str:
    """The present as it follows he, she or it: goes."""
    return _first_word(verb, "VBZ")


def _first_word(phrase: str, tag: str) -> str:
    head, space, rest = phrase.partition(" ")
    return _inflect(head, tag) + space + rest if head else phrase


def is_modal(verb: str) -> bool:
    """Whether the verb, or the phrase's first word, is one after which another stands in its plain form."""
    return verb.partition(" ")[0] in _MODALS


def _finite(head: str, tense: Tense, agreement: Agreement) -> str:
    """One verb with a subject: strikes, strike, struck; am, is, are, was, were."""
    person, plural = agreement
    plural = plural or person == 2
    if head == "be":
        if tense == "past":
            return "were" if plural else "was"
        return "are" if plural else "am" if person == 1 else "is"
    if tense == "past":
        return _inflect(head, "VBD")
    return head if plural or person == 1 else _inflect(head, "VBZ")


def _is_participle(word: str) -> bool:
    from lemminflect import getLemma

    lemmas: tuple[str, ...] = getLemma(word, "VERB", lemmatize_oov=False)
    return any(_inflect(lemma, "VBN") == word for lemma in lemmas)


def _is_perfect(head: str, after: str) -> bool:
    """Whether a verb is in the perfect as it is written: have seen."""
    return head == "have" and after != "" and _is_participle(after.split()[0])


def verb_group(
    verb: str,
    tense: Tense,
    agreement: Agreement = SINGULAR,
    *,
    negated: bool = False,
    perfect: bool = False,
    progressive: bool = False,
    passive: bool = False,
    helps: bool = False,
    before: str = "",
) -> str:
    """The whole verb of a clause: "does not strike", "had been torn at", "could not see".

    Every auxiliary decides the form of the verb after it, and the first verb of the chain agrees with the
    subject; "do" stands in where a negation finds no auxiliary (Quirk et al., A Comprehensive Grammar of
    the English Language, 1985, chapter 3). A modal takes the plain form after it and no aspect here.
    "Have" is in the perfect if it `helps` a participle that follows, or if `before`, the word that comes next
    in the sentence, is one.
    """
    head, _, rest = verb.strip().partition(" ")
    if not head:
        return "not" if negated else ""
    helper, _, after = rest.partition(" ")
    if head == "must" and helper == "have" and (helps or _is_perfect(helper, after or before)):
        return f"must{' not' * negated} {rest}"  # it is sure: nobody had to
    if tense not in ("past", "present") and head in _SUBSTITUTES:
        head, _, rest = f"{_SUBSTITUTES[head]} {rest}".rstrip().partition(" ")
    written_perfect = head == "have" and (helps or _is_perfect(head, rest or before))
    if tense == "pluperfect":
        tense, perfect = "past", perfect or not written_perfect
    if tense in _COMING and head not in _MODALS:
        words = [_COMING[tense], *(["not"] if negated else [])]
        return " ".join([*words, *_infinitive(head, perfect, progressive, passive), rest]).rstrip()
    if head in _MODALS:
        return f"{_modal(head, tense, negated)} {rest}".rstrip()
    chain = _auxiliaries(perfect, progressive, passive)
    heads = [auxiliary for auxiliary, _ in chain] + [head]
    words = [_finite(heads[0], tense, agreement)]
    words += [_inflect(following, tag) for following, (_, tag) in zip(heads[1:], chain, strict=True)]
    if negated and (chain or head == "be" or written_perfect):
        words.insert(1, "not")
    elif negated:
        words = [_finite("do", tense, agreement), "not", head]
    return " ".join([*words, rest]).rstrip()


def shared_group(verb: str, tense: Tense, *, negated: bool = False) -> str:
    """A verb that shares the auxiliary of the one before: had turned and "run", will turn and "not run".

    In a tense that has no auxiliary, and of a modal, there is none to share: an empty string.
    """
    head, space, rest = verb.strip().partition(" ")
    if head in _MODALS or not head or tense in ("past", "present"):
        return ""
    form = _inflect(head, "VBN") if tense == "pluperfect" else head
    return ("not " if negated else "") + form + space + rest


def question(
    verb: str,
    tense: Tense,
    agreement: Agreement = SINGULAR,
    *,
    negated: bool = False,
    helps: bool = False,
) -> tuple[str, str]:
    """A verb as a question has it, on either side of its subject: ("is", ""), ("did", "see"). One that `helps`
    another stands before it: ("had", "") [p] seen.
    """
    first, _, rest = verb_group(verb, tense, agreement, negated=negated, helps=helps).partition(" ")
    head = verb.strip().partition(" ")[0]
    helps = helps or head == "be" or head in _MODALS
    if tense in ("past", "present") and not negated and not helps and head:
        return _finite("do", tense, agreement), verb.strip()
    return first, rest


def _auxiliaries(perfect: bool, progressive: bool, passive: bool) -> list[tuple[str, str]]:
    """The auxiliaries in their order, each with the form that it asks of the verb after it."""
    aspects = ((perfect, "have", "VBN"), (progressive, "be", "VBG"), (passive, "be", "VBN"))
    return [(auxiliary, tag) for wanted, auxiliary, tag in aspects if wanted]


def _infinitive(head: str, perfect: bool, progressive: bool, passive: bool) -> list[str]:
    """A verb with its auxiliaries as it stands behind "will": have been torn."""
    chain = _auxiliaries(perfect, progressive, passive)
    heads = [auxiliary for auxiliary, _ in chain] + [head]
    forms = [_inflect(following, tag) for following, (_, tag) in zip(heads[1:], chain, strict=True)]
    return [heads[0], *forms]


def _modal(head: str, tense: Tense, negated: bool) -> str:
    form = _MODALS[head][tense in ("past", "conditional")]
    if not negated:
        return form
    if form == "can":
        return "cannot"
    return "must not" if head == "must" else f"{form} not"
