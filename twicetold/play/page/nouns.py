"""Names that are not known yet: a sentence is made once for each sort of name that can stand in it, with a
placeholder in the name's place, and the name is put there when it is known.

Two names are of one sort if a sentence about the one differs from that about the other by the name alone:
they have the same pronoun, the same article, ask for the same "a" or "an", and mean both one or both many. A
name that is of no such sort is a sort of its own, without a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from twicetold.lang import model
from twicetold.lang.articles import indefinite_article
from twicetold.tell.clauses import capitalised
from twicetold.tell.naming import Discourse, Referent, mention
from twicetold.tell.nouns import split_article

YOU, SOMEONE, SOMETHING, NOBODY = "y", "s", "t", "0"
"""The sorts of whoever plays, of somebody and something that they cannot make out, and of nobody."""

PLACEHOLDER: Final = re.compile(r"[AaBb]zq([a-z])qz[ns]")
"""What stands in the place of a name; its letter says of which."""

FIRST = 10_000
"""The number of the first entity that is only a place for one."""


class Sort(NamedTuple):
    """A sort of names: how a placeholder is spelled (`frame`, with `{}` for its letter), and the pronoun."""

    frame: str
    pronoun: str


class Nouns:
    """The sorts of names of one world's entities, for whoever plays one of them."""

    def __init__(self, world: model.World, who: int) -> None:
        self.world = world
        self.who = who
        self.cast = {n: Referent(n, entity.called, entity.pronoun) for n, entity in enumerate(world.entities)}
        self.spoken = dict(self.cast)
        self.cast[who] = self.cast[who]._replace(pronoun="you")
        self._sorts: dict[Sort, str] = {}
        self.of = [self._of(referent) for referent in self.spoken.values()]
        """The key of the sort of each entity, if they do not play."""

    def keys(self, entities: Iterable[int], *, absent: bool, unseen: bool) -> list[str]:
        """The sorts of whoever of these may stand in a place; if it may be nobody, or somebody not made
        out."""
        among = list(entities)
        keys = dict.fromkeys(YOU if entity == self.who else self.of[entity] for entity in among)
        strangers = dict.fromkeys(self.strangers[entity] for entity in among if unseen)
        return [*keys, *strangers, *([NOBODY] if absent else [])]

    @property
    def strangers(self) -> list[str]:
        """Of each entity the sort, where it is not made out."""
        return [SOMETHING if each.pronoun == "it" else SOMEONE for each in self.spoken.values()]

    def referent(self, place: int, key: str) -> Referent | None:
        """What stands in a place of which the sort is known; None for nobody."""
        number = FIRST + place
        if key == NOBODY:
            return None
        if key == YOU:
            return self.cast[self.who]._replace(entity=number)
        if key in (SOMEONE, SOMETHING):
            return Referent(number, "someone" if key == SOMEONE else "something", "")
        sort = next(sort for sort, known in self._sorts.items() if known == key)
        return Referent(number, sort.frame.format(chr(ord("a") + place)), sort.pronoun)

    def in_speech(self, place: int, key: str) -> Referent | None:
        """The same between quotation marks, where nobody is "you" but whom the speaker speaks to."""
        if key == YOU:
            return self.spoken[self.who]._replace(entity=FIRST + place)
        return self.referent(place, key)

    @property
    def names(self) -> list[list[str]]:
        """Of each entity what is put in a placeholder's place, within a sentence and as its beginning; and
        its whole name."""
        whole = [" ".join(referent.name.split()) for referent in self.spoken.values()]
        return [[bare, capitalised(bare), name] for name in whole for bare in [split_article(name)[1]]]

    def _of(self, referent: Referent) -> str:
        article, bare = split_article(" ".join(referent.name.split()))
        begins = "a" if indefinite_article(bare) == "an" else "b"
        frame = begins.upper() if bare[:1].isupper() else begins
        ends = "s" if _is_many(referent) and not bare[:1].isupper() else "n"
        framed = Sort(f"{article} {frame}zq{{}}qz{ends}".strip(), referent.pronoun)
        sort = framed if _alike(referent, framed, bare) else Sort(referent.name, referent.pronoun)
        return self._sorts.setdefault(sort, f"{len(self._sorts) + 1:x}z")


def _is_many(referent: Referent) -> bool:
    return mention(referent._replace(named=True), "subject", Discourse())[0].agreement.plural


def _alike(referent: Referent, sort: Sort, bare: str) -> bool:
    """Whether sentences with the placeholder are those with the name, but for the name."""
    placeholder = sort.frame.format("a")
    stand_in = referent._replace(name=placeholder)
    token = split_article(placeholder)[1]
    for case in ("subject", "possessive", "definite", "indefinite", "bare"):
        for discourse in (Discourse(), Discourse(known=frozenset((referent.entity,)))):
            real = mention(referent._replace(named=True), case, discourse)[0]
            other = mention(stand_in._replace(named=True), case, discourse)[0]
            if other._replace(text=other.text.replace(token, bare)) != real:
                return False
    return True
