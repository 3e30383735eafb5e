"""A telling as Markdown; a thought is in italics."""

from __future__ import annotations

import re

from twicetold.tell.formats.editions import Colophon
from twicetold.tell.formats.text import BREAK
from twicetold.tell.prose import Prose, Sentence


def markdown(prose: Prose, colophon: Colophon) -> str:
    """The text with its title, a heading for each chapter, and the colophon below a rule."""
    parts = [f"# {_plain(prose.title)}", *([f"*{_plain(prose.subtitle)}*"] if prose.subtitle else [])]
    for place, passage in enumerate(prose.passages):
        if passage.part.title:
            parts.append(f"## {_plain(passage.part.title)}")
        elif place:
            parts.append(BREAK)
        for paragraph in passage.paragraphs:
            parts.append(" ".join(map(_marked, paragraph)))
    return "\n\n".join([*parts, "---", f"*{_plain(str(colophon))}*"]) + "\n"


def _marked(sentence: Sentence) -> str:
    text = _plain(sentence.text)
    return f"*{text}*" if sentence.kind == "thought" else text


def _plain(text: str) -> str:
    """A text in which no sign of Markdown means anything."""
    return re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", text)
