"""How many turns of a player are taken in a second: by PettingZoo's loop, and many lives at once?

    python -m benchmarks.agents [--lives N] [--rounds N] [WORLD:PLAYER …]

Both play the same world by the same code, at random among what is open: PettingZoo's loop (`agent_iter`,
`last`, `step`) one life after the other, the vectorised environment so many at once on one thread; in turns,
in one run. A turn that only begins a life anew counts for neither. CPU seconds.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import numpy as np

from twicetold.engine.kernel.playing import Playing
from twicetold.lang import load
from twicetold.play import envs
from twicetold.play.envs.turns import TurnsEnv
from twicetold.play.envs.vector import LivesEnv

ROUND = 1.0
"""How many CPU seconds each has in a round."""


def one_by_one(env: TurnsEnv, rng: np.random.Generator) -> float:
    """Turns in a second."""
    turns, begun = 0, time.process_time()
    while (spent := time.process_time() - begun) < ROUND:
        env.reset()
        for _ in env.agent_iter():
            observation, _, ended, unended, _ = env.last()
            over = ended or unended
            env.step(None if over else rng.choice(np.flatnonzero(observation["action_mask"])))
            turns += not over
            if time.process_time() - begun >= ROUND:
                break
    return turns / spent


def at_once(env: LivesEnv, rng: np.random.Generator) -> float:
    """Turns in a second."""
    observations, _ = env.reset()
    turns, begun, over = 0, time.process_time(), np.zeros(env.num_envs, bool)
    while (spent := time.process_time() - begun) < ROUND:
        mask = observations["action_mask"]
        turns += env.num_envs - int(over.sum())
        observations, _, ended, unended, _ = env.step(
            (rng.random(mask.shape, np.float32) * mask).argmax(axis=1)
        )
        over = ended | unended
    return turns / spent


def main() -> None:
    """Measure each world, and print a line for it."""
    parser = argparse.ArgumentParser(description="Turns of a player in a second")
    parser.add_argument("world", nargs="*", default=["milk:Ada", "night_mail", "brawl", "hale_yard:Stiles"])
    parser.add_argument("--lives", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print("world       PettingZoo's loop  at once     ratio                  a life takes")
    for name in asked.world:
        name, _, player = name.partition(":")
        playing = Playing(load(name), tier="best")
        player = player or playing.world.entities[playing.actors[0]].name
        zoo, many = envs.env(playing, [player]), envs.vector_env(playing, player, asked.lives, copy=False)
        rng = np.random.default_rng(1)
        zoo.reset(seed=1)
        many.reset(seed=1)
        rounds = [(one_by_one(zoo, rng), at_once(many, rng)) for _ in range(asked.rounds)]
        ratios = sorted(fast / slow for slow, fast in rounds)
        slow, fast = (median(column) for column in zip(*rounds, strict=True))
        spread = f"{median(ratios):.0f} ({ratios[0]:.0f} to {ratios[-1]:.0f})"
        size = f"{many.bytes_per_life:,} bytes"
        print(f"{name:11} {slow:17,.0f} {fast:8,.0f} {spread:>18} {size:>22}", flush=True)


if __name__ == "__main__":
    main()
