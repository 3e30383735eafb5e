"""A world lived with many values of its knobs: one compiled code, and the same luck wherever things are
compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import model
from twicetold.runs.living import cores
from twicetold.runs.numbers import came
from twicetold.runs.passes import Pass, Progress
from twicetold.runs.threads import in_order

Values = Mapping[str, float]

PIECE = 256
"""So many lives are lived at once by one thread."""


class NothingToTurn(ValueError):
    """The world has no knobs, or not those that are asked for; the message says what can be done."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be lived: values of knobs, and which runs."""

    values: Values
    runs: range


class Bench:
    """A world whose knobs, all or those named, are turned.

    Raises NothingToTurn, and CannotCompile if the kernel cannot live the world.
    """

    def __init__(
        self, world: model.World, knobs: Sequence[str] = (), seed: int = 1, jobs: int | None = None
    ) -> None:
        self.world = world
        self.seed = seed
        self.knobs = _chosen(world, knobs)
        self.outcomes = (*(ending.name for ending in world.endings), "unended")
        self.measures = tuple(measure.name for measure in world.measures)
        self._kernel = Kernel(world)
        self._jobs = jobs or cores()

    def turned(
        self, asks: Sequence[Ask], seed: int | None = None, on_progress: Progress | None = None
    ) -> NDArray[np.float64]:
        """A row for each ask: the shares of the endings, in order, then the means of the measures, which are
        not a number (nan) where what is measured came in no life. An interrupt is for whoever asks."""
        means = _Means(len(asks), len(self.outcomes), len(self.measures))
        n = sum(len(ask.runs) for ask in asks)
        with closing(in_order(self._calls(asks, seed), self._jobs, self._kernel.stop)) as pieces:
            Pass(n, [means.add], on_progress, must_be_whole=True).over(pieces)
        return means.rows()

    def _calls(self, asks: Sequence[Ask], seed: int | None) -> Iterator[Callable[[], tuple[Lives, int]]]:
        """What lives the asks, piece by piece; a piece comes with the number of its ask."""
        for row, ask in enumerate(asks):
            for first in range(0, len(ask.runs), PIECE):
                runs = ask.runs[first : first + PIECE]
                yield partial(self._live, ask.values, runs, self.seed if seed is None else seed, row)

    def _live(self, values: Values, runs: range, seed: int, row: int) -> tuple[Lives, int]:
        return self._kernel.turned(values).lives(seed, runs.start, len(runs)), row


class _Means:
    """Adds lives up, those of each ask in a row of their own."""

    def __init__(self, asks: int, outcomes: int, measures: int) -> None:
        self._outcomes = outcomes
        self._sums = np.zeros((asks, outcomes + measures))
        self._of = np.zeros_like(self._sums)

    def add(self, lives: Lives, row: int) -> None:
        """What the lives of an ask add to each column, and of how many of them."""
        counts = np.bincount(lives.ending, minlength=self._outcomes).astype(np.float64)
        there = came(lives.measures)
        self._sums[row] += np.concatenate([counts, np.where(there, lives.measures, 0.0).sum(axis=0)])
        self._of[row] += np.concatenate([np.full(len(counts), float(len(lives))), there.sum(axis=0)])

    def rows(self) -> NDArray[np.float64]:
        """The means of all that was added up."""
        means: NDArray[np.float64] = np.full_like(self._sums, np.nan)
        return np.divide(self._sums, self._of, out=means, where=self._of > 0)


def ends(knob: model.Setting) -> tuple[float, float]:
    """Between which numbers a knob is tuned."""
    assert knob.tune is not None
    return knob.tune


def _chosen(world: model.World, names: Sequence[str]) -> tuple[model.Setting, ...]:
    if not world.knobs:
        raise NothingToTurn(
            "this world has no knobs: mark a number, such as `setting nerve number 0..1 = 0.4 tune 0.1..0.9`,"
            " or say it with --set 'nerve 0.4 tune 0.1..0.9'"
        )
    known = {knob.name: knob for knob in world.knobs}
    for name in names:
        if name not in known:
            raise NothingToTurn(f"there is no knob `{name}`; the knobs are {', '.join(known)}")
    return tuple(known[name] for name in names or known)
