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


def _unknown_block(at: Stop, problems: Problems) -> bool:
    """A block word that is none: `acton strike (p: Person)`."""
    line, word = at.chunk.lines[0], at.block
    begins_so = re.match(r'\w+ +([^\W\d]|")', line)
    at_its_head = at.row == 1 or (at.type == "_INDENT" and at.row == next_row(at.chunk, 1))
    if word in BLOCKS or not begins_so or not at_its_head:
        return False
    near = nearest(word, BLOCKS)
    if near is None and (word[:1].isupper() or re.match(r"\w+ +(is|are|believes?)\b", line)):
        return False
    span = Span(at.chunk.file, at.chunk.line, 1, at.chunk.line, len(word) + 1)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0106.block", span, help, word=word)
    return True


def _unknown_line(at: Stop, problems: Problems) -> bool:
    """A line in a block that cannot begin as it does: `needz able(p)`, `chanse 0.3`."""
    words = INSIDE.get(at.block, "").split()
    line = at.before + at.text + at.after
    begins_so = re.match(r' *\w+(?! +(retires|becomes|learns|says)\b)( +[\w"(]|$)', line)
    if at.row == 1 or not words or at.first in words or not begins_so:
        return False
    near = nearest(at.first, words)
    begins = not at.before.strip() and at.type == "NAME" and "NAME" not in at.accepts
    taken_for_name = at.accepts == {"IS", "SAYS"}  # as in `Abel says I`
    if not begins and not taken_for_name and near is None:
        return False
    column, number = len(indent(line)) + 1, at.span.line
    span = Span(at.chunk.file, number, column, number, column + len(at.first))
    could = in_words(map(str.upper, words)) if taken_for_name else in_words(at.accepts)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0110.line", span, help, word=at.first, could=could)
    return True


def _nothing_below(at: Stop, problems: Problems) -> bool:
    """A line whose parts should stand indented below it, and do not."""
    if "_INDENT" not in at.accepts or at.type == "_INDENT":
        return False
    problems.tell("T0102.nothing_below", at.span)
    return True


def _too_far_in(at: Stop, problems: Problems) -> bool:
    """A line that is indented below one to which nothing can belong."""
    if at.type != "_INDENT":
        return False
    problems.tell("T0102.too_far_in", at.span)
    return True


def _otherwise_alone(at: Stop, problems: Problems) -> bool:
    """An `otherwise` with nothing before it that may fail."""
    if at.before.strip() != "otherwise" or at.text not in ("", "if"):
        return False
    begin = at.span.column - len(at.before.lstrip())
    span = Span(at.span.file, at.span.line, begin, at.span.line, begin + len("otherwise"))
    problems.tell("T0100.otherwise", span)
    return True


def _else_alone(at: Stop, problems: Problems) -> bool:
    """An `else` where this language says `otherwise`."""
    line = at.chunk.lines[at.row - 1]
    word = re.match(r" *(else if|elseif|elsif|elif|else)\b", line)
    if word is None:
        return False
    column, number = len(indent(line)) + 1, at.span.line
    span = Span(at.chunk.file, number, column, number, column + len(word[1]))
    help = None if word[1] == "else" else Help("T0110.else_if")
    problems.tell("T0110.else", span, help, word=word[1])
    return True


def _several_words(at: Stop, problems: Problems) -> bool:
    """A name of several words: `Lady Agnes is Person`."""
    line = at.chunk.lines[0]
    name = re.match(r"([^\W\d]\w*(?: +[^\W\d]\w*)+) +(is|are) +(?:an? +)?[^\W\d]\w*", line)
    if at.row != 1 or name is None or at.block in BLOCKS or at.block in ("everyone", "not"):
        return False
    span = Span(at.chunk.file, at.chunk.line, 1, at.chunk.line, len(name[1]) + 1)
    problems.tell("T0113.name", span, joined="_".join(name[1].split()), name=name[1])
    return True


def _notices_of_nobody(at: Stop, problems: Problems) -> bool:
    """`notices when awake` in a kind, with nobody who does."""
    if at.block != "kind" or at.before.split() != ["notices", "when"]:
        return False
    number, column = at.span.line, len(indent(at.before)) + 1
    span = Span(at.chunk.file, number, column, number, column + len("notices"))
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
