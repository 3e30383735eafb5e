"""Lives by compiled code in which somebody is played: values that stop at each turn and can be gone on with
in any way, again and again.

A life is its block of memory, so that to keep it, to go back to it or to go on with it twice is to copy the
block, some microseconds of work.
"""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.kernel import rows
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.kernel import Kernel, Out, Stopped
from twicetold.engine.kernel.machine import Tier
from twicetold.engine.kernel.tiers import Ready
from twicetold.engine.meaning import columns
from twicetold.engine.meaning.budget import LifeTooLong
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.turns import Option, Turn
from twicetold.lang import model

WORD = 0xFFFFFFFFFFFFFFFF


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a life has stopped: before the choice of an actor who is played, or at its end. A value: nothing
    changes it."""

    seed: int
    run: int
    block: NDArray[np.uint64]
    """All that the life is; for the `Playing` that made it."""
    events: NDArray[np.int32]
    """What has come to its end since the moment before, a row each (see `rows`), in order."""
    tick: int
    ending: int
    """The place of the ending, of `unended` too; -1 while the life goes on."""
    actor: int
    """Whose turn it is; -1 at the end."""


@dataclass(frozen=True, slots=True)
class Mind:
    """What somebody takes everything to be: for each cell, in the order of the fields and of their cells, a
    number (a yes/no is 0 or 1; an option its place; an entity its number, -1 for none), and whether they do
    not know it."""

    values: NDArray[np.float64]
    unknown: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Filled:
    """The arrays that the code of somebody who is played fills; see `lower.playing`."""

    options: NDArray[np.int32]
    urges: NDArray[np.float64]
    option_room: NDArray[np.int32]
    events: NDArray[np.int32]
    event_count: NDArray[np.int32]
    believed: NDArray[np.float64]
    unknown: NDArray[np.bool_]

    @property
    def arrays(self) -> dict[str, NDArray[Any]]:
        """Each by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Playing(Kernel):
    """Lives a world in which somebody is played, by compiled code: the same lives to the bit as the
    interpreter's `Living.turns`, and where whoever is played does what they would have done, `Kernel`'s.

    Moments may be gone on with by several threads at once.

    Raises CannotCompile where one life would take more than `compile.LARGEST` bytes; what lives raises
    LifeTooLong where a life is beyond its budget, and Stopped after `stop`.
    """

    def __init__(self, world: model.World, *, tier: Tier | None = None) -> None:
        super().__init__(world, tier=tier, cache=CodeCache(world, played=True))
        self.ready: Ready = self._tiers.now()
        self.layout = Layout(world)
        self.actors = self.layout.acting()
        """Who can be played: everybody who can ever act, in order of declaration."""
        self._place = {actor: place for place, actor in enumerate(self.actors)}
        self._others = max((len(action.roles) - 1 for action in world.actions), default=0)
        self._stop = np.zeros(1, np.int32)
        self._stops[id(self._stop)] = self._stop
        code = self.ready.code
        self._begin, self._play_on = code.function("begin_life"), code.function("play_on")
        self._list, self._see = code.function("list_options"), code.function("see")
        self._finish = code.function("finish_life")
        self._worth = code.function("worth") if world.rewards else None
        self._here = threading.local()

    @property
    def size(self) -> int:
        """How many bytes a life takes."""
        return self.ready.compiled.size

    def begin(self, seed: int, run: int, players: Collection[int]) -> Moment:
        """A life lived up to the first turn of one of these, or to its end.

        Raises KeyError if one of them never acts.
        """
        block = self._begun(seed, run)
        played = self._view(block, "played", np.uint8, len(self.actors))
        for player in players:
            played[self._place[player]] = 1
        return self._lived(seed, run, block)

    def take(self, moment: Moment, option: Option | None) -> Moment:
        """Go on from a turn with an option of it, or with doing nothing, up to the next turn or the end."""
        block = moment.block.copy()
        self._view(block, "chosen", np.int32)[0] = 0 if option is None else option.action + 1
        if option is not None and self._others:
            others = self._view(block, "chosen_roles", np.int32, self._others)
            others[: len(option.roles) - 1] = option.roles[1:]
        return self._lived(moment.seed, moment.run, block)

    def go_on(self, moment: Moment) -> Moment:
        """Go on from a turn with what urges and noise have decided for."""
        return self._lived(moment.seed, moment.run, moment.block.copy())

    def turn(self, moment: Moment) -> Turn:
        """What whose turn it is could do, as they believe, and what is decided for."""
        out, block = self._out(), moment.block.copy()
        while True:
            self._aim(block, out)
            self._list(block.ctypes.data, moment.actor)
            count = int(self._view(block, "listed", np.int32)[0])
            if count <= len(out.options):
                break
            self._here.out = out = self._made_out(2 * count, len(out.events))
        options = tuple(
            Option(action, (moment.actor, *others[: len(self.world.actions[action].roles) - 1]), urge)
            for (action, *others), urge in zip(
                out.options[:count].tolist(), out.urges[:count].tolist(), strict=True
            )
        )
        would = self.would(moment)
        decided = next((n for n, option in enumerate(options) if option[:2] == would), -1)
        return Turn(moment.actor, options, decided)

    def would(self, moment: Moment) -> tuple[int, tuple[int, ...]] | None:
        """What whose turn it is has decided for, by urges and noise: the place of an action, and its roles;
        None for nothing."""
        action = int(self._view(moment.block, "chosen", np.int32)[0]) - 1
        if action < 0:
            return None
        others = len(self.world.actions[action].roles) - 1
        if not others:
            return action, (moment.actor,)
        return action, (moment.actor, *self._view(moment.block, "chosen_roles", np.int32, others).tolist())

    def mind(self, moment: Moment, who: int) -> Mind:
        """What somebody takes everything to be; they must be one who can act."""
        out, block = self._out(), moment.block.copy()
        self._aim(block, out)
        self._see(block.ctypes.data, who)
        return Mind(out.believed.copy(), out.unknown.copy())

    def kinds(self, moment: Moment) -> NDArray[np.int16]:
        """Of each entity the number of its kind now; -1 if it does not exist."""
        return self._view(moment.block, "nature", np.int16, len(self.world.entities)).copy()

    def worth(self, moment: Moment, who: int) -> float:
        """What somebody's lot is worth, in truth: the sum of the world's reward lines for them; 0 if it has
        none."""
        return self._worth_of(moment.block.copy(), who)

    def first_worths(self, seed: int, run: int, those: Collection[int]) -> dict[int, float]:
        """The same of each of these, as a life begins, before its first tick."""
        if self._worth is None:
            return dict.fromkeys(those, 0.0)
        block = self._begun(seed, run)
        return {who: self._worth_of(block, who) for who in those}

    def _worth_of(self, block: NDArray[np.uint64], who: int) -> float:
        if self._worth is None:
            return 0.0
        self._aim(block, self._out())
        return float(self._worth(block.ctypes.data, who))

    def life(self, moment: Moment) -> columns.Lives:
        """What has come of a life so far, as a row; its ending is -1 while it goes on."""
        out, block = Out.of(self.names, 1, 0, 0), moment.block.copy()
        self.point(block, self.ready, {**self._out().arrays, **out.arrays}, self._stop)
        self._finish(block.ctypes.data, 0)
        return columns.Lives(
            moment.seed, moment.run, out.endings, out.ticks, out.measures, out.digests,
            out.scores.astype(np.int64), None, series=out.series,
        )  # fmt: skip

    def _begun(self, seed: int, run: int) -> NDArray[np.uint64]:
        """A block in which everything is as it is before the first tick."""
        block = np.zeros(self.size // 8 + 1, np.uint64)
        self._aim(block, self._out())
        self._begin(block.ctypes.data, seed & WORD, run & WORD, 0)
        return block

    def _lived(self, seed: int, run: int, block: NDArray[np.uint64]) -> Moment:
        """A block lived on, up to the next turn or the end."""
        out, before = self._out(), block.copy()
        while True:
            self._aim(block, out)
            waits = bool(self._play_on(block.ctypes.data, len(out.events)))
            count = int(out.event_count[0])
            if count <= len(out.events):
                break
            self._here.out = out = self._made_out(len(out.options), 2 * count)
            block[:] = before
        tick = int(self._view(block, "tick", np.int32)[0])
        ended = int(self._view(block, "ended", np.int32)[0])
        if ended == columns.STOPPED + 1:
            raise Stopped
        if ended < 0:
            raise LifeTooLong(self.world.name, seed, run, tick, "steps")
        actor = -1
        if waits:
            place = int(self._view(block, "order_now", np.int32)[0])
            actor = int(self._view(block, "order", np.int16, place + 1)[place])
        return Moment(seed, run, block, out.events[:count].copy(), tick, ended - 1, actor)

    # --- memory ---------------------------------------------------------------------------------------------

    def _out(self) -> Filled:
        """The arrays of this thread that the code fills."""
        out: Filled | None = getattr(self._here, "out", None)
        if out is None:
            self._here.out = out = self._made_out(256, 256)
        return out

    def _made_out(self, options: int, events: int) -> Filled:
        """Room for so many options and events."""
        cells = self.layout.kinds_now
        return Filled(
            np.empty((options, 1 + max(self._others, 1)), np.int32),
            np.empty(options, np.float64),
            np.array([options], np.int32),
            np.empty((events, rows.width(self.names)), np.int32),
            np.zeros(1, np.int32),
            np.empty(cells, np.float64),
            np.empty(cells, np.bool_),
        )

    def _aim(self, block: NDArray[np.uint64], out: Filled) -> None:
        out.event_count[0] = 0
        self.point(block, self.ready, out.arrays, self._stop)

    def _view(
        self, block: NDArray[np.uint64], array: str, of: type[np.generic], size: int = 1
    ) -> NDArray[Any]:
        """Some values of an array of a life."""
        begin = self.ready.compiled.seen[array]
        return block.view(np.uint8)[begin : begin + np.dtype(of).itemsize * size].view(of)
