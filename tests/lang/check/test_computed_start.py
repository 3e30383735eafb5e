"""Relations whose starting value is computed for each pair from what has its value before it."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text
from twicetold.lang.formatter import format_text

WORLD = """world "W"
  tick 1 minute
  lasts 2 minutes
kind Place
kind Person
  at Place
  age number 0..90 ~ uniform(10, 80)
relation friends (p: Person, q: Person) yes/no ~ chance(60% if p.at is q.at else 5%){marks}
relation elder (p: Person, q: Person) yes/no = p.age > q.age
North, South are Place
20 Person: at North
20 Person: at South
measure near = sum(p: Person: count(q: Person where friends(p, q) and p.at is q.at)) / (2 * 20 * 19)
measure far = sum(p: Person: count(q: Person where friends(p, q) and p.at is not q.at)) / (2 * 20 * 20)
measure self = count(p: Person where friends(p, p) or elder(p, p))
measure one_way = sum(p: Person: count(q: Person where friends(p, q) and not friends(q, p)))
measure elder = sum(p: Person: count(q: Person where elder(p, q)))
"""


@pytest.mark.parametrize("marks", ["", " symmetric"])
def test_a_pair_starts_as_is_computed_of_the_two_and_nobody_with_themselves(marks: str) -> None:
    text = WORLD.format(marks=marks)
    near, far, alone, one_way, elder = Kernel(load_text(text)).lives(1, 0, 100).measures.mean(axis=0)
    assert near == pytest.approx(0.6, abs=0.012)  # of 38,000 pairs or more, over four standard errors
    assert far == pytest.approx(0.05, abs=0.006)
    assert alone == 0
    assert (one_way == 0) == (marks != "")
    assert elder == 40 * 39 / 2
    assert not check(text, [QUICK, PLAIN_C[0]]).wrong


def test_its_draws_are_those_of_the_pair_whatever_else_is_edited() -> None:
    text = WORLD.format(marks=" symmetric")
    other = text.replace("uniform(10, 80)", "uniform(uniform(0, 1), 9)").replace("20 Person: at South\n", "")
    asked = "measure first = count(q: Person where friends(Person_1, q) and q.at is North)\nmeasure near"
    worlds = [load_text(each.replace("measure near", asked)) for each in (text, other)]
    firsts = [Kernel(world).lives(1, 0, 9).measures[:, 0].tolist() for world in worlds]
    assert firsts[0] == firsts[1]


def test_it_is_laid_out() -> None:
    text = WORLD.format(marks=" symmetric")
    spaced = text.replace("friends (p: Person, q: Person)", "friends(p : Person,q: Person)")
    assert "relation friends (p: Person, q: Person) yes/no" in format_text(spaced)
