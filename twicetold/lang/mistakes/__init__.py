"""Syntax error messages: what is said of a block that does not parse: what stands where, what could, and
which slip it may be.
"""

from __future__ import annotations

from lark.exceptions import UnexpectedInput

from twicetold.lang import limits
from twicetold.lang.diagnostics import Problems
from twicetold.lang.layout import LayoutError
from twicetold.lang.mistakes.forms import form
from twicetold.lang.mistakes.found import first_word, found, of_indent, whole_line
from twicetold.lang.mistakes.recognised import RECOGNISERS
from twicetold.lang.mistakes.slips import SLIPS
from twicetold.lang.mistakes.words import RESERVED_BLOCKS, in_words
from twicetold.lang.scan import Chunk
from twicetold.lang.source import Span

__all__ = ["first_word", "tell_layout", "tell_mistake", "tell_reserved"]


def tell_reserved(chunk: Chunk, problems: Problems) -> bool:
    """Whether a block begins with a word that is kept for later, which is told."""
    word = first_word(chunk.lines[0])
    if word not in RESERVED_BLOCKS:
        return False
    problems.error(
        "T0107",
        Span(chunk.file, chunk.line, 1, chunk.line, len(word) + 1),
        f"`{word}` blocks are reserved: this release cannot read them",
        "take the block out; if you mean an entity, give it another name",
    )
    return True


def tell_layout(mistake: LayoutError, chunk: Chunk, problems: Problems) -> None:
    """Tell of indentation that fits nothing."""
    line = mistake.newline.end_line or 1
    span = of_indent(chunk, line)
    if mistake.too_deep:
        message = f"blocks are nested more than {limits.NESTING} deep"
        problems.error("T0007", span, message, "let an event (`happens`) do a part of it")
    else:
        message = "this line is indented like none of those above that it could belong to"
        problems.error("T0102", span, message, "indent with two spaces for each step")


def tell_mistake(mistake: UnexpectedInput, chunk: Chunk, problems: Problems) -> None:
    """Tell where a block stops making sense, what could stand there, and how to mend it."""
    if problems.full:  # only counted from here on
        problems.error("T0100", whole_line(chunk, mistake.line), "this cannot stand here", "look it over")
        return
    at = found(mistake, chunk)
    for recognise in RECOGNISERS:
        if told := recognise(at):
            problems.error(*told)
            return
    expected = in_words(at.accepts)
    message = at.complaint + (f"; {expected} could" if expected else "")
    help = next((help for slip in SLIPS if (help := slip(at))), None) or form(at)
    problems.error("T0100", at.span, message, help)
