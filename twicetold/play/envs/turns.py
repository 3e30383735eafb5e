"""A world as environments of PettingZoo: several characters are played, one turn after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from pettingzoo import AECEnv, ParallelEnv

from twicetold.engine.kernel.playing import Playing
from twicetold.play.envs.rewards import EachReward, Rewards
from twicetold.play.envs.seat import Life, Observation, players_of


class _Table:
    """The life that is played and what it is worth to each of its players, by their names."""

    def __init__(self, playing: Playing, players: Sequence[str] | None, reward: EachReward) -> None:
        numbers = players_of(playing, players)
        self.player = {playing.world.entities[number].name: number for number in numbers}
        self.life = Life(playing, numbers)
        own = {name: part for name, part in reward.items() if isinstance(part, Mapping)}
        if unknown := [name for name in own if name not in self.player]:
            raise ValueError(f"a reward of {unknown[0]}, who is not played")
        same = {name: worth for name, worth in reward.items() if not isinstance(worth, Mapping)}
        self._rewards = {
            name: Rewards.of(playing.names, {**same, **own.get(name, {})}) for name in self.player
        }

    @property
    def whose(self) -> str | None:
        """Whose turn it is; nobody's at the end."""
        turn = self.life.turn
        return None if turn is None else self.life.seats[turn.actor].name

    def rewards(self) -> dict[str, float]:
        """What each is given for the step that has been taken: whoever's turn it is now what they have gained
        since the last time; at the end everybody that, and what the end is worth."""
        ended, given = self.life.ended, dict.fromkeys(self.player, 0.0)
        for name, player in self.player.items():
            if ended is not None:
                given[name] = self.life.gain(player) + self._rewards[name].life(ended)
            elif name == self.whose:
                given[name] = self.life.gain(player)
        return given

    def infos(self) -> dict[str, dict[str, Any]]:
        """What there is to say to each."""
        return {name: self.life.info(number) for name, number in self.player.items()}

    def spaces(self) -> tuple[dict[str, spaces.Dict], dict[str, spaces.Discrete]]:
        """The spaces of each, for observations and for actions."""
        seats = {name: self.life.seats[number] for name, number in self.player.items()}
        return (
            {name: seat.observation_space for name, seat in seats.items()},
            {name: seat.action_space for name, seat in seats.items()},
        )


class TurnsEnv(AECEnv[str, Observation, np.int64]):
    """Lives in which whoever's turn it is does something, and all others live on up to the next turn.

    Turns come as they do in the life, not in a circle. What is not open counts as doing nothing. All players
    are done when the life is over.
    """

    def __init__(self, playing: Playing, players: Sequence[str] | None, reward: EachReward) -> None:
        super().__init__()
        self._table = _Table(playing, players, reward)
        self.metadata = {"name": playing.world.name, "render_modes": [], "is_parallelizable": False}
        self.possible_agents = list(self._table.player)
        self.observation_spaces, self.action_spaces = self._table.spaces()

    def observation_space(self, agent: str) -> spaces.Space[Observation]:
        """What a player may see."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space[np.int64]:
        """What a player could ever do."""
        return self.action_spaces[agent]

    def reset(self, seed: int | None = None, options: dict[str, Any] | None = None) -> None:
        """The life (seed, 0); without a seed the next run; `options={"run": n}` chooses."""
        self._table.life.begin(seed, options)
        self.agents = [*self.possible_agents]
        self.rewards = dict.fromkeys(self.agents, 0.0)
        self._cumulative_rewards = dict.fromkeys(self.agents, 0.0)
        self.terminations = dict.fromkeys(self.agents, False)
        self.truncations = dict.fromkeys(self.agents, False)
        self.infos = self._table.infos()
        self._skip_agent_selection = None
        self.agent_selection = self._table.whose or self.agents[0]

    def observe(self, agent: str) -> Observation:
        """What a player sees now; unless it is their turn, they can do nothing."""
        return self._table.life.observe(self._table.player[agent])

    def step(self, action: np.int64 | int | None) -> None:
        """The selected player does something."""
        agent = self.agent_selection
        if self.terminations[agent] or self.truncations[agent]:
            self._was_dead_step(action)
            return
        if action is None:
            raise ValueError(f"it is the turn of {agent}, who has to do something: 0 is to do nothing")
        table = self._table
        refused = not table.life.take(int(action))
        self._cumulative_rewards[agent] = 0.0
        self.rewards, self.infos = table.rewards(), table.infos()
        self.infos[agent]["refused"] = refused
        whose = table.whose
        if whose is None:
            unended = table.life.unended
            self.terminations = dict.fromkeys(self.agents, not unended)
            self.truncations = dict.fromkeys(self.agents, unended)
        else:
            self.agent_selection = whose
        self._accumulate_rewards()
        if whose is None:
            self._deads_step_first()

    def close(self) -> None:
        """There is nothing to close."""


class ParallelTurnsEnv(ParallelEnv[str, Observation, np.int64]):
    """The same for learners who ask everybody at once. A step is one turn of one player: what the others say
    is not heard, and by their masks they can do nothing."""

    def __init__(self, playing: Playing, players: Sequence[str] | None, reward: EachReward) -> None:
        self._table = _Table(playing, players, reward)
        self.metadata = {"name": playing.world.name, "render_modes": []}
        self.possible_agents = list(self._table.player)
        self.agents: list[str] = []
        self.observation_spaces, self.action_spaces = self._table.spaces()

    def observation_space(self, agent: str) -> spaces.Space[Observation]:
        """What a player may see."""
        return self.observation_spaces[agent]

    def action_space(self, agent: str) -> spaces.Space[np.int64]:
        """What a player could ever do."""
        return self.action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Observation], dict[str, dict[str, Any]]]:
        """The life (seed, 0); without a seed the next run; `options={"run": n}` chooses."""
        self._table.life.begin(seed, options)
        self.agents = [*self.possible_agents]
        return self._observations(), self._table.infos()

    def step(
        self, actions: Mapping[str, np.int64 | int]
    ) -> tuple[
        dict[str, Observation],
        dict[str, float],
        dict[str, bool],
        dict[str, bool],
        dict[str, dict[str, Any]],
    ]:
        """Whose turn it is does what they say, or nothing."""
        table, whose = self._table, self._table.whose
        refused = not table.life.take(int(actions.get(whose, 0)) if whose else 0)
        infos, over, unended = table.infos(), table.whose is None, table.life.unended
        if whose:
            infos[whose]["refused"] = refused
        agents = self.agents
        if over:
            self.agents = []
        return (
            self._observations(),
            table.rewards(),
            dict.fromkeys(agents, over and not unended),
            dict.fromkeys(agents, unended),
            infos,
        )

    def _observations(self) -> dict[str, Observation]:
        return {name: self._table.life.observe(number) for name, number in self._table.player.items()}
