"""Which line tells an event in passing: in a reminder, a title, a look ahead."""

from __future__ import annotations

from typing import Final

from twicetold.engine.meaning.record import Event, Line, Turns
from twicetold.tell.clock import lowered
from twicetold.tell.syntax import read

BRIEF: Final = 13
"""So many words at most are said in passing."""


def is_settled(line: Line) -> bool:
    """Whether no pieces take turns in a line."""
    return not line.varies and not any(isinstance(part, Turns) for part in line.parts)


def recallable(event: Event) -> Line | None:
    """The shortest line that can stand behind a word like "because", as it stands there; None if none can."""
    lines = [
        line
        for line in event.lines
        if line.mode in ("plain", "briefly")
        and is_settled(line)
        and read(line.parts)[0].is_clause
        and read(line.parts)[0].length <= BRIEF
    ]
    return lowered(min(lines, key=lambda line: read(line.parts)[0].length)) if lines else None
