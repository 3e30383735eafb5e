"""From bytes to text: what is not text, or cannot be shown honestly, is refused before it is parsed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from twicetold.lang import limits
from twicetold.lang.diagnostics import Problems
from twicetold.lang.source import Source, Span

ENCODING: Final = "utf-8-sig"
"""UTF-8; a mark at its beginning, as some editors set it, is no part of the text."""

FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What no text of a world holds: control characters, other line ends, what turns the direction of writing,
and half characters."""

_PIECE: Final = re.compile(r'"[^"\n]*"|#[^\n]*|\w+|[^\w\s]')

_BRACKET: Final = re.compile(r"\[([^]]*)")
_RECKONED: Final = re.compile(r"[^\w\s.'’/-]")
"""What no name and no verb has in it."""


def decode(data: bytes, file: str, problems: Problems) -> Source | None:
    """The text of a file; None, with the problems told, if it is not text that a world can be written in."""
    try:
        text = data.decode(ENCODING)
    except UnicodeDecodeError as error:
        span = _first_line(file, data[: error.start].count(b"\n") + 1)
        problems.tell("T0001.text", span)
        return None
    return accept(text, file, problems)


def accept(text: str, file: str, problems: Problems) -> Source | None:
    """A text with its line ends and accents made alike; None, and told why, if it is none.

    Accents are composed (Unicode's NFC), so that a name is the same name however it was typed.
    """
    source = Source(file, normal(text))
    problems.sight(source)
    fits = _fits(source, problems)
    clean = _clean(source, problems)
    return source if fits and clean else None


def normal(text: str) -> str:
    """A text with its line ends and accents made alike."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


@dataclass(frozen=True, slots=True)
class Size:
    """How much text there is: bytes, and words and signs (a comment counts as one, and so does a quoted text,
    beside what is reckoned in its square brackets)."""

    bytes: int = 0
    words: int = 0

    def __add__(self, other: Size) -> Size:
        return Size(self.bytes + other.bytes, self.words + other.words)

    @property
    def excess(self) -> str:
        """What is too much; empty if nothing is."""
        if self.bytes > limits.TEXT:
            return f"longer than {limits.TEXT // 1024} KiB"
        return f"of more than {limits.WORDS:,} words and signs" if self.words > limits.WORDS else ""


def size(text: str) -> Size:
    """How much text this is."""
    if len(text) > limits.TEXT:
        return Size(len(text))
    return Size(len(text.encode(errors="replace")), sum(map(_words_of_line, text.split("\n"))))


@lru_cache(maxsize=1 << 14)
def _words_of_line(line: str) -> int:
    """As how many words a line counts: no piece goes beyond its end."""
    return sum(map(_words, _PIECE.findall(line)))


def _words(piece: str) -> int:
    """As how many words a piece counts."""
    brackets = _BRACKET.findall(piece) if piece.startswith('"') else ()
    return 1 + sum(len(_PIECE.findall(inside)) for inside in brackets if _RECKONED.search(inside))


def _fits(source: Source, problems: Problems) -> bool:
    """Whether the text keeps to the limits of its size."""
    if excess := size(source.text).excess:
        problems.tell("T0005.text", _first_line(source.file, 1), excess=excess)
        return False
    lines = source.text.split("\n")
    long = [number for number, line in enumerate(lines, 1) if len(line) > limits.LINE]
    for number in long:
        problems.tell(
            "T0006.line",
            Span(source.file, number, limits.LINE + 1, number, limits.LINE + 2),
            most=limits.LINE,
        )
    return not long


def _clean(source: Source, problems: Problems) -> bool:
    """Whether the text has no character that cannot stand in a world; only the first is told."""
    sign = FORBIDDEN.search(source.text)
    if sign is None:
        return True
    before = source.text[: sign.start()]
    line, column = before.count("\n") + 1, sign.start() - before.rfind("\n")
    problems.tell("T0002.character", Span(source.file, line, column, line, column + 1), number=ord(sign[0]))
    return False


def _first_line(file: str, line: int) -> Span:
    return Span(file, line, 1, line, 2)
