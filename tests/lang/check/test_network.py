"""Well-known networks with what a relation starts."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text

WORLD = """world "W"
  tick 1 minute
  lasts 2 minutes
setting ties number 0..50 = 6
kind Person
kind Child is Person
relation near  (Person, Person) yes/no = ring(4) symmetric
relation small (Person, Person) yes/no ~ small_world(ties, 10%) symmetric
relation free  (Person, Person) yes/no ~ scale_free(ties) symmetric
60 Person
40 Child
measure ring_least = min(p: Person: count(q: Person where near(p, q)))
measure ring_most = max(p: Person: count(q: Person where near(p, q)))
measure small = mean(p: Person: count(q: Person where small(p, q)))
measure apart = mean(p: Person: count(q: Person where small(p, q) and not near(p, q)))
measure free = mean(p: Person: count(q: Person where free(p, q)))
measure hub = count(q: Person where free(Person_1, q))
measure last = count(q: Person where free(Child_40, q))
measure alone = count(p: Person where near(p, p) or small(p, p) or free(p, p))
measure next = near(Person_1, Child_40) and near(Person_60, Child_1) and not near(Person_1, Person_4)
"""


def test_each_has_as_many_ties_as_is_said_in_its_own_way() -> None:
    lives = Kernel(load_text(WORLD), tier="quick").lives(1, 0, 60)
    least, most, small, apart, free, hub, last, alone, next_ = lives.measures.mean(axis=0)
    assert (least, most, alone, next_) == (4, 4, 0, 1)
    assert small == pytest.approx(6, abs=0.1)  # of 300 ties or so in each life, over four standard errors
    # Of the six nearest two are not among the four, and stay with 90 %; of ties elsewhere 95 of 99 are not.
    assert apart == pytest.approx(2 * 0.9 + 0.1 * 6 * 95 / 99, abs=0.1)
    assert free == pytest.approx(6, abs=0.4)  # a little less: nobody is joined twice
    assert hub > 25
    assert last < 6


def test_engines_agree() -> None:
    assert not check(WORLD.replace("60 P", "12 P").replace("40", "9"), [QUICK, PLAIN_C[0]]).wrong


def test_a_tie_hangs_on_its_pair_and_on_the_network_alone() -> None:
    """What is said of other relations moves none of it."""
    ties = "measure of_one = count(q: Person where small(Person_7, q))\nmeasure ring_least"
    renamed = WORLD.replace("near ", "nigh ").replace("near(", "nigh(")
    texts = [WORLD, WORLD.replace("~ scale_free(ties)", "= ring(8)"), renamed]
    worlds = [load_text(text.replace("measure ring_least", ties)) for text in texts]
    first, *others = [Kernel(world, tier="quick").lives(1, 0, 9).measures[:, 0].tolist() for world in worlds]
    assert all(other == first for other in others)


def test_the_names_are_an_authors_where_they_are_given_a_meaning() -> None:
    text = 'world "W"\n  tick 1 minute\n  lasts 2 minutes\nkind Bell\n  ring whole 0..\nBell_1 is Bell\n'
    text += "define small_world(b: Bell) = b.ring < 3\nmeasure m = small_world(Bell_1)\n"
    (bell,) = load_text(text).fields
    assert bell.name == "ring"
