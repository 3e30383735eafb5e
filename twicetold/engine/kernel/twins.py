"""Twins of a life by compiled code: what they share with it is lived once (checkpointing).

Up to the first tick at which something is otherwise, a twin is the life itself. The life is kept as it was
at some of its ticks, and a twin goes on from there. Where nothing more is otherwise, and all that anything
depends on is again as it was in the life at that tick, the rest is the life's too.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.aside import aside
from twicetold.engine.kernel.branching import FOREVER, WORD
from twicetold.engine.kernel.kernel import Kernel, Out
from twicetold.engine.kernel.machine import Tier
from twicetold.engine.kernel.tiers import Ready
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model

ROOM: Final = 64 << 20
"""The bytes that what is kept of a life may take."""

Block = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Ended:
    """How a life ended: the place of the ending among all, and what was measured of it."""

    ending: int
    measures: tuple[float, ...]


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
        self.seed, self.run, self.course = seed, run, tuple(course)
        self._stop = np.zeros(1, np.int32)
        self._stops[id(self._stop)] = self._stop
        self._life: _Life | None = None

    def twin(self, said: Sequence[Intervention]) -> Ended:
        """How the life ends if these are said after its course."""
        since, over = min(each.first for each in said), max(each.last for each in said) + 1
        (ended,) = self._twins((*self.course, *said), self.run, 1, since, over)
        return ended

    def twins(self, said: Sequence[Intervention], first: int, n: int, since: int) -> list[Ended]:
        """How the runs `first` to `first + n - 1` end under interventions by which each is, before the tick
        `since`, the life itself: they begin as its course does, and give it the same luck."""
        return self._twins(tuple(said), first, n, since, FOREVER)

    def _twins(
        self, said: tuple[Intervention, ...], first: int, n: int, since: int, over: int
    ) -> list[Ended]:
        under, out = self.under(_to_come(said, since)), Out.of(self.names, n, 0, 0)

        def live() -> list[Ended]:
            ready, begun = self._tiers.now(), time.monotonic()
            if self._life is None or self._life.ready is not ready:
                self._life = _Life(self.under(self.course), ready, self.seed, self.run, self._stop)
            block = np.zeros(ready.compiled.size // 8 + 1, np.uint64)
            under.point(block, ready, out.arrays, self._stop)
            ended = [self._life.twin(block, first + row, out, row, since, over) for row in range(n)]
            self._tiers.lived(time.monotonic() - begun)
            return ended

        return aside(live, self.stop)


def _to_come(said: Sequence[Intervention], since: int) -> tuple[Intervention, ...]:
    """What holds in any tick from this one on: code looks through all that is said of something. What is for
    once stays, since a life knows by its place among such whether it is spent."""
    return tuple(
        each
        for each in said
        if max(since, each.first) <= each.last or (isinstance(each, model.Intervention) and each.once)
    )


class _Life:
    """The life of which twins are lived, by the code that is ready."""

    def __init__(self, kernel: Kernel, ready: Ready, seed: int, run: int, stop: NDArray[np.int32]) -> None:
        self.ready, self.seed, self.run = ready, seed, run
        self._world = kernel.world
        code, compiled = ready.code, ready.compiled
        self._begin, self._go_on = code.function("begin_life"), code.function("live_on")
        self._finish = code.function("finish_life")
        self._own = len(compiled.outs)
        """Where, behind the addresses, that begins which a life itself is."""
        self._own_run, self._left = (compiled.seen[name] // 8 for name in ("own_run", "left"))
        self._depends = _depends(ready)
        self._apart = 1 + kernel.world.ticks * compiled.size // ROOM
        self._kernel, self._out = kernel, Out.of(kernel.names, 1, 0, 0)
        block = np.zeros(compiled.size // 8 + 1, np.uint64)
        kernel.point(block, ready, self._out.arrays, stop)
        self._begin(block.ctypes.data, seed & WORD, run & WORD, 0)
        self._kept = [block]
        """The life as it is at every tick that is so many `apart`, as far as it has been asked for."""

    def twin(self, block: Block, run: int, out: Out, row: int, since: int, over: int) -> Ended:
        """How a life ends that is this one before the tick `since`, and in which from the tick `over` on
        nothing is otherwise by what is said of it."""
        if since < 1:  # what is said may be of how it begins
            self._begin(block.ctypes.data, self.seed & WORD, run & WORD, row)
        else:
            block[self._own :] = self.at(since)[self._own :]
            block[self._own_run] = run & WORD
        for tick in self._looks(over):
            self._on(block, tick)
            if self._is_again(block, tick):
                return self._end[1]
        self._on(block, FOREVER)
        return self._ended(block, out, run, row)

    def at(self, tick: int) -> Block:
        """The life as it is when a tick begins, or as it has ended before; not to be lived on."""
        kept, apart = self._kept, self._apart
        while len(kept) <= tick // apart:
            block = kept[-1].copy()
            self._on(block, len(kept) * apart)
            kept.append(block)
        block = kept[tick // apart]
        if tick % apart:
            block = block.copy()
            self._on(block, tick)
        return block

    def _looks(self, over: int) -> Iterator[int]:
        """The ticks at which it is looked whether a twin is this life again: less and less often."""
        for n in itertools.count():
            tick = over + 2**n
            if tick >= self._world.ticks:
                return
            yield tick

    def _is_again(self, block: Block, tick: int) -> bool:
        """Whether a twin goes on from a tick as the life does, and has steps enough for it."""
        mine, end = self.at(tick), self._end[0]
        if ((block ^ mine) & self._depends).any():
            return False
        return int(block[self._left]) + int(end[self._left]) > int(mine[self._left])

    @cached_property
    def _end(self) -> tuple[Block, Ended]:
        block = self.at(self._world.ticks)
        return block, self._ended(block, self._out, self.run, 0)

    def _on(self, block: Block, until: int) -> None:
        self._go_on(block.ctypes.data, -1, 0.0, -1, until, 0)

    def _ended(self, block: Block, out: Out, run: int, row: int) -> Ended:
        self._finish(block.ctypes.data, row)
        if out.endings[row] < 0:
            out.check(self._world.name, self.seed, range(run - row, run + 1))
        return Ended(int(out.endings[row]), tuple(out.measures[row].tolist()))


def _depends(ready: Ready) -> Block:
    """All bits of a block on which anything depends that is still to happen."""
    compiled = ready.compiled
    depends = np.full(compiled.size // 8 + 1, WORD, np.uint64)
    depends[: len(compiled.outs)] = depends[-1] = 0
    for begin, end in compiled.beside:
        depends.view(np.uint8)[begin:end] = 0
    return depends
