"""Knobs: one code lives a world with any values of them, as the interpreter lives it with these."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generated.compare import difference
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.code_cache import CodeCache
from twicetold.engine.kernel.lower.life import lower
from twicetold.engine.kernel.verify import verify
from twicetold.lang import load_text, model

WORLD = """world "Knobs wherever they can be"
  tick 1 minute
  lasts 30 minutes

setting heed number 0..1 = 0.4 tune 0.1..0.9
setting pots whole 0..9 = 3 tune 0..9
setting road number -10..10 minutes = -2 minutes tune -5..5
setting steady number = 2

kind Person
  they
  calm   number 0..1 = 0.5 tune 0..1
  luck   number 0..1 ~ beta(2 tune 1..4, steady)
  coins  whole 0..20 = base(pots)
  alive  yes/no = yes believed
relation love (Person, Person) number -1..1 ~ uniform(-1, 0 tune -0.5..1)
relation near (Person, Person) number 0..1 = (0.5 tune 0..1) symmetric
define base(n: number) = n + (1 tune 0..3)
define bold(p: Person) = p.calm > heed

Ann, Ben is Person: coins 4 tune 1..9
Ann.luck 0.6 tune 0.5..0.7
4 Person: calm ~ normal(0.5 tune 0..1, 0.1), love(each other) 0.2 tune 0..1
spare 2 Person: coins 2 tune 0..4
Ann believes Ben.alive no

sense sight (p: Person, other: Person)
  when near(p, other) > (0.4 tune 0..1)
  chance 50% tune 10%..90%
    shows other.alive

rule dusk for p: Person
  p.calm += 0.01 tune -0.1..0.1
  p.luck = clamp(p.luck * heed / pots, 0, 1)

rule birth every 5 minutes
  born x: Person
    x.luck = heed

action give (p: Person, q: Person)
  needs p.coins >= (1 tune 0..2), q.alive
  urge (2 tune -3..3) * love(p, q) - heed
  urge 1 if bold(p) else 0
  takes 2 minutes tune 0..10
  then
    pick x: Person where x is not p weighted x.luck + (0.1 tune -1..1)
      x.coins += 1
    chance heed
      p.coins -= 1
      outcome given
    otherwise
      q.alive = no

ending "poor" when all(p: Person: p.coins < (2 tune 1..5))
ending "late" when now + road > 25 minutes
measure coins = sum(p: Person: p.coins) * (1 tune 0..2)
measure calm = mean(p: Person: p.calm)
"""


@cache
def made() -> tuple[model.World, Kernel]:
    world = load_text(WORLD)
    return world, Kernel(world, tier="quick")


def turnings() -> st.SearchStrategy[dict[str, float]]:
    """Some of the knobs, each between its ends or beyond them."""
    ends = {knob.name: knob.tune for knob in made()[0].knobs if knob.tune}
    values = {name: st.floats(lo - 0.5, hi + 0.5) for name, (lo, hi) in ends.items()}
    return st.fixed_dictionaries({}, optional=values)


def test_every_place_of_this_world_can_be_turned() -> None:
    knobs = [knob.name for knob in made()[0].knobs]
    assert len(knobs) == 22
    assert {"heed", "calm_1", "calm_2", "base_1", "sight_2", "give_4", "ending_1", "coins_3"} <= set(knobs)
    verify(lower(made()[0], turning=True))


@given(turnings())
@settings(max_examples=30, deadline=None)
@slow
def test_turned_by_one_code_it_is_the_world_with_these_values(values: dict[str, float]) -> None:
    world, kernel = made()
    turned = world.turned(values)
    expected = Interpreter(turned).lives(5, 3, 2, events=True)
    assert difference(world, expected, kernel.turned(values).lives(5, 3, 2, events=True)) == ""


def test_turning_is_the_same_as_a_line_added_to_the_text() -> None:
    world, kernel = made()
    line = load_text(WORLD, lines=["give_2 -1.5", "road 3 minutes"])
    expected = Kernel(line, tier="quick").lives(5, 0, 20)
    found = kernel.turned({"give_2": -1.5, "road": 180.0}).lives(5, 0, 20)
    assert found.digest.tolist() == expected.digest.tolist()
    assert found.digest.tolist() != kernel.lives(5, 0, 20).digest.tolist()
    assert world.turned({"give_2": -1.5, "road": 180.0}).hash == line.hash


def test_code_is_kept_once_however_the_knobs_are_turned() -> None:
    world, other = load_text(WORLD), load_text(WORLD, lines=["heed 0.7"])
    assert world.hash != other.hash
    keys = {CodeCache(each)._key("quick") for each in (world, other, world.turned({"pots": 5.0}))}
    assert len(keys) == 1
    assert CodeCache(load_text(WORLD, lines=["steady 3"]))._key("quick") not in keys


def test_only_knobs_can_be_turned_and_none_beyond_its_type() -> None:
    world, kernel = made()
    with pytest.raises(KeyError, match="steady"):
        world.turned({"steady": 3.0})
    with pytest.raises(KeyError, match="nothing"):
        kernel.turned({"nothing": 3.0})
    turned = {knob.name: knob.value for knob in world.turned({"pots": 4.4, "heed": 3.0}).knobs}
    assert (turned["pots"], turned["heed"]) == (4.0, 1.0)
