"""Ways of writing that people bring along from other systems, told as such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.mistakes.stop import Stop, first_char
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Habit:
    """A line as another system has it: how it looks, whose way it is, and the help that says it here."""

    line: re.Pattern[str]
    whose: str
    here: str


_CHOICE: Final = "T0112.choice"
_PASSAGE: Final = "T0112.passage"
_VARIABLE: Final = "T0112.variable"
_BLOCK: Final = "T0112.block"
_IF: Final = "T0112.if"
_LIBRARY: Final = "T0112.library"
_KIND: Final = "T0112.kind"
_EACH: Final = "T0112.each"
_TELL: Final = "T0112.tell"
_COMMENT: Final = "T0112.comment"
_INDENT: Final = "T0112.indent"
_ITEM: Final = "T0112.item"

HABITS: Final = tuple(
    Habit(re.compile(line), whose, here)
    for line, whose, here in (
        (r"={1,3} *\w[\w ]*(={2,})?", "ink begins a knot or stitch", _PASSAGE),
        (r"(->|<-|<>).*", "ink goes on elsewhere", _CHOICE),
        (r"(VAR|CONST|LIST|TEMP) +\w+ *=.*", "ink declares a variable", _VARIABLE),
        (r"\*(set|create|temp|rand|input_\w+) .*", "ChoiceScript sets a variable", _VARIABLE),
        (r"\*(choice|fake_choice).*", "ChoiceScript begins a choice", _CHOICE),
        (r"\*(if|else|elseif)\b.*", "ChoiceScript asks a condition", _IF),
        (r"\*\w+.*", "ChoiceScript gives a command", _PASSAGE),
        (r"[*+]+ +.*|[*+]+[\[(].*", "ink begins a choice", _CHOICE),
        (r"::.*", "Twee begins a passage", _PASSAGE),
        (r"\[\[.*", "Twee links to a passage", _CHOICE),
        (r"<<.*", "SugarCube gives a command", _BLOCK),
        (r"\((set|if|put|link)[^)]*:.*", "Harlowe gives a command", _BLOCK),
        (r"label +\w+:?", "Ren'Py begins a label", _PASSAGE),
        (r"menu *:", "Ren'Py begins a choice", _CHOICE),
        (r"(The|A|An) +[\w ]+ is (a|an|the|in|on) .*", "Inform declares a thing", _KIND),
        (r"(Instead of|After|Before|Every turn|When play begins).*[:,]", "Inform begins a rule", _BLOCK),
        (r"(//|/\*|<!--|--|;).*", "a comment begins elsewhere", _COMMENT),
        (r"(def|class|function|fn|func|fun|sub|proc) +\w+.*", "a program begins a function", _BLOCK),
        (r"(import|from|include|require|#include) .*", "a program takes in another", _LIBRARY),
        (r"(let|var|const|int|float|string|bool) +\w+ *(=|:).*", "a program declares a variable", _VARIABLE),
        (r"(while|foreach|loop|repeat)\b.*", "a program repeats something", _EACH),
        (r"(print|echo|say|puts|console\.log)\b *[(\"'].*", "a program prints a text", _TELL),
        (r"[{}].*", "a program marks a block", _INDENT),
        (r"[-•] +\S.*", "a list has its items", _ITEM),
    )
)  # fmt: skip


def recognised(at: Stop, problems: Problems) -> bool:
    """A line, or the block's first, that is written as another system has it."""
    for row in dict.fromkeys((at.row, 1)):
        line = at.chunk.lines[row - 1]
        code = line.strip() if first_char(line) != '"' else ""
        for habit in HABITS:
            if habit.line.fullmatch(code):
                number, column = at.chunk.line + row - 1, len(line) - len(line.lstrip()) + 1
                span = Span(at.chunk.file, number, column, number, column + len(code))
                problems.tell("T0112.habit", span, Help(habit.here), whose=habit.whose)
                return True
    return False
