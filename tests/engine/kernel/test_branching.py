"""Branches: lives that go on with the luck of other runs are those that the interpreter lives so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bundled import load
from tests.generated.compare import difference
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.branching import Branch, Branching, Mark
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.verify import verify
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import load_text, model

SEED = 3

WALK = """
world "A walk"
  tick 1 second
  lasts 50 seconds
kind Walker
  height whole
Ann is Walker
rule step for w: Walker
  chance 0.5
    w.height += 1
  otherwise
    w.height -= 1
ending "below" at the end when Ann.height < 0
ending "above" at the end
measure height = Ann.height
"""


def peaking(world: model.World) -> model.World:
    """The world with the highest of each of its measures kept."""
    return replace(world, measures=tuple(replace(measure, peak=True) for measure in world.measures))


@cache
def made(name: str) -> tuple[Interpreter, Branching]:
    world = peaking(load(name))
    return Interpreter(world), Branching(world, SEED, tier="quick")


def followed(interpreter: Interpreter, lineage: Lineage) -> tuple[int, int, str, list[float]]:
    """Digest, length, ending and measures of a life of this lineage."""
    living = interpreter.follow(SEED, lineage, record=False)
    while living.ending is None and living.step():
        pass
    life = living.life()
    return living.digest(), life.ticks, life.ending, [value for _, value in life.measures]


@pytest.mark.parametrize("name", ["milk", "brawl"])
@slow
def test_a_peak_is_the_highest_at_the_beginning_and_at_the_end_of_any_tick(name: str) -> None:
    world = load(name)
    verify(lower(peaking(world)))
    interpreter, branching = made(name)
    lives = interpreter.lives(SEED, 0, 2, events=True)
    assert difference(interpreter.world, lives, branching.lives(SEED, 0, 2, events=True)) == ""
    plain = Interpreter(world)
    for run, peaks in enumerate(lives.measures):
        living = plain.begin(SEED, run, record=False)
        highest = [value for _, value in living.life().measures]
        goes_on = True
        while goes_on:
            goes_on = living.step()
            highest = [
                max(*each) for each in zip(highest, dict(living.life().measures).values(), strict=True)
            ]
        assert peaks.tolist() == highest


def test_a_peak_changes_nothing_else() -> None:
    world = load("milk")
    plain = Kernel(world, tier="quick").lives(SEED, 0, 50)
    assert made("milk")[1].lives(SEED, 0, 50).digest.tolist() == plain.digest.tolist()


@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_a_branch_is_the_life_that_the_interpreter_lives_by_its_lineage(data: st.DataObject) -> None:
    interpreter, branching = made("milk")
    branches: list[Branch] = []
    for run in range(3):
        branch = branching.begin(run)
        for luck in data.draw(st.lists(st.integers(0, 2**64 - 1), max_size=3)):
            branching.go_on(branch, Mark(), branching.tick(branch) + data.draw(st.integers(0, 20)))
            branch = branching.fork(branch, luck)
        branching.go_on(branch, Mark())
        branches.append(branch)
    ended = branching.finish(branches)
    relived = branching.relive([branch.lineage for branch in branches], events=True)
    assert ended.digest.tolist() == relived.digest.tolist()
    assert relived.events is not None
    for row, branch in enumerate(branches):
        digest, ticks, ending, measures = followed(interpreter, branch.lineage)
        assert (int(ended.digest[row]), int(ended.ticks[row])) == (digest, ticks)
        assert branching.names.endings[ended.ending[row]] == ending
        assert ended.measures[row].tolist() == measures
        living = interpreter.follow(SEED, branch.lineage)
        while living.ending is None and living.step():
            pass
        told = [event for event in living.life().events if event.name in branching.names.construct]
        kept = [
            event for event in told if event.name not in branching.names.upkeep and event.sort != "ending"
        ]
        assert int(np.sum(relived.events.run == row)) == len(kept)


@slow
def test_of_the_night_too() -> None:
    interpreter, branching = made("hale_yard")
    branch = branching.begin(0)
    for luck, ticks in ((70, 20), (71, 9)):
        branching.go_on(branch, Mark(), branching.tick(branch) + ticks)
        branch = branching.fork(branch, luck)
    branching.go_on(branch, Mark())
    ended = branching.finish([branch])
    assert int(ended.digest[0]) == followed(interpreter, branch.lineage)[0]


def test_a_life_stops_at_its_mark_and_a_twin_leaves_it_as_it_is() -> None:
    branching = Branching(peaking(load_text(WALK)), SEED, tier="quick")
    run = int(branching.lives(SEED, 0, 30).measures[:, 0].argmax())
    branch = branching.begin(run)
    assert branching.peak(branch, 0) == 0
    assert branching.go_on(branch, Mark(0, 3))
    assert branching.peak(branch, 0) == 3
    tick = branching.tick(branch)
    assert tick >= 3
    assert branching.go_on(branch, Mark(0, 3)), "it is there already"
    assert branching.tick(branch) == tick
    twin = branching.fork(branch, 1000)
    branching.go_on(twin, Mark())
    assert branching.tick(branch) == tick
    assert not branching.ended(branch)
    assert branching.ended(twin)
    assert not branching.go_on(twin, Mark(0, 1000))
    assert branching.fork(twin, 1001).lineage == twin.lineage
    ending = int(branching.finish([twin]).ending[0])
    assert branching.go_on(twin, Mark(goal=-2 - ending))
    assert not branching.go_on(twin, Mark(goal=-2 - (ending + 1) % 2))


def test_without_a_peak_there_are_no_branches() -> None:
    with pytest.raises(ValueError, match="peak"):
        Branching(load("milk"), SEED)
