"""The kernel: lives a world's lives by compiled code."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.aside import aside
from twicetold.engine.kernel import rows
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.interventions import Subjects, table
from twicetold.engine.kernel.machine import Tier
from twicetold.engine.kernel.tiers import Ready, Tiers
from twicetold.engine.meaning import columns
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.interventions import Intervention
from twicetold.engine.meaning.names import Names, names
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import model

NOT_LIVED = -1
"""Stands for the ending of a life that has not been lived."""


class Stopped(Exception):
    """The lives were stopped before their end, since nobody waits for them any more."""


class Kernel:
    """Lives a world as the interpreter does, to the bit, by compiled code.

    One kernel may be used by many threads at once; they live in parallel, each in memory of its own.

    Without a `tier` the code is made quickly, and made well by a process beside when so much was lived that
    it pays; the lives are the same. What was compiled before is found in the user's cache.

    One that is `open`, as that of every world with interventions is, can be put `under` others. One that is
    `counted` counts how often lives come to each probe of the world; see `probes.py`.

    Raises CannotCompile where one life would take more than `compile.LARGEST` bytes, and what lives raises
    LifeTooLong where one is beyond its budget.
    """

    def __init__(
        self,
        world: model.World,
        *,
        tier: Tier | None = None,
        cache: CodeCache | None = None,
        open: bool = False,
        counted: bool = False,
    ) -> None:
        self.world = world
        self.names = names(world)
        cache = cache or CodeCache(world, open=open, counted=counted)
        self._probes = len(Probes(world)) if cache.counted else None
        self._tiers = Tiers(cache, tier)
        self._local = threading.local()
        self._knobs = _values(world)
        self._budget = np.array([world.budget], np.uint64)
        self._room = 64
        self._stops: dict[int, NDArray[np.int32]] = {}
        self._subjects = Subjects(world)
        self._open = cache.open
        self._interventions = table(world, self._subjects)

    @classmethod
    def if_kept(cls, world: model.World, *, counted: bool = False) -> Kernel | None:
        """The kernel of a world that needs no compiling; None if it does."""
        cache = CodeCache(world, counted=counted)
        kept = cache.kept("best") or cache.kept("quick")
        return cls(world, cache=cache) if kept else None

    def turned(self, values: Mapping[str, float]) -> Kernel:
        """The kernel of the same world with other values of some knobs, by the same code.

        Raises KeyError if there is no such knob.
        """
        twin = copy.copy(self)
        twin.world = self.world.turned(values)
        twin._knobs = _values(twin.world)
        return twin

    def under(self, interventions: tuple[Intervention, ...]) -> Kernel:
        """The kernel of the same world under these interventions, after those of its own, by the same code.

        Raises ValueError if that is not open, or one has a condition that none of the world's own has.
        """
        if not self._open:
            raise ValueError("this code is not open to interventions")
        twin = copy.copy(self)
        twin._interventions = table(self.world, self._subjects, interventions)
        return twin

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> Lives:
        """The runs `first` to `first + n - 1` of `seed`, as columns."""
        return aside(lambda: self._lives(seed, first, n, events), self.stop)

    def _lives(self, seed: int, first: int, n: int, events: bool) -> Lives:
        room = self._room * n if events else 0
        ready = self._tiers.now()
        begun = time.monotonic()
        while True:
            out = Out.of(self.names, n, room, self._probes or 0)
            self._call(ready, out, seed, first, n, room)
            out.check(self.world.name, seed, range(first, first + n))
            if out.event_count[0] <= room:
                break
            room = int(out.event_count[0])
            self._room = max(self._room, room * 5 // (4 * n))  # so that the next are seldom lived twice
        self._tiers.lived(time.monotonic() - begun)
        return columns.Lives(
            seed, first, out.endings, out.ticks, out.measures, out.digests, out.scores.astype(np.int64),
            rows.columns(out.events[: out.event_count[0]], first, self.names) if events else None,
            None if self._probes is None else out.counts(first), out.series,
        )  # fmt: skip

    def stop(self) -> None:
        """Let all lives that are lived just now, by whatever thread, end with their tick; who waits for them
        gets Stopped."""
        for stop in [*self._stops.values()]:
            stop[0] = 1

    def point(
        self,
        block: NDArray[np.uint64],
        ready: Ready,
        arrays: Mapping[str, NDArray[Any]],
        stop: NDArray[np.int32],
    ) -> None:
        """Tell the code of a life's block where the arrays are that it fills or reads; those that are not
        given are not touched by what is going to be called."""
        given = {
            **arrays,
            "knobs": self._knobs,
            "interventions": self._interventions,
            "budget": self._budget,
            "stop": stop,
        }
        for name, place in ready.compiled.outs.items():
            block[place // 8] = given[name].ctypes.data if name in given else 0

    def _call(self, ready: Ready, out: Out, seed: int, first: int, n: int, room: int) -> None:
        block, stop = self._own_block(ready), np.zeros(1, np.int32)
        self.point(block, ready, out.arrays, stop)
        mask = 0xFFFFFFFFFFFFFFFF
        self._stops[id(stop)] = stop
        try:
            ready.code.function("lives")(block.ctypes.data, seed & mask, first & mask, n, room)
        finally:
            del self._stops[id(stop)]

    def _own_block(self, ready: Ready) -> NDArray[np.uint64]:
        """The memory of this thread, for this code."""
        if getattr(self._local, "ready", None) is not ready:
            self._local.ready = ready
            self._local.block = np.zeros(ready.compiled.size // 8 + 1, np.uint64)
        block: NDArray[np.uint64] = self._local.block
        return block


def _values(world: model.World) -> NDArray[np.float64]:
    """The knobs of a world, as its code reads them."""
    return np.array([knob.value for knob in world.knobs], np.float64)


@dataclass(frozen=True, slots=True)
class Out:
    """The arrays that the compiled code fills; see `lower.life`."""

    endings: NDArray[np.int16]
    ticks: NDArray[np.int32]
    measures: NDArray[np.float64]
    series: NDArray[np.float64]
    digests: NDArray[np.uint64]
    scores: NDArray[np.uint64]
    events: NDArray[np.int32]
    event_count: NDArray[np.int32]
    stirred: NDArray[np.int32]
    acted: NDArray[np.int32]
    hits: NDArray[np.uint64]
    hit_runs: NDArray[np.uint64]
    hit_first: NDArray[np.int32]

    @classmethod
    def of(cls, names: Names, n: int, room: int, probes: int) -> Out:
        """Room for so many lives, for so many events, and for the counts of so many probes."""
        return cls(
            np.full(n, NOT_LIVED, np.int16),
            np.empty(n, np.int32),
            np.empty((n, len(names.measures)), np.float64),
            np.empty((n, names.points), np.float64),
            np.empty(n, np.uint64),
            np.empty(n, np.uint64),
            np.empty((room, rows.width(names)), np.int32),
            np.zeros(1, np.int32),
            np.empty(n, np.int32),
            np.empty(n, np.int32),
            np.zeros(probes, np.uint64),
            np.zeros(probes, np.uint64),
            np.full(probes, -1, np.int32),
        )

    @property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """Each by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def check(self, world: str, seed: int, runs: Sequence[int]) -> None:
        """Raises LifeTooLong if one of the lives, of these runs, was beyond its budget: those after it have
        not been lived. Raises Stopped if they were stopped."""
        ended = np.flatnonzero(self.endings < 0)
        if ended.size:
            row = int(ended[0])
            ending = int(self.endings[row])
            if ending == columns.STOPPED:
                raise Stopped
            raise LifeTooLong(world, seed, runs[row], int(self.ticks[row]), "steps")

    def counts(self, first: int) -> columns.Counts:
        """What the lives came to, of which the first is the run `first`."""
        return columns.Counts(
            self.hits.astype(np.int64),
            self.hit_runs.astype(np.int64),
            np.where(self.hit_first >= 0, self.hit_first + np.int64(first), -1),
            self.stirred,
            self.acted,
        )
