"""Ways of writing that people bring along from other systems, told as such."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from twicetold.lang.mistakes.found import Found, first_char
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Habit:
    """A line as another system has it: how such a line looks, whose way it is, and how it is said here."""

    line: re.Pattern[str]
    whose: str
    here: str


_CHOICE: Final = (
    "what somebody can do is an `action`: `action go (p: Person)`, and below it `urge 1` and what it does, "
    "such as `then p.at = Yard`"
)
_PASSAGE: Final = (
    "there are no passages here: declare who there is, as `Ada is Person: she`, what they can do (`action`), "
    "what happens by itself (`rule`), and how it can end (`ending`)"
)
_VARIABLE: Final = (
    "a value belongs to somebody or something: declare a field below its kind, as `coins whole = 3`; an "
    "effect changes it, as `p.coins = 3`"
)
_BLOCK: Final = (
    "what people can do is an `action`, what happens by itself a `rule`, a name for a value a `define`: "
    "`define rich(p: Person) = p.coins > 5`"
)
_IF: Final = "write `if p.coins > 2` in the effects, with what follows from it indented below"
_LIBRARY: Final = "write `use bodies` for a library, below the world block"
_KIND: Final = "write `kind Room`, then `Hall is Room`: without an article, and without a full stop"
_EACH: Final = "a `rule` holds each tick by itself; in effects, write `for x: Person` above what is done"
_TELL: Final = 'a text is told by `tell "…"`, below an action, event or rule'
_COMMENT: Final = "a comment begins with `#`"
_INDENT: Final = "what belongs together is indented, by two spaces for each step"
_ITEM: Final = "write one thing a line, without a dash; what belongs to the line above is indented"

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


def recognised(found: Found) -> tuple[str, Span, str, str] | None:
    """A line, or the block's first, that is written as another system has it."""
    for row in dict.fromkeys((found.row, 1)):
        line = found.chunk.lines[row - 1]
        code = line.strip() if first_char(line) != '"' else ""
        for habit in HABITS:
            if habit.line.fullmatch(code):
                number, column = found.chunk.line + row - 1, len(line) - len(line.lstrip()) + 1
                span = Span(found.chunk.file, number, column, number, column + len(code))
                return "T0112", span, f"this is how {habit.whose}", habit.here
    return None
