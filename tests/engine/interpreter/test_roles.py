"""Who can take several roles, and who is of several kinds."""

from __future__ import annotations

import pytest

from tests.generated.coded import QUICK
from tests.generated.compare import compare
from twicetold.engine import Interpreter
from twicetold.lang import TaleError, load_text

HEAD = """
world "Roles"
  tick 1 minute
  lasts 3 minutes
kind Thing
kind Person is Thing
  met whole 0.. = 0
kind Officer is Person
kind Singer is Person
kind Warden is Officer and Singer
Ann is Warden
Bea is Officer
Cid is Person
"""


def pairs(text: str) -> list[str]:
    """Who has met whom by a rule `meet`, in order, in a life; the kernel agrees."""
    world = load_text(HEAD + text, "roles.tale")
    assert not compare(world, [QUICK]).difference
    names = [entity.name for entity in world.entities]
    life = Interpreter(world).live(1, 0)
    return [" ".join(names[role] for role in each.roles) for each in life.events if each.name == "meet"]


@pytest.mark.parametrize(
    ("roles", "met"),
    [
        ("p: Officer, q: Officer", ["Ann Bea", "Bea Ann"]),
        ("p: Officer, q: Officer or p", ["Ann Ann", "Ann Bea", "Bea Ann", "Bea Bea"]),
        ("p: Officer, q: Singer or p", ["Ann Ann", "Bea Ann"]),
        ("p: Singer, q: Officer, r: Warden or p", ["Ann Bea Ann"]),
        ("p: Singer, q: Officer, r: Officer or p or q", ["Ann Bea Ann", "Ann Bea Bea"]),
    ],
)
def test_who_takes_the_roles(roles: str, met: list[str]) -> None:
    assert pairs(f"rule meet for {roles} at 1 minute\n  p.met += 1\n") == met


def test_who_has_retired_takes_neither_of_two_roles() -> None:
    text = "rule meet for p: Officer, q: Person or p at 1 minute\n  p retires\n"
    assert pairs(text) == ["Ann Ann", "Bea Bea"]


def test_who_is_of_two_kinds_counts_as_both() -> None:
    world = load_text(
        HEAD + "measure both = count(o: Officer) * 10 + count(s: Singer where s is Officer)\n", "roles.tale"
    )
    assert Interpreter(world).live(1, 0).measures == (("both", 21.0),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("rule r for p: Person, q: Person or s at 1 minute\n  p.met = 1\n", "T0451"),
        ("kind Stone\nrule r for p: Person, q: Stone or p at 1 minute\n  p.met = 1\n", "T0451"),
        ("kind Stone\nkind Idol is Person and Stone\n", "T0450"),
        ("kind Idol is Person and Idol\n", "T0401"),
        ("kind Persn also\n  heavy yes/no\n", "T0452"),
        ("action greet also\n  urge 1\n", "T0452"),
    ],
)
def test_what_cannot_be_is_told(text: str, code: str) -> None:
    with pytest.raises(TaleError) as told:
        load_text(HEAD + text, "roles.tale")
    assert code in {each.code for each in told.value.diagnostics}


def test_many_parents_of_many_parents_are_soon_known() -> None:
    ranks = [
        f"kind A{n} is A{n - 1} and B{n - 1}\nkind B{n} is B{n - 1} and A{n - 1}\n" for n in range(1, 15)
    ]
    world = load_text(HEAD + "kind A0 is Thing\nkind B0 is Thing\n" + "".join(ranks), "roles.tale")
    assert len(next(kind.lineage for kind in world.kinds if kind.name == "A14")) == 30
