"""Referring expression generation: what an entity is called at each mention; its name, or a pronoun.

The policy: the full name at the first mention of a paragraph and wherever a pronoun could mean another; a
pronoun where the last mentions that it could refer to, in this sentence or else in the one before, are all
of the same entity. State is handed on, never kept: each mention yields the discourse that follows it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Literal, NamedTuple

from twicetold.tell.nouns import is_plural, possessive, split_article, with_indefinite
from twicetold.tell.verbs import PLURAL, SINGULAR, Agreement

# How a mention stands in its clause. "absolute" is a possessive without its noun (the car is hers); "bare" a
# noun with a word in place of its article (the old [house]).
Case = Literal["subject", "object", "possessive", "absolute", "reflexive", "definite", "indefinite", "bare"]

# What the clause says about pronouns: a mention is "bound" if nobody else could be meant (Abel raised his
# hand), and needs a "noun" where a pronoun cannot stand (tore off the door). Else the discourse decides.
Manner = Literal["free", "bound", "noun"]


class Referent(NamedTuple):
    """An entity as tellings speak of it.

    `name` is a proper name, or a noun phrase with its article ("the slim woman", "a letter"). `pronoun` is
    the one that stands for it: he, she, it or they; I, we or you for whoever tells or is told. With any
    other, it is always named, and so is one that is `named`. One that is `nameless` is never named, but for
    where no pronoun can stand. `again` is what it is called once it is known, if that is not as its name has
    it. Of one that is somebody's (`whose`) the name is what they are to them: "husband".
    """

    entity: int
    name: str
    pronoun: str
    nameless: bool = False
    named: bool = False
    again: str = ""
    whose: Referent | None = None


class _Pronoun(NamedTuple):
    subject: str
    object: str
    possessive: str
    absolute: str
    reflexive: str
    agreement: Agreement


_PRONOUNS = {
    "he": _Pronoun("he", "him", "his", "his", "himself", SINGULAR),
    "she": _Pronoun("she", "her", "her", "hers", "herself", SINGULAR),
    "it": _Pronoun("it", "it", "its", "its", "itself", SINGULAR),
    "they": _Pronoun("they", "them", "their", "theirs", "themselves", PLURAL),
    "I": _Pronoun("I", "me", "my", "mine", "myself", Agreement(1)),
    "we": _Pronoun("we", "us", "our", "ours", "ourselves", Agreement(1, plural=True)),
    "you": _Pronoun("you", "you", "your", "yours", "yourself", Agreement(2)),
}
NOBODY: Final = -1
"""Who does something, where nobody that is mentioned does."""
SPEAKERS = frozenset(("I", "we", "you"))  # they need no earlier mention and cannot mean anybody else


class _Noun(NamedTuple):
    """The shapes of one name. "a letter" is "the letter" when it is spoken of again."""

    first: str
    again: str
    definite: str
    indefinite: str
    bare: str
    agreement: Agreement


def _noun(referent: Referent) -> _Noun:
    name = " ".join(referent.name.split()) or ("something" if referent.pronoun == "it" else "someone")
    article, bare = split_article(name)
    if article in ("a", "an"):
        name = with_indefinite(bare)
    words = tuple(bare.split())
    many = referent.pronoun in ("they", "we") and ("and" in words or (article == "the" and is_plural(words)))
    agreement = PLURAL if many else SINGULAR
    if not article and (referent.pronoun != "it" or name == "something"):
        return _Noun(name, referent.again or name, name, name, name, agreement)
    definite = f"the {bare}"
    again = referent.again or (name if article != "a" and article != "an" else definite)
    return _Noun(name, again, definite, bare if many else with_indefinite(bare), bare, agreement)


class Discourse(NamedTuple):
    """What a reader has in mind between two sentences.

    `known`: the entities mentioned so far; `named`: those mentioned in this paragraph; `previous` and
    `current`: the mentions of the last sentence and of the one under way.
    """

    known: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    previous: tuple[Referent, ...] = ()
    current: tuple[Referent, ...] = ()

    def sentence_ended(self) -> Discourse:
        """The discourse after a full stop."""
        return Discourse(self.known, self.named, self.current)

    def paragraph_ended(self) -> Discourse:
        """The discourse before a new paragraph, in which everybody is named anew."""
        return Discourse(self.known)

    def after(self, referent: Referent) -> Discourse:
        """The discourse after a mention."""
        entity = referent.entity
        known = self.known if entity in self.known else self.known | {entity}
        named = self.named if entity in self.named else self.named | {entity}
        return Discourse(known, named, self.previous, (*self.current, referent))

    def allows_pronoun(self, referent: Referent, manner: Manner) -> bool:
        """Whether a pronoun would be understood as this entity and no other."""
        if manner == "noun" or referent.entity not in self.named:
            return False
        entity, pronoun = referent.entity, referent.pronoun
        if pronoun == "they" and not referent.nameless and not _noun(referent).agreement.plural:
            return self._allows_they(entity)
        for mentions in (self.current, self.previous):
            rivals = [other.entity for other in mentions if other.pronoun == pronoun]
            if rivals:
                return rivals.count(entity) == len(rivals)
        return False

    def allows_object(self, referent: Referent, manner: Manner, subject: int) -> bool:
        """Whether a pronoun for whom something is done to would be understood as this person: it cannot mean
        who does it, for that would be said with "himself", and nobody else has been spoken of in the sentence
        who could be meant.
        """
        if manner == "noun" or referent.entity == subject or referent.pronoun not in ("he", "she"):
            return False
        rivals = [other for other in self.current if other.pronoun == referent.pronoun]
        meant = {other.entity for other in rivals}
        spoken_of = any(other.entity == referent.entity and not other.named for other in rivals)  # not to
        return meant == {subject, referent.entity} and spoken_of

    def _allows_they(self, entity: int) -> bool:
        """Whether "they" would be understood as one person: only beside nobody else, for else it might be
        both."""
        for mentions in (self.current, self.previous):
            people = [other.entity for other in mentions if other.pronoun != "it"]
            if people:
                return people.count(entity) == len(people)
        return False


class Mention(NamedTuple):
    """The words for one mention, and what a verb agrees with that has it as its subject."""

    text: str
    agreement: Agreement


def mention(
    referent: Referent, case: Case, discourse: Discourse, manner: Manner = "free", subject: int = NOBODY
) -> tuple[Mention, Discourse]:
    """The words for `referent` at this point, in a clause with this `subject`, and the discourse after them.

    A line that asks for an article gets a noun, never a pronoun. A person's proper name takes no article; a
    thing's takes the one that is asked for (the Jeep).
    """
    if referent.whose is not None and not discourse.allows_pronoun(referent, manner) and case != "reflexive":
        return _kin(referent, referent.whose, case, discourse)
    after = discourse.after(referent)
    if referent.named or referent.pronoun not in _PRONOUNS:
        if case == "reflexive":
            return _pronoun(referent.pronoun if referent.pronoun in _PRONOUNS else "they", case), after
        return _name(referent, case, referent.entity in discourse.known), after
    if case == "reflexive":
        return _pronoun(referent.pronoun, case), after
    with_article = case in _WITH_ARTICLE
    if referent.pronoun in SPEAKERS:
        return _pronoun(referent.pronoun, "object" if with_article else case), after
    if not with_article and (
        referent.nameless
        or manner == "bound"
        or discourse.allows_pronoun(referent, manner)
        or (case == "object" and discourse.allows_object(referent, manner, subject))
    ):
        return _pronoun(referent.pronoun, case), after
    return _name(referent, case, referent.entity in discourse.known), after


def _kin(referent: Referent, whose: Referent, case: Case, discourse: Discourse) -> tuple[Mention, Discourse]:
    """The words for somebody by whose they are: "Zoe's husband", "her husband's"."""
    owner, discourse = mention(whose, "possessive", discourse)
    text = f"{owner.text} {referent.name}"
    if case in ("possessive", "absolute"):
        text = possessive(text)
    return Mention(text, SINGULAR), discourse.after(referent)


_WITH_ARTICLE = frozenset(("definite", "indefinite", "bare"))


@lru_cache(maxsize=64)
def _pronoun(word: str, case: Case) -> Mention:
    pronoun = _PRONOUNS[word]
    return Mention(getattr(pronoun, case), pronoun.agreement)


@lru_cache(maxsize=8192)
def _name(referent: Referent, case: Case, known: bool) -> Mention:
    noun = _noun(referent)
    if case in _WITH_ARTICLE:
        return Mention(getattr(noun, case), noun.agreement)
    text = noun.again if known else noun.first
    if case in ("possessive", "absolute"):
        text = text if known or not referent.again else text.partition(" of ")[0]
        text = possessive(text, plural=noun.agreement.plural)
    return Mention(text, noun.agreement)
