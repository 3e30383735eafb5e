"""Values of knobs written into a world's text, where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from twicetold.lang import model
from twicetold.lang.formatter import format_text
from twicetold.lang.loaded import ADDED, Loaded
from twicetold.lang.source import Source, Span

_WRITTEN: Final = re.compile(r"(-?) *([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(%?)((?: +[^\W\d]\w*)*)")


class CannotWrite(ValueError):
    """A value has no place in the text; the message says why."""


def rewritten(loaded: Loaded, values: Mapping[str, float]) -> dict[str, str]:
    """The texts of those files, laid out, in which knobs have other values.

    Raises CannotWrite if a value stands in no file, or is not written as a number.
    """
    knobs = {knob.name: knob for knob in loaded.world.knobs}
    changes: dict[str, list[tuple[Span, str]]] = {}
    for name, value in values.items():
        knob = knobs[name]
        where = knob.written
        source = loaded.sources.get(where.file)
        if source is None or where.file == ADDED:
            raise CannotWrite(f"the value of `{name}` stands in no file; write it into the world")
        changes.setdefault(where.file, []).append((where, _number(knob, value, _text(source, where))))
    return {file: format_text(_changed(loaded.sources[file], of), file) for file, of in changes.items()}


def _text(source: Source, span: Span) -> str:
    if span.line != span.end_line:
        raise CannotWrite("a value that is written over several lines is left as it is")
    return source.line(span.line)[span.column - 1 : span.end_column - 1]


def _number(knob: model.Setting, value: float, written: str) -> str:
    """The value as it is written here: with the same unit, as a percentage where it was one."""
    parts = _WRITTEN.fullmatch(written)
    if parts is None:
        raise CannotWrite(f"the value of `{knob.name}` is not written as a number: `{written}`")
    sign, digits, percent, unit = parts.groups()
    before = float(digits) * (-1 if sign else 1)
    if not before and (unit.strip() or percent):
        raise CannotWrite(
            f"the value of `{knob.name}` is written as 0, which does not tell its unit: `{written}`"
        )
    size = float(knob.value) / before if before else 1.0
    return f"{value / size:.6g}{percent}{unit}"


def _changed(source: Source, changes: list[tuple[Span, str]]) -> str:
    lines = source.text.split("\n")
    for span, text in sorted(changes, key=lambda change: (change[0].line, change[0].column), reverse=True):
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + text + line[span.end_column - 1 :]
    return "\n".join(lines)
