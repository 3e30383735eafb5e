"""Places in texts, found by what stands there."""

from __future__ import annotations

from twicetold.edit import Analysis, Analyst, Document


def analysed(text: str, name: str = "street.tale") -> Analysis:
    """What is known of a text."""
    return Analyst().analyse(Document(name, text))


def place(text: str, what: str, nth: int = 1) -> tuple[int, int]:
    """The line and column, from 1, where something stands for the nth time."""
    at = -1
    for _ in range(nth):
        at = text.index(what, at + 1)
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def here(text: str) -> tuple[str, int, int]:
    """A text with a `|` in it without that, and where that stands."""
    line, column = place(text, "|")
    return text.replace("|", "", 1), line, column
