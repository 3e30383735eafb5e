"""From bytes to text: what is not text, or cannot be shown honestly, is refused before it is parsed."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from twicetold.lang import limits
from twicetold.lang.diagnostics import Problems
from twicetold.lang.source import Source, Span

_FORBIDDEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, line ends other than the newline, what turns the direction of writing, and half characters."""

_PIECE: Final = re.compile(r'"[^"\n]*"|#[^\n]*|\w+|[^\w\s]')


def decode(data: bytes, file: str, problems: Problems) -> Source | None:
    """The text of a file; None, with the problems told, if it is not text that a world can be written in."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        span = _first_line(file, data[: error.start].count(b"\n") + 1)
        problems.error("T0001", span, "this is not UTF-8 text", "save the file with the encoding UTF-8")
        return None
    return accept(text, file, problems)


def accept(text: str, file: str, problems: Problems) -> Source | None:
    """A text with its line ends and accents made alike; None, and told why, if it is none.

    Accents are composed (Unicode's NFC), so that a name is the same name however it was typed.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    source = Source(file, text)
    fits = _fits(source, problems)
    clean = _clean(source, problems)
    return source if fits and clean else None


def _fits(source: Source, problems: Problems) -> bool:
    """Whether the text keeps to the limits of its size."""
    text, file = source.text, source.file
    if len(text) > limits.TEXT:
        problems.error(
            "T0005",
            _first_line(file, 1),
            f"the text is longer than {limits.TEXT // 1024} KiB",
            "leave out what the world does not need",
        )
        return False
    if sum(1 for _ in _PIECE.finditer(text)) > limits.WORDS:
        problems.error(
            "T0005",
            _first_line(file, 1),
            f"the text has more than {limits.WORDS:,} words and signs",
            "leave out what the world does not need",
        )
        return False
    long = [n for n, line in enumerate(text.split("\n"), 1) if len(line) > limits.LINE]
    for number in long:
        problems.error(
            "T0006",
            Span(file, number, limits.LINE + 1, number, limits.LINE + 2),
            f"this line has more than {limits.LINE:,} characters",
            "break the line inside brackets, or give a part of it a name with `define`",
        )
    return not long


def _clean(source: Source, problems: Problems) -> bool:
    """Whether the text has no character that cannot stand in a world; only the first is told."""
    found = _FORBIDDEN.search(source.text)
    if found is None:
        return True
    before = source.text[: found.start()]
    line, column = before.count("\n") + 1, found.start() - before.rfind("\n")
    problems.error(
        "T0002",
        Span(source.file, line, column, line, column + 1),
        f"the character U+{ord(found[0]):04X} cannot stand in a world",
        "delete it: it cannot be seen, or it would make the line look like another",
    )
    return False


def _first_line(file: str, line: int) -> Span:
    return Span(file, line, 1, line, 2)
