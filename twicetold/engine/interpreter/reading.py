"""Readings: cells and minds as expressions read them, which may note what is read of them."""

from __future__ import annotations

from typing import Any, Protocol

Read = int | tuple[int, int]
"""What was read, in a trace: a cell (its index), the past (an event's number n as -1 - n), or a belief
(mind, cell).
"""


class Cells(Protocol):
    """Values by their cells, as they are or were."""

    def __getitem__(self, cell: int, /) -> Any:
        """The value of a cell."""


class Mind(Protocol):
    """What somebody holds, by cells."""

    def get(self, cell: int, /) -> Any:
        """What is held of a cell; None if nothing was learned of it."""


class Minds(Protocol):
    """What each mind holds, by its number."""

    def __getitem__(self, mind: int, /) -> Mind:
        """The mind of a number."""


class NotedCells:
    """Cells, where it is noted which are read."""

    __slots__ = ("cells", "trace")

    def __init__(self, cells: Cells, trace: list[Read]) -> None:
        self.cells = cells
        self.trace = trace

    def __getitem__(self, cell: int, /) -> Any:
        value = self.cells[cell]
        self.trace.append(cell)
        return value


class NotedMind:
    """A mind, where it is noted what of it is read."""

    __slots__ = ("held", "mind", "trace")

    def __init__(self, mind: int, held: Mind, trace: list[Read]) -> None:
        self.mind = mind
        self.held = held
        self.trace = trace

    def get(self, cell: int, /) -> Any:
        self.trace.append((self.mind, cell))
        return self.held.get(cell)


class NotedMinds:
    """Minds, where it is noted what of them is read."""

    __slots__ = ("held", "trace")

    def __init__(self, held: Minds, trace: list[Read]) -> None:
        self.held = held
        self.trace = trace

    def __getitem__(self, mind: int, /) -> Mind:
        return NotedMind(mind, self.held[mind], self.trace)
