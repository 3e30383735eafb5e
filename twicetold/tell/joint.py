"""Several people named together: in which order, whose something is, and what "they" means of them.

Who tells comes last and who is told first: "Vera and I", "you and Vera", "Vera's and my house". Of a subject
in which I or you are, "they" and "their" are "we" and "our", or "you" and "your".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from twicetold.tell.agreement import Stand
from twicetold.tell.lexicon import COORDINATORS, PREPOSITIONS
from twicetold.tell.nouns import is_plural_noun
from twicetold.tell.tokens import CLOSING_QUOTES, LISTING, OPENING_QUOTES, Token
from twicetold.tell.verbs import PLURAL, Agreement

_JOINING = COORDINATORS & {"and", "or", "nor"} | {LISTING}
_ORDER = {2: 0, 3: 1, 1: 2}
_OURS: Mapping[int, Mapping[str, str]] = {
    1: {"they": "we", "them": "us", "their": "our", "theirs": "ours", "themselves": "ourselves"},
    2: {"they": "you", "them": "you", "their": "your", "theirs": "yours", "themselves": "yourselves"},
}


class Row(NamedTuple):
    """Mentions, by their slots, that stand beside one another; what they `own` together follows the last."""

    slots: tuple[int, ...]
    own: bool


class Back(NamedTuple):
    """Whom a plural pronoun in the text means: mentions, by their slots, and those it could mean instead."""

    to: tuple[int, ...]
    rivals: tuple[int, ...]


# --- beside one another -------------------------------------------------------------------------------------


def rows_of(tokens: Sequence[Token], stands: Mapping[int, Stand | None]) -> list[Row]:
    """The rows of mentions, joined by "and" or "or"."""
    subjects = [stand.subject.mentions for stand in stands.values() if stand]
    subject_of = {slot: subject for subject in subjects for slot in subject}
    rows: list[Row] = []
    i = 0
    while i < len(tokens):
        end = i
        while _is_joined(tokens, end) and _alike(tokens[end], tokens[end + 2], subject_of):
            end += 2
        if end > i:
            own = tokens[end].kind == "whose"
            if not own or tokens[i].kind == "whose" or i == 0 or tokens[i - 1].kind != "verb":
                first = i if own else _listed(tokens, i)
                named = (token for token in tokens[first : end + 1] if token.kind in ("who", "whose"))
                rows.append(Row(tuple(token.slot for token in named), own))
        i = end + 1
    return rows


def _is_joined(tokens: Sequence[Token], i: int) -> bool:
    """Whether "and" joins the mention at `i` to another."""
    kinds = [token.kind for token in tokens[i : i + 3]]
    mentions = len(kinds) == 3 and {kinds[0], kinds[2]} <= {"who", "whose"}
    return mentions and kinds[1] == "word" and tokens[i + 1].text in _JOINING


def _alike(a: Token, b: Token, subject_of: Mapping[int, tuple[int, ...]]) -> bool:
    """Whether two mentions are what one verb has as its subject, or neither is that of any."""
    if a.kind == "whose" and b.kind == "who":
        return False
    return b.slot in subject_of.get(a.slot, ()) or (a.slot not in subject_of and b.slot not in subject_of)


def _listed(tokens: Sequence[Token], i: int) -> int:
    """Where the list begins that opens a sentence and ends with the mention at `i`: "[p], [q] and [r]"."""
    first = i
    while first > 1 and tokens[first - 1] == Token("pause", ",") and tokens[first - 2].kind == "who":
        first -= 2
    return first if first == 0 or tokens[first - 1].kind == "stop" else i


def ordered(row: Row, agreements: Mapping[int, Agreement]) -> Sequence[int]:
    """The slots of a row in the order in which those in them are named."""
    return sorted(row.slots, key=lambda slot: _ORDER[agreements[slot].person])


# --- they ---------------------------------------------------------------------------------------------------


def backs_of(tokens: Sequence[Token], stands: Mapping[int, Stand | None]) -> dict[int, Back]:
    """Whom each plural pronoun of the text means, by its slot, where several people are named together."""
    backs: dict[int, Back] = {}
    subject: tuple[int, ...] = ()
    rivals: list[int] = []
    others = owned = False
    quotation = said_in = 0  # outside: an even number
    for token in tokens:
        if token.kind == "pause":
            quotation += token.text in OPENING_QUOTES or (quotation % 2 == 1 and token.text in CLOSING_QUOTES)
            owned = False
        elif token.kind == "stop":
            others = owned = False
        elif token.kind == "verb":
            owned = False
            several = _several(stands[token.slot])
            if several and several != subject:
                subject, rivals, others, said_in = several, [], False, quotation
        elif token.kind in ("who", "whose"):
            rivals.append(token.slot)
        elif token.slot >= 0:
            together = quotation == said_in or quotation % 2 == said_in % 2 == 0
            if subject and together and not others:
                backs[token.slot] = Back(subject, tuple(slot for slot in rivals if slot not in subject))
            owned = True
        elif token.text in PREPOSITIONS:
            owned = False
        elif not owned and is_plural_noun(token.text):
            others = True
    return backs


def _several(stand: Stand | None) -> tuple[int, ...]:
    if stand is None or stand.subject.agrees != PLURAL or len(stand.subject.mentions) < 2:
        return ()
    return stand.subject.mentions


def meant(word: str, back: Back, agreements: Mapping[int, Agreement]) -> str:
    """A plural pronoun as it must be, if I or you are among those whom it means and nobody else could be."""
    if any(agreements[slot].plural for slot in back.rivals):
        return word
    persons = {agreements[slot].person for slot in back.to}
    person = next((person for person in (1, 2) if person in persons), None)
    if person is None:
        return word
    said = _OURS[person][word.lower()]
    return said.title() if word[0].isupper() else said
