"""Asked of many at once, a condition leaves the same as asked of one after the other."""

import pytest

from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text

from .conftest import HEAD

CHOOSE_BEST = "  choice best\n"

PEOPLE = """\
kind Place
Here, There are Place
kind Person
  at Place
  hurt number 0..9 believed
  awake yes/no = yes
  n number 0..
  dearest Person or none
kind Ghost is Person
relation likes(Person, Person) number 0..9
Abel, Bea, Cain, Dora are Person: at Here
Abel.hurt 1
Bea.hurt 4
Cain.hurt 7
Cain.at There
Cain.awake no
Dora.dearest Abel
likes(Abel, Bea) = 5
likes(Bea, Abel) = 2
likes(Dora, Abel) = 8
define well(p: Person) = p.awake and p.hurt < 5
define near(a: Place, b: Place) = a is b
"""


def counted(text: str) -> dict[str, float]:
    """The measures of an unrecorded life, which both engines and a recorded life agree on."""
    world = load_text(HEAD + text)
    lives = Interpreter(world).lives(1, 0, 1)
    assert lives.measures.tolist() == Kernel(world, tier="quick").lives(1, 0, 1).measures.tolist()
    found = dict(zip((measure.name for measure in world.measures), lives.measures[0].tolist(), strict=True))
    assert found == dict(Interpreter(world).live(1, 0).measures)
    return found


@pytest.mark.parametrize(
    ("condition", "n"),
    [
        ("p.hurt > 3", 2),
        ("4 <= p.hurt", 2),
        ("p.at is Here", 3),
        ("p.at is not Here", 1),
        ("p.awake", 3),
        ("not p.awake", 1),
        ("p is Bea", 1),
        ("p is not Bea", 3),
        ("p is none", 0),
        ("p.at is There or p.hurt < 2", 3),
        ("p.at is Here and not (p.hurt > 3 or p is Dora)", 1),
        ("well(p)", 3),
        ("not well(p) or p.hurt is 0", 2),
        ("near(p.at, Cain.at)", 1),
        ("likes(p, Abel) > 1", 2),
        ("likes(Abel, p) > 1", 1),
        ("likes(p, p.dearest) is 8", 1),
        ("p.hurt > mean(q: Person: q.hurt)", 2),
        ("any(q: Person where q.at is p.at and q is not p)", 3),
        ("count(q: Person where likes(q, p) > 1) is 2", 1),
        ("Abel.hurt > 3", 0),
    ],
)
def test_a_condition_counts_whom_it_holds_for(condition: str, n: int) -> None:
    assert counted(PEOPLE + f"measure n = count(p: Person where {condition})\n") == {"n": n}


def test_of_a_mind_is_asked_what_it_believes() -> None:
    text = """\
Abel believes Bea.hurt 0
rule harm at 1 second
  Dora.hurt = 9
action hope (p: Person)
  needs p.n is 0, now > 1 second, p is not Bea
  urge count(q: Person where q is not p and q.hurt < 1) - 1.5
  takes 0 seconds
  then p.n = 1 + count(q: Person where q.hurt < 1)
measure abel = Abel.n
measure cain = Cain.n
"""
    # Of whom Abel sees nobody, he knows how they were at the start, and of Bea what he believes: Bea and Dora
    # would do. Cain knows but of Dora. What an action does is not a matter of belief: in truth none would do.
    assert counted(CHOOSE_BEST + PEOPLE + text) == {"abel": 1.0, "cain": 0.0}


def test_each_binding_is_asked_after_what_the_one_before_it_did() -> None:
    text = """\
rule fill for p: Person where p.hurt < 5 at 1 second
  for q: Person where q is not p
    q.hurt += 3
measure n = sum(p: Person: p.hurt)
"""
    # Abel (1) lets Bea, Cain and Dora have 7, 9 and 3; Dora, asked then, lets Abel have 4, and Bea 9.
    assert counted(PEOPLE + text) == {"n": 4.0 + 9.0 + 9.0 + 3.0}


def test_a_second_role_is_asked_after_what_the_first_binding_did() -> None:
    text = """\
rule pass_on for p: Person, q: Person where likes(p, q) > 0 and q.hurt < 5 at 1 second
  q.hurt += 4
  p.n += 1
measure n = sum(p: Person: p.n)
measure hurt = Abel.hurt
"""
    # Abel gives to Bea (4, then 8). Bea gives to Abel (1, then 5), so that Dora may not any more.
    assert counted(PEOPLE + text) == {"n": 2.0, "hurt": 5.0}


def test_for_is_asked_after_what_the_one_before_it_did() -> None:
    text = """\
rule once at 1 second
  for p: Person where count(q: Person where q.awake) > 1
    p.awake = no
measure n = count(p: Person where p.awake)
"""
    assert counted(PEOPLE + text) == {"n": 1.0}  # Abel and Bea fall asleep; then only Dora is awake


def test_who_changes_kind_is_found_among_the_new_kind_at_once() -> None:
    text = """\
rule turn at 2 seconds
  Bea becomes Ghost
rule haunt for g: Ghost
  g.n += 1
rule meet for g: Ghost, p: Person where p.at is g.at
  p.n += 1
measure ghost = Bea.n
measure others = Abel.n + Cain.n + Dora.n
"""
    # In ticks 2 to 9 Bea is a ghost, eight times, and Abel and Dora are here.
    assert counted(PEOPLE + text) == {"ghost": 8.0, "others": 16.0}


def test_who_is_born_or_retires_is_found_or_missed_at_once() -> None:
    text = """\
rule come at 3 seconds
  born p: Person
rule go at 5 seconds
  Bea retires
measure everyone = count(p: Person)
measure there = count(p: Person where p.at is There)
measure pairs = sum(p: Person: count(q: Person where q is not p))
spare 3 Person: at There
"""
    assert counted(PEOPLE + text) == {"everyone": 4.0, "there": 2.0, "pairs": 12.0}
