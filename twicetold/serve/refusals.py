"""What a call is answered with that cannot be done: a sentence that leads to the mend."""

from __future__ import annotations

import json

from twicetold.lang.diagnostics import TaleError, nearest, render
from twicetold.lang.text import FORBIDDEN

SHOWN = 5
"""So many things that are wrong with a text are told at once."""

_LONGEST = 60


class Refused(Exception):
    """A call that cannot be answered; the message says why, and what could be asked instead."""


def quoted(value: object) -> str:
    """What somebody has said, as they may have written it, but not at length."""
    try:
        text = json.dumps(value)
    except (TypeError, ValueError):
        text = type(value).__name__
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def instead(name: str, known: list[str]) -> str:
    """The name that may have been meant, or those that there are."""
    near = nearest(name, known)
    if near is not None:
        return f"did you mean `{near}`?"
    shown = [f"`{each}`" for each in known[:12]]
    return f"there {'are' if len(known) > 1 else 'is'} {', '.join(shown)}{' …' if len(known) > 12 else ''}"


def wrong(error: TaleError) -> Refused:
    """What is wrong with a text: the first things, each with its place and its mend."""
    first = error.diagnostics[:SHOWN]
    rest = error.rest + len(error.diagnostics) - len(first)
    return Refused(clean(render(first, error.sources, rest=rest)).rstrip())


def clean(text: str) -> str:
    """A text with `�` in the place of what steers a terminal or cannot be written."""
    return FORBIDDEN.sub("�", text)
