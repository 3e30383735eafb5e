"""Syntax error messages: what is said of a block that does not parse: what stands where, what could, and
which slip it may be.
"""

from __future__ import annotations

from lark.exceptions import UnexpectedInput

from twicetold.lang import limits
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.layout import LayoutError
from twicetold.lang.mistakes.forms import form
from twicetold.lang.mistakes.recognised import RECOGNISERS
from twicetold.lang.mistakes.slips import SLIPS
from twicetold.lang.mistakes.stop import Stop, first_word, of_indent, stop_of, whole_line
from twicetold.lang.mistakes.words import in_words
from twicetold.lang.scan import Chunk

__all__ = ["first_word", "tell_layout", "tell_mistake"]


def tell_layout(mistake: LayoutError, chunk: Chunk, problems: Problems) -> None:
    """Tell of indentation that fits nothing."""
    line = mistake.newline.end_line or 1
    span = of_indent(chunk, line)
    if mistake.too_deep:
        problems.tell("T0007.blocks", span, most=limits.NESTING)
    else:
        problems.tell("T0102.indent", span)


def tell_mistake(mistake: UnexpectedInput, chunk: Chunk, problems: Problems) -> None:
    """Tell where a block stops making sense, what could stand there, and how to mend it."""
    if problems.full:  # only counted from here on
        problems.tell("T0100.counted", whole_line(chunk, mistake.line), Help("any.counted"))
        return
    at = stop_of(mistake, chunk)
    for recognise in RECOGNISERS:
        if recognise(at, problems):
            return
    help = next((help for slip in SLIPS if (help := slip(at))), None) or form(at)
    _tell_unfit(at, help, problems)


def _tell_unfit(at: Stop, help: Help, problems: Problems) -> None:
    """Tell what stands where it cannot, and what could."""
    match at.shown, in_words(at.accepts):
        case "", "":
            problems.tell("T0100.end", at.span, help)
        case "", expected:
            problems.tell("T0100.end_but", at.span, help, expected=expected)
        case text, "":
            problems.tell("T0100.here", at.span, help, text=text)
        case text, expected:
            problems.tell("T0100.here_but", at.span, help, text=text, expected=expected)
