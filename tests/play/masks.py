"""Are the masks of environments exactly what the engine allows, and rewards what it says? Lives in which
somebody is played at random, in rows of a vectorised environment and one by one by the interpreter, held
against each other at every turn.

    python -m tests.play.masks [--states N] [--worlds N] [WORLD …]

So many states of each world named, of `milk`, `night_mail` and `brawl` if none is, and of generated ones.
"""

from __future__ import annotations

import argparse

import numpy as np

from twicetold.engine import Interpreter, Turn
from twicetold.engine.kernel.playing import Playing
from twicetold.engine.observe import Observer
from twicetold.lang import load, model
from twicetold.play import envs


class Differs(AssertionError):
    """A mask that is not what can be done, or a reward that is not what it says."""


def hold(playing: Playing, player: str, seed: int, states: int, lives: int = 4) -> int:
    """Play at random until so many states are compared, or many lives are over. Returns how many were.

    Raises Differs where a mask differs from the options of the interpreter, or what is decided for, or a
    reward in a single bit, or an ending, or an observation is not of its space.
    """
    env = envs.vector_env(playing, player, lives)
    world, rng, compared = playing.world, np.random.default_rng(seed), 0
    interpreter = Interpreter(world)
    observer, worth = Observer(interpreter), [0.0] * lives
    (number,) = (n for n, entity in enumerate(world.entities) if entity.name == player)
    places = {name: place for place, name in enumerate(env.action_names)}
    observations, infos = env.reset(seed=seed)

    def begin(row: int):
        living = interpreter.begin(seed, int(infos["run"][row]), record=False)
        turns, worth[row] = living.turns([number]), observer.worth(living.state, number)
        return living, turns, next(turns, None)

    def named(turn: Turn, option: int) -> int:
        if option < 0:
            return 0
        action, roles, _ = turn.options[option]
        who = ", ".join(world.entities[role].name for role in roles)
        return places[f"{world.actions[action].name}({who})"]

    def check(row: int, expected: float) -> None:
        if rewards[row].hex() != expected.hex():
            raise Differs(
                f"{world.name}, {player}, run {infos['run'][row]}: {rewards[row]} is not {expected}"
            )

    under_way = [begin(row) for row in range(lives)]
    for _ in range(states):
        chosen = np.zeros(lives, np.int64)
        for row, (_, _, turn) in enumerate(under_way):
            seen = {name: array[row] for name, array in observations.items()}
            if seen not in env.single_observation_space:
                raise Differs(f"{world.name}, {player}, run {infos['run'][row]}: {seen} is not of its space")
            options = [named(turn, n) for n in range(len(turn.options))] if turn is not None else []
            masked = np.flatnonzero(seen["action_mask"])
            decided = named(turn, turn.decided) if turn is not None else 0
            if sorted({0, *options}) != masked.tolist() or decided != infos["decided"][row]:
                raise Differs(f"{world.name}, {player}, run {infos['run'][row]}: {masked} is not {options}")
            compared += turn is not None
            chosen[row] = rng.choice(masked)
        over = [turn is None for _, _, turn in under_way]
        if compared >= states:
            break
        observations, rewards, ended, unended, infos = env.step(chosen)
        for row, (living, turns, turn) in enumerate(under_way):
            if over[row]:
                if ended[row] or unended[row]:  # it ended before any turn, which is said now
                    check(row, observer.worth(living.state, number) - worth[row])
                    continue
                check(row, 0.0)
                under_way[row] = begin(row)
                continue
            options = [named(turn, n) for n in range(len(turn.options))]
            place = options.index(chosen[row]) if chosen[row] else -1
            try:
                after = turns.send(place)
            except StopIteration:
                after = None
            under_way[row] = (living, turns, after)
            now = observer.worth(living.state, number)
            check(row, now - worth[row])
            worth[row] = now
            if (after is None) != bool(ended[row] or unended[row]):
                raise Differs(f"{world.name}, {player}: one life has ended and the other has not")
            if after is None and living.ending != infos["ending"][row]:
                raise Differs(f"{world.name}, {player}: {living.ending} is not {infos['ending'][row]}")
    return compared


def hold_world(world: model.World, seed: int, states: int) -> int:
    """The same for so many of a world's states, those of some players."""
    playing, compared = Playing(world), 0
    actors = playing.actors[:3]
    for actor in actors:
        compared += hold(playing, world.entities[actor].name, seed, -(-states // len(actors)))
    return compared


def main() -> None:
    """Compare, and say how many states were alike."""
    from tests.generated.shares import share

    parser = argparse.ArgumentParser(description="Masks against the interpreter")
    parser.add_argument("world", nargs="*", default=["milk", "night_mail", "brawl"])
    parser.add_argument("--states", type=int, default=3000)
    parser.add_argument("--worlds", type=int, default=20, help="how many generated ones")
    asked = parser.parse_args()
    total = 0
    for name in asked.world:
        compared = hold_world(load(name), 1, asked.states)
        total += compared
        print(f"{name}: {compared:,} states", flush=True)
    for number, (_, world) in enumerate(share(0).taken[: asked.worlds]):
        total += hold_world(world, number, asked.states // 10)
    print(f"{total:,} states in all: each mask is what the interpreter allows")


if __name__ == "__main__":
    main()
