"""Morphology: the forms of one English verb.

They are those that an author writes (lie/lied), or come from a short table of our own where the dictionary is
wrong or undecided, else from lemminflect's dictionary, else from the rules of regular verbs, so that an
invented verb needs no entry anywhere. Spelling is British where the two differ (travelled).

A form of the dictionary counts only if it can be one of this verb: lemminflect 0.2.3 has "mimiced",
"fulfills", "paling" of "pal", "gelling" of "jell", and "babysits" of "baby-sit".
"""

from __future__ import annotations

import re
from functools import lru_cache

from twicetold.tell import dictionary
from twicetold.tell.lexicon import PREPOSITIONS, words

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
    "countersink": ("countersunk", "countersunk"),
    "disprove": ("disproved", "disproved"),
    "fit": ("fitted", "fitted"),
    "floodlight": ("floodlit", "floodlit"),
    "forecast": ("forecast", "forecast"),
    "forego": ("forewent", "foregone"),
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
    "program": ("programmed", "programmed"),
    "quit": ("quit", "quit"),
    "relay": ("relayed", "relayed"),
    "respell": ("respelled", "respelled"),
    "shoe": ("shod", "shod"),
    "shut": ("shut", "shut"),
    "ski": ("skied", "skied"),
    "smell": ("smelled", "smelled"),
    "spell": ("spelled", "spelled"),
    "spellbind": ("spellbound", "spellbound"),
    "spit": ("spat", "spat"),
    "spoil": ("spoiled", "spoiled"),
    "stave": ("staved", "staved"),
    "sublet": ("sublet", "sublet"),
    "swell": ("swelled", "swollen"),
    "tar": ("tarred", "tarred"),
    "tear": ("tore", "torn"),
    "telecast": ("telecast", "telecast"),
    "unlearn": ("unlearned", "unlearned"),
    "wake": ("woke", "woken"),
    "weave": ("wove", "woven"),
    "wed": ("wed", "wed"),
    "wet": ("wet", "wet"),
}

# The -ing form, where the dictionary has another.
_GERUNDS = {
    "age": "ageing",
    "parallel": "paralleling",
    "program": "programming",
    "swinge": "swingeing",
    "whinge": "whingeing",
}

# Verbs of which the dictionary has wrong or mixed forms: they go by rule, or as the verb they are built on.
_MISTAKEN = words("""
    blend bust gown hiccough housebreak marathon midwife outspread overcast overspend rabbit talc torpedo
    troubleshoot underlay unmake uptake zinc
""")

_PREFIXES = ("counter", "inter", "under", "fore", "over", "with", "mis", "out", "un", "up", "re")
_SHORT_SYLLABLE = re.compile(r"(?:[^aeiou]*|[^aeiou]*qu)[aeiouy][^aeiouwxyh]")


def plain(verb: str) -> str:
    """A verb without the forms that its author wrote: lie, of lie/lied; in a phrase of its first word."""
    head, space, rest = verb.partition(" ")
    return head.partition("/")[0] + space + rest


def meant(verb: str, following: str) -> str:
    """A verb, or a phrase, with the forms that it has before this word: who lies to somebody lied."""
    head, space, rest = verb.partition(" ")
    lies = head == "lie" and (rest or following).partition(" ")[0] in ("to", "about")
    return f"lie/lied{space}{rest}" if lies else verb


def _dictionary(lemma: str, tag: str) -> str | None:
    """The dictionary's form for a Penn Treebank `tag`; None if it has none that can be this verb's."""
    possible = [form for form in dictionary.forms(lemma, tag) if _can_be(form, lemma, tag)]
    british = [form for form in possible if lemma.endswith("l") and form.startswith(lemma + "l")]
    return next(iter(british or possible), None)


def _can_be(form: str, lemma: str, tag: str) -> bool:
    """Whether a form can be one of this verb."""
    if not form.isalpha() or lemma in _MISTAKEN:
        return False
    if tag == "VBZ" and lemma not in ("be", "have"):
        stems = (lemma, lemma + "e", lemma + lemma[-1] + "e", lemma[:-1] + "ie")
        return form in [stem + "s" for stem in stems]
    regular = form.endswith("ed") and len(form) > len(lemma)
    if (tag == "VBG" or regular) and not form.startswith((lemma[:-1], lemma[:-2] + "y")):
        return False
    if tag == "VBG" and not form.endswith("ing"):
        return False
    return form not in (lemma + "ing", lemma + "ed") or _stem(lemma) == lemma


def _stem(lemma: str) -> str:
    """A regular verb as it stands before -ed and -ing: stop(p), snorkel(l), panic(k)."""
    if re.search(r"[aeiou]c\Z", lemma):
        return lemma + "k"
    doubles = _SHORT_SYLLABLE.fullmatch(lemma) or re.search(r"[^aeiou][aeiou]l\Z", lemma)
    return lemma + lemma[-1] if doubles and lemma != "parallel" else lemma


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
def inflect(lemma: str, tag: str) -> str:
    """The form of one verb for a Penn Treebank `tag` (VBZ, VBD, VBN, VBG): as its author says, by table, by
    the dictionary, by the verb it is built on (outfight, half-run, handwrite), or by rule.
    """
    lemma, *own = lemma.split("/")
    if own and tag in ("VBD", "VBN"):
        return own[-1] if tag == "VBN" else own[0]
    if tag in ("VBD", "VBN") and lemma in _PRINCIPAL_PARTS:
        return _PRINCIPAL_PARTS[lemma][tag == "VBN"]
    if tag == "VBG" and lemma in _GERUNDS:
        return _GERUNDS[lemma]
    first, hyphen, last = lemma.rpartition("-")
    if first and last:
        behind = last in PREPOSITIONS  # log-in
        return inflect(first, tag) + hyphen + last if behind else first + hyphen + inflect(last, tag)
    return _dictionary(lemma, tag) or _as_its_base(lemma, tag) or _regular(lemma, tag)


def _as_its_base(lemma: str, tag: str) -> str | None:
    """The form of a verb that is built on another: out-fight, hand-write."""
    for base in (lemma.removeprefix(prefix) for prefix in _PREFIXES):
        if base != lemma and len(base) > 2 and (base in _PRINCIPAL_PARTS or _dictionary(base, tag)):
            return lemma.removesuffix(base) + inflect(base, tag)
    for i in range(3, len(lemma) - 2):
        if dictionary.knows(lemma[:i]) and (lemma[i:] in _PRINCIPAL_PARTS or _dictionary(lemma[i:], tag)):
            return lemma[:i] + inflect(lemma[i:], tag)
    return None
