"""Mends that can be made at once, and the layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from twicetold.edit.analysis import Analysis
from twicetold.edit.document import Edit
from twicetold.lang import TaleError, format_text
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.source import Span

_MEANT: Final = re.compile(r"did you mean `([^`]+)`\?")

_NAMED: Final = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Fix:
    """A mend of one mistake: what it does, in words, and how."""

    title: str
    diagnostic: Diagnostic
    edits: tuple[Edit, ...]


def fixes(analysis: Analysis, first: int, last: int) -> tuple[Fix, ...]:
    """The mends of what is wrong on some lines: another word, where the help names the one that may have been
    meant."""
    return tuple(
        fix
        for each in analysis.diagnostics
        if first <= each.span.line <= last and (fix := _fix(each, analysis)) is not None
    )


def _fix(diagnostic: Diagnostic, analysis: Analysis) -> Fix | None:
    meant, span = _MEANT.search(diagnostic.help), diagnostic.span
    wrong = _NAMED.search(diagnostic.message)
    if meant is None or wrong is None or span.file != analysis.document.name or span.line != span.end_line:
        return None
    places = [*re.finditer(rf"\b{re.escape(wrong[1])}\b", analysis.document.at(span))]
    if len(places) != 1:
        return None  # it is not clear which word is wrong
    begin = span.column + places[0].start()
    word = Span(span.file, span.line, begin, span.line, begin + len(wrong[1]))
    return Fix(f"Write `{meant[1]}`", diagnostic, (Edit(word, meant[1]),))


def formatting(analysis: Analysis) -> tuple[Edit, ...]:
    """The edits that lay a document out: none where it is so already, or cannot be parsed."""
    document = analysis.document
    try:
        text = format_text(document.text, document.name)
    except TaleError:
        return ()
    if text == document.text:
        return ()
    old, new = document.text.split("\n"), text.split("\n")
    first = next(
        (n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
    most = min(len(old), len(new)) - first
    last = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    begin, end = min(first, len(old) - 1), len(old) - last
    if first == len(old) or first > end - 1:  # lines come in between, or go
        return (Edit(document.whole, text),)
    span = Span(document.name, begin + 1, 1, end, len(old[end - 1]) + 1)
    return (Edit(span, "\n".join(new[first : len(new) - last])),)
