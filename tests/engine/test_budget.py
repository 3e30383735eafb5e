"""A life beyond its budget is given up, at the same tick by the interpreter, the kernel and exported C."""

from __future__ import annotations

import pickle
import shutil
import subprocess
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.bundled import load
from tests.sampled import sampled, slow
from twicetold.engine import Interpreter, LifeTooLong
from twicetold.engine.interpreter.life import Living as Lived
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.branching import Branching, Mark
from twicetold.engine.kernel.export import c_files, interface_of
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.meaning.noise import Noise
from twicetold.lang import limits, load_text, model
from twicetold.questions import Many
from twicetold.runs import Engine, living, many

STORM = """
world "A storm"
  tick 1 second
  lasts 3 minutes

kind Drop
  falls number 0..
7 Drop

event fall (d: Drop, e: Drop)
  then
    d.falls += 1
    for x: Drop where x.falls > e.falls
      x.falls -= 1

rule storm for d: Drop
  for e: Drop where e is not d
    happens fall(d, e)
ending "calm" at the end
"""

CROWD = """
world "A crowd"
  tick 1 minute
  lasts 40 minutes
  choice softmax 0.5

kind Place
kind Person
  at Place believed
  luck number 0..1 ~ uniform(0, 1)
  cross yes/no
  friend Person or none
Square, Well are Place
9 Person: at Square
spare 3 Person: at Well

define beside(p: Person, q: Person) = p.at is q.at
define crowded(p: Person) = count(q: Person where beside(p, q) and q.luck > 0.1 and not q.cross) > 3

sense sight (p: Person, q: Person)
  when beside(p, q)
  shows q.at
  tell "[p] [see] [q]."

define met(p: Person, q: Person) = beside(p, q) and q.luck > 0

rule gossip for p: Person, q: Person, r: Person where met(p, q) and crowded(p) and crowded(r) every 7 minutes
  pick x: Person where x is not p weighted x.luck
    p.friend = x
  q.luck -= 0.01
rule tire for p: Person, q: Person where p.luck > q.luck and crowded(q) and q.luck > 0.2
  p.luck -= 0.001
rule birth every 11 minutes
  born x: Person
    x.luck = 0.3
rule sulk for p: Person when crowded(p) and p.luck < 0.5 after 3 minutes
  p.cross = yes

action go (p: Person, to: Place)
  needs p.at is not to
  urge p.luck
  then p.at = to
  seen by sight of p
  tell "[p] [go] to [the to]."
action part (p: Person, q: Person, r: Person)
  needs not p.cross, beside(p, q), crowded(q), r.luck < q.luck, crowded(r)
  urge -1 + 2 * p.luck
  urge 0.1 if crowded(p) else 0
  takes 2 minutes
  interrupted when p.luck < 0.1
  then
    r.luck += 0.1
    p.cross = yes
  tell "[p] [part] [q] and [r]."
action calm_down (p: Person)
  needs p.cross, beside(p, p)
  then p.cross = no
ending "all cross" when all(p: Person: p.cross)
ending "evening" at the end
measure luck = sum(p: Person: p.luck)
"""

WORLDS = {"storm": STORM, "crowd": CROWD}
BUNDLED = ("milk", "hale_yard")


def world_of(name: str) -> model.World:
    return load_text(WORLDS[name]) if name in WORLDS else load(name)


def spent(world: model.World, run: int, interpreter: Interpreter | None = None) -> int:
    """The steps that a life takes."""
    living = (interpreter or Interpreter(world)).begin(1, run, record=False, steps=world.budget)
    while living.step():
        pass
    return world.budget - living.state.left


def within(interpreter: Interpreter, budget: int) -> Interpreter:
    """The interpreter of the same world with another budget; all else it has made ready it keeps."""
    other = copy(interpreter)
    other.world = replace(interpreter.world, budget=budget)
    return other


def given_up(runner: Interpreter | Kernel, run: int) -> tuple[int, int, int, str]:
    with pytest.raises(LifeTooLong) as caught:
        runner.lives(1, run, 1)
    return caught.value.seed, caught.value.run, caught.value.tick, caught.value.spent


@pytest.mark.parametrize("name", sampled([*WORLDS, *BUNDLED], 1, more=3))
def test_the_kernel_takes_the_same_steps(name: str) -> None:
    world = world_of(name)
    kernel, interpreter = Kernel(world, tier="quick"), Interpreter(world)
    for run in range(2):
        steps = spent(world, run, interpreter)
        kernel._budget[0] = steps + 1
        lived = within(interpreter, steps + 1).lives(1, run, 1)
        assert kernel.lives(1, run, 1).digest == lived.digest
        ticks = set()
        for budget in (steps, steps * 9 // 10, steps // 2, steps // 5, 3):
            kernel._budget[0] = budget
            told = given_up(kernel, run)
            assert told == given_up(within(interpreter, budget), run)
            assert told[:2] == (1, run)
            assert told[3] == "steps"
            ticks.add(told[2])
        assert 0 in ticks
        assert len(ticks) > 2


@slow
def test_the_first_of_many_that_is_too_long_is_named() -> None:
    world = world_of("crowd")
    steps = [spent(world, run) for run in range(6)]
    budget = sorted(steps)[3]
    first = next(run for run in range(6) if steps[run] >= budget)
    small = replace(world, budget=budget)
    for runner in (Kernel(small, tier="quick"), Interpreter(small)):
        with pytest.raises(LifeTooLong) as caught:
            runner.lives(1, 0, 6)
        assert caught.value.run == first


@pytest.mark.skipif(shutil.which("gcc") is None, reason="no gcc here")
@pytest.mark.parametrize("name", sampled([*WORLDS], 2))
def test_exported_c_gives_a_life_up_at_the_same_tick(name: str, tmp_path: Path) -> None:
    world = world_of(name)
    world = replace(world, budget=spent(world, 3) // 3)
    face = interface_of(world, "it")
    for file, text in c_files(face).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "main.c").write_text(
        '#include "it.h"\n#include <stdio.h>\n#include <stdlib.h>\nint main(void) {\n  it_life life;\n'
        "  void *memory = malloc(IT_MEMORY);\n  it_live(memory, 1, 3, &life, NULL, 0);\n"
        '  printf("%d %d\\n", (int)life.ending, (int)life.ticks);\n'
        "  free(memory);\n  return life.ending == IT_TOO_LONG ? 7 : 0;\n}\n"
    )
    command = [
        "gcc",
        "-std=c99",
        "-O1",
        "-Wall",
        "-Wextra",
        "-Werror",
        "-ffp-contract=off",
        "main.c",
        "it.c",
        "-lm",
    ]
    subprocess.run([*command, "-o", "it"], cwd=tmp_path, check=True)
    done = subprocess.run([tmp_path / "it"], capture_output=True, text=True, check=False)
    _, _, tick, _ = given_up(Interpreter(world), 3)
    assert (done.returncode, done.stdout) == (7, f"-2 {tick}\n")


@slow
def test_a_recorded_life_may_take_a_part_of_the_steps() -> None:
    world = world_of("storm")
    steps = spent(world, 0)
    enough = replace(world, budget=steps * limits.RECORDED + limits.RECORDED)
    assert Interpreter(enough).live(1, 0).ending == "calm"
    with pytest.raises(LifeTooLong):
        Interpreter(replace(world, budget=steps * limits.RECORDED)).live(1, 0)


def test_what_is_kept_of_a_recorded_life_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    world = world_of("storm")
    whole = Interpreter(world).live(1, 0)
    things = sum(1 + len(each.changes) + len(each.perceived_by) for each in whole.events)
    monkeypatch.setattr(limits, "KEPT", things // 2)
    with pytest.raises(LifeTooLong, match="more events, changes and perceptions") as caught:
        Interpreter(world).live(1, 0)
    assert caught.value.spent == "kept"
    assert 0 < caught.value.tick < whole.ticks
    assert Interpreter(world).live(1, 0, record=False).ending == "calm"


def test_a_twin_goes_on_with_what_is_left() -> None:
    world = world_of("storm")
    living = Interpreter(world).begin(1, 0, record=False)
    for _ in range(20):
        living.step()
    twin = living.fork(5)
    assert twin.state.left == living.state.left
    twin.state.left = 10
    with pytest.raises(LifeTooLong) as caught:
        twin.step()
    assert (caught.value.run, caught.value.tick) == (5, 20)


def test_branches_are_given_up_too() -> None:
    most = model.Measure("most", model.Const(1.0, model.Number()), 1, peak=True)
    world = replace(world_of("storm"), measures=(most,))
    steps = spent(world, 0)
    branching = Branching(replace(world, budget=steps // 2), 1, tier="quick")
    branch = branching.begin(0)
    with pytest.raises(LifeTooLong) as caught:
        branching.go_on(branch, Mark())
    assert caught.value.run == 0
    with pytest.raises(LifeTooLong):
        branching.relive([((0, 0),)])


CHORUS = """
world "A chorus"
  tick 1 second
  lasts 10 minutes

kind Voice
  sung number 0..
7 Voice

event sing (v: Voice, w: Voice)
  seen by x: Voice
rule chorus for v: Voice, w: Voice
  happens sing(v, w)
rule tire for v: Voice when times(sing(v, anyone)) > 3 and remembers(v, sing(anyone, anyone))
  v.sung += 1
ending "silence" at the end
"""
"""Of which seven times six events are kept once for all, and once in each of seven minds."""


def test_who_keeps_too_much_of_a_life_gives_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    interpreter = Interpreter(load_text(CHORUS))
    monkeypatch.setattr(limits, "REMEMBERED", 7 * 6 * 8)
    assert interpreter.live(1, 0, record=False).ending == "silence"
    monkeypatch.setattr(limits, "REMEMBERED", 7 * 6 * 8 - 1)
    with pytest.raises(LifeTooLong, match="than the interpreter keeps") as caught:
        interpreter.live(1, 0, record=False)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.seed, again.run, again.tick, again.spent) == (1, 0, 0, "kept")
    assert str(again) == str(caught.value)


@slow
def test_a_town_as_its_first_lines_run_it_can_be_recorded() -> None:
    world = load("town", ["people 400", "span 12 weeks"])
    recorded = replace(world, budget=world.budget // limits.RECORDED)
    assert Kernel(recorded, tier="quick").lives(1, 0, 1).ending[0] >= 0


def test_a_long_life_is_not_begun_by_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWICETOLD_CACHE", "off")  # a world that was compiled before begins with the kernel
    begun = []

    class Watched(Interpreter):
        def begin(self, seed: int, run: int, **how: Any) -> Lived:
            begun.append(run)
            return super().begin(seed, run, **how)

    monkeypatch.setattr(living, "Interpreter", Watched)
    monkeypatch.setattr(living, "SHORT", spent(world_of("storm"), 0) // 2)
    batch = many(world_of("storm"), Many(5, seed=1))
    assert begun == [0]
    assert batch == many(world_of("storm"), Many(5, seed=1, engine=Engine.INTERPRETER, jobs=1))


def test_a_budget_is_no_part_of_a_world() -> None:
    world = world_of("storm")
    small = replace(world, budget=5)
    assert small == world
    assert small.hash == world.hash
    assert lower(world, turning=True).functions == lower(small, turning=True).functions


@pytest.mark.parametrize("name", sampled(["milk", "brawl", "hale_yard", "town"], 2))
def test_bundled_worlds_are_far_within(name: str) -> None:
    world = load(name)
    budget = world.budget // (5 if name == "town" else 100)  # a town of a hundred through half a year
    assert np.all(Kernel(replace(world, budget=budget), tier="quick").lives(1, 0, 1).ending >= 0)


def test_luck_of_a_life_is_not_touched() -> None:
    living = Interpreter(world_of("crowd")).begin(1, 2, record=False)
    assert living.state.whose == ("A crowd", 1, 2)
    assert living.state.noise.uniform(1, 0, ()) == Noise(1, 2).uniform(1, 0, ())
