"""From a name to where it is declared and used, and another name in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from twicetold.edit.analysis import Analysis, Analyst
from twicetold.edit.document import Edit
from twicetold.edit.symbols import THINGS, Occurrence, Symbol
from twicetold.lang.diagnostics import Diagnostic
from twicetold.lang.source import Span
from twicetold.lang.transformer.base import RESERVED

_NAME: Final = re.compile(r"[^\W\d]\w*")


class CannotRename(ValueError):
    """A name cannot be given; the message says why."""


def definition(analysis: Analysis, line: int, column: int) -> Span | None:
    """Where the name at a place is declared."""
    named = analysis.at(line, column)
    known = None if named is None else analysis.declared(named.symbol)
    return None if known is None else known.span


def references(analysis: Analysis, line: int, column: int) -> tuple[Occurrence, ...]:
    """Wherever what is named at a place is named."""
    named = analysis.at(line, column)
    return () if named is None else analysis.of(named.symbol)


def renamed(
    analysis: Analysis, line: int, column: int, name: str, beside: Mapping[str, str] | None = None
) -> tuple[Edit, ...]:
    """The edits that give what is named at a place another name. Raises CannotRename if it cannot be given:
    nothing else may change by it, so the text is checked with it, by somebody who knows nothing of it yet."""
    named = analysis.at(line, column)
    if named is None or analysis.symbols.declared.get(named.symbol) is None:
        raise CannotRename("there is nothing here that has a name")
    _look_at(name, named.symbol, analysis)
    places = analysis.of(named.symbol)
    outside = next((each.span.file for each in places if each.span.file != analysis.document.name), None)
    if outside is not None:
        raise CannotRename(f"`{named.symbol.name}` is of {outside}: rename it there")
    if not analysis.is_sound:
        raise CannotRename("the text has mistakes, so that it is not known where else the name stands")
    edits = tuple(Edit(each.span, name) for each in places)
    after = analysis.document.edited(edits)
    checked = Analyst(analysis.shelf).analyse(after, beside)
    if not _is_as_before(analysis, checked, named.symbol, name, len(places)):
        raise CannotRename(f"with the name `{name}` the text would mean something else")
    return edits


def _look_at(name: str, symbol: Symbol, analysis: Analysis) -> None:
    """Raises CannotRename if something cannot be called so, or something else is."""
    if symbol.space in ("ending", "library"):
        raise CannotRename("titles and files are not renamed here")
    if _NAME.fullmatch(name) is None:
        raise CannotRename(f"`{name}` is no name: letters, digits and _, and no digit first")
    if name in RESERVED:
        raise CannotRename(f"`{name}` is a word of the language")
    table = analysis.symbols
    spaces = THINGS if symbol.space in THINGS else (symbol.space,)
    for other in table.declared:
        if other.name == name and other.space in spaces and other.space != "local" and other.of == symbol.of:
            raise CannotRename(f"something else is called `{name}`")


def _is_as_before(before: Analysis, after: Analysis, symbol: Symbol, name: str, many: int) -> bool:
    """Whether a text with another name for something says the same, up to that name."""
    if len(before.occurrences) != len(after.occurrences):
        return False
    pairs = zip(_in_order(before), _in_order(after), strict=True)
    if any(_called(a, symbol, name) != b.symbol.name or a.declares != b.declares for a, b in pairs):
        return False
    return [_told(each) for each in before.diagnostics] == [_told(each) for each in after.diagnostics]


def _in_order(analysis: Analysis) -> list[Occurrence]:
    return sorted(analysis.occurrences, key=lambda each: (each.span.file, each.span.line, each.span.column))


def _called(each: Occurrence, symbol: Symbol, name: str) -> str:
    return name if each.symbol == symbol else each.symbol.name


def _told(diagnostic: Diagnostic) -> tuple[str, int]:
    return diagnostic.code, diagnostic.span.line
