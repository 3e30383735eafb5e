"""Starting values of groups: the kernel has them as the interpreter does, at the beginning and at a birth,
and needs no more code for more of them."""

import numpy as np
import pytest

from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.lower.life import lower
from twicetold.lang import load_text

WORLD = """world "Groups"
  tick 1 hour
  lasts 12 hours

setting people whole = 30

kind Place
kind Person
  they
  at     Place
  coins  number 0..100 = 3
  luck   number 0..1 ~ beta(2, 2)
  alive  yes/no = yes believed
relation fond (Person, Person) number -1..1 ~ uniform(-1, 0)
relation kin  (Person, Person) whole 0..9 = 1 symmetric

Square, Mill are Place
(people) Person: at Square, coins 5, luck ~ uniform(0, 1)
5 Person: at Mill, luck ~ normal(0.5, 0.2), fond(each other) 0.4
spare 6 Person: at Mill, coins ~ uniform(0, 2 * people), fond(Person_1) ~ uniform(0.5, 1), kin(Person_2) 4
Person_3.luck 0.25
Person_4.luck ~ exponential(0.3)
Person_5 believes Person_6.alive no
everyone believes Person_7.alive no

action walk (p: Person, to: Place, other: Person)
  needs p.at is not to, other.at is to, other.alive
  urge  p.luck + fond(p, other) + kin(p, other)
  takes 0 seconds
  then
    p.at = to
    p.coins += 1
    chance 0.4
      born x: Person
        x.coins += p.luck
      otherwise
        p.luck = 0
    otherwise
      chance 0.5
        p retires

measure coins = sum(p: Person: p.coins)
measure fondness = sum(p: Person: sum(q: Person where q is not p: fond(p, q) + kin(p, q)))
"""


@pytest.mark.parametrize("tier", ["quick", "best"])
@slow
def test_groups_begin_and_are_born_as_the_interpreter_has_them(tier):
    world = load_text(WORLD)
    found = Kernel(world, tier=tier).lives(1, 0, 6, events=True)
    wanted = Interpreter(world).lives(1, 0, 6, events=True)
    assert np.array_equal(found.digest, wanted.digest)
    assert np.array_equal(found.measures.view(np.uint64), wanted.measures.view(np.uint64))
    assert len(set(wanted.measures[:, 0])) == 6


@slow
def test_a_large_group_needs_no_more_code():
    few, many = (lower(load_text(WORLD, lines=[f"people {people}"])) for people in (100, 400))
    assert [each.name for each in few.functions] == [each.name for each in many.functions]
    Kernel(load_text(WORLD, lines=["people 400"]), tier="quick").lives(1, 0, 1)
