"""Twins of a life by compiled code: what they share with it is lived once (checkpointing).

Up to the first tick at which something is otherwise, a twin is the life itself. The life is kept as it was
at some of its ticks, and a twin goes on from there.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.aside import aside
from twicetold.engine.kernel.branching import FOREVER, WORD
from twicetold.engine.kernel.kernel import Kernel, Out
from twicetold.engine.kernel.machine import Tier
from twicetold.engine.kernel.tiers import Ready
from twicetold.engine.meaning import columns
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model

ROOM: Final = 64 << 20
"""The bytes that what is kept of a life may take."""


class Twins(Kernel):
    """Lives twins of a run of a seed, which is lived under a `course` of interventions.

    Raises what `Kernel` raises. What was stopped once lives no more.
    """

    def __init__(
        self,
        world: model.World,
        seed: int,
        run: int,
        course: Sequence[Intervention] = (),
        *,
        tier: Tier | None = None,
    ) -> None:
        super().__init__(world, tier=tier, open=True)
        self.seed, self.run = seed, run
        self._life, self._nothing = self.under(tuple(course)), Out.of(self.names, 1, 0, 0)
        self._stop = np.zeros(1, np.int32)
        self._stops[id(self._stop)] = self._stop
        self._kept: dict[int, NDArray[np.uint64]] = {}
        self._kept_by: Ready | None = None

    def twins(self, interventions: tuple[Intervention, ...], first: int, n: int, since: int) -> columns.Lives:
        """The runs `first` to `first + n - 1` under interventions by which each is, before the tick `since`,
        the life itself: they begin with its course, or give it the same luck."""
        under = self.under(interventions)
        if since < 1:
            return under.lives(self.seed, first, n)
        return aside(lambda: self._twins(under, first, n, since), self.stop)

    def _twins(self, under: Kernel, first: int, n: int, since: int) -> columns.Lives:
        ready, begun = self._tiers.now(), time.monotonic()
        out, moment = Out.of(self.names, n, 0, 0), self._moment(ready, since)
        block, addresses = moment.copy(), len(ready.compiled.outs)
        under.point(block, ready, out.arrays, self._stop)
        go_on, finish = ready.code.function("live_on"), ready.code.function("finish_life")
        own_run = ready.compiled.seen["own_run"] // 8
        for row in range(n):
            block[addresses:] = moment[addresses:]
            block[own_run] = first + row & WORD
            go_on(block.ctypes.data, -1, 0.0, -1, FOREVER, 0)
            finish(block.ctypes.data, row)
            if out.endings[row] < 0:
                break
        out.check(self.world.name, self.seed, range(first, first + n))
        self._tiers.lived(time.monotonic() - begun)
        return columns.Lives(
            self.seed, first, out.endings, out.ticks, out.measures, out.digests, out.scores.astype(np.int64),
            series=out.series,
        )  # fmt: skip

    def _moment(self, ready: Ready, tick: int) -> NDArray[np.uint64]:
        """The life as it is when a tick begins, by the code that is ready."""
        if ready is not self._kept_by:
            self._kept, self._kept_by = {0: self._beginning(ready)}, ready
        apart = 1 + self.world.ticks * ready.compiled.size // ROOM
        last = max(kept for kept in self._kept if kept <= tick)
        block, go_on = self._kept[last].copy(), ready.code.function("live_on")
        for until in (*range(last - last % apart + apart, tick, apart), tick):
            go_on(block.ctypes.data, -1, 0.0, -1, until, 0)
            if until % apart == 0:
                self._kept[until] = block.copy()
        return block

    def _beginning(self, ready: Ready) -> NDArray[np.uint64]:
        block = np.zeros(ready.compiled.size // 8 + 1, np.uint64)
        self._life.point(block, ready, self._nothing.arrays, self._stop)
        ready.code.function("begin_life")(block.ctypes.data, self.seed & WORD, self.run & WORD, 0)
        return block
