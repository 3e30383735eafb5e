"""The kernel: lives a world's lives by compiled code."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine import lives
from twicetold.engine.kernel import llvm, machine, memory
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.lower.record import HEAD
from twicetold.lang import model

AT_ONCE = 1 << 20
"""How many lives one call of the compiled code lives at most."""

LARGEST = 1 << 30
"""The most bytes that one life may take."""


class CannotCompile(Exception):
    """A world that the kernel does not take on; the interpreter can live it."""


class Kernel:
    """Lives a world as the interpreter does, to the bit, by compiled code.

    One kernel may be used by many threads at once; they live in parallel, each in memory of its own.

    Raises CannotCompile where one life would take more than `LARGEST` bytes.
    """

    def __init__(self, world: model.World, *, tier: machine.Tier = "best") -> None:
        self.world = world
        self.names = lives.names(world)
        program = lower(world)
        self._block = memory.block(program)
        if self._block.size > LARGEST:
            raise CannotCompile(f"one life of this world would take {self._block.size >> 20} MiB")
        self._code = machine.load_object(machine.compile_object(llvm.assembly(program), tier))
        self._local = threading.local()

    def lives(self, seed: int, first: int, n: int, *, events: bool = False) -> lives.Lives:
        """The runs `first` to `first + n - 1` of `seed`, as columns."""
        room = 64 * n if events else 0
        while True:
            out = _Out.of(self.names, n, room)
            self._call(out, seed, first, n, room)
            if out.event_count[0] <= room:
                break
            room = int(out.event_count[0])
        return lives.Lives(
            seed, first, out.endings, out.ticks, out.measures, out.digests, out.scores.astype(np.int64),
            _events(out, first) if events else None,
        )  # fmt: skip

    def _call(self, out: _Out, seed: int, first: int, n: int, room: int) -> None:
        block = self._own_block()
        for array in self._block.outs:
            place = self._block.places[array.name] // 8
            block[place] = getattr(out, array.name).ctypes.data
        mask = 0xFFFFFFFFFFFFFFFF
        self._code.lives(block.ctypes.data, seed & mask, first & mask, n, room)

    def _own_block(self) -> NDArray[np.uint64]:
        """The memory of this thread."""
        block: NDArray[np.uint64] | None = getattr(self._local, "block", None)
        if block is None:
            block = self._local.block = np.zeros(self._block.size // 8 + 1, np.uint64)
        return block


@dataclass(frozen=True, slots=True)
class _Out:
    """The arrays that the compiled code fills; see `lower.life`."""

    endings: NDArray[np.int16]
    ticks: NDArray[np.int32]
    measures: NDArray[np.float64]
    digests: NDArray[np.uint64]
    scores: NDArray[np.uint64]
    events: NDArray[np.int32]
    event_count: NDArray[np.int32]

    @classmethod
    def of(cls, names: lives.Names, n: int, room: int) -> _Out:
        """Room for so many lives, and for so many events."""
        return cls(
            np.empty(n, np.int16),
            np.empty(n, np.int32),
            np.empty((n, len(names.measures)), np.float64),
            np.empty(n, np.uint64),
            np.empty(n, np.uint64),
            np.empty((room, HEAD + names.most_roles), np.int32),
            np.zeros(1, np.int32),
        )


def _events(out: _Out, first: int) -> lives.EventColumns:
    rows = out.events[: out.event_count[0]]
    return lives.EventColumns(
        rows[:, 0].astype(np.int64) + first,
        rows[:, 1].astype(np.int16),
        rows[:, 2].astype(np.int16),
        rows[:, 3].copy(),
        rows[:, 4].copy(),
        rows[:, HEAD:].astype(np.int16),
    )
