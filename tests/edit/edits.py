"""Random edits of a text, as somebody makes who writes, and the check of whether what an edit leaves known is
what the whole text says.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from twicetold.lang import TaleError
from twicetold.lang.diagnostics import Diagnostic, Problems
from twicetold.lang.incremental import Checker
from twicetold.lang.loader import Loading
from twicetold.lang.parser import forget

SIGNS = "abz AZ019_.,:;()[]\"'#%=+-*/<>~\n\t é𝒳"

Said = tuple[tuple[Diagnostic, ...], int]


def whole(text: str, name: str) -> Said:
    """What the whole text says, checked anew: no block of it is known."""
    forget()
    problems = Problems()
    with suppress(TaleError):
        Loading(problems=problems).load_text(text, name, ())
    return problems.diagnostics, problems.rest


def edited(text: str, chance: random.Random) -> str:
    """A text after one edit: typed, deleted, a word for another, a line moved, doubled or taken away."""
    lines = text.split("\n")
    at = chance.randrange(len(text) + 1)
    line = chance.randrange(len(lines))
    match chance.randrange(10):
        case 0 | 1:
            return text[:at] + chance.choice(SIGNS) + text[at:]
        case 2:
            return text[:at] + text[at + 1 :]
        case 3:
            return text[:at] + text[at + chance.randrange(1, 60) :]
        case 4 | 5 | 6:
            return _word_for_another(text, chance)
        case 7:
            return "\n".join([*lines[:line], lines[line], *lines[line:]])
        case 8:
            return "\n".join(lines[:line] + lines[line + 1 :])
        case _:
            other = chance.randrange(len(lines))
            moved = lines.pop(line)
            return "\n".join([*lines[:other], moved, *lines[other:]])


def _word_for_another(text: str, chance: random.Random) -> str:
    """A word or number in the place of another, be it in a quoted text or a comment."""
    words = [*re.finditer(r"\w+(\.\d+)?|\[[^]]*\]", text)]
    if not words:
        return text
    old, new = chance.choice(words), chance.choice(words)
    return text[: old.start()] + new[0] + text[old.end() :]


@dataclass(frozen=True, slots=True)
class Step:
    """One edit: the text after it, what is known of it, and the seconds that took."""

    text: str
    said: Said
    seconds: float


def steps(text: str, name: str, seed: int, many: int) -> Iterator[Step]:
    """So many edits of a text, one after another. A text that has come to have more than a few mistakes is
    mended at once: one that was sound is gone back to."""
    chance = random.Random(seed)
    checker = Checker()
    sound = [text]
    checker.check(text, name)
    for _ in range(many):
        text = edited(text, chance)
        before = time.process_time()
        checked = checker.check(text, name)
        seconds = time.process_time() - before
        yield Step(text, (checked.diagnostics, checked.rest), seconds)
        errors = sum(each.severity == "error" for each in checked.diagnostics)
        if not errors:
            sound = [*sound[-20:], text]
        elif errors > 2 or chance.random() < 0.4:
            text = chance.choice(sound[-3:])
