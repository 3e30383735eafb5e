"""Which of an event's lines tells it: by who it is told through, and by whose turn it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from twicetold.engine.meaning.noise import absorb, finalise
from twicetold.engine.meaning.record import Does, Line, Part, Turns, Who, Word
from twicetold.tell.plan import Node
from twicetold.tell.shapes import named


@dataclass(slots=True)
class Wordings:
    """Of several lines that would do, the one is taken that was not used for longest. Among those not used
    yet a place is drawn by `seed` and the sort of the event; without a seed they come as they are written.
    """

    seed: int | None = None
    unnamed: frozenset[int] = frozenset()
    """Those who have no name in the telling: a line that brings one in beside who takes part is left out, if
    others will do."""
    _told: Counter[int] = field(default_factory=Counter)
    """How often a text has come to the pieces of each place that take turns."""
    _drawn: dict[int, int] = field(default_factory=dict)
    """Which of them was drawn last."""
    _used: dict[int, int] = field(default_factory=dict)
    _count: int = 0

    def for_event(self, node: Node, near: Sequence[int] = ()) -> Line | None:
        """The line that tells it; None if it has none that this focus allows."""
        lines = fitting(node, near)
        if self.unnamed:
            strange = self.unnamed.difference(node.event.roles)
            lines = [line for line in lines if strange.isdisjoint(named(line.parts))] or lines
        return self.settled(self._turn(node, lines))

    def for_thought(self, node: Node) -> Line | None:
        """What the mind thinks at it, if its author says so."""
        if node.mind is None:
            return None
        lines = [line for line in node.event.lines if line.mode == "thinks" and line.mind == node.mind]
        return self.settled(self._turn(node, lines))

    def for_opening(self, lines: Sequence[Line], mind: int | None) -> Line | None:
        """The line with which a telling begins that is close to this mind."""
        close = [line for line in lines if line.mode == "as" and line.mind == mind]
        plain = [line for line in lines if line.mode == "plain"]
        fitting = close or plain
        return self.settled(fitting[self._first(("opening", ""), len(fitting))]) if fitting else None

    def settled(self, line: Line | None) -> Line | None:
        """A line as it is told now: of pieces that take turns those whose turn it is."""
        if line is None or Turns not in map(type, line.parts):
            return line
        return replace(line, parts=tuple(self._settled(line.parts)), varies=True)

    def _settled(self, parts: Iterable[Part]) -> Iterator[Word | Who | Does]:
        for part in parts:
            if isinstance(part, Turns):
                yield from self._settled(self._piece(part))
            else:
                yield part

    def _piece(self, turns: Turns) -> tuple[Part, ...]:
        """The piece whose turn it is."""
        count, many = self._told[turns.number], len(turns.arms)
        self._told[turns.number] += 1
        match turns.sort:
            case "first":
                return turns.arms[min(count, many - 1)]
            case "once":
                return turns.arms[count] if count < many else ()
            case "one of" if self.seed is not None:
                return turns.arms[self._draw(self.seed, turns.number, count, many)]
            case _:
                return turns.arms[count % many]

    def _draw(self, seed: int, number: int, count: int, many: int) -> int:
        """Which of some pieces the luck of the telling takes, never the same twice running."""
        drawn = absorb(absorb(finalise(seed), number), count)
        last = self._drawn.get(number)
        took = drawn % many if last is None or many == 1 else (last + 1 + drawn % (many - 1)) % many
        self._drawn[number] = took
        return took

    def _turn(self, node: Node, lines: list[Line]) -> Line | None:
        if len(lines) < 2:
            return lines[0] if lines else None
        turn = self._first((node.event.name, node.event.outcome), len(lines))
        lines = lines[turn:] + lines[:turn] if turn else lines
        chosen, least = lines[0], self._count + 1
        for line in lines:
            last = self._used.get(line.wording, 0)
            if last < least:
                chosen, least = line, last
                if last == 0:
                    break
        self._count += 1
        self._used[chosen.wording] = self._count
        return chosen

    def _first(self, sort: tuple[str, str], count: int) -> int:
        if self.seed is None:
            return 0
        return absorb(finalise(self.seed), crc32(" ".join(sort).encode())) % count


def fitting(node: Node, near: Sequence[int] = ()) -> list[Line]:
    """The lines that can tell an event in this focus: those close to the mind before all others. Through
    nobody's mind, those close to whom the telling is `near`."""
    mind, lines = node.mind, node.event.lines
    if node.pace == "summary" or node.often > 1:
        brief = [line for line in lines if line.mode == "briefly"]
        if brief:
            return brief
    plain = [line for line in lines if line.mode == "plain"]
    if mind is None and not near:
        return plain
    if mind is None:
        close = [line for who in near for line in lines if line.mode == "as" and line.mind == who]
        close = [line for line in close if named(line.parts)]  # else nobody knows of whom it tells
        return [line for line in close if line.mind == close[0].mind] or plain
    close = [line for line in lines if line.mode == "as" and line.mind == mind]
    if close:
        return close
    if mind in node.event.roles:
        return plain
    return [*(line for line in lines if line.mode == "as" and line.mind is None), *plain]
