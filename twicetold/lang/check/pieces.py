"""Pieces of a text of which one is told: `[if C: … | otherwise: …]`, `[first: … | then: …]`; where they begin
and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Sort = Literal["if", "first", "in turn", "once", "one of"]

_OTHERS: Final[dict[Sort, tuple[str, ...]]] = {
    "if": ("if", "otherwise"),
    "first": ("then",),
    "in turn": ("",),
    "once": ("",),
    "one of": ("",),
}
"""How the pieces behind the first begin."""

_FIRST: Final = re.compile(r"\s*(?:(if) |(first|in turn|once|one of) *:)")
_OTHER: Final = re.compile(r"\s*(?:(if) |(otherwise|then) *:)")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d):(?=\d)")
"""The colon of a time."""

Stretch = tuple[int, int]
"""Where something begins in a text, and where it ends."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A pair of brackets that no other surrounds, or one bracket without its fellow."""

    start: int
    end: int
    is_pair: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece: the word with which it begins (empty: none), where its condition is, and where its text."""

    word: str
    cond: Stretch | None
    text: Stretch

    def fits(self, sort: Sort) -> bool:
        """Whether it can stand behind the first of this sort."""
        return self.word in _OTHERS[sort] and (self.word == "if") is (self.cond is not None)


def wanted(sort: Sort) -> str:
    """How pieces of a sort are written."""
    match sort:
        case "if":
            return "[if …: … | otherwise: …]"
        case "first":
            return "[first: … | then: …]"
        case _:
            return f"[{sort}: … | …]"


def marks(text: str, within: Stretch) -> list[Mark]:
    """The square brackets of a stretch of text, in order; those inside others are left out."""
    found: list[Mark] = []
    opened: list[int] = []
    for at in range(*within):
        if text[at] == "[":
            opened.append(at)
        elif text[at] == "]" and opened:
            start = opened.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(Mark(start, at + 1, True))
        elif text[at] == "]":
            found.append(Mark(at, at + 1, False))
    found += [Mark(at, at + 1, False) for at in opened]
    return sorted(found, key=lambda mark: mark.start)


def sort_of(text: str, inside: Stretch) -> Sort | None:
    """Of which sort the pieces are that stand in brackets; None if it is something else."""
    begun = _FIRST.match(text, *inside)
    sort = begun and (begun[1] or begun[2])
    return next((known for known in _OTHERS if known == sort), None)


def pieces(text: str, inside: Stretch) -> list[Piece]:
    """The pieces that stand in brackets, in order."""
    bars = [at for at in _outside(text, inside) if text[at] == "|"]
    ends = [*bars, inside[1]]
    starts = [inside[0], *(bar + 1 for bar in bars)]
    return [
        _piece(text, stretch, _OTHER if n else _FIRST)
        for n, stretch in enumerate(zip(starts, ends, strict=True))
    ]


def _piece(text: str, stretch: Stretch, form: re.Pattern[str]) -> Piece:
    begun = form.match(text, *stretch)
    if begun is None:
        return Piece("", None, _trimmed(text, stretch))
    start, end = begun.end(), stretch[1]
    if begun[1] is None:
        return Piece(begun[2], None, _trimmed(text, (start, end)))
    colons = (at for at in _outside(text, (start, end)) if text[at] == ":")
    colon = next((at for at in colons if not _BETWEEN_DIGITS.match(text, at)), None)
    if colon is None:
        return Piece("if", None, _trimmed(text, (start, end)))
    return Piece("if", _trimmed(text, (start, colon)), _trimmed(text, (colon + 1, end)))


def _outside(text: str, within: Stretch) -> Iterator[int]:
    """The places of a stretch that no brackets in it surround."""
    depth = 0
    for at in range(*within):
        depth -= text[at] in ")]"
        if depth == 0:
            yield at
        depth += text[at] in "(["


def _trimmed(text: str, stretch: Stretch) -> Stretch:
    """The stretch without the spaces at its ends."""
    start, end = stretch
    while start < end and text[start] == " ":
        start += 1
    while start < end and text[end - 1] == " ":
        end -= 1
    return start, end
