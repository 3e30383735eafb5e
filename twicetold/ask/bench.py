"""A world lived with many values of its knobs: one compiled code, and the same luck wherever things are
compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.columns import Lives
from twicetold.lang import model
from twicetold.runs.living import cores
from twicetold.runs.numbers import came
from twicetold.runs.threads import threads

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
        self, world: model.World, knobs: Sequence[str] | None = None, seed: int = 1, jobs: int | None = None
    ) -> None:
        self.world = world
        self.seed = seed
        self.knobs = _chosen(world, knobs)
        self.outcomes = (*(ending.name for ending in world.endings), "unended")
        self.measures = tuple(measure.name for measure in world.measures)
        self._kernel = Kernel(world)
        self._jobs = jobs or cores()

    def turned(self, asks: Sequence[Ask], seed: int | None = None) -> NDArray[np.float64]:
        """A row for each ask: the shares of the endings, in order, then the means of the measures, which are
        not a number (nan) where what is measured came in no life."""
        pieces = [
            (row, ask.values, ask.runs[first : first + PIECE])
            for row, ask in enumerate(asks)
            for first in range(0, len(ask.runs), PIECE)
        ]
        sums = np.zeros((len(asks), len(self.outcomes) + len(self.measures)))
        lives_of = np.zeros_like(sums)
        with threads(self._jobs, self._kernel.stop) as pool:
            lived = pool.map(lambda piece: self._live(piece[1], piece[2], seed), pieces)
            for (row, _, _), lives in zip(pieces, lived, strict=True):
                more, of = self._summed(lives)
                sums[row] += more
                lives_of[row] += of
        means: NDArray[np.float64] = np.full_like(sums, np.nan)
        return np.divide(sums, lives_of, out=means, where=lives_of > 0)

    def _live(self, values: Values, runs: range, seed: int | None) -> Lives:
        seed = self.seed if seed is None else seed
        return self._kernel.turned(values).lives(seed, runs.start, len(runs))

    def _summed(self, lives: Lives) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the lives add to each column, and of how many of them."""
        counts = np.bincount(lives.ending, minlength=len(self.outcomes)).astype(np.float64)
        there = came(lives.measures)
        sums = np.where(there, lives.measures, 0.0).sum(axis=0)
        return np.concatenate([counts, sums]), np.concatenate(
            [np.full(len(counts), float(len(lives))), there.sum(axis=0)]
        )


def ends(knob: model.Setting) -> tuple[float, float]:
    """Between which numbers a knob is tuned."""
    assert knob.tune is not None
    return knob.tune


def _chosen(world: model.World, names: Sequence[str] | None) -> tuple[model.Setting, ...]:
    if not world.knobs:
        raise NothingToTurn(
            "this world has no knobs: mark a number, such as `setting nerve number 0..1 = 0.4 tune 0.1..0.9`,"
            " or say it with --set 'nerve 0.4 tune 0.1..0.9'"
        )
    known = {knob.name: knob for knob in world.knobs}
    for name in names or ():
        if name not in known:
            raise NothingToTurn(f"there is no knob `{name}`; the knobs are {', '.join(known)}")
    return tuple(known[name] for name in names or known)
