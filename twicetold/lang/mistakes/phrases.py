"""Slips of those who write as they would speak, and how it is said here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.mistakes.stop import Stop
from twicetold.lang.mistakes.words import BLOCKS

_MORE: Final = ("more", "greater", "larger", "higher", "later")
_LESS: Final = ("less", "fewer", "lower", "smaller", "earlier")
# What a pattern begins with is not sought anew at each of its signs: a line may be one long name.
_COMPARED: Final = re.compile(
    rf"(?<![\w.()])([\w.()]+) +(?:is +|are +)?({'|'.join(_MORE + _LESS)}) +than +(\S+)"
)
_BOUNDED: Final = re.compile(r"(?<![\w.()])([\w.()]+) +(?:is +|are +)?at +(least|most) +(\S+)")
_BETWEEN: Final = re.compile(r"\b(?:between|from) +(\S+) +(?:and|to) +(\S+) *(\w+)?")
_TAKEN: Final = re.compile(r"\b\w+ +(\S+) +(\w+) +from +(\w+) +to +(\w+) *$")
_GIVEN: Final = re.compile(r"\b(?:give|hand|pay|pass|send)s? +(\S+) +(\w+) +to +(\w+) *$")
_MOVED: Final = re.compile(r"\b(?:move|go|goe|walk|send|put|bring|run)s? +(\w+) +to +(\w+) *$")
_HAS: Final = re.compile(r"\b(\w+) +(has|have|had) +(?:(an?|the|no|some) +)?(\w+)")
_WHAT: Final = re.compile(r"\bwhat +\S+ +$")
_AMONG: Final = re.compile(r"\b(\w+) +in +([A-Z]\w*)\b *$")
_DONE_TO: Final = re.compile(r"\b(?:kill|open|close|wake|free|hide|remove)s? +(\w+) *$")
_DONE: Final = re.compile(r"(?:^|\bthen\b) *([^\W\d]\w*) *$")
_RELATED: Final = re.compile(r"([A-Z]\w*) +(\w+?)s? +([A-Z]\w*)\b.*")
_SPEECH: Final = (
    (re.compile(r"^ *(?:then +)?\w+ +(?:says?|said|tells?|told|claims?|lies)\b"), "T0100.says"),
    (re.compile(r"\bcontradicts?\b"), "T0100.contradicts"),
    (re.compile(r"\bdoubts?\b"), "T0100.doubts"),
    (re.compile(r"\b(?:when|where)\b.*\b(?:saw|seen?|hear|heard|sight)\b"), "T0100.sensed"),
    (re.compile(r"\b(?:says?|said|spoken?|speaks?)\b"), "T0100.said"),
)
_DESCENDS: Final = re.compile(r"kind +(\w+) +(?:\w+|[:<(]) *(\w+)?")


def _speech(at: Stop) -> Help | None:
    """`g says that g.n is 3`, `what g said about g.n`"""
    line = at.line.split('"')[0].split("#")[0]
    name = next((name for words, name in _SPEECH if words.search(line)), None)
    return None if name is None else Help(name)


def _has(at: Stop) -> Help | None:
    """`p has a coin`, `p has no coins`"""
    said = _HAS.search(at.line)
    if said is None or not said.start() <= len(at.before) <= said.end():
        return None
    who, has, no, what = said.groups()
    if what[0].isupper() and no == "no":
        return Help("T0100.has_not", who=who, has=has, what=what)
    return Help("T0100.has", of=f"{who}.{what}")


def _set(at: Stop) -> Help | None:
    """`what p has` as a condition, `for x in Person`"""
    if at.type == "NAME" and {"SAID", "DOT"} <= at.accepts and _WHAT.search(at.before):
        return Help("T0100.set")
    among = _AMONG.search(at.before)
    if among is None or "THE" in at.accepts:
        return None
    return Help("T0100.among", name=among[1], kind=among[2])


def _compared(at: Stop) -> Help | None:
    """`p.coins is greater than 5`, `p.coins is at least 5`"""
    if (said := _COMPARED.search(at.line)) and at.text in (said[2], "than"):
        return Help("T0100.compared", left=said[1], sign=">" if said[2] in _MORE else "<", right=said[3])
    if (said := _BOUNDED.search(at.line)) and at.text in ("at", said[2]):
        return Help("T0100.compared", left=said[1], sign=">=" if said[2] == "least" else "<=", right=said[3])
    return None


def _between(at: Stop) -> Help | None:
    """`between 2 and 5 minutes`"""
    ends = _BETWEEN.search(at.line)
    if ends is None or at.text not in (ends[1], "and", "to"):
        return None
    unit = f" {ends[3]}" if ends[3] else ""
    return Help("T0100.between", low=ends[1], unit=unit, high=ends[2])


def _is_for_becomes(at: Stop) -> Help | None:
    """`p.at is Yard` where an effect stands."""
    if at.type == "IS" and "PLUS_EQUAL" in at.accepts:
        value = at.after.split("#")[0].strip()
        return Help("T0100.becomes", target=at.before.strip(), value=value)
    return None


def _done(at: Stop) -> Help | None:
    """`move p to q`, `give 1 coin from p to q`, `q dies`: effects in words that are none."""
    effects = "LEARNS" in at.accepts or at.first == "move"
    if effects and (said := _TAKEN.search(at.line)):
        many, what, giver, taker = said.groups()
        return Help("T0100.moved", many=many, giver=giver, what=what, taker=taker)
    if effects and (said := _GIVEN.search(at.line)):
        many, what, taker = said.groups()
        return Help("T0100.given", taker=taker, what=what, many=many)
    if (effects or at.first in ("move", "then")) and (said := _MOVED.search(at.line)):
        return Help("T0100.gone", who=said[1], place=said[2])
    whose = _DONE_TO.search(at.line) or _DONE.search(at.before)
    if effects and at.type == "NAME" and whose:
        return Help("T0100.done", who=whose[1])
    return None


def _needless_article(at: Stop) -> Help | None:
    """`Ada is a Person`"""
    words = re.search(r"\b(?:is|are) +(an?|the) *$", at.before)
    if words is None or at.type != "NAME":
        return None
    return Help("T0100.article", article=words[1], kind=at.text)


def _descends(at: Stop) -> Help | None:
    """`kind Guest extends Person`"""
    kind = _DESCENDS.match(at.line)
    if at.row != 1 or kind is None or "IS" not in at.accepts:
        return None
    return Help("T0100.descends", kind=kind[1], parent=kind[2] or "Person")


def _related(at: Stop) -> Help | None:
    """`Ada loves Ben`"""
    words = _RELATED.fullmatch(at.line.split("#")[0].rstrip())
    if at.row != 1 or words is None or at.block in BLOCKS:
        return None
    who, what, whom = words.groups()
    return Help("T0100.related", what=what, who=who, whom=whom)


PHRASES: Final[tuple[Callable[[Stop], Help | None], ...]] = (
    _speech,
    _compared,
    _between,
    _is_for_becomes,
    _needless_article,
    _descends,
    _related,
    _set,
    _has,
    _done,
)
