"""Mistakes that are told in their own words instead of by what could stand there."""

from __future__ import annotations

import re
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems, nearest
from twicetold.lang.mistakes.habits import recognised as _habit
from twicetold.lang.mistakes.stop import Stop, indent, next_row
from twicetold.lang.mistakes.words import BLOCKS, INSIDE, in_words
from twicetold.lang.source import Span


def _unknown_block(stop: Stop, problems: Problems) -> bool:
    """A block word that is none: `acton strike (p: Person)`."""
    line, word = stop.chunk.lines[0], stop.block
    begins_so = re.match(r'\w+ +([^\W\d]|")', line)
    at_its_head = stop.row == 1 or (stop.type == "_INDENT" and stop.row == next_row(stop.chunk, 1))
    if word in BLOCKS or not begins_so or not at_its_head:
        return False
    near = nearest(word, BLOCKS)
    if near is None and (word[:1].isupper() or re.match(r"\w+ +(is|are|believes?)\b", line)):
        return False
    span = Span(stop.chunk.file, stop.chunk.line, 1, stop.chunk.line, len(word) + 1)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0106.block", span, help, word=word)
    return True


def _unknown_line(stop: Stop, problems: Problems) -> bool:
    """A line in a block that cannot begin as it does: `needz able(p)`, `chanse 0.3`."""
    words = INSIDE.get(stop.block, "").split()
    line = stop.before + stop.text + stop.after
    begins_so = re.match(r' *\w+(?! +(retires|becomes|learns)\b)( +[\w"(]|$)', line)
    if stop.row == 1 or not words or stop.first in words or not begins_so:
        return False
    near = nearest(stop.first, words)
    begins = not stop.before.strip() and stop.type == "NAME" and "NAME" not in stop.accepts
    taken_for_name = stop.accepts == {"IS", "SAYS"}  # as in `Abel says I`
    if not begins and not taken_for_name and near is None:
        return False
    column, number = len(indent(line)) + 1, stop.span.line
    span = Span(stop.chunk.file, number, column, number, column + len(stop.first))
    could = in_words(map(str.upper, words)) if taken_for_name else in_words(stop.accepts)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0110.line", span, help, word=stop.first, could=could)
    return True


def _nothing_below(stop: Stop, problems: Problems) -> bool:
    """A line whose parts should stand indented below it, and do not."""
    if "_INDENT" not in stop.accepts or stop.type == "_INDENT":
        return False
    problems.tell("T0102.nothing_below", stop.span)
    return True


def _too_far_in(stop: Stop, problems: Problems) -> bool:
    """A line that is indented below one to which nothing can belong."""
    if stop.type != "_INDENT":
        return False
    problems.tell("T0102.too_far_in", stop.span)
    return True


def _otherwise_alone(stop: Stop, problems: Problems) -> bool:
    """An `otherwise` with nothing before it that may fail."""
    if stop.before.strip() != "otherwise" or stop.text not in ("", "if"):
        return False
    begin = stop.span.column - len(stop.before.lstrip())
    span = Span(stop.span.file, stop.span.line, begin, stop.span.line, begin + len("otherwise"))
    problems.tell("T0100.otherwise", span)
    return True


def _else_alone(stop: Stop, problems: Problems) -> bool:
    """An `else` where this language says `otherwise`."""
    line = stop.chunk.lines[stop.row - 1]
    word = re.match(r" *(else if|elseif|elsif|elif|else)\b", line)
    if word is None:
        return False
    column, number = len(indent(line)) + 1, stop.span.line
    span = Span(stop.chunk.file, number, column, number, column + len(word[1]))
    help = None if word[1] == "else" else Help("T0110.else_if")
    problems.tell("T0110.else", span, help, word=word[1])
    return True


def _several_words(stop: Stop, problems: Problems) -> bool:
    """A name of several words: `Lady Agnes is Person`."""
    line = stop.chunk.lines[0]
    name = re.match(r"([^\W\d]\w*(?: +[^\W\d]\w*)+) +(is|are) +(?:an? +)?[^\W\d]\w*", line)
    if stop.row != 1 or name is None or stop.block in BLOCKS or stop.block in ("everyone", "not"):
        return False
    span = Span(stop.chunk.file, stop.chunk.line, 1, stop.chunk.line, len(name[1]) + 1)
    problems.tell("T0113.name", span, joined="_".join(name[1].split()), name=name[1])
    return True


def _notices_of_nobody(stop: Stop, problems: Problems) -> bool:
    """`notices when awake` in a kind, with nobody who does."""
    if stop.block != "kind" or stop.before.split() != ["notices", "when"]:
        return False
    number, column = stop.span.line, len(indent(stop.before)) + 1
    span = Span(stop.chunk.file, number, column, number, column + len("notices"))
    problems.tell("T0522.notices", span)
    return True


RECOGNISERS: Final = (
    _otherwise_alone,
    _else_alone,
    _notices_of_nobody,
    _habit,
    _several_words,
    _unknown_block,
    _unknown_line,
    _nothing_below,
    _too_far_in,
)
