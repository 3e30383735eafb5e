"""Mistakes that are told in their own words instead of by what could stand there."""

from __future__ import annotations

import re
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems, nearest
from twicetold.lang.mistakes.found import Found, indent, next_row
from twicetold.lang.mistakes.habits import recognised as _habit
from twicetold.lang.mistakes.words import BLOCKS, INSIDE, in_words
from twicetold.lang.source import Span


def _unknown_block(found: Found, problems: Problems) -> bool:
    """A block word that is none: `acton strike (p: Person)`."""
    line, word = found.chunk.lines[0], found.block
    begins_so = re.match(r'\w+ +([^\W\d]|")', line)
    at_its_head = found.row == 1 or (found.type == "_INDENT" and found.row == next_row(found.chunk, 1))
    if word in BLOCKS or not begins_so or not at_its_head:
        return False
    near = nearest(word, BLOCKS)
    if near is None and (word[:1].isupper() or re.match(r"\w+ +(is|are|believes?)\b", line)):
        return False
    span = Span(found.chunk.file, found.chunk.line, 1, found.chunk.line, len(word) + 1)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0106.block", span, help, word=word)
    return True


def _unknown_line(found: Found, problems: Problems) -> bool:
    """A line in a block that cannot begin as it does: `needz able(p)`, `chanse 0.3`."""
    words = INSIDE.get(found.block, "").split()
    line = found.before + found.text + found.after
    begins_so = re.match(r' *\w+(?! +(retires|becomes|learns)\b)( +[\w"(]|$)', line)
    if found.row == 1 or not words or found.first in words or not begins_so:
        return False
    near = nearest(found.first, words)
    begins = not found.before.strip() and found.type == "NAME" and "NAME" not in found.accepts
    taken_for_name = found.accepts == {"IS", "SAYS"}  # as in `Abel says I`
    if not begins and not taken_for_name and near is None:
        return False
    column, number = len(indent(line)) + 1, found.span.line
    span = Span(found.chunk.file, number, column, number, column + len(found.first))
    could = in_words(map(str.upper, words)) if taken_for_name else in_words(found.accepts)
    help = Help("any.near", near=near) if near else None
    problems.tell("T0110.line", span, help, word=found.first, could=could)
    return True


def _nothing_below(found: Found, problems: Problems) -> bool:
    """A line whose parts should stand indented below it, and do not."""
    if "_INDENT" not in found.accepts or found.type == "_INDENT":
        return False
    problems.tell("T0102.nothing_below", found.span)
    return True


def _too_far_in(found: Found, problems: Problems) -> bool:
    """A line that is indented below one to which nothing can belong."""
    if found.type != "_INDENT":
        return False
    problems.tell("T0102.too_far_in", found.span)
    return True


def _otherwise_alone(found: Found, problems: Problems) -> bool:
    """An `otherwise` with nothing before it that may fail."""
    if found.before.strip() != "otherwise" or found.text not in ("", "if"):
        return False
    begin = found.span.column - len(found.before.lstrip())
    span = Span(found.span.file, found.span.line, begin, found.span.line, begin + len("otherwise"))
    problems.tell("T0100.otherwise", span)
    return True


def _else_alone(found: Found, problems: Problems) -> bool:
    """An `else` where this language says `otherwise`."""
    line = found.chunk.lines[found.row - 1]
    word = re.match(r" *(else if|elseif|elsif|elif|else)\b", line)
    if word is None:
        return False
    column, number = len(indent(line)) + 1, found.span.line
    span = Span(found.chunk.file, number, column, number, column + len(word[1]))
    help = None if word[1] == "else" else Help("T0110.else_if")
    problems.tell("T0110.else", span, help, word=word[1])
    return True


def _several_words(found: Found, problems: Problems) -> bool:
    """A name of several words: `Lady Agnes is Person`."""
    line = found.chunk.lines[0]
    name = re.match(r"([^\W\d]\w*(?: +[^\W\d]\w*)+) +(is|are) +(?:an? +)?[^\W\d]\w*", line)
    if found.row != 1 or name is None or found.block in BLOCKS or found.block in ("everyone", "not"):
        return False
    span = Span(found.chunk.file, found.chunk.line, 1, found.chunk.line, len(name[1]) + 1)
    problems.tell("T0113.name", span, joined="_".join(name[1].split()), name=name[1])
    return True


def _notices_of_nobody(found: Found, problems: Problems) -> bool:
    """`notices when awake` in a kind, with nobody who does."""
    if found.block != "kind" or found.before.split() != ["notices", "when"]:
        return False
    number, column = found.span.line, len(indent(found.before)) + 1
    span = Span(found.chunk.file, number, column, number, column + len("notices"))
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
