"""A world as an environment for programs that learn: of PettingZoo for several players, of Gymnasium for one,
and vectorised, with thousands of lives at once by compiled code.

`numbering` says how what a player could do and believes becomes numbers, `rewards` what an end is worth,
`seat` is what all environments share. Both libraries are the extra `agents`; nothing here imports them before
an environment is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twicetold.engine.kernel.playing import Playing
    from twicetold.lang import model
    from twicetold.play.envs.rewards import EachReward, Reward
    from twicetold.play.envs.single import SingleEnv
    from twicetold.play.envs.turns import ParallelTurnsEnv, TurnsEnv
    from twicetold.play.envs.vector import LivesEnv

__all__ = ["env", "parallel_env", "single_env", "vector_env"]


def env(
    world: str | model.World | Playing,
    players: Sequence[str] | None = None,
    reward: EachReward | None = None,
) -> TurnsEnv:
    """The lives of a world as a PettingZoo environment in which these are played, or everybody who ever acts.

    What the world's reward lines say of a player is given at each of their turns and at the end: by how much
    it has grown since the last time (see `model.Reward`). A `reward` says besides what an ending is worth, by
    its name, and each unit of a measure at the end of a life; of all players alike, or by the name of one for
    that one. Where there is neither, every reward is 0.

    Raises ValueError for who never acts, for what is neither an ending nor a measure, and where somebody
    could do more than fits into an action space.
    """
    from twicetold.play.envs.seat import playing_of
    from twicetold.play.envs.turns import TurnsEnv

    return TurnsEnv(playing_of(world), players, reward or {})


def parallel_env(
    world: str | model.World | Playing,
    players: Sequence[str] | None = None,
    reward: EachReward | None = None,
) -> ParallelTurnsEnv:
    """The same as a parallel environment, each step of which is one turn of one player."""
    from twicetold.play.envs.seat import playing_of
    from twicetold.play.envs.turns import ParallelTurnsEnv

    return ParallelTurnsEnv(playing_of(world), players, reward or {})


def single_env(world: str | model.World | Playing, player: str, reward: Reward | None = None) -> SingleEnv:
    """The lives of a world as a Gymnasium environment in which one is played."""
    from twicetold.play.envs.seat import playing_of
    from twicetold.play.envs.single import SingleEnv

    return SingleEnv(playing_of(world), player, reward or {})


def vector_env(
    world: str | model.World | Playing,
    player: str,
    n: int,
    reward: Reward | None = None,
    **kwargs: Any,
) -> LivesEnv:
    """So many lives at once in which one is played, as a vector environment of Gymnasium. What else it takes,
    `autoreset_mode`, `threads` and `copy`, `LivesEnv` says."""
    from twicetold.play.envs.seat import playing_of
    from twicetold.play.envs.vector import LivesEnv

    return LivesEnv(playing_of(world), player, n, reward or {}, **kwargs)
