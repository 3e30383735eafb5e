"""English verbs: the verb group that a clause needs."""

from __future__ import annotations

from typing import Literal, NamedTuple

from twicetold.tell.inflection import inflect, plain

Tense = Literal["past", "present", "perfect", "pluperfect", "future", "conditional"]
"""`perfect` is the past as seen from the present: has struck; `conditional` the future as seen from the past:
would strike."""


class Agreement(NamedTuple):
    """What a verb agrees with: the person (1, 2 or 3) and the number of its subject."""

    person: int = 3
    plural: bool = False


SINGULAR = Agreement()
PLURAL = Agreement(plural=True)

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
    return inflect(head, tag) + space + rest if head else phrase


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
        return inflect(head, "VBD")
    return plain(head) if plural or person == 1 else inflect(head, "VBZ")


def _is_participle(word: str) -> bool:
    from lemminflect import getLemma

    lemmas: tuple[str, ...] = getLemma(word, "VERB", lemmatize_oov=False)
    return any(inflect(lemma, "VBN") == word for lemma in lemmas)


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
    if tense not in ("past", "present", "perfect") and head in _SUBSTITUTES:
        head, _, rest = f"{_SUBSTITUTES[head]} {rest}".rstrip().partition(" ")
    written_perfect = head == "have" and (helps or _is_perfect(head, rest or before))
    if tense in ("perfect", "pluperfect"):
        tense, perfect = "present" if tense == "perfect" else "past", perfect or not written_perfect
    if tense in _COMING and head not in _MODALS:
        words = [_COMING[tense], *(["not"] if negated else [])]
        return " ".join([*words, *_infinitive(head, perfect, progressive, passive), rest]).rstrip()
    if head in _MODALS:
        return f"{_modal(head, tense, negated)} {rest}".rstrip()
    chain = _auxiliaries(perfect, progressive, passive)
    heads = [auxiliary for auxiliary, _ in chain] + [head]
    words = [_finite(heads[0], tense, agreement)]
    words += [inflect(following, tag) for following, (_, tag) in zip(heads[1:], chain, strict=True)]
    if negated and (chain or head == "be" or written_perfect):
        words.insert(1, "not")
    elif negated:
        words = [_finite("do", tense, agreement), "not", plain(head)]
    return " ".join([*words, rest]).rstrip()


def shared_group(verb: str, tense: Tense, *, negated: bool = False) -> str:
    """A verb that shares the auxiliary of the one before: had turned and "run", will turn and "not run".

    In a tense that has no auxiliary, and of a modal, there is none to share: an empty string.
    """
    head, space, rest = verb.strip().partition(" ")
    if head in _MODALS or not head or tense in ("past", "present"):
        return ""
    form = inflect(head, "VBN") if tense in ("perfect", "pluperfect") else plain(head)
    return ("not " if negated else "") + form + space + rest


def question(
    verb: str,
    tense: Tense,
    agreement: Agreement = SINGULAR,
    *,
    negated: bool = False,
    helps: bool = False,
) -> tuple[str, str]:
    """A verb as a question has it, on either side of its subject: ("is", ""), ("did", "see"). If it `helps`
    another it stands before: ("had", "") [p] seen.
    """
    first, _, rest = verb_group(verb, tense, agreement, negated=negated, helps=helps).partition(" ")
    head = verb.strip().partition(" ")[0]
    helps = helps or head == "be" or head in _MODALS
    if tense in ("past", "present") and not negated and not helps and head:
        return _finite("do", tense, agreement), plain(verb.strip())
    return first, rest


def _auxiliaries(perfect: bool, progressive: bool, passive: bool) -> list[tuple[str, str]]:
    """The auxiliaries in their order, each with the form that it asks of the verb after it."""
    aspects = ((perfect, "have", "VBN"), (progressive, "be", "VBG"), (passive, "be", "VBN"))
    return [(auxiliary, tag) for wanted, auxiliary, tag in aspects if wanted]


def _infinitive(head: str, perfect: bool, progressive: bool, passive: bool) -> list[str]:
    """A verb with its auxiliaries as it stands behind "will": have been torn."""
    chain = _auxiliaries(perfect, progressive, passive)
    heads = [auxiliary for auxiliary, _ in chain] + [head]
    forms = [inflect(following, tag) for following, (_, tag) in zip(heads[1:], chain, strict=True)]
    return [plain(heads[0]), *forms]


def _modal(head: str, tense: Tense, negated: bool) -> str:
    form = _MODALS[head][tense in ("past", "conditional")]
    if not negated:
        return form
    if form == "can":
        return "cannot"
    return "must not" if head == "must" else f"{form} not"
