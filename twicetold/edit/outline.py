"""The blocks of a document: what can be folded, and what it consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from twicetold.edit.analysis import Analysis
from twicetold.edit.document import Document
from twicetold.lang import syntax
from twicetold.lang.scan import chunks_of
from twicetold.lang.source import Source, Span


@dataclass(frozen=True, slots=True)
class Entry:
    """A block: what it is called, the word of its sort, where it goes, and where its name is."""

    name: str
    sort: str
    span: Span
    at: Span


def folds(document: Document) -> tuple[tuple[int, int], ...]:
    """The first and last lines of what can be folded: blocks of more than one line, whether or not they can
    be read, without the empty lines and comments behind them."""
    found = []
    for chunk in chunks_of(Source(document.name, document.text)):
        last = len(chunk.lines)
        while last and (not chunk.lines[last - 1].strip() or chunk.lines[last - 1].startswith("#")):
            last -= 1
        if last > 1:
            found.append((chunk.line, chunk.line + last - 1))
    return tuple(found)


def outline(analysis: Analysis) -> tuple[Entry, ...]:
    """The blocks of a document that have a name, in order."""
    return tuple(entry for block in analysis.blocks for entry in _entries(block, analysis))


def _entries(block: syntax.Block, analysis: Analysis) -> Iterator[Entry]:
    block = block.of if isinstance(block, syntax.More) else block
    span, sort = analysis.lines(block), syntax.sort(block)
    match block:
        case syntax.World(title=title) | syntax.Telling(title=title):
            yield Entry(title.text, sort, span, analysis.checked.here(title.span))
        case syntax.Ending(name=title):
            yield Entry(title.text, sort, span, analysis.checked.here(title.span))
        case syntax.Entities(names=names):
            for name in names:
                yield Entry(name.text, "entity", span, analysis.checked.here(name.span))
        case (
            syntax.Kind(name=name)
            | syntax.Relation(name=name)
            | syntax.Setting(name=name)
            | syntax.Define(name=name)
            | syntax.Sense(name=name)
            | syntax.Rule(name=name)
            | syntax.Action(name=name)
            | syntax.Event(name=name)
            | syntax.Measure(name=name)
            | syntax.StoryPattern(name=name)
        ):
            yield Entry(name.text, sort, span, analysis.checked.here(name.span))
        case _:
            pass
