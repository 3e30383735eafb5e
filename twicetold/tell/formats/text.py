"""A telling as plain text. A thought stands between underscores, as italics do in plain text books."""

from __future__ import annotations

import textwrap

from twicetold.tell.formats.editions import Colophon
from twicetold.tell.prose import Prose, Sentence

WIDTH = 78
"""Columns of a plain text."""

BREAK = "* * *"
"""What parts sections that have no title."""

RULE = "----"
"""What parts the colophon from the text."""


def text(prose: Prose, colophon: Colophon, width: int) -> str:
    """The text, no line wider than `width` but for a longer word and the colophon, which is never broken."""
    parts = [f"{prose.title}\n{prose.subtitle}" if prose.subtitle else prose.title]
    for place, passage in enumerate(prose.passages):
        if passage.part.title or place:
            parts.append(passage.part.title or BREAK)
        for paragraph in passage.paragraphs:
            parts.append(wrapped(" ".join(map(marked, paragraph)), width))
    return "\n\n".join([*parts, RULE, str(colophon)]) + "\n"


def marked(sentence: Sentence) -> str:
    """A sentence, between underscores if somebody thinks it."""
    return f"_{sentence.text}_" if sentence.kind == "thought" else sentence.text


def wrapped(words: str, width: int) -> str:
    """Words in lines. None is broken, so that the mark of a thought stays with its first and last."""
    return textwrap.fill(words, width, break_long_words=False)
