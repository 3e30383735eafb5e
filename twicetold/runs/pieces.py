"""Batches: into what pieces runs are cut, so that progress is seen and an interrupt felt soon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twicetold.engine.meaning.columns import Lives
    from twicetold.runs.engines import Runner

PATIENCE = 0.1
"""Seconds that a piece may take, if a life is shorter than that."""

BLOCK = 1024
"""The most runs of a piece."""


class Pace:
    """How many runs make a piece: one at first, then as many as can be lived in `patience` seconds, but at
    most so many."""

    def __init__(self, patience: float = PATIENCE, most: int = BLOCK) -> None:
        self.patience = patience
        self.most = most
        self._size = 1

    def took(self, runs: int, seconds: float) -> None:
        """A piece of so many runs took so long."""
        if runs < self._size:
            return  # it was cut short by the end of a range and says nothing
        fitting = int(runs * self.patience / max(seconds, 1e-9))
        self._size = max(1, min(2 * runs, fitting, self.most))

    def size(self, left: int, together: int = 1) -> int:
        """How many of the runs that are left make the next piece, if so many pieces are lived together."""
        return max(1, min(self._size, -(-left // together)))


def stretches(ranges: Iterable[range], size: Callable[[int], int]) -> Iterator[range]:
    """The ranges cut into pieces, each of the size that is right when it is asked for."""
    for runs in ranges:
        while runs:
            piece = runs[: size(len(runs))]
            runs = runs[len(piece) :]
            yield piece


def in_pieces(runner: Runner, seed: int, runs: range, events: bool) -> Iterator[Lives]:
    """The lives of these runs in order, lived here."""
    pace = Pace()
    for piece in stretches([runs], pace.size):
        begun = monotonic()
        lives = runner.lives(seed, piece.start, len(piece), events=events)
        pace.took(len(piece), monotonic() - begun)
        yield lives
