"""Reward lines: what they come to is worked out by hand, both engines say the same to the bit, every
environment gives the same for the same life, and no life is another for them."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from pettingzoo.test import api_test, parallel_api_test, seed_test

from tests.generated.shares import share
from tests.play import masks
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.playing import Playing
from twicetold.engine.observe import Observer
from twicetold.lang import load_text, model
from twicetold.play import envs
from twicetold.play.envs.single import SingleEnv

FIXTURE = Path(__file__).parents[1] / "fixtures" / "valid" / "reward.tale"

HEAD = """
world "Worth"
  tick 1 minute
  lasts 6 minutes
kind Person
  they
  purse  whole 0..99 = 10
  paid   time
kind Miser is Person
Ada, Ben are Person
Cid is Miser
action earn (p: Person)
  urge 1
  then
    p.purse += 2
    p.paid = now
action give (p: Person, q: Person)
  needs p.purse >= 3
  urge 0.5
  then move 3 from p.purse to q.purse
action leave (p: Miser)
  urge -9
  then p retires
action mend (p: Miser)
  urge -9
  then p becomes Person
ending "a rich one" when any(p: Person: p.purse >= 25)
"""

LINES = """
reward for p: Person = p.purse
reward for m: Miser = 2 * m.purse
reward for p: Person = p.purse > 11
reward for p: Person = -(p.paid / 1 minute)
"""


@cache
def playing(lines: str = LINES) -> Playing:
    return Playing(load_text(HEAD + lines), tier="quick")


@cache
def fixture() -> Playing:
    return Playing(load_text(FIXTURE.read_text(encoding="utf-8")), tier="quick")


def does(env: SingleEnv, *actions: str) -> list[float]:
    """The rewards of some steps in which these are done."""
    return [float(env.step(env.action_names.index(action))[1]) for action in actions]


# --- by hand ------------------------------------------------------------------------------------------------


def alone(player: str, lines: str = LINES, reward: dict[str, float] | None = None) -> SingleEnv:
    """A world in which nobody else does anything of themselves."""
    text = (HEAD + lines).replace("urge 1\n", "urge -99\n").replace("urge 0.5", "urge -99")
    env = envs.single_env(Playing(load_text(text), tier="quick"), player, reward)
    env.reset(seed=1)
    return env


def test_what_is_given_is_by_how_much_the_lot_has_grown() -> None:
    env = alone("Ada")  # 10 coins, not above 11, never paid: 10 in all
    assert does(env, "earn(Ada)") == [2 + 1 - 1], "12 coins, above 11, paid at 1 minute"
    assert does(env, "earn(Ada)") == [2 - 1], "14 coins, paid at 2 minutes"
    assert does(env, "give(Ada, Ben)") == [-3 - 1], "11 coins, not above 11 any more"
    assert does(env, "do nothing") == [0]


def test_whoever_is_of_a_kind_has_its_line_as_long_as_they_are() -> None:
    env = alone("Cid")  # 10 coins and twice 10 for a miser: 30
    assert does(env, "earn(Cid)") == [6 + 1 - 1]
    assert does(env, "mend(Cid)") == [-24], "12 coins are worth nothing more to one who is no miser"
    env.reset(seed=1)
    assert does(env, "leave(Cid)") == [-30], "and nothing is to one who is no more"


def test_rewards_add_up_to_the_worth_at_the_end_less_that_at_the_beginning() -> None:
    for player in ("Ada", "Cid"):
        env, played = envs.single_env(playing(), player), playing()
        (who,) = (n for n, entity in enumerate(played.world.entities) if entity.name == player)
        for run in range(20):
            _, info = env.reset(seed=3, options={"run": run})
            moment, given, over = played.begin(3, run, [who]), 0.0, False
            while not over:
                _, reward, ended, unended, info = env.step(info["decided"])
                given, over = given + reward, ended or unended
            while moment.actor >= 0:
                moment = played.go_on(moment)
            assert given == played.worth(moment, who) - played.first_worths(3, run, [who])[who]


def test_what_an_end_is_worth_comes_to_it() -> None:
    env = alone("Ada", reward={"unended": 100.0})
    assert does(env, *["do nothing"] * 6) == [0, 0, 0, 0, 0, 100]
    env = alone("Ada", lines="", reward={"unended": 100.0})
    assert does(env, *["earn(Ada)"] * 6) == [0, 0, 0, 0, 0, 100]


def test_a_world_without_lines_and_ends_of_worth_gives_nothing() -> None:
    env = alone("Ada", lines="")
    assert does(env, *["earn(Ada)"] * 6) == [0.0] * 6


def test_a_life_that_ends_before_any_turn_gives_everything_in_its_first_step() -> None:
    text = (HEAD + LINES).replace("  urge", "  needs p.purse < 25\n  urge")
    made = Playing(load_text(text + "rule riches for p: Person at 0:00\n  p.purse = 25\n"), tier="quick")
    one, many = (
        envs.single_env(made, "Ada", {"a rich one": 7}),
        envs.vector_env(made, "Ada", 2, {"a rich one": 7}),
    )
    one.reset(seed=1)
    many.reset(seed=1)
    assert one.step(0)[1:3] == (15 + 1 + 7, True), "from 10 coins to 25, which are above 11"
    for _ in range(3):
        assert [column.tolist() for column in many.step(np.zeros(2, np.int64))[1:3]] == [
            [23, 23],
            [True, True],
        ]
        assert many.step(np.zeros(2, np.int64))[1].tolist() == [0, 0], "begun anew"


# --- both engines -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [playing, fixture], ids=["by hand", "of the corpus"])
def test_the_engines_say_the_same_to_the_bit(made) -> None:
    assert masks.hold_world(made().world, 1, 300) >= 300


@slow
def test_the_engines_say_the_same_of_everybody_in_generated_worlds() -> None:
    drawn = (world for number in range(3) for _, world in share(number).taken)
    worlds = [world for world in drawn if world.actions and world.rewards][:8]
    assert len(worlds) == 8
    for world in worlds:
        compiled, interpreter = Playing(world, tier="quick"), Interpreter(world)
        observer, everybody = Observer(interpreter), range(len(world.entities))
        living = interpreter.begin(1, 0, record=False)
        assert worths(compiled.first_worths(1, 0, everybody).values()) == worths(
            observer.worth(living.state, who) for who in everybody
        )
        moment = compiled.begin(1, 0, compiled.actors)
        turns = living.turns(compiled.actors)
        turn = next(turns, None)
        while True:
            ours = worths(observer.worth(living.state, who) for who in everybody)
            assert ours == worths(compiled.worth(moment, who) for who in everybody)
            if turn is None:
                break
            moment = compiled.go_on(moment)
            try:
                turn = turns.send(turn.decided)
            except StopIteration:
                turn = None


def worths(of) -> list[str]:
    return [worth.hex() for worth in of]


# --- every environment --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_every_environment_gives_the_same_for_the_same_lives(mode: str) -> None:
    n, lives, reward = 3, 4, {"a rich one": 10.0}
    given = {run: one_by_one("Ben", run, reward) for run in range(n * lives)}
    for run in range(n * lives):
        assert turn_by_turn("Ben", ["Ben"], run, reward) == given[run]
        together = turn_by_turn("Ben", None, run, reward)
        assert sum(together) == sum(given[run])
        assert together[-len(given[run]) + 1 :] == given[run][1:]
        assert all_at_once("Ben", run, reward) == sum(given[run])
    many = envs.vector_env(playing(), "Ben", n, reward, autoreset_mode=mode)
    _, infos = many.reset(seed=5)
    found: dict[int, list[float]] = {}
    ended = np.zeros(n, np.bool_)
    while len(found) < n * lives or not ended.any():
        runs, before = infos["run"].copy(), ended
        _, rewards, over, cut, infos = many.step(infos["decided"])
        ended = over | cut
        for row in range(n):
            if mode == "NextStep" and before[row]:
                assert rewards[row] == 0.0
            else:
                found.setdefault(int(runs[row]), []).append(float(rewards[row]))
    whole = [run for run in given if run in found and len(found[run]) == len(given[run])]
    assert len(whole) >= n * (lives - 1)
    assert all(found[run] == given[run] for run in whole)


def test_lives_that_stay_at_their_end_are_worth_nothing_more_until_they_are_begun_anew() -> None:
    many = envs.vector_env(playing(), "Ben", 4, autoreset_mode="Disabled", threads=2)
    _, infos = many.reset(seed=5)
    for run in (0, 1):
        given, over = np.zeros(4), np.zeros(4, np.bool_)
        for _ in range(8):
            before = over
            _, rewards, ended, unended, infos = many.step(infos["decided"])
            assert not rewards[before].any()
            given, over = given + rewards, ended | unended
        assert over.all()
        expected = [
            sum(one_by_one("Ben", 4 * n + row, {})) for n, row in ((0, 0), (0, 1), (run, 2), (run, 3))
        ]
        assert given.tolist() == [0 if run else expected[0], 0 if run else expected[1], *expected[2:]]
        _, infos = many.reset(options={"reset_mask": np.array([False, False, True, True])})


def one_by_one(player: str, run: int, reward: dict[str, float]) -> list[float]:
    env, given, over = envs.single_env(playing(), player, reward), [], False
    _, info = env.reset(seed=5, options={"run": run})
    while not over:
        _, worth, ended, unended, info = env.step(info["decided"])
        given.append(worth)
        over = ended or unended
    return given


def turn_by_turn(player: str, players: list[str] | None, run: int, reward: dict[str, float]) -> list[float]:
    """What `last` says by each turn of a player after the first, and at the end."""
    env, given = envs.env(playing(), players, reward), []
    env.reset(seed=5, options={"run": run})
    for agent in env.agent_iter():
        _, worth, ended, unended, info = env.last()
        if agent == player:
            given.append(worth)
        env.step(None if ended or unended else info["decided"])
    return given[1:] if players is not None else given


def all_at_once(player: str, run: int, reward: dict[str, float]) -> float:
    env, given = envs.parallel_env(playing(), None, reward), 0.0
    _, infos = env.reset(seed=5, options={"run": run})
    while env.agents:
        said = {agent: info["decided"] for agent, info in infos.items()}
        _, rewards, _, _, infos = env.step(said)
        given += rewards[player]
    return given


def test_the_libraries_take_it() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that agents are not called player_0, that observations are dicts
        api_test(envs.env(playing()), num_cycles=100)
        parallel_api_test(envs.parallel_env(playing()), num_cycles=100)
        seed_test(lambda: envs.env(playing()), num_cycles=100)
        check_env(envs.single_env(playing(), "Ada"))


# --- lives --------------------------------------------------------------------------------------------------


def test_no_life_is_another_for_them() -> None:
    with_lines, without = load_text(HEAD + LINES), load_text(HEAD)
    ours, theirs = (Kernel(world, tier="quick").lives(1, 0, 50) for world in (with_lines, without))
    assert ours.digest.tolist() == theirs.digest.tolist()
    assert ours.scored.tolist() == theirs.scored.tolist()
    assert [Interpreter(world).begin(1, 0).digest() for world in (with_lines, without)] == [
        Interpreter(without).begin(1, 0).digest()
    ] * 2
    for run in range(10):
        moments = [made.begin(1, run, [0]) for made in (playing(), playing(""))]
        while moments[0].actor >= 0:
            playing().worth(moments[0], 0)
            moments = [
                made.go_on(moment) for made, moment in zip((playing(), playing("")), moments, strict=True)
            ]
        digests = [
            made.life(moment).digest for made, moment in zip((playing(), playing("")), moments, strict=True)
        ]
        assert digests[0] == digests[1] == theirs.digest[run]


def test_the_worlds_are_not_the_same() -> None:
    hashes = {load_text(HEAD + lines).hash for lines in ("", LINES, LINES.replace("11", "12"))}
    assert len(hashes) == 3
    assert isinstance(load_text(HEAD + LINES).rewards[0], model.Reward)
