"""Lives by compiled code that can be stopped, copied, and gone on with in several ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel import rows
from twicetold.engine.kernel.kernel import Kernel, Out, Stopped
from twicetold.engine.kernel.lower.ending import peaks
from twicetold.engine.kernel.machine import Tier
from twicetold.engine.kernel.tiers import Ready
from twicetold.engine.meaning import columns
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import model

WORD = 0xFFFFFFFFFFFFFFFF

FOREVER = 2**31 - 1
"""A tick that no life reaches."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What to go on to: the goal, or that a peak is at a `level`.

    `which` and `goal` are places among the peaks of the world. A goal below -1 is an ending, -2 the first;
    -1 is none.
    """

    which: int = -1
    level: float = 0.0
    goal: int = -1


@dataclass(frozen=True, slots=True)
class Branch:
    """A life under way: all that it is, and from which tick on the luck of which run was its own."""

    block: NDArray[np.uint64]
    lineage: Lineage


class Branching(Kernel):
    """Lives a world that has a peak, one that can be gone on with in several ways.

    What a branch comes to is a matter of its seed and lineage alone: the interpreter lives the same life
    (`Interpreter.follow`). Branches may be gone on with by several threads at once, each by one.

    Raises ValueError if the world has no peak, and what `Kernel` raises. A branch that is beyond its budget
    raises LifeTooLong, with the run whose luck it had last.
    """

    def __init__(self, world: model.World, seed: int, *, tier: Tier | None = None) -> None:
        if not peaks(world):
            raise ValueError("a world without a peak has no branches")
        super().__init__(world, tier=tier)
        self.seed = seed
        self._ready: Ready = self._tiers.now()
        code = self._ready.code
        self._begin, self._go_on = code.function("begin_life"), code.function("live_on")
        self._change_luck, self._finish = code.function("change_luck"), code.function("finish_life")
        self._nothing = Out.of(self.names, 1, 0, 0)
        self._stop = np.zeros(1, np.int32)
        self._stops[id(self._stop)] = self._stop

    @property
    def size(self) -> int:
        """How many bytes a branch takes."""
        return self._ready.compiled.size

    def begin(self, run: int) -> Branch:
        """The beginning of a run."""
        block = self._new_block(self._nothing)
        self._begin(block.ctypes.data, self.seed & WORD, run & WORD, 0)
        return Branch(block, ((run, 0),))

    def go_on(self, branch: Branch, mark: Mark, until: int = FOREVER) -> bool:
        """Live on up to the mark, the end of the life, or a tick. Returns whether the mark is reached."""
        reached = self._go_on(branch.block.ctypes.data, mark.which, mark.level, mark.goal, until, 0)
        ended = int(self._seen(branch, "ended", np.dtype(np.int32))[0])
        if ended == columns.STOPPED + 1:
            raise Stopped
        if ended < 0:
            run, _ = branch.lineage[-1]
            raise LifeTooLong(self.world.name, self.seed, run, self.tick(branch), "steps")
        return bool(reached)

    def fork(self, branch: Branch, run: int) -> Branch:
        """A twin that goes on with the luck of another run; if the life has ended, it has no use for it."""
        block = branch.block.copy()
        if self.ended(branch):
            return Branch(block, branch.lineage)
        self._change_luck(block.ctypes.data, self.seed & WORD, run & WORD)
        return Branch(block, (*branch.lineage, (run, self.tick(branch))))

    def tick(self, branch: Branch) -> int:
        """The tick that comes next, or at which the life has ended."""
        return int(self._seen(branch, "tick", np.dtype(np.int32))[0])

    def ended(self, branch: Branch) -> bool:
        """Whether the life has ended."""
        return bool(self._seen(branch, "ended", np.dtype(np.int32))[0])

    def peak(self, branch: Branch, place: int) -> float:
        """The highest so far of a measure that is a peak, by its place among them."""
        return float(self._seen(branch, "peak", np.dtype(np.float64), place)[0])

    def finish(self, branches: Sequence[Branch]) -> columns.Lives:
        """What came of branches that have ended, a row for each."""
        out = Out.of(self.names, len(branches), 0, 0)
        for row, branch in enumerate(branches):
            self.point(branch.block, self._ready, out.arrays, self._stop)
            self._finish(branch.block.ctypes.data, row)
            self.point(branch.block, self._ready, self._nothing.arrays, self._stop)
        return self._columns(out, events=False)

    def relive(self, lineages: Sequence[Lineage], *, events: bool = False) -> columns.Lives:
        """Whole lives by their lineages, a row for each; the `run` of their events is the row."""
        room = 64 * len(lineages) if events else 0
        while True:
            out = Out.of(self.names, len(lineages), room, 0)
            block = self._new_block(out)
            for row, lineage in enumerate(lineages):
                self._relive(block.ctypes.data, row, lineage, room)
            out.check(self.world.name, self.seed, [lineage[-1][0] for lineage in lineages])
            if out.event_count[0] <= room:
                return self._columns(out, events=events)
            room = int(out.event_count[0])

    def _relive(self, block: int, row: int, lineage: Lineage, room: int) -> None:
        (run, _), *others = lineage
        self._begin(block, self.seed & WORD, run & WORD, row)
        for run, tick in others:
            self._go_on(block, -1, 0.0, -1, tick, room)
            self._change_luck(block, self.seed & WORD, run & WORD)
        self._go_on(block, -1, 0.0, -1, FOREVER, room)
        self._finish(block, row)

    def _columns(self, out: Out, *, events: bool) -> columns.Lives:
        return columns.Lives(
            self.seed, 0, out.endings, out.ticks, out.measures, out.digests, out.scores.astype(np.int64),
            rows.columns(out.events[: out.event_count[0]], 0, self.names) if events else None,
            series=out.series,
        )  # fmt: skip

    def _new_block(self, out: Out) -> NDArray[np.uint64]:
        block = np.zeros(self._ready.compiled.size // 8 + 1, np.uint64)
        self.point(block, self._ready, out.arrays, self._stop)
        return block

    def _seen(
        self, branch: Branch, array: str, of: np.dtype[np.generic], place: int = 0
    ) -> NDArray[np.generic]:
        """A value of an array of the life."""
        begin = self._ready.compiled.seen[array] + place * of.itemsize
        return branch.block.view(np.uint8)[begin : begin + of.itemsize].view(of)
