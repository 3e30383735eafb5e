"""Worlds as environments: the libraries' own checks pass, masks are what the engine allows, and the lives of
a vectorised environment are those that are lived one by one."""

from __future__ import annotations

import subprocess
import sys
import warnings
from functools import cache

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from pettingzoo.test import api_test, parallel_api_test, seed_test

from tests import bundled
from tests.generated.shares import share
from tests.play import masks
from tests.sampled import sampled, slow
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.playing import Playing
from twicetold.lang import load_text
from twicetold.lang.shelf import bundled as all_bundled
from twicetold.lang.shelf import is_world
from twicetold.play import envs

SMALL = {"town": ("people 50",), "rumour": ("staff 20",)}
WORLDS = sorted(name for name in all_bundled() if is_world(name))
CYCLES = {"hale_yard": 5, "town": 5, "rumour": 5}
"""How many turns of each player the checks take; the libraries' own number takes minutes in a large world."""


@cache
def playing(name: str) -> Playing:
    return Playing(bundled.load(name, SMALL.get(name, ())), tier="quick")


def players(name: str, n: int = 3) -> list[str]:
    world = playing(name).world
    return [world.entities[actor].name for actor in playing(name).actors[:n]]


in_each_world = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"play {name}")) for name in WORLDS]
)


# --- the libraries' own checks ------------------------------------------------------------------------------


@in_each_world
def test_pettingzoo_takes_it(name: str, capsys) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that agents are not called player_0, that observations are dicts
        api_test(envs.env(playing(name), players(name)), num_cycles=CYCLES.get(name, 100))
        parallel_api_test(envs.parallel_env(playing(name), players(name)), num_cycles=CYCLES.get(name, 100))
        seed_test(lambda: envs.env(playing(name), players(name)), num_cycles=CYCLES.get(name, 100))


@in_each_world
def test_gymnasium_takes_it(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no `spec`
        check_env(envs.single_env(playing(name), players(name)[0]))


# --- masks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "states"), sampled([("brawl", 100), ("night_mail", 400), ("milk", 2000)], 1, more=2)
)
def test_masks_are_what_the_interpreter_allows(name: str, states: int) -> None:
    assert masks.hold_world(playing(name).world, 1, states) >= states


@slow
def test_masks_are_what_the_interpreter_allows_in_generated_worlds() -> None:
    worlds = [world for _, world in share(0).taken if world.actions][:6]
    compared = [masks.hold_world(world, number, 30) for number, world in enumerate(worlds)]
    assert sum(compared) > 40, "some have turns"


# --- lives --------------------------------------------------------------------------------------------------


def ends(env, choose, seed: int, n: int) -> dict[int, tuple[str, int]]:
    """The ending and the digest of so many lives, by their runs."""
    found: dict[int, tuple[str, int]] = {}
    observations, infos = env.reset(seed=seed)
    while len(found) < n:
        runs = infos["run"]
        observations, _, ended, unended, infos = env.step(choose(observations, infos))
        for row in np.flatnonzero(ended | unended):
            found[int(runs[row])] = (infos["ending"][row], int(infos["digest"][row]))
    return found


@pytest.mark.parametrize("threads", [1, 3])
def test_whoever_does_what_they_would_have_done_lives_the_life_of_that_seed_and_run(threads: int) -> None:
    world = playing("milk").world
    env = envs.vector_env(playing("milk"), "Ada", 7, threads=threads)
    found = ends(env, lambda _, infos: infos["decided"], 5, 21)
    lives = Kernel(world, tier="quick").lives(5, 0, max(found) + 1)
    assert len(found) >= 21
    for run, (ending, digest) in found.items():
        assert ending == playing("milk").names.endings[lives.ending[run]]
        assert digest == lives.digest[run], "replica i lives the life (s, i), then (s, i + n)"


def alike(one, many, row: int) -> bool:
    return all(np.array_equal(one[name], many[name][row]) for name in many)


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_many_lives_at_once_are_what_each_is_by_itself(mode: str) -> None:
    n, reward = 5, {"a slammed door": 1.0, "cups_of_tea": 0.5}
    many = envs.vector_env(playing("milk"), "Ben", n, reward, autoreset_mode=mode)
    singles = [envs.single_env(playing("milk"), "Ben", reward) for _ in range(n)]
    rng, ended, resting = np.random.default_rng(1), 0, [False] * n
    runs = list(range(n))
    observations, infos = many.reset(seed=9)
    for row, single in enumerate(singles):
        assert alike(single.reset(seed=9, options={"run": row})[0], observations, row)
    for _ in range(150):
        actions = np.array([rng.choice(np.flatnonzero(mask)) for mask in observations["action_mask"]])
        observations, rewards, over, unended, infos = many.step(actions)
        for row, single in enumerate(singles):
            if resting[row]:  # the step after an end begins anew, whatever the action
                assert (rewards[row], over[row], unended[row]) == (0.0, False, False)
                anew, resting[row] = True, False
            else:
                seen, worth, done, cut, info = single.step(actions[row])
                assert (rewards[row], over[row], unended[row]) == (worth, done, cut)
                anew = (done or cut) and mode == "SameStep"
                resting[row] = (done or cut) and mode == "NextStep"
                ended += done or cut
                if resting[row]:
                    assert info["digest"] == infos["digest"][row]
                if anew:
                    assert info["digest"] == infos["final_info"]["digest"][row]
                    assert all(np.array_equal(seen[name], infos["final_obs"][row][name]) for name in seen)
            if anew:
                runs[row] += n
                seen, info = single.reset(seed=9, options={"run": runs[row]})
            assert alike(seen, observations, row)
            assert (info["run"], info["tick"]) == (infos["run"][row], infos["tick"][row])
            assert info["decided"] == infos["decided"][row]
    assert ended > 2 * n


def test_a_same_step_reset_says_what_gymnasium_says() -> None:
    many = envs.vector_env(playing("milk"), "Ben", 4, autoreset_mode="SameStep")
    plain = gymnasium.vector.SyncVectorEnv(
        [lambda: envs.single_env(playing("milk"), "Ben") for _ in range(4)], autoreset_mode="SameStep"
    )
    infos = {}
    ending: dict[str, set[str]] = {}
    for env in (many, plain):
        env.reset(seed=1)
        over = np.zeros(4, bool)
        while not over.any():
            _, _, over, _, infos = env.step(np.zeros(4, np.int64))
        ending[type(env).__name__] = {*infos, *(f"final_info {name}" for name in infos["final_info"])}
    assert ending["LivesEnv"] == ending["SyncVectorEnv"]
    assert infos["final_obs"].dtype == object


def test_lives_that_are_not_begun_anew_stay_at_their_end() -> None:
    env = envs.vector_env(playing("milk"), "Ada", 6, {"cups_of_tea": 1.0}, autoreset_mode="Disabled")
    _, infos = env.reset(seed=2)
    worth, over = np.zeros(6), np.zeros(6, bool)
    while not over.all():
        _, rewards, ended, unended, infos = env.step(infos["decided"])
        worth += rewards
        over = ended | unended
    lives = Kernel(playing("milk").world, tier="quick").lives(2, 0, 6)
    assert worth.tolist() == lives.measures[:, 0].tolist()
    which = np.array([True, False, False, True, False, False])
    _, infos = env.reset(options={"reset_mask": which})
    assert infos["run"].tolist() == [6, 1, 2, 9, 4, 5]
    _, _, ended, unended, _ = env.step(infos["decided"])
    assert not (ended | unended)[which].any()
    assert (ended | unended)[~which].all()


# --- what is done, and what that is worth -------------------------------------------------------------------


def test_what_is_not_open_counts_as_doing_nothing() -> None:
    one, other = (envs.single_env(playing("milk"), "Ada") for _ in range(2))
    seen, _ = one.reset(seed=3)
    other.reset(seed=3)
    closed = int(np.flatnonzero(seen["action_mask"] == 0)[0])
    seen, _, _, _, info = one.step(closed)
    instead, _, _, _, allowed = other.step(0)
    assert info["refused"]
    assert not allowed["refused"]
    assert all(np.array_equal(seen[name], instead[name]) for name in seen)
    with pytest.raises(ValueError, match="no action of Ada"):
        one.step(len(one.action_names))


def test_there_are_no_actions_but_those_that_are_numbered() -> None:
    env = envs.vector_env(playing("milk"), "Ada", 2)
    env.reset(seed=1)
    with pytest.raises(ValueError, match="2 actions from 0 to 8 are asked for"):
        env.step(np.array([0, -1]))
    with pytest.raises(ValueError, match="2 actions from 0 to 8 are asked for"):
        env.step(np.array([9, 0]))


def test_each_player_gets_what_the_end_is_worth_to_them() -> None:
    reward: dict[str, float | dict[str, float]] = {
        "cups_of_tea": 1.0,
        "Ben": {"cups_of_tea": -1.0, "wrongly_blamed": 0.5},
    }
    env = envs.env(playing("milk"), ["Ada", "Ben"], reward)
    env.reset(seed=4)
    got = {}
    for agent in env.agent_iter():
        _, worth, over, unended, info = env.last()
        if over or unended:
            got[agent] = worth
        env.step(None if over or unended else np.int64(info["decided"]))
    cups, wrongly = Kernel(playing("milk").world, tier="quick").lives(4, 0, 1).measures[0]
    assert got == {"Ada": cups, "Ben": 0.5 * wrongly - cups}


def test_observations_are_what_somebody_believes() -> None:
    env = envs.single_env(playing("milk"), "Ada")
    seen, _ = env.reset(seed=1)
    believed = dict(zip(env.cell_names, seen["observation"].tolist(), strict=True))
    assert believed["left(Milk)"] == pytest.approx(3 / 6), "three cups, as everyone believes, of six at most"
    names = [entity.name for entity in playing("milk").world.entities]
    assert names[int(believed["emptied_by(Milk)"])] == "Ben", "it is always Ben"
    unknown = dict(zip(env.cell_names, seen["unknown"].tolist(), strict=True))
    assert not unknown["thirst(Ada)"]


MANY = """world "Many"
  tick 1 second
  lasts 1 minute
kind Person
kind Thing
(50) Person
(50) Thing
action give (p: Person, a: Thing, b: Thing, q: Person)
  urge 1
ending "over" at the end
"""


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            lambda: envs.env(playing("milk"), ["Milk"]),
            "Milk never acts in this world; who does: Ada, Cleo, Ben",
        ),
        (lambda: envs.env(playing("milk"), []), "nobody is played"),
        (
            lambda: envs.env(playing("milk"), reward={"tea in piece": 1.0}),
            'its endings are "a slammed door", ',
        ),
        (lambda: envs.env(playing("milk"), ["Ada"], {"Ben": {"cups_of_tea": 1.0}}), "Ben, who is not played"),
        (
            lambda: envs.vector_env(playing("milk"), "Ada", 2).reset(seed=[1, 2]),  # type: ignore[arg-type]
            "lives at once have one seed",
        ),
    ],
)
def test_mistakes_are_told(asked, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        asked()


def test_there_is_an_end_to_what_can_be_numbered() -> None:
    world = load_text(MANY, "many.tale")
    with pytest.raises(ValueError, match=r"125,000 things that .* at most 65,536: `give` alone has 125,000"):
        envs.single_env(world, world.entities[0].name)


def test_nothing_is_imported_before_an_environment_is_asked_for() -> None:
    code = "import sys, twicetold.play.envs; print({'gymnasium', 'pettingzoo'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
