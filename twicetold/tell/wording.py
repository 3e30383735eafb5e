"""Which of an event's lines tells it: by who it is told through, and by whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from zlib import crc32

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Line
from twicetold.tell.plan import Node


@dataclass(slots=True)
class Wordings:
    """Of several lines that would do, the one is taken that was not used for longest. Among those not used
    yet a place is drawn by `seed` and the sort of the event; without a seed they come as they are written.
    """

    seed: int | None = None
    _used: dict[int, int] = field(default_factory=dict)
    _count: int = 0

    def for_event(self, node: Node) -> Line | None:
        """The line that tells it; None if it has none that this focus allows."""
        return self._turn(node, fitting(node))

    def for_thought(self, node: Node) -> Line | None:
        """What the mind thinks at it, if its author says so."""
        if node.mind is None:
            return None
        lines = [line for line in node.event.lines if line.mode == "thinks" and line.mind == node.mind]
        return self._turn(node, lines)

    def _turn(self, node: Node, lines: list[Line]) -> Line | None:
        if len(lines) < 2:
            return lines[0] if lines else None
        turn = self._first((node.event.name, node.event.outcome), len(lines))
        lines = lines[turn:] + lines[:turn]
        last = [self._used.get(line.wording, 0) for line in lines]
        chosen = lines[last.index(min(last))]
        self._count += 1
        self._used[chosen.wording] = self._count
        return chosen

    def _first(self, sort: tuple[str, str], count: int) -> int:
        if self.seed is None:
            return 0
        return absorb(finalise(self.seed), crc32(" ".join(sort).encode())) % count


def fitting(node: Node) -> list[Line]:
    """The lines that can tell an event in this focus: those close to the mind before all others."""
    mind, lines = node.mind, node.event.lines
    if node.pace == "summary" or node.often > 1:
        brief = [line for line in lines if line.mode == "briefly"]
        if brief:
            return brief
    plain = [line for line in lines if line.mode == "plain"]
    if mind is None:
        return plain
    close = [line for line in lines if line.mode == "as" and line.mind == mind]
    if close:
        return close
    if mind in node.event.roles:
        return plain
    return [*(line for line in lines if line.mode == "as" and line.mind is None), *plain]
