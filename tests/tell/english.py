"""A check of English sentences by rule, without a parser: what it finds is wrong, what it passes may be.

It is independent of the words that it checks: verbs are inflected here by the table of irregular verbs and by
the spelling of regular ones, and whom a sentence may speak of is told by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from tests.tell.irregular import VERBS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SINGULAR_SUBJECTS = _words("he she it someone somebody something nobody everybody everyone nothing")
SUBJECTS = SINGULAR_SUBJECTS | _words("i you we they")
OBJECTS = _words("me him us them")
POSSESSIVES = _words("my your his its our their")
REFLEXIVES = {
    "myself": "i",
    "yourself": "you",
    "himself": "he",
    "herself": "she",
    "itself": "it",
    "ourselves": "we",
    "themselves": "they",
}
PREPOSITIONS = _words("""
    about above across against along among around at before behind below beneath beside between beyond by down
    for from in inside into like near of off on onto out outside over past round than through to toward
    towards under up upon with within without
""")
CASE_GOVERNORS = _words("""
    against among at behind beneath beside between by from into of onto toward towards under upon with without
""")
ADVERBS = _words("also always almost barely just never not now only quite simply slowly still suddenly then")
MODALS = _words("can cannot could may might must shall should will would")
PLAIN_GOVERNORS = (
    MODALS
    | _words("do does did don't doesn't didn't to let lets see sees saw seen hear hears heard watch watches")
    | _words(
        "watched feel feels felt make makes made help helps helped notice notices noticed have has had if"
    )
    | _words("letting making watching seeing hearing feeling helping rather before that won't can't couldn't")
)
LETTING = _words("let lets letting")
CONJUNCTIONS = _words("and or nor but")
MARKS = frozenset(',.;:!?…—–“”"()')
STOPS = frozenset('.!?;:…—–“”"()')

_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*['’]?|[^\s\w]")
_VOWEL = re.compile(r"[aeiou]|8|1[18]\b|ho(?:ur|nest|nou?r)|heir", re.IGNORECASE)
_CONSONANT = re.compile(r"eu|ewe|on(?:e|ce)\b|one-|u(?:ni[cfotvx]|nis|s[aeiu]|r[aei]|t[ei])", re.IGNORECASE)
_REGULAR_PLURAL = re.compile(r"[a-z]{2,}(?<![suiy'])s|[a-z]+(?:men|ies)|teeth|feet|people")
_NO_PLURALS = _words("""
    perhaps always towards afterwards besides sometimes news less its his hers ours yours theirs whereas
    as this us alas means does was is has goes nothing's unless once hours minutes seconds yes
""")


class Fault(NamedTuple):
    """What is wrong, and the words about it."""

    rule: str
    where: str


def third(lemma: str) -> str:
    """The present of a verb after "he"."""
    irregular = {"be": "is", "have": "has", "do": "does", "go": "goes"}
    if lemma in irregular:
        return irregular[lemma]
    if re.search(r"[^aeiou]y\Z", lemma):
        return lemma[:-1] + "ies"
    return lemma + ("es" if re.search(r"(?:s|x|z|ch|sh)\Z", lemma) else "s")


def pasts(lemma: str) -> set[str]:
    """The spellings that a regular verb's past may have."""
    if lemma.endswith("e"):
        return {lemma + "d"}
    if re.search(r"[^aeiou]y\Z", lemma):
        return {lemma[:-1] + "ied"}
    return {lemma + "ed", lemma + lemma[-1] + "ed"}


class English:
    """The rules, for sentences in which these verbs, given plain, and these names and titles may stand."""

    def __init__(self, verbs: Iterable[str], names: Iterable[str], titles: Iterable[str] = ()) -> None:
        irregular = {plain: (simple, participle) for plain, simple, participle in VERBS}
        heads = {verb.split()[0] for verb in verbs} | set(irregular)
        heads -= MODALS | {"be", "have", "do"}
        self.plain = frozenset(heads)
        self.third = frozenset(map(third, heads))
        self.past: set[str] = set()
        self.only_past: set[str] = set()  # of a verb that has another participle: went, took
        for head in heads:
            if head in irregular:
                simple, participle = irregular[head]
                self.past.add(simple)
                if simple not in (participle, head):
                    self.only_past.add(simple)
            else:
                self.past |= pasts(head)
        self.past -= heads
        participles = {participle for _, participle in irregular.values()}
        self.only_past -= participles | heads
        self.finite = self.third | self.past | _words("am are is was were has had does did") | MODALS
        self.names = frozenset(name.split()[-1] for name in (*names, *titles))
        self.one_name = frozenset(name.split()[-1] for name in names if name[:1].isupper())

    def faults(self, text: str) -> list[Fault]:
        """All that is wrong with a text of one or more sentences."""
        tokens = _TOKEN.findall(text)
        low = [token.lower().replace("’", "'") for token in tokens]
        found = [Fault(rule, where) for rule, where in _typography(text)]
        for rule in _RULES:
            for i in rule(self, tokens, low):
                found.append(Fault(rule.__name__, " ".join(tokens[max(i - 4, 0) : i + 4])))
        return found

    # --- what the rules ask ---------------------------------------------------------------------------------

    def verb_after(self, low: Sequence[str], i: int) -> int:
        """The place of what follows token `i` and its adverbs."""
        i += 1
        while i < len(low) and low[i] in ADVERBS:
            i += 1
        return i

    def clause_before(self, low: Sequence[str], i: int) -> Sequence[str]:
        """What stands between the last mark and token `i`."""
        start = i
        while start and low[start - 1] not in MARKS:
            start -= 1
        return low[start:i]

    def is_one(self, tokens: Sequence[str], low: Sequence[str], i: int) -> bool:
        """Whether token `i` is a name or pronoun for one person, as the only subject that could end there."""
        if low[i] not in SINGULAR_SUBJECTS and tokens[i] not in self.one_name:
            return False
        while i and tokens[i - 1][:1].isupper() and low[i - 1] not in SUBJECTS | PREPOSITIONS | {"and"}:
            i -= 1  # Mrs Thrale, Ned Pell
        before = low[i - 1] if i else ""
        if before in ("and", "or", "nor"):
            other = i > 1 and (low[i - 2] in SUBJECTS | OBJECTS or tokens[i - 2] in self.names)
            if i > 1 and low[i - 2] == ",":  # Ned Pell, an old man, and Ann quarrel
                start = max(
                    (n for n in range(i - 3) if tokens[n] in self.names and low[n + 1] == ","), default=-1
                )
                start = max(start, max((n for n in range(i - 2) if low[n] in STOPS), default=-1))
                other = not any(
                    low[n] in self.finite and low[n - 1] not in ADVERBS | {"often"}  # not often told so
                    for n in range(start + 1, i - 1)
                )
            words = low[max(0, i - 6 if "of" in low[max(0, i - 4) : i - 1] else i - 4) : i - 1]
            noun = not {"a", "an", "another", "the", "his", "her", "their"}.isdisjoint(words) or any(
                word.endswith(("'s", "’s")) for word in words
            )  # a wolf of the pack and Aiden; Aiden's twin and Aiden
            return not other and not noun
        return before not in PREPOSITIONS


Rule = Callable[[English, Sequence[str], Sequence[str]], Iterator[int]]


# --- typography ---------------------------------------------------------------------------------------------

_TYPOGRAPHY = (
    ("two spaces", re.compile(r"  ")),
    ("space before a mark", re.compile(r"\s[,.;:!?…)\]”]")),
    ("no space after a mark", re.compile(r"[,;:][^\W\d]|[.!?][A-Za-z]")),
    ("two marks", re.compile(r"[,;:][,;:.]|(?<!\.)\.\.(?!\.)|[.!?],|[!?]\.(?!\.)")),
    ("a bracket left", re.compile(r"[\[\]{}<>]")),
    ("no capital first", re.compile(r"\A[\"“‘(]*[a-z]")),
    ("no capital after a stop", re.compile(r"[.!?] [“(]?[a-z](?<!\.\.\. \w)")),
    ("no stop last", re.compile(r"(?<![.!?…—”\")])[”\")]*\Z")),
    ("an opening and a closing quote touch", re.compile(r"“\s*”")),
    ("two apostrophes", re.compile(r"['’]s['’]s?\b|['’]{2}")),
    ("nobody where a name should be", re.compile(r"\bNone\b(?! of|[,.]|”)|\b_\w+|\w_\w")),
)


def _typography(text: str) -> Iterator[tuple[str, str]]:
    for rule, pattern in _TYPOGRAPHY:
        for found in pattern.finditer(text):
            # “No!” he says, “Who?” she asks: a quotation may end so within a sentence
            if rule == "no capital after a stop" and text[: found.start() + 1].count("“") > text[
                : found.start() + 1
            ].count("”"):
                continue
            yield rule, text[max(found.start() - 12, 0) : found.end() + 12]
    depth = 0
    for sign in text:
        depth += (sign == "“") - (sign == "”")
        if depth not in (0, 1):
            break
    if depth != 0 or text.count("(") != text.count(")"):
        yield "unbalanced", text


# --- words --------------------------------------------------------------------------------------------------


def doubled_word(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    for i in range(1, len(low)):
        if low[i] == low[i - 1] and low[i] not in MARKS | {"had", "that", "again", "ha", "very"}:
            yield i


def a_or_an(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    for i in range(len(low) - 1):
        if low[i] in ("a", "an") and low[i + 1][0].isalnum() and low[i + 1] not in ("a", "an"):
            vowel = bool(_VOWEL.match(low[i + 1])) and not _CONSONANT.match(low[i + 1])
            if vowel != (low[i] == "an"):
                yield i


def two_determiners(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    articles = _words("the a an")
    for i in range(1, len(low)):
        if low[i - 1] in articles | POSSESSIVES - {"his"} and low[i] in articles | POSSESSIVES:
            yield i
        possessive = low[i - 1].endswith("'s") and tokens[i - 1].split("'")[0].split("’")[0] in english.names
        if possessive and low[i] in _words("a my your our their"):
            yield i
        if low[i - 1] in articles and tokens[i] in english.one_name | {n + "'s" for n in english.one_name}:
            yield i


def case(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """At he; him was."""
    after_object = _words("am is are was were has have")
    for i in range(len(low)):
        before = low[i - 1] if i else "."
        after = low[i + 1] if i + 1 < len(low) else "."
        if low[i] in _words("he she i we they") and before in CASE_GOVERNORS:
            verb = english.verb_after(low, i)
            if verb >= len(low) or low[verb] not in english.finite | english.plain:
                yield i
        if low[i] in OBJECTS and after in after_object and before not in PREPOSITIONS | LETTING:
            yield i
        if low[i] in OBJECTS and before in STOPS and after in english.finite:
            yield i
        if low[i] in ("he", "i", "they", "we", "she") and before in (
            "me",
            "him",
            "them",
            "us",
            "my",
            "their",
        ):
            yield i


# --- agreement ----------------------------------------------------------------------------------------------


def agreement_of_one(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """He are; Derek run; someone were."""
    for i in range(len(low) - 1):
        if not english.is_one(tokens, low, i):
            continue
        verb = english.verb_after(low, i)
        if verb >= len(low):
            continue
        before = english.clause_before(low, i)
        if any(word in PLAIN_GOVERNORS or word.endswith("n't") for word in (*before, *low[i + 1 : verb])) or (
            "like" in before or "though" in before or "wish" in before
        ):
            continue
        if low[verb] in _words("am are were have do") or (
            low[verb] in english.plain and low[verb] not in english.past and low[verb] not in _NOT_ONLY_VERBS
        ):
            yield verb


_NOT_ONLY_VERBS = _words("""
    back close clear down lay like off open out over round still well up light right left hurt cut hit
    let put set shut hard last first face low short wet spread burst cast cost read quit split bet rid
    beset thrust shed slit even
""")


def agreement_of_others(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """I is; you was; they runs."""
    wrong = {
        "i": _words("is are has does"),
        "you": _words("is am was has does"),
        "we": _words("is am was has does"),
        "they": _words("is am was has does"),
    }
    for i in range(len(low) - 1):
        if low[i] not in wrong:
            continue
        before = low[i - 1] if i else "."
        if low[i] == "i" and before == "and":
            continue  # Ann and I are
        verb = english.verb_after(low, i)
        if verb >= len(low) or before in PREPOSITIONS or low[verb - 1] in MARKS:
            continue
        alone = low[i] != "you" or before in STOPS | {",", "and", "that", "when"}
        if low[verb] in wrong[low[i]] or (alone and low[verb] in english.third):
            yield verb
    for i in range(len(low) - 1):
        joint = i > 0 and low[i - 1] == "and"  # Ann and I were
        if (
            low[i] == "i"
            and low[i + 1] == "were"
            and not joint
            and not {"if", "though", "wish"} & set(low[:i])
        ):
            yield i
        if low[i] in ("we", "they") and low[i + 1] == "am":
            yield i


def agreement_of_nouns(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """The claws was; there was two; a wolf were."""
    many = _words("two three four five six seven eight nine ten many several few both")
    for i in range(1, len(low)):
        before = english.clause_before(low, i)
        noun = low[i - 1]
        is_name = tokens[i - 1] in english.names or tokens[i - 1][:1].isupper()
        plain = not set(before) & (
            PREPOSITIONS | _words("what who that which whatever and one nobody none each")
        )
        if low[i] in ("is", "was", "has", "does") and plain and not is_name and before:
            verbs = english.third | english.past | MODALS
            if (
                _REGULAR_PLURAL.fullmatch(noun)
                and noun not in _NO_PLURALS
                and not any(word in verbs for word in before[:-1])
                and low[0] not in ("what", "who")
            ):
                yield i
        if low[i] in ("are", "were", "have") and plain and len(before) > 1:
            singular = before[-2] in ("a", "an", "this", "that", "each", "every", "one")
            loose = LETTING | {"if", "though"}  # "let a worker have it"
            if singular and not _REGULAR_PLURAL.fullmatch(noun) and not loose & set(before):
                yield i
        if low[i - 1] == "there" and low[i] in ("is", "was") and i + 1 < len(low):
            after = low[i + 2] if low[i + 1] in ("so", "too", "very") and i + 2 < len(low) else low[i + 1]
            if after in many and low[i + 2 : i + 3] != ["things"]:
                yield i
        if (
            low[i - 1] == "there"
            and low[i] in ("are", "were")
            and low[i + 1 : i + 2] in (["a"], ["an"], ["one"])
        ):
            yield i


# --- verb groups --------------------------------------------------------------------------------------------


def verb_group(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """Was been; had went; will was; did not ran; to fell."""
    be = _words("am is are was were")
    finite = be | _words("has had does did")
    simple = english.only_past - _NOT_ONLY_PASTS
    inflected = (english.third | english.past) - english.plain
    wrong_after = {
        **dict.fromkeys(be, be | {"been", "be"} | simple),
        **dict.fromkeys(_words("has have had"), be | {"be"} | simple),
        **dict.fromkeys(MODALS, finite | MODALS | inflected - _NOT_ONLY_PASTS),
        **dict.fromkeys(_words("didn't doesn't don't"), finite | inflected),
    }
    for i in range(len(low) - 1):
        verb = english.verb_after(low, i)
        if verb >= len(low):
            continue
        word = low[verb]
        undone = low[i] in ("did", "does", "do") and low[i + 1] == "not" and word in finite | inflected
        to_past = low[i] == "to" and verb == i + 1 and word in finite | simple
        if word in wrong_after.get(low[i], ()) or undone or to_past:
            yield verb


_NOT_ONLY_PASTS = _words(
    "wound lay saw rose bore ground felt bit wove tore spoke broke fell shook drove spat rode"
)


def tenses_of_one_clause(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """She turned and runs."""
    past = english.past - _NOT_ONLY_PASTS | _words("was were had did")
    present = english.third | _words("is has does")
    for i in range(2, len(low) - 1):
        if low[i] != "and" or low[i + 1] not in past | present:
            continue
        later = low[i + 1] in past
        between = list(low[:i])
        for k in range(len(between) - 1, -1, -1):
            if (
                between[k] in STOPS
                or between[k] in CONJUNCTIONS
                or between[k] in ("who", "that", "which", "as")
            ):
                break
            subject = k and (between[k - 1] in SUBJECTS or tokens[k - 1] in english.names)
            if subject and between[k] in past | present:
                if (between[k] in past) != later:
                    yield i + 1
                break


def reflexive(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """He threw myself."""
    for i, word in enumerate(low):
        if word not in REFLEXIVES:
            continue
        start = i
        while start and low[start - 1] not in STOPS | {",", "that", "as", "to"}:
            if low[start - 1] == "and" and (low[start] in SUBJECTS or tokens[start] in english.names):
                break
            start -= 1
        subjects = [each for each in low[start:i] if each in _words("i you he she we they")]
        others = any(token in english.names for token in tokens[start:i]) or OBJECTS & set(low[start:i])
        if len(subjects) == 1 and subjects[0] != REFLEXIVES[word] and not others:
            yield i


def a_subject_alone(english: English, tokens: Sequence[str], low: Sequence[str]) -> Iterator[int]:
    """He no longer. A sentence that begins with a subject needs a verb."""
    start = 0
    for i, word in enumerate(low):
        if word in ".!?…":
            sentence = low[start:i]
            if (
                len(sentence) > 1
                and sentence[0] in _words("he she i we they")
                and sentence[1] not in MARKS | PREPOSITIONS
            ):
                verbs = english.finite | english.plain | _words("have do am") | {"be"}
                if not any(
                    each in verbs or each.endswith(("ed", "s", "n't", "'ll", "'d")) for each in sentence
                ):
                    yield start
            start = i + 1


_RULES: tuple[Rule, ...] = (
    doubled_word,
    a_or_an,
    two_determiners,
    case,
    agreement_of_one,
    agreement_of_others,
    agreement_of_nouns,
    verb_group,
    tenses_of_one_clause,
    reflexive,
    a_subject_alone,
)
