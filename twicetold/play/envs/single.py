"""A world as an environment of Gymnasium: one character is played, and everybody else lives by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np

from twicetold.engine.kernel.playing import Playing
from twicetold.play.envs.rewards import Reward, Rewards
from twicetold.play.envs.seat import Life, Observation, players_of


class SingleEnv(gymnasium.Env[Observation, np.int64]):
    """The lives of one player. A step is a turn of theirs; `info["decided"]` is the number of what they would
    have done. What is not open counts as doing nothing, and `info["refused"]` says so.

    A life is over when its world has an ending for it (terminated) or has none when its time is up
    (truncated); only then is there the reward for its end. What the world's reward lines say is given in each
    step: by how much it has grown since the step before, in the first since the life began. A life that ends
    before the player had any turn is shown at its end, with nothing to do, and its first step gives it all.
    """

    metadata: dict[str, Any] = {"render_modes": []}  # noqa: RUF012

    def __init__(self, playing: Playing, player: str, reward: Reward) -> None:
        (self._player,) = players_of(playing, [player])
        self._life = Life(playing, [self._player])
        self._rewards = Rewards.of(playing.names, reward)
        seat = self._life.seats[self._player]
        self.observation_space, self.action_space = seat.observation_space, seat.action_space
        self.action_names, self.cell_names = seat.numbering.actions, seat.numbering.cells

    def reset(
        self, *, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """The life (seed, 0); without a seed the next run; `options={"run": n}` chooses."""
        super().reset(seed=seed)
        self._life.begin(seed, options)
        return self._life.observe(self._player), self._life.info(self._player)

    def step(self, action: np.int64 | int) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Do something, and live on to the next turn or the end."""
        refused = not self._life.take(int(action))
        ended, unended = self._life.ended, self._life.unended
        reward = self._life.gain(self._player)
        if ended is not None:
            reward += self._rewards.life(ended)
        info = {**self._life.info(self._player), "refused": refused}
        terminated = ended is not None and not unended
        return self._life.observe(self._player), reward, terminated, unended, info
