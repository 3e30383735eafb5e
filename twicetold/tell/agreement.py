"""How each verb of a line stands: what it agrees with, what its clause depends on, whether it has a subject
before it.

A verb takes the mention before it as its subject, or the noun phrase: "[p] then [run]", "[p] and [q] [run]",
"the veins in [p's] arm [go] black". Without one of its own it shares that of the verb before: "and [miss]".
Some stand before it: "behind [p] [stand] [q]", “No,” [say] [q]. After "to", after a modal, and in "[hear] [q]
[fall]", it has none and stays plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from twicetold.engine.meaning.record import Does
from twicetold.tell.dependence import Clause, dependence, is_hard, reaches_back
from twicetold.tell.lexicon import (
    AUXILIARIES,
    BARE_GOVERNORS,
    COORDINATORS,
    COUNTS,
    DETERMINERS,
    INVERTING,
    MODALS,
    PREPOSITIONS,
    QUOTING,
    RELATIVES,
)
from twicetold.tell.nouns import is_plural
from twicetold.tell.tokens import (
    CLOSING_QUOTES,
    LISTING,
    OPENING_QUOTES,
    Token,
    before_adverbs,
    breaks_clause,
    head_of,
    is_adverb,
)
from twicetold.tell.verbs import PLURAL, SINGULAR, Agreement, is_modal

Order = Literal["straight", "quoting", "locative", "question", "command"]
"""Where the subject stands: before its verb, or behind it after a quotation, after a place, in a question; in
a command nowhere.
"""

_PERSONS = {"i": Agreement(1), "we": Agreement(1, plural=True), "you": Agreement(2)}
_EDGE = Token("stop")
_HELPING = AUXILIARIES - MODALS | {"be", "been", "being", "having"}
_ASKING = frozenset(("what", "who"))  # they are subjects themselves: [know] what [come]


class Subject(NamedTuple):
    """What a verb agrees with, a mention by its slot or as fixed, and the mentions that are its subject."""

    agrees: int | Agreement
    mentions: tuple[int, ...] = ()


class Stand(NamedTuple):
    """How a verb stands: its subject, the kind of its clause, where the subject is, and whether it shares an
    auxiliary with the verb before ("had turned and run"). It may be a `participle` behind a verb that `helps`
    it: [have] [go], [be] [take].
    """

    subject: Subject
    clause: Clause = "main"
    order: Order = "straight"
    shares: bool = False
    participle: bool = False
    helps: bool = False


def stands_of(tokens: Sequence[Token]) -> dict[int, Stand | None]:
    """How every verb stands, by the verb's slot; None for a verb that stays plain."""
    stands: dict[int, Stand | None] = {}
    reading = _Sentence(tokens, 0)
    for i, token in enumerate(tokens):
        if token.kind == "stop":
            reading = _Sentence(tokens, i + 1)
        elif token.kind == "verb":
            stands[token.slot] = reading.verb(i)
            helper = stands.get(reading.helper)
            if helper is not None:
                stands[reading.helper] = helper._replace(helps=True)
    return stands


class _Sentence:
    """A sentence that is read verb by verb: where it starts, and the verbs that it had so far."""

    def __init__(self, tokens: Sequence[Token], start: int) -> None:
        self.tokens = tokens
        self.start = start
        self.last: tuple[int, Stand] | None = None
        self.main: tuple[int, Stand] | None = None
        self.helper = -1
        """The slot of the auxiliary in brackets that the last verb has."""

    def verb(self, i: int) -> Stand | None:
        """How the verb at `i` stands."""
        self.helper = -1
        stand = self._participle(i)
        if stand is None:
            if self._stays_plain(i):
                return None
            stand = self._stand(i)
        self.last = i, stand
        if stand.clause == "main":
            self.main = i, stand
        return stand

    def _participle(self, verb: int) -> Stand | None:
        """How a verb stands behind its auxiliary: [have] never [go], had [go], [have] [p] [go]?"""
        end = before_adverbs(self.tokens, verb, self.start)
        before = self.tokens[end - 1] if end > self.start else _EDGE
        at, stand = self.last or (-1, Stand(Subject(SINGULAR)))
        if stand.order == "question" and before.kind == "who" and end == at + 2:
            before, end = self.tokens[at], at + 1
        if isinstance(before.part, Does):
            if before.part.lemma.rpartition(" ")[2] not in ("have", "be"):
                return None
            self.helper = before.slot if end == at + 1 else -1
        elif self._is_cleft(end) or before.text not in AUXILIARIES - MODALS | {
            "be",
            "been",
            "being",
            "having",
        }:
            return None
        return Stand(stand.subject, stand.clause, participle=True)

    def _stays_plain(self, verb: int) -> bool:
        end = before_adverbs(self.tokens, verb, self.start)
        if end == self.start:
            return False
        governor = self.tokens[end - 1]
        if self.last and self.last[1].order == "question" and end == self.last[0] + 2:
            governor = self.tokens[end - 2]  # [can] [p] [see]?
            if head_of(governor) == "do":
                return True
        if isinstance(governor.part, Does):
            return is_modal(governor.part.lemma) or governor.part.lemma.endswith(" to")
        plain = governor.text == "to" or governor.text in MODALS
        return plain or self._is_cleft(end) or self._is_witnessed(end)

    def _is_cleft(self, end: int) -> bool:
        """Whether "do is" ends at `end`: all [p] can do is [wait]."""
        row = [token.text for token in self.tokens[max(end - 2, self.start) : end]]
        return len(row) == 2 and row[0] in ("do", "does", "did") and row[1] in ("is", "was")

    def _is_command(self, verb: int, end: int) -> bool:
        """Whether a verb without a subject begins what somebody says: “[wait]!”, “[q], [be] quick.”"""
        row = self.tokens[self.start : end]
        begun = next((i for i in range(len(row) - 1, -1, -1) if row[i].text in OPENING_QUOTES), None)
        if begun is None or _asks(self.tokens, verb):
            return False
        if head_of(self.tokens[verb]) == "be" and self.tokens[verb - 1].text in ("here", "now", "there"):
            return False  # there [be] no way out
        said = [token for token in row[begun + 1 :] if not is_adverb(token)]
        if [token.kind for token in said] in ([], ["who", "pause"]):
            return True
        words = said and said[-1].kind == "pause" and all(token.kind == "word" for token in said[:-1])
        return bool(words) and said[0].text not in DETERMINERS

    def _is_witnessed(self, end: int) -> bool:
        """Whether "[hear] [q]" or "[let] the wolf" ends at `end`, so that a plain "fall" follows."""
        tokens = self.tokens
        while (
            end > self.start
            and not breaks_clause(tokens[end - 1])
            and tokens[end - 1].text not in COORDINATORS
        ):
            end -= 1
        before = tokens[end - 1].part if end > self.start else None
        return isinstance(before, Does) and before.lemma in BARE_GOVERNORS

    def _stand(self, verb: int) -> Stand:
        tokens, start = self.tokens, self.start
        end = before_adverbs(tokens, verb, start)
        if self._is_command(verb, end):
            return Stand(Subject(Agreement(2)), order="command")
        after = tokens[verb + 1] if verb + 1 < len(tokens) else _EDGE
        if self._is_existential(verb):  # there [be] two wolves
            return Stand(_agreeing_with(_phrase_from(tokens, verb + 1)), self._clause(end))
        if end - start > 1 and tokens[end - 1].text in RELATIVES:  # [p], who [be] tired
            pause = tokens[end - 2].kind == "pause"
            antecedent = _phrase(tokens, start, end - 2 if pause else end - 1)
            return Stand(_agreeing_with(antecedent), self._clause(end))
        if end > start and tokens[end - 1].text in _ASKING:  # [ask] what [be] wrong
            return Stand(Subject(SINGULAR), self._clause(end))
        if end > start and tokens[end - 1].kind == "verb":  # what [p] [see] [frighten] [q]
            return Stand(Subject(SINGULAR))
        phrase = _phrase(tokens, start, end)
        if order := self._inverted(verb, phrase, after):
            follows = Subject(after.slot, (after.slot,)) if after.kind == "who" else None
            return Stand(follows or _head(_phrase_from(tokens, verb + 1)), order=order)
        if phrase:
            all_is_well = [token.text for token in phrase] == ["all"] and head_of(tokens[verb]) == "be"
            head = Subject(SINGULAR) if all_is_well else _head(phrase)
            return Stand(head, self._clause(end - len(phrase)))
        return self._with_subject_of_another(verb, end)

    def _is_existential(self, verb: int) -> bool:
        return verb > self.start and self.tokens[verb - 1].text == "there"

    def _clause(self, first: int) -> Clause:
        return dependence(self.tokens, self.start, first, self.last[1].clause if self.last else "main")

    def _inverted(self, verb: int, phrase: Sequence[Token], after: Token) -> Order | None:
        """How the subject stands behind this verb; None if it does not."""
        tokens = self.tokens
        before = tokens[verb - 1] if verb > self.start else _EDGE
        lemma = head_of(tokens[verb])
        if after.kind == "who" and before.kind == "pause":
            told = before.text in CLOSING_QUOTES and lemma in QUOTING
            if (told or lemma in ("say", "think")) and _ends_here(tokens, verb + 2):
                return "quoting"
        if before.text in ("so", "neither", "nor") and (lemma in ("be", "do", "have") or is_modal(lemma)):
            return "locative" if _begins_noun(after) else None  # [p] [know], and so [do] [q]
        if phrase and phrase[0].text in PREPOSITIONS and lemma in INVERTING and _is_one_place(phrase):
            return "locative" if _begins_noun(after) else None
        if self.last is None and after.kind == "who" and (not phrase or _is_adverbial(phrase)):
            if not phrase and _has_topic(tokens, self.start, verb):  # [p's] hands, heavy, [hold] [q]
                return None
            return "locative" if phrase else "question" if _asks(tokens, verb) else "locative"
        return None

    def _with_subject_of_another(self, verb: int, end: int) -> Stand:
        """A verb without a subject of its own: "[p] [turn] and [run]", "[p], bleeding, [turn]"."""
        if self.last is None:
            return Stand(_topic(self.tokens, self.start, end))
        pause = reaches_back(self.tokens, self.start, end)
        at, stand = self.last
        if pause and self.main and not self._is_existential(self.main[0]):
            at, stand = self.main
        elif pause and stand.clause in ("adjunct", "limit") and _has_topic(self.tokens, self.start, at):
            return Stand(_topic(self.tokens, self.start, end))  # [p], whom [q] [see], [turn]
        between = self.tokens[at + 1 : verb]
        apart = any(is_hard(token) or token.kind == "verb" for token in between)
        does = self.tokens[at].part
        negated = isinstance(does, Does) and does.negated
        shares = not (apart or negated or stand.order != "straight")
        with_it = stand.participle and not any(token.kind == "pause" for token in between)
        return Stand(stand.subject, stand.clause, shares=shares, participle=shares and with_it)


def _begins_noun(token: Token) -> bool:
    return token.kind in ("who", "whose") or token.text in DETERMINERS or token.text in COUNTS


def _ends_here(tokens: Sequence[Token], i: int) -> bool:
    """Whether a clause can end before `i`, or only an adverbial follow."""
    token = tokens[i] if i < len(tokens) else _EDGE
    return (
        token.kind in ("pause", "stop")
        or token.text in PREPOSITIONS
        or token.text in COORDINATORS
        or token.text in ("to", "as", "again")
        or is_adverb(token)
    )


def _asks(tokens: Sequence[Token], verb: int) -> bool:
    """Whether a question mark ends the clause of a verb."""
    return next((token.text == "?" for token in tokens[verb:] if is_hard(token) or token.text == "?"), False)


def _is_one_place(phrase: Sequence[Token]) -> bool:
    """Whether a phrase is no more than "out of the woods", "between [p] and [q]", with no noun behind it."""
    if phrase[0].text == "between" and _last_conjuncts(phrase) == 1:
        return True
    inside = next((i for i, token in enumerate(phrase) if token.text not in PREPOSITIONS), len(phrase))
    return not any(
        token.kind in ("who", "whose") or token.text in DETERMINERS or token.text in COUNTS
        for token in phrase[inside + 1 :]
    )


def _agreeing_with(phrase: Sequence[Token]) -> Subject:
    """What agrees with a phrase whose mentions are not in the subject's case because of it."""
    return Subject(_head(phrase).agrees if phrase else SINGULAR)


def _phrase_from(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    if start < len(tokens) and tokens[start].text == "so":  # no binder here: "so many wolves"
        start += 1
    end = next((i for i in range(start, len(tokens)) if breaks_clause(tokens[i])), len(tokens))
    return tokens[start:end]


def _phrase(tokens: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    """The noun phrase, perhaps with adverbials, that ends at `end`; empty behind a comma or an "and"."""
    if end <= start or tokens[end - 1].text in COORDINATORS:
        return ()
    first = end
    while first > start and not breaks_clause(tokens[first - 1]):
        first -= 1
    if first > start and tokens[first - 1].kind == "verb":  # only what follows its objects
        first = max((i + 1 for i in range(first, end) if tokens[i].text in COORDINATORS), default=first)
    while first < end and (tokens[first].text in COORDINATORS or _is_plain_adverb(tokens[first])):
        first += 1
    return tokens[first:end]


def _is_plain_adverb(token: Token) -> bool:
    return is_adverb(token) and token.text not in COUNTS and token.text not in DETERMINERS


def _head(phrase: Sequence[Token]) -> Subject:
    """What a verb after this phrase agrees with: "[p] and [q]", "the veins in [p's] arm", "at dawn [p]"."""
    if not phrase:
        return Subject(SINGULAR)
    if phrase[0].text in PREPOSITIONS:
        last = _last_conjuncts(phrase)
        phrase = core = phrase[last - (phrase[last - 1].text == "the") :]  # of the Gannets, who [be] hungry
    else:
        core = phrase[: next((i for i, token in enumerate(phrase) if i and token.text in PREPOSITIONS), None)]
    if (owned := _behind_owners(core)) is not None:
        return Subject(PLURAL if is_plural(tuple(token.text for token in owned)) else SINGULAR)
    mentions = tuple(token.slot for token in core if token.kind == "who")
    if mentions and any(token.text == "and" for token in core):
        return Subject(PLURAL, mentions)
    if core[-1].kind == "who":
        return Subject(core[-1].slot, mentions)
    many = is_plural(tuple(token.text for token in phrase))
    return Subject(_PERSONS.get(core[-1].text, PLURAL if many else SINGULAR))


def _behind_owners(phrase: Sequence[Token]) -> Sequence[Token] | None:
    """What several own together: the "house" of "[p] and [q's] house"; None of other phrases."""
    match [(token.kind, token.text) for token in phrase[:3]]:
        case [("who", _), ("word", "and"), ("whose", _)]:
            return phrase[3:]
        case _:
            return None


def _last_conjuncts(phrase: Sequence[Token]) -> int:
    """Where the last mention of a phrase begins, with those that "and" joins to it."""
    first = len(phrase) - 1
    while (
        first > 1
        and phrase[first].kind == phrase[first - 2].kind == "who"
        and phrase[first - 1].text in ("and", LISTING)
    ):
        first -= 2
    return first


def _is_adverbial(phrase: Sequence[Token]) -> bool:
    """Whether a phrase ends like "behind [q]", so that the subject may follow its verb."""
    return len(phrase) > 1 and phrase[-1].kind == "who" and phrase[-2].text in PREPOSITIONS


def _has_topic(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the sentence begins with a noun phrase, set apart by a comma, that can be its subject."""
    while start < end and (is_adverb(tokens[start]) or tokens[start].text in COORDINATORS):
        start += 1
    return start < end and _begins_noun(tokens[start])


def _topic(tokens: Sequence[Token], start: int, end: int) -> Subject:
    """The subject of a sentence that has commas between it and its verb: "[p], bleeding, [turn]"."""
    pause = next((i for i in range(start, end) if tokens[i].kind == "pause"), end)
    phrase = _phrase(tokens, start, pause)
    return _head(phrase) if phrase else Subject(SINGULAR)
