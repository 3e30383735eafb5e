"""What is common to all environments of a world: its code, who is played, and what they see and can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from gymnasium.utils import seeding

from twicetold.engine.kernel.playing import Moment, Playing
from twicetold.engine.meaning.names import UNENDED
from twicetold.engine.meaning.turns import Option, Turn
from twicetold.lang import load, model
from twicetold.play.envs.numbering import Numbering, numbering

Observation = dict[str, Any]

WORD = 1 << 64


def playing_of(world: str | model.World | Playing) -> Playing:
    """The code of a world that is given by the name of a bundled one or the path of a text, as it was loaded,
    or as the code that others use too."""
    if isinstance(world, Playing):
        return world
    return Playing(load(world) if isinstance(world, str) else world)


def players_of(playing: Playing, names: Sequence[str] | None) -> tuple[int, ...]:
    """The entities of these names, or everybody who ever acts. Raises ValueError for somebody who does not."""
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

    def numbers(self, turn: Turn | None) -> list[int]:
        """The numbers of what is open, in the order of the turn; none if it is not theirs."""
        if turn is None or turn.actor != self.player or not turn.options:
            return []
        width = self.numbering.coding.rows.shape[1]
        rows = np.full((len(turn.options), width), -1, np.int32)
        for row, option in zip(rows, turn.options, strict=True):
            row[: len(option.roles)] = option.action, *option.roles[1:]
        return self.numbering.coding.numbers(rows).tolist()

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

    def __init__(self, playing: Playing, players: Sequence[int]) -> None:
        self.playing = playing
        self.seats = {player: Seat.of(playing, player) for player in players}
        self.moment: Moment | None = None
        self.turn: Turn | None = None
        self._seed: int | None = None
        self._run = -1

    def begin(self, seed: int | None, options: Mapping[str, Any] | None) -> None:
        """Begin the life of a seed, or the next; a `run` among the options says which. A seed that nobody
        gives is drawn by the operating system."""
        if seed is None and self._seed is None:
            seed = seeding.np_random()[1]
        if seed is not None:
            self._seed, self._run = seed, -1
        assert self._seed is not None
        self._run = int((options or {}).get("run", self._run + 1))
        self._arrive(self.playing.begin(self._seed % WORD, self._run, list(self.seats)))

    def take(self, action: int) -> bool:
        """Take the turn by an action: whether that was open, else nothing is done instead. Of a life that has
        ended before anybody's turn there is nothing to go on with."""
        if self.turn is None:
            return action == 0
        seat = self.seats[self.turn.actor]
        if not 0 <= action < seat.action_space.n:
            raise ValueError(f"{action} is no action of {seat.name}, who has {seat.action_space.n}")
        is_open = action == 0 or action in seat.numbers(self.turn)
        assert self.moment is not None
        self._arrive(self.playing.take(self.moment, seat.option(int(action)) if is_open else None))
        return is_open

    def _arrive(self, moment: Moment) -> None:
        self.moment = moment
        self.turn = None if moment.actor < 0 else self.playing.turn(moment)

    def observe(self, player: int) -> Observation:
        """What one of the players sees now."""
        seat = self.seats[player]
        assert self.moment is not None
        return seat.observe(self.moment, seat.numbers(self.turn))

    def info(self, player: int) -> dict[str, Any]:
        """Which life this is, and how far; of the turn, what urges and noise have decided for; of the end,
        which one, and the life's digest."""
        assert self.moment is not None
        moment, seat = self.moment, self.seats[player]
        numbers = seat.numbers(self.turn)
        decided = numbers[self.turn.decided] if numbers and self.turn and self.turn.decided >= 0 else 0
        info = {"seed": moment.seed, "run": moment.run, "tick": moment.tick, "decided": decided}
        if moment.actor < 0:
            lives = self.playing.life(moment)
            info |= {"ending": self.playing.names.endings[moment.ending], "digest": int(lives.digest[0])}
        return info

    @property
    def unended(self) -> bool:
        """Whether it was over without any ending."""
        assert self.moment is not None
        return self.moment.actor < 0 and self.playing.names.endings[self.moment.ending] == UNENDED
