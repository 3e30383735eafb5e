"""Many lives in which one character is played, lived on all at once by compiled code.

Each life is a row of one array, and so is what its player believes and could do: between two turns of theirs
nothing of Python is run for any single life.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel.kernel import Out
from twicetold.engine.kernel.playing import WORD, Playing
from twicetold.engine.kernel.stepping import BEGIN, GO_ON, LEAVE, SCALES
from twicetold.engine.meaning.budget import LifeTooLong

__all__ = ["BEGIN", "GO_ON", "LEAVE", "Batch", "Coding"]


@dataclass(frozen=True, slots=True, eq=False)
class Coding:
    """How what a player believes and could do is written down in numbers.

    A value x of a cell is seen as `(x - off) * scale / (1 + bend * |x|)`, no less than `least` and no more
    than `most`, and as 0 if it is not known: these are the rows of `scales`, a column for each cell.

    An option of the action a has the number `compact[base[a] + offsets[a, 0, r1 + 1] + …]`, where r1, … are
    its roles after the actor; `offsets` is 0 for those that it does not have. `rows` says it the other way
    round: of each number the action and its other roles, -1 for nobody; number 0 is to do nothing and has
    the action -1.
    """

    scales: NDArray[np.float64]
    base: NDArray[np.int32]
    offsets: NDArray[np.int32]
    compact: NDArray[np.int32]
    rows: NDArray[np.int32]

    def numbers(self, rows: NDArray[np.int32]) -> NDArray[np.int32]:
        """The numbers of options, a row each of an action and its other roles."""
        action, others = rows[:, 0], rows[:, 1:]
        places = self.base[action].astype(np.int64)
        for n in range(others.shape[1]):
            places += self.offsets[action, n, others[:, n] + 1]
        return np.where(action < 0, 0, self.compact[np.where(action < 0, 0, places)])

    def seen(self, values: NDArray[np.float64], unknown: NDArray[np.bool_]) -> NDArray[np.float32]:
        """What a mind holds, as it is written down."""
        off, scale, bend, least, most = self.scales
        seen = np.clip((values - off) * scale / (1 + bend * np.abs(values)), least, most)
        return np.where(unknown | np.isnan(seen), 0.0, seen).astype(np.float32)


class Batch:
    """So many lives of one `player`, lived by `threads` threads.

    After `step`, of each life: whether it `waits` for the player, or else has ended; what they believe, as
    `observed` and `unknown`; what they could do, as `mask`; what urges and noise have `decided` for; its
    `ticks`; what their lot is `worth`, and was as the life began (`first_worth`), 0 where the world has no
    rewards; and of those that have ended what has come of them, in `out`.
    """

    def __init__(self, playing: Playing, player: int, coding: Coding, n: int, threads: int = 1) -> None:
        world, ready = playing.world, playing.ready
        assert coding.scales.shape == (SCALES, playing.layout.kinds_now)
        self._playing, self._player, self._coding, self._n = playing, player, coding, n
        self._step = ready.code.function("step_lives")
        words = -(-ready.compiled.size // 8)
        self._blocks = np.zeros((n, words), np.uint64)
        self._played = np.array([actor == player for actor in playing.actors], np.uint8)
        actions, size, others = len(coding.rows), playing.layout.size, coding.rows.shape[1] - 1
        self.observed = np.zeros((n, size), np.float32)
        self.unknown = np.zeros((n, size), np.int8)
        self.mask = np.zeros((n, actions), np.int8)
        self.waits = np.zeros(n, np.bool_)
        self.first_worth = np.zeros(n, np.float64)
        self.worth = np.zeros(n, np.float64)
        self.out = Out.of(playing.names, n, 0, 0)
        self.ticks = self._column("tick", np.int32)[:, 0]
        self._ended = self._column("ended", np.int32)[:, 0]
        self._chosen = self._column("chosen", np.int32)[:, 0]
        self._has_others = max(len(action.roles) for action in world.actions) > 1
        self._others = (
            self._column("chosen_roles", np.int32, others)
            if self._has_others
            else np.full((n, others), -1, np.int32)  # the code keeps none of it
        )
        bounds = np.linspace(0, n, min(threads, n) + 1).astype(int).tolist()
        self._lanes = list(itertools.pairwise(bounds))
        self._filled = [self._aimed(first, last) for first, last in self._lanes]

    @property
    def size(self) -> int:
        """How many bytes a life takes, with what is seen of it."""
        seen = (self._blocks, self.observed, self.unknown, self.mask)
        return sum(array.nbytes // self._n for array in seen)

    @property
    def decided(self) -> NDArray[np.int32]:
        """The number of what urges and noise have decided for, where a player waits; else 0."""
        rows = np.concatenate([self._chosen[:, None] - 1, self._others], axis=1)
        rows[~self.waits] = -1
        return self._coding.numbers(rows)

    def choose(self, numbers: NDArray[np.int64]) -> None:
        """Put options in the place of what was decided for, one for each life."""
        rows = self._coding.rows[numbers]
        self._chosen[:] = rows[:, 0] + 1
        if self._has_others:
            self._others[:] = rows[:, 1:]

    def step(self, seed: int, runs: NDArray[np.uint64], todo: NDArray[np.uint8]) -> None:
        """Live each life on to its player's next turn, or to its end, as `todo` says: LEAVE, GO_ON, BEGIN.

        Raises LifeTooLong where a life is beyond its budget.
        """
        for filled in self._filled:
            filled["event_count"][0] = 0
        coding = self._coding

        def live(lane: tuple[int, int]) -> None:
            self._step(
                self._blocks.ctypes.data, self._blocks.strides[0], *lane, seed & WORD, self._player,
                len(coding.rows), runs.ctypes.data, todo.ctypes.data, self.waits.ctypes.data,
                self._played.ctypes.data, coding.scales.ctypes.data, self.observed.ctypes.data,
                coding.base.ctypes.data, coding.offsets.ctypes.data, coding.compact.ctypes.data,
                self.mask.ctypes.data, self.first_worth.ctypes.data, self.worth.ctypes.data,
            )  # fmt: skip

        if len(self._lanes) == 1:
            live(self._lanes[0])
        else:
            with ThreadPoolExecutor(len(self._lanes)) as pool:
                list(pool.map(live, self._lanes))
        lost = np.flatnonzero(self._ended < 0)
        if lost.size:
            row, world = int(lost[0]), self._playing.world
            raise LifeTooLong(world.name, seed, int(runs[row]), int(self.ticks[row]), "steps")

    # --- memory ---------------------------------------------------------------------------------------------

    def _column(self, array: str, of: type[np.generic], size: int = 1) -> NDArray[Any]:
        """Some values of an array of every life, a row each."""
        begin = self._playing.ready.compiled.seen[array]
        bytes_ = self._blocks.view(np.uint8)
        return bytes_[:, begin : begin + np.dtype(of).itemsize * size].view(of)

    def _aimed(self, first: int, last: int) -> dict[str, NDArray[Any]]:
        """Point the lives of a lane to the arrays that their code fills: rows of their own where something
        is kept of each, the same for all where it is used up at once. Returns those that are the lane's."""
        cells, (actions, width) = self._playing.layout.kinds_now, self._coding.rows.shape
        filled: dict[str, NDArray[Any]] = {
            "options": np.empty((actions, width), np.int32),
            "urges": np.empty(actions, np.float64),
            "option_room": np.array([actions], np.int32),
            "believed": np.empty(cells, np.float64),
            "unknown": self.unknown,
            "events": np.empty(0, np.int32),
            "event_count": np.zeros(1, np.int32),
            "stop": np.zeros(1, np.int32),
        }
        ready, head = self._playing.ready, np.zeros(self._blocks.shape[1], np.uint64)
        self._playing.point(head, ready, {**self.out.arrays, **filled}, filled["stop"])
        rows = self._blocks[first:last]
        rows[:, : len(ready.compiled.outs)] = head[: len(ready.compiled.outs)]
        if "unknown" in ready.compiled.outs:
            own = np.arange(first, last, dtype=np.uint64) * np.uint64(self.unknown.strides[0])
            rows[:, ready.compiled.outs["unknown"] // 8] += own
        return filled
