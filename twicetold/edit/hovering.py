"""What stands at a place, for whoever points at it."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.edit.analysis import Analysis
from twicetold.edit.describing import comment_of, explained, line_of, said
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Hover:
    """A text in Markdown, and what it is about."""

    text: str
    span: Span


def hover(analysis: Analysis, line: int, column: int) -> Hover | None:
    """What stands at a place: how a name is declared, and what the code of a mistake there means."""
    parts: list[str] = []
    span: Span | None = None
    named = analysis.at(line, column)
    known = None if named is None else analysis.symbols.declared.get(named.symbol)
    if named is not None and known is not None:
        span = named.span
        comment = comment_of(known, analysis)
        parts.append(
            f"```tale\n{line_of(known, analysis)}\n```\n{said(known)}" + f"\n\n{comment}" * bool(comment)
        )
    here = Span(analysis.document.name, line, column, line, column)
    for diagnostic in analysis.diagnostics:
        if here.within(diagnostic.span):
            span = span or diagnostic.span
            parts.append(explained(diagnostic))
    return Hover("\n\n---\n\n".join(parts), span) if span is not None else None
