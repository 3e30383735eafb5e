"""Mistakes that are told in their own words instead of by what could stand there."""

from __future__ import annotations

import re
from typing import Final

from twicetold.lang.diagnostics import nearest
from twicetold.lang.mistakes.found import Found, indent, next_row
from twicetold.lang.mistakes.habits import recognised as _habit
from twicetold.lang.mistakes.words import BLOCKS, INSIDE, in_words
from twicetold.lang.source import Span

Told = tuple[str, Span, str, str]


def _unknown_block(found: Found) -> Told | None:
    """A block word that is none: `acton strike (p: Person)`."""
    line, word = found.chunk.lines[0], found.block
    begins_so = re.match(r'\w+ +([^\W\d]|")', line)
    at_its_head = found.row == 1 or (found.type == "_INDENT" and found.row == next_row(found.chunk, 1))
    if word in BLOCKS or not begins_so or not at_its_head:
        return None
    near = nearest(word, BLOCKS)
    if near is None and (word[:1].isupper() or re.match(r"\w+ +(is|are|believes?)\b", line)):
        return None
    span = Span(found.chunk.file, found.chunk.line, 1, found.chunk.line, len(word) + 1)
    other = "a block begins with a word such as `kind`, `rule` or `action`, or with the names of entities"
    help = f"did you mean `{near}`?" if near else other
    return "T0106", span, f"no block begins with `{word}`", help


def _unknown_line(found: Found) -> Told | None:
    """A line in a block that cannot begin as it does: `needz able(p)`, `chanse 0.3`."""
    words = INSIDE.get(found.block, "").split()
    line = found.before + found.text + found.after
    begins_so = re.match(r' *\w+(?! +(retires|becomes|learns)\b)( +[\w"(]|$)', line)
    if found.row == 1 or not words or found.first in words or not begins_so:
        return None
    near = nearest(found.first, words)
    begins = not found.before.strip() and found.type == "NAME" and "NAME" not in found.accepts
    taken_for_name = found.accepts == {"IS", "SAYS"}  # as in `Abel says I`
    if not begins and not taken_for_name and near is None:
        return None
    column, number = len(indent(line)) + 1, found.span.line
    span = Span(found.chunk.file, number, column, number, column + len(found.first))
    could = in_words(map(str.upper, words)) if taken_for_name else in_words(found.accepts)
    help = f"did you mean `{near}`?" if near else f"a line here begins with {could}"
    return "T0110", span, f"no line here begins with `{found.first}`", help


def _nothing_below(found: Found) -> Told | None:
    """A line whose parts should stand indented below it, and do not."""
    if "_INDENT" not in found.accepts or found.type == "_INDENT":
        return None
    help = "indent by two spaces what belongs to it; if there is nothing, leave the line out"
    return "T0102", found.span, "something has to stand indented below this line", help


def _too_far_in(found: Found) -> Told | None:
    """A line that is indented below one to which nothing can belong."""
    if found.type != "_INDENT":
        return None
    help = "let it begin where the line above begins; lines that go on stand inside a bracket"
    return "T0102", found.span, "this line is indented, but the one above takes nothing below it", help


def _otherwise_alone(found: Found) -> Told | None:
    """An `otherwise` with nothing before it that may fail."""
    if found.before.strip() != "otherwise" or found.text not in ("", "if"):
        return None
    begin = found.span.column - len(found.before.lstrip())
    span = Span(found.span.file, found.span.line, begin, found.span.line, begin + len("otherwise"))
    help = "it stands directly below a `chance`, `if`, `pick` or `born`, and as far in"
    return "T0100", span, "`otherwise` belongs to nothing here", help


def _else_alone(found: Found) -> Told | None:
    """An `else` where this language says `otherwise`."""
    line = found.chunk.lines[found.row - 1]
    word = re.match(r" *(else if|elseif|elsif|elif|else)\b", line)
    if word is None:
        return None
    column, number = len(indent(line)) + 1, found.span.line
    span = Span(found.chunk.file, number, column, number, column + len(word[1]))
    instead = "`otherwise`" if word[1] == "else" else "`otherwise if`, with the condition behind it"
    return "T0110", span, f"no line here begins with `{word[1]}`", f"write {instead}, as far in as its `if`"


def _several_words(found: Found) -> Told | None:
    """A name of several words: `Lady Agnes is Person`."""
    line = found.chunk.lines[0]
    name = re.match(r"([^\W\d]\w*(?: +[^\W\d]\w*)+) +(is|are) +(?:an? +)?[^\W\d]\w*", line)
    if found.row != 1 or name is None or found.block in BLOCKS or found.block in ("everyone", "not"):
        return None
    span = Span(found.chunk.file, found.chunk.line, 1, found.chunk.line, len(name[1]) + 1)
    joined = "_".join(name[1].split())
    help = f'write `{joined}`, and behind the kind `: called "{name[1]}"` if it is to be told otherwise'
    return "T0113", span, "a name is one word", help


def _notices_of_nobody(found: Found) -> Told | None:
    """`notices when awake` in a kind, with nobody who does."""
    if found.block != "kind" or found.before.split() != ["notices", "when"]:
        return None
    number, column = found.span.line, len(indent(found.before)) + 1
    span = Span(found.chunk.file, number, column, number, column + len("notices"))
    help = "give one of them a name: `p notices when p.awake`"
    return "T0522", span, "it is not said who notices", help


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
