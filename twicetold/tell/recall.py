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
    return not line.varies and Turns not in map(type, line.parts)


def recallable(event: Event) -> Line | None:
    """A short line that can stand behind a word like "because", as it stands there; None if none can."""
    lines = [line for line in event.lines if line.mode in ("plain", "briefly")]
    for line in sorted(lines, key=_parts):
        if is_settled(line):
            reading, _ = read(line.parts)
            if reading.is_clause and reading.length <= BRIEF:
                return lowered(line)
    return None


def _parts(line: Line) -> int:
    return len(line.parts)
