"""A world as a vectorised environment of Gymnasium: thousands of lives of one player, stepped at once by
compiled code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from twicetold.engine.kernel.batch import BEGIN, GO_ON, LEAVE, Batch
from twicetold.engine.kernel.playing import Playing
from twicetold.engine.meaning.names import UNENDED
from twicetold.play.envs.rewards import Reward, Rewards
from twicetold.play.envs.seat import WORD, Observation, Seat, players_of
from twicetold.runs.numbers import counting

Arrays = NDArray[Any]


class LivesEnv(VectorEnv[Observation, Arrays, Arrays]):
    """So many lives of one player at once: what `SingleEnv` is, a row for each.

    The replica i of seed s lives the life (s, i), then (s, i + n), (s, i + 2 n) and so on: whatever is done
    in one replica, the others and those that come after have the luck that they would have had. (Gymnasium's
    own vector environments seed their parts s, s + 1, … instead.)

    Whoever turns `autoreset_mode` off begins lives anew by `reset(options={"reset_mask": …})`; until then one
    that has ended stays at its end, and is worth nothing more.

    With `copy=False` the observations are views that the next step writes over.
    """

    def __init__(
        self,
        playing: Playing,
        player: str,
        n: int,
        reward: Reward,
        *,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        threads: int = 1,
        copy: bool = True,
    ) -> None:
        (number,) = players_of(playing, [player])
        seat = Seat.of(playing, number)
        self._mode = AutoresetMode(autoreset_mode)
        self.metadata = {"render_modes": [], "autoreset_mode": self._mode}
        self.player, self.num_envs, self._ticks = player, n, playing.world.ticks
        self.single_observation_space, self.single_action_space = seat.observation_space, seat.action_space
        self.observation_space = batch_space(seat.observation_space, n)
        self.action_space = batch_space(seat.action_space, n)
        self.action_names, self.cell_names = seat.numbering.actions, seat.numbering.cells
        self._rewards = Rewards.of(playing.names, reward)
        self._names = np.array(playing.names.endings, object)
        self._unended = playing.names.endings.index(UNENDED)
        self._batch = Batch(playing, number, seat.numbering.coding, n, threads)
        self._copy = copy
        self._seed: int | None = None
        self._runs = np.zeros(n, np.uint64)
        self._over = np.ones(n, np.bool_)
        """Those that have ended, and are to be begun anew."""
        self._early = np.zeros(n, np.bool_)
        """Those that have ended before the player had any turn, which is still to be said."""
        self._decided = np.zeros(n, np.int32)
        self._worth = np.zeros(n, np.float64)
        """What the player's lot was worth at the step before, or as the life began."""

    @property
    def bytes_per_life(self) -> int:
        """How much memory a life takes, with what is seen of it."""
        return self._batch.size

    def reset(
        self, *, seed: int | None = None, options: Mapping[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """The lives (seed, 0), (seed, 1) and so on; without a seed the next of each replica. A `reset_mask`
        among the options says which replicas are meant."""
        if seed is not None and not isinstance(seed, (int, np.integer)):
            raise ValueError("lives at once have one seed: the replica i lives the life (seed, i)")
        seed = None if seed is None else counting(seed, "seed")
        super().reset(seed=seed)
        mask = (options or {}).get("reset_mask")
        which = np.ones(self.num_envs, np.bool_) if mask is None else np.asarray(mask, np.bool_)
        if which.shape != (self.num_envs,) or not which.any():
            raise ValueError(f"a `reset_mask` says yes or no of each of {self.num_envs} replicas")
        if seed is None and self._seed is None:
            seed = seeding.np_random()[1]
        if seed is not None:
            if not which.all():
                raise ValueError("lives at once have one seed: it cannot be that of some of them")
            self._seed = int(seed) % WORD
            self._runs[:] = np.arange(self.num_envs, dtype=np.uint64)
        else:
            self._runs[which] += np.uint64(self.num_envs)
        self._live(np.where(which, BEGIN, LEAVE))
        self._over &= ~which
        self._early = np.where(which, ~self._batch.waits, self._early)
        return self._observations(), self._infos()

    def step(self, actions: Arrays) -> tuple[Observation, Arrays, Arrays, Arrays, dict[str, Any]]:
        """Each does something and lives on to their next turn or the end. What is not open counts as doing
        nothing."""
        if self._seed is None:
            raise RuntimeError("a step before the first reset")
        batch, early = self._batch, self._early
        begin = self._over if self._mode is AutoresetMode.NEXT_STEP else np.zeros(self.num_envs, np.bool_)
        stay = self._over if self._mode is AutoresetMode.DISABLED else np.zeros(self.num_envs, np.bool_)
        chosen = np.where(begin | stay, 0, actions)
        if chosen.shape != (self.num_envs,) or chosen.min() < 0 or chosen.max() >= len(self.action_names):
            raise ValueError(f"{self.num_envs} actions from 0 to {len(self.action_names) - 1} are asked for")
        is_open = batch.mask[np.arange(self.num_envs), chosen] != 0
        batch.choose(np.where(is_open, chosen, 0))
        self._runs[begin] += np.uint64(self.num_envs)
        self._live(np.where(begin, BEGIN, np.where(early | stay, LEAVE, GO_ON)))
        ended = ~batch.waits & ~begin
        self._early = ~batch.waits & begin
        self._over = ended
        endings, now = batch.out.endings[ended], ended & ~stay
        rewards = self._gains(~begin)
        rewards[now] += self._rewards(batch.out.endings[now], batch.out.measures[now])
        truncated = np.zeros(self.num_envs, np.bool_)
        truncated[ended] = endings == self._unended
        refused = ~is_open
        infos = self._anew(ended, refused) if self._mode is AutoresetMode.SAME_STEP else None
        if infos is None:
            infos = {**self._infos(ended), "refused": refused, "_refused": ~begin}
        return self._observations(), rewards, ended & ~truncated, truncated, infos

    def _anew(self, ended: Arrays, refused: Arrays) -> dict[str, Any] | None:
        """Begin those that have ended in the same step, and say how they were at their end."""
        if not ended.any():
            return None
        last, final = self._observations(copy=True), np.full(self.num_envs, None, object)
        for row in np.flatnonzero(ended):
            final[row] = {name: array[row] for name, array in last.items()}
        final_info = {**self._infos(ended, ended), "refused": refused & ended, "_refused": ended.copy()}
        self._runs[ended] += np.uint64(self.num_envs)
        self._live(np.where(ended, BEGIN, LEAVE))
        self._early = ended & ~self._batch.waits
        self._over = np.zeros(self.num_envs, np.bool_)
        return {
            **self._infos(),
            "refused": refused & ~ended,
            "_refused": ~ended,
            "final_obs": final,
            "_final_obs": ended.copy(),
            "final_info": final_info,
            "_final_info": ended.copy(),
        }

    def _gains(self, of: Arrays) -> Arrays:
        """By how much the worth of the player's lot has grown in some of the lives; 0 in the others."""
        gains = np.where(of, self._batch.worth - self._worth, 0.0)
        self._worth = np.where(of, self._batch.worth, self._worth)
        return gains

    def _live(self, todo: Arrays) -> None:
        assert self._seed is not None
        self._batch.step(self._seed, self._runs, todo.astype(np.uint8))
        self._worth = np.where(todo == BEGIN, self._batch.first_worth, self._worth)
        self._decided = self._batch.decided

    def _observations(self, *, copy: bool | None = None) -> Observation:
        batch = self._batch
        time = (batch.ticks / self._ticks).astype(np.float32)[:, None]
        seen = (
            ("action_mask", batch.mask),
            ("observation", batch.observed),
            ("time", time),
            ("unknown", batch.unknown),
        )
        copied = self._copy if copy is None else copy
        return {name: array.copy() if copied else array for name, array in seen}

    def _infos(self, ended: Arrays | None = None, of: Arrays | None = None) -> dict[str, Any]:
        """What there is to say of each replica, of those `of` which it is, and of those that have ended."""
        whose = np.ones(self.num_envs, np.bool_) if of is None else of
        said: dict[str, Arrays] = {
            "seed": np.full(self.num_envs, self._seed, np.uint64),
            "run": self._runs.copy(),
            "tick": self._batch.ticks.copy(),
            "decided": self._decided,
        }
        infos: dict[str, Any] = {}
        for name, array in said.items():
            infos[name], infos[f"_{name}"] = np.where(whose, array, 0), whose.copy()
        if ended is not None and ended.any():
            ending = np.full(self.num_envs, None, object)
            ending[ended] = self._names[self._batch.out.endings[ended]]
            digest = np.where(ended, self._batch.out.digests, np.uint64(0))
            infos |= {"ending": ending, "_ending": ended.copy(), "digest": digest, "_digest": ended.copy()}
        return infos

    def close_extras(self, **_: Any) -> None:
        """There is nothing to close."""
