"""Lives that come to nothing: stuck, idle, without an end.

A life *lasts* if no ending of its own comes before its time is up. Of one that lasts, in a world where
anybody can act, is said that it

- is *stuck*, if nothing stirs in it any more for a tenth of its time or longer, up to its end: no value
  changes, nobody has anything under way, and nobody could begin anything;
- is *idle*, if nobody in it acts for half of its time or longer, up to its end, though somebody might.

No life hangs: in a tick everybody chooses at most once, an action that takes no time among them, events
cannot bring each other about in a circle, and a life has as many ticks as its world says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine import Interpreter
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.observe import Observer, State
from twicetold.lang import model

STUCK = 0.1
"""The part of a life at its end in which nothing stirs, from which on it is stuck."""

IDLE = 0.5
"""The part of a life at its end in which nobody acts, from which on it is idle."""


@dataclass(frozen=True, slots=True)
class Still:
    """Lives that were still at their end: how many, the run that was so for longest, and since when it was,
    in seconds."""

    lives: int
    run: int
    since: float


@dataclass(frozen=True, slots=True)
class Stillness:
    """What came to nothing among so many lives.

    `lasted` is how many had no ending of their own; `unended` how many of these no ending claimed, and `run`
    the first of them. `endless` says that the world has endings that could have come sooner, and none did.
    """

    lives: int
    lasted: int
    endless: bool
    unended: int
    run: int | None
    stuck: Still | None
    idle: Still | None


class Watch:
    """Looks out for lives that come to nothing, among counted lives that are shown to it."""

    def __init__(self, world: model.World) -> None:
        self._world = world
        self._last = np.array([*(ending.at_end for ending in world.endings), True])
        self._lives = self._lasted = self._unended = 0
        self._run: int | None = None
        self._stuck: Still | None = None
        self._idle: Still | None = None

    def add(self, lives: Lives) -> None:
        """Some lives more, with their counts."""
        assert lives.counts is not None
        world, counts = self._world, lives.counts
        lasted = self._last[lives.ending]
        unended = lives.ending == len(world.endings)
        self._lives += len(lives)
        self._lasted += int(lasted.sum())
        self._unended += int(unended.sum())
        if self._run is None and unended.any():
            self._run = lives.first + int(unended.argmax())
        if world.actions:
            stuck = lasted & (lives.ticks - counts.stirred >= max(2.0, STUCK * world.ticks))
            self._stuck = self._longest(self._stuck, lives, stuck, counts.stirred)
            idle = lasted & ~stuck & (lives.ticks - counts.acted >= max(2.0, IDLE * world.ticks))
            self._idle = self._longest(self._idle, lives, idle, counts.acted)

    def seen(self) -> Stillness:
        """What came to nothing so far."""
        sooner = any(not ending.at_end for ending in self._world.endings)
        endless = sooner and 0 < self._lives == self._lasted
        return Stillness(
            self._lives, self._lasted, endless, self._unended, self._run, self._stuck, self._idle
        )

    def _longest(
        self, before: Still | None, lives: Lives, those: NDArray[np.bool_], last: NDArray[np.int32]
    ) -> Still | None:
        if not those.any():
            return before
        row = int(np.where(those, last, np.iinfo(np.int32).max).argmin())
        since = self._world.seconds(int(last[row]))
        count = int(those.sum()) + (before.lives if before else 0)
        if before is not None and before.since <= since:
            return Still(count, before.run, before.since)
        return Still(count, lives.first + row, since)


@dataclass(frozen=True, slots=True)
class Held:
    """What keeps somebody from an action: the condition that fails for whoever comes nearest to it, None if
    it is open to them and they do not want to."""

    actor: int
    action: str
    condition: str | None


def held_back(interpreter: Interpreter, seed: int, run: int, seconds: float) -> tuple[Held, ...]:
    """What keeps everybody from everything at a time of a life, for those who are free then."""
    living = interpreter.begin(seed, run, record=False)
    going_on = True
    while going_on and living.state.now < seconds:
        going_on = living.step()
    state, observer = living.state, Observer(interpreter)
    return tuple(
        Held(actor, action.name, _nearest(observer, state, place, actor))
        for actor in observer.free(state)
        for place, action in enumerate(interpreter.world.actions)
        if actor in observer.members(state, action.roles[0].kind)
    )


def _nearest(observer: Observer, s: State, place: int, actor: int) -> str | None:
    """The condition of an action, given by its place, that fails for the binding that passes most of them."""
    action = observer.world.actions[place]
    order = sorted(range(len(action.needs)), key=lambda need: action.needs[need].roles)
    nearest = -1

    def passed(roles: Sequence[int], done: int) -> Iterator[int]:
        """How many conditions, in order, hold of each way to bind the roles, until one does not."""
        while done < len(order) and action.needs[order[done]].roles <= len(roles):
            if not observer.holds(s, place, order[done], actor, roles):
                yield done
                return
            done += 1
        if len(roles) == len(action.roles):
            yield done
            return
        role, before = action.roles[len(roles)], action.roles[: len(roles)]
        members = observer.members(s, role.kind)
        taken = [roles[other.slot - 1] for other in model.taken(role, before)]
        others = [entity for entity in members if entity not in taken]
        if not others:
            yield done
        for entity in others:
            yield from passed((*roles, entity), done)

    for done in passed((actor,), 0):
        nearest = max(nearest, done)
        if nearest == len(order):
            return None
    return action.needs[order[nearest]].text
