"""What is common to all environments of a world: its code, who is played, and what they see and can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.utils import seeding

from twicetold.engine.kernel.playing import Moment, Playing
from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import UNENDED
from twicetold.engine.meaning.turns import Option, Turn
from twicetold.lang import load, model
from twicetold.play.envs.numbering import Numbering, numbering
from twicetold.runs.numbers import counting

Observation = dict[str, Any]

WORD = 1 << 64


def playing_of(world: str | model.World | Playing) -> Playing:
    """The code of a world that is given by the name of a bundled one or the path of a text, as it was loaded,
    or as the code that others use too."""
    if isinstance(world, Playing):
        return world
    return Playing(load(world) if isinstance(world, str) else world)


def players_of(playing: Playing, names: Sequence[str] | None) -> tuple[int, ...]:
    """The entities of these names, or everybody who ever acts. Raises ValueError for one who does not."""
    acting = {playing.world.entities[actor].name: actor for actor in playing.actors}
    if unknown := [name for name in names or () if name not in acting]:
        raise ValueError(f"{unknown[0]} never acts in this world; who does: {', '.join(acting)}")
    if names is not None and not names:
        raise ValueError("nobody is played")
    return tuple(acting[name] for name in names) if names else playing.actors


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """One player's place in the lives of a world."""

    playing: Playing
    player: int
    numbering: Numbering
    observation_space: spaces.Dict
    action_space: spaces.Discrete

    @classmethod
    def of(cls, playing: Playing, player: int) -> Seat:
        """Raises ValueError if they could do more than can be numbered."""
        numbered = numbering(playing.world, playing.layout, player)
        actions = len(numbered.actions)
        seen = {
            "observation": spaces.Box(numbered.low, numbered.high, dtype=np.float32),
            "unknown": spaces.MultiBinary(len(numbered.cells)),
            "time": spaces.Box(0.0, 1.0, (1,), np.float32),
            "action_mask": spaces.MultiBinary(actions),
        }
        return cls(playing, player, numbered, spaces.Dict(seen), spaces.Discrete(actions))

    @property
    def name(self) -> str:
        """What the player is called."""
        return self.playing.world.entities[self.player].name

    def numbers(self, options: Sequence[Option]) -> list[int]:
        """The numbers of options of a turn of theirs, in its order."""
        rows = np.full((len(options), self.numbering.coding.rows.shape[1]), -1, np.int32)
        for row, option in zip(rows, options, strict=True):
            row[: len(option.roles)] = option.action, *option.roles[1:]
        numbers: list[int] = self.numbering.coding.numbers(rows).tolist()
        return numbers

    def observe(self, moment: Moment, numbers: Sequence[int]) -> Observation:
        """What they believe, what they do not know, how much of the time is over, and what is open."""
        playing, coding = self.playing, self.numbering.coding
        mind = playing.mind(moment, self.player)
        kinds = playing.kinds(moment)
        mask = np.zeros(len(coding.rows), np.int8)
        mask[[0, *numbers]] = 1
        return {
            "observation": np.concatenate([coding.seen(mind.values, mind.unknown), kinds.astype(np.float32)]),
            "unknown": np.concatenate([mind.unknown.astype(np.int8), np.zeros(len(kinds), np.int8)]),
            "time": np.array([moment.tick / playing.world.ticks], np.float32),
            "action_mask": mask,
        }

    def option(self, action: int) -> Option | None:
        """What stands under a number, for `Playing.take`."""
        number, *others = self.numbering.coding.rows[action].tolist()
        if number < 0:
            return None
        roles = (self.player, *others[: len(self.playing.world.actions[number].roles) - 1])
        return Option(number, roles, 0.0)


class Life:
    """A life under way, of which one turn is taken after the other, and those that come after it.

    The seed s begins with the life (s, 0); every life after it, until there is another seed, is the next run.
    """

    moment: Moment
    turn: Turn | None
    """Whose turn it is; None at the end."""
    ended: Lives | None
    """What has come of it, at its end."""

    def __init__(self, playing: Playing, players: Sequence[int]) -> None:
        self.playing = playing
        self.seats = {player: Seat.of(playing, player) for player in players}
        self._numbers: list[int] = []
        self._seed: int | None = None
        self._run = -1
        self._worth: dict[int, float] = {}

    def begin(self, seed: int | None, options: Mapping[str, Any] | None) -> None:
        """Begin the life of a seed, or the next; a `run` among the options says which. A seed that nobody
        gives is drawn by the operating system. Raises TypeError or ValueError for what is no seed or run."""
        if seed is not None:
            self._seed, self._run = counting(seed, "seed"), -1
        elif self._seed is None:
            self._seed = seeding.np_random()[1] % WORD
        self._run = counting((options or {}).get("run", self._run + 1), "run")
        self._worth = self.playing.first_worths(self._seed, self._run, self.seats)
        self._arrive(self.playing.begin(self._seed, self._run, list(self.seats)))

    def take(self, action: int) -> bool:
        """Take the turn by an action: whether that was open, else nothing is done instead. Of a life that has
        ended before anybody's turn there is nothing to go on with."""
        if self.turn is None:
            return action == 0
        seat = self.seats[self.turn.actor]
        if not 0 <= action < seat.action_space.n:
            raise ValueError(f"{action} is no action of {seat.name}, who has {seat.action_space.n}")
        is_open = action == 0 or action in self._numbers
        self._arrive(self.playing.take(self.moment, seat.option(action) if is_open else None))
        return is_open

    def _arrive(self, moment: Moment) -> None:
        over = moment.actor < 0
        self.moment = moment
        self.turn = None if over else self.playing.turn(moment)
        self._numbers = [] if self.turn is None else self.seats[moment.actor].numbers(self.turn.options)
        self.ended = self.playing.life(moment) if over else None

    def gain(self, player: int) -> float:
        """By how much the worth of a player's lot has grown since this was asked the last time, or since the
        life began: so what is gained adds up to the worth at the end less that at the beginning."""
        before, now = self._worth[player], self.playing.worth(self.moment, player)
        self._worth[player] = now
        return now - before

    def observe(self, player: int) -> Observation:
        """What one of the players sees now."""
        return self.seats[player].observe(self.moment, self._numbers if self._is_turn_of(player) else [])

    def info(self, player: int) -> dict[str, Any]:
        """Which life this is, and how far; of the turn, what urges and noise have decided for; of the end,
        which one, and the life's digest."""
        moment, decided = self.moment, 0
        if self._is_turn_of(player) and self.turn is not None and self.turn.decided >= 0:
            decided = self._numbers[self.turn.decided]
        info: dict[str, Any] = {
            "seed": moment.seed,
            "run": moment.run,
            "tick": moment.tick,
            "decided": decided,
        }
        if self.ended is not None:
            ending = self.playing.names.endings[moment.ending]
            info |= {"ending": ending, "digest": int(self.ended.digest[0])}
        return info

    def _is_turn_of(self, player: int) -> bool:
        return self.turn is not None and self.turn.actor == player

    @property
    def unended(self) -> bool:
        """Whether it was over without any ending."""
        return self.ended is not None and self.playing.names.endings[self.moment.ending] == UNENDED
