"""A policy that learns, in a few minutes on a CPU, to keep somebody alive, and what it has learnt.

It begins as what the player would have done anyhow, by urge and by noise, and departs from that: to each sort
of action it adds a weight, and another times something that they believe, here how much harm they have taken;
of what is open it takes what then comes out highest. The weights are sought by CMA-ES (the library `cmaes`):
a crowd of policies is tried, each in lives of its own, and the next crowd is drawn around the best of them.
All lives of a crowd are stepped at once.

Run it as `python agents.py`; it needs `pip install 'twicetold[agents]' cmaes`.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from cmaes import SepCMA
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

from twicetold.engine import Interpreter
from twicetold.engine.kernel.playing import Playing
from twicetold.engine.meaning.turns import Turn
from twicetold.lang import load, model
from twicetold.play import envs
from twicetold.play.envs.vector import LivesEnv
from twicetold.questions import Tell
from twicetold.runs.intervals.shares import wilson
from twicetold.tell import Story, formats, planned
from twicetold.tell.manner import narrator_of, telling_of
from twicetold.tell.words import told


class Sorts:
    """The sorts of actions of a player: which sort each number is of, and what they are called; and the place
    of what the policies heed."""

    def __init__(self, env: LivesEnv, heed: str) -> None:
        self.heeded = env.cell_names.index(f"{heed}({env.player})")
        names = [name.split("(")[0] for name in env.action_names]
        self.names = list(dict.fromkeys(names))
        self.of = np.array([self.names.index(name) for name in names])


@dataclass(frozen=True)
class Policies:
    """A crowd of policies: of each, for each sort of action, a weight, and one times what is heeded."""

    weights: NDArray[np.float64]

    @classmethod
    def of(cls, solutions: list[NDArray[np.float64]]) -> Policies:
        """From the vectors that are sought."""
        return cls(np.array(solutions).reshape(len(solutions), 2, -1))

    def choose(
        self, sorts: Sorts, mask: NDArray[np.int8], heeded: NDArray[np.float32], decided: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        """What each takes; row after row belongs to the first policy, then to the second, and so on."""
        each = len(mask) // len(self.weights)
        by_sort = np.repeat(self.weights[:, 0], each, 0) + heeded[:, None] * np.repeat(
            self.weights[:, 1], each, 0
        )
        rows, open_ = np.nonzero(mask)
        scores = np.full(mask.shape, -np.inf)
        scores[rows, open_] = by_sort[rows, sorts.of[open_]] + (open_ == decided[rows])
        return scores.argmax(axis=1)


@dataclass(frozen=True)
class Lived:
    """What came of some lives: what each was worth, and how often each sort of action was taken in all."""

    worth: NDArray[np.float64]
    taken: Counter[str]


def live(env: LivesEnv, sorts: Sorts, policies: Policies | None, seed: int | None) -> Lived:
    """Live one life in each replica, by policies or by what would have been done anyhow."""
    observations, infos = env.reset(seed=seed)
    worth, over, taken = np.zeros(env.num_envs), np.zeros(env.num_envs, bool), Counter[str]()
    while not over.all():
        actions = infos["decided"]
        if policies is not None:
            mask, heeded = observations["action_mask"], observations["observation"][:, sorts.heeded]
            actions = policies.choose(sorts, mask, heeded, actions)
        counted = np.bincount(sorts.of[actions[~over]], minlength=len(sorts.names))
        taken.update(dict(zip(sorts.names, counted.tolist(), strict=True)))
        observations, rewards, ended, unended, infos = env.step(actions)
        worth += rewards
        over = ended | unended
    return Lived(worth, taken)


def lives(env: LivesEnv, sorts: Sorts, policies: Policies | None, seed: int, n: int) -> Lived:
    """What comes of the lives (seed, 0), (seed, 1) and so on."""
    parts = [live(env, sorts, policies, None if batch else seed) for batch in range(n // env.num_envs)]
    taken = sum((part.taken for part in parts), Counter[str]())
    return Lived(np.concatenate([part.worth for part in parts]), taken)


def learn(
    env: LivesEnv, sorts: Sorts, generations: int, crowd: int, seed: int
) -> Iterator[tuple[Policies, float]]:
    """What each crowd was worth, and the policy in the middle of the next."""
    seeking = SepCMA(np.zeros(2 * len(sorts.names)), 0.5, population_size=crowd, seed=seed)
    env.reset(seed=seed)
    for _ in range(generations):
        solutions = [seeking.ask() for _ in range(crowd)]
        worth = live(env, sorts, Policies.of(solutions), None).worth.reshape(crowd, -1).mean(axis=1)
        seeking.tell([(solution, -mean) for solution, mean in zip(solutions, worth.tolist(), strict=True)])
        yield Policies.of([seeking.mean]), float(worth.mean())


def tell(playing: Playing, sorts: Sorts, policies: Policies, player: str, seed: int, run: int) -> str:
    """A life of the player's in words, in which they do as a policy says."""
    world, env = playing.world, envs.single_env(playing, player)
    number = next(n for n, entity in enumerate(world.entities) if entity.name == player)
    living = Interpreter(world).begin(seed, run)
    observation, info = env.reset(seed=seed, options={"run": run})
    turns = living.turns([number])
    turn = next(turns, None)
    while turn is not None:
        mask, heeded = observation["action_mask"][None], observation["observation"][None, sorts.heeded]
        (action,) = policies.choose(sorts, mask, heeded, np.array([info["decided"]]))
        names = [named(world, turn, place) for place in range(len(turn.options))]
        observation, _, _, _, info = env.step(action)
        try:
            turn = turns.send(names.index(env.action_names[action]) if action else -1)
        except StopIteration:
            turn = None
    story = Story(world, living.life())
    prose = told(story, planned(story, telling_of(world, Tell()), {}, seed, narrator_of(Tell())))
    page = formats.write(prose, formats.edition(story, prose, "text"), "text").decode()
    return page.partition("----")[0].rstrip()  # below it stands how to live it again, without a player


def named(world: model.World, turn: Turn, place: int) -> str:
    """An option as environments name it."""
    action, roles, _ = turn.options[place]
    return f"{world.actions[action].name}({', '.join(world.entities[role].name for role in roles)})"


def main() -> None:
    """Learn, count, and tell."""
    parser = argparse.ArgumentParser(description="A policy that learns to keep somebody alive")
    parser.add_argument("world", nargs="?", default="hale_yard")
    parser.add_argument("--player", default="Stiles")
    parser.add_argument("--ending", default="Stiles lives", help="how the names of good endings begin")
    parser.add_argument("--heed", default="harm", help="what the policy heeds of what they believe")
    parser.add_argument("--generations", type=int, default=20)
    parser.add_argument("--crowd", type=int, default=50)
    parser.add_argument("--each", type=int, default=40, help="how many lives each of a crowd is tried in")
    parser.add_argument("--lives", type=int, default=10_000, help="how many fresh ones are counted")
    asked = parser.parse_args()

    playing = Playing(load(asked.world), tier="best")  # well compiled: that takes minutes, once
    reward = {name: 1.0 for name in playing.names.endings if name.startswith(asked.ending)}
    options = {"autoreset_mode": AutoresetMode.DISABLED, "copy": False}
    env = envs.vector_env(playing, asked.player, asked.crowd * asked.each, reward, **options)
    sorts, begun = Sorts(env, asked.heed), time.process_time()
    policies = None
    for learnt, share in learn(env, sorts, asked.generations, asked.crowd, seed=1):
        spent, policies = time.process_time() - begun, learnt
        print(f"a crowd: {share:.1%} of {env.num_envs:,} lives, {spent:.0f} s", flush=True)

    env = envs.vector_env(playing, asked.player, min(1000, asked.lives), reward, **options)
    usual, learnt = lives(env, sorts, None, 2, asked.lives), lives(env, sorts, policies, 2, asked.lives)
    n = len(usual.worth)
    print(f"\n{asked.player} does     {asked.ending}, in {n:,} lives that nobody has learnt from")
    for name, lived in (("as they would", usual), ("as learnt", learnt)):
        well = int((lived.worth > 0).sum())
        low, high = wilson(well, n)
        print(f"{name:15} {well / n:6.1%}   95 % interval {low:.1%} to {high:.1%}")

    more = sorted(sorts.names, key=lambda name: usual.taken[name] - learnt.taken[name])
    print("\nin 100 lives        as they would   as learnt")
    for name in more if len(more) <= 16 else (*more[:8], *more[-8:]):
        print(f"{name:20} {usual.taken[name] * 100 / n:12.0f} {learnt.taken[name] * 100 / n:11.0f}")

    saved = np.flatnonzero((usual.worth == 0) & (learnt.worth > 0))
    if policies is not None and saved.size:
        print(f"\nRun {saved[0]}, which as they would ends otherwise:\n")
        print(tell(playing, sorts, policies, asked.player, 2, int(saved[0])))


if __name__ == "__main__":
    main()
