"""Belief about belief: the tasks of the literature as worlds of a few lines, answered as it answers them."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.generated.coded import QUICK
from tests.generated.compare import compare
from tests.sampled import sampled
from twicetold.engine import Interpreter
from twicetold.lang import load, model

HERE = Path(__file__).parent / "minds"

ANSWERS: dict[str, dict[str, float]] = {
    "sally_and_anne": {  # Wimmer and Perner 1983; Baron-Cohen, Leslie and Frith 1985
        "sally_looks_in_the_basket": 1,
        "anne_knows": 1,
        "anne_thinks_sally_thinks_it_in_the_basket": 1,
        "sally_thinks_anne_thinks_it_in_the_basket": 1,
    },
    "ice_cream_van": {  # Perner and Wimmer 1985
        "mary_goes_to_the_church": 1,
        "john_knows": 1,
        "john_thinks_mary_goes_to_the_park": 1,
        "mary_thinks_john_goes_to_the_park": 1,
    },
    "puppy": {  # Sullivan, Zaitchik and Tager-Flusberg 1994
        "peter_knows": 1,
        "mum_thinks_he_expects_a_toy": 1,
        "he_knows_that_she_thinks_so": 1,
    },
    "surprise_party": {
        "anna_knows": 1,
        "ben_knows_that": 1,
        "cleo_knows_that": 1,
        "dan_knows_that": 0,
        "cleo_knows_that_ben_knows_that": 1,
        "ben_thinks_cleo_knows_that": 0,
        "anna_thinks_cleo_knows_that": 0,
        "anna_thinks_ben_knows_that": 1,
    },
    # Two are muddy: they know it in the second round, which is the third minute, and the third child then.
    "muddy_children": {"all_know": 3, "wrong": 0, "first": 3, "last": 3, "stepped": 2},
    # After 2n - 4 calls all know all; each knows so of themselves and of whom they have called last.
    "gossip": {"experts": 4, "known_experts": 8},
}


def measured(world: model.World) -> dict[str, float]:
    return dict(Interpreter(world).live(1, 0, record=False).measures)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_task_is_answered_as_in_the_literature(name: str) -> None:
    assert measured(load(str(HERE / f"{name}.tale"))) == ANSWERS[name]


@pytest.mark.parametrize("name", sampled(["who_knows_who_knows", *ANSWERS], 2, more=len(ANSWERS)))
def test_a_task_is_lived_alike_by_both_engines(name: str) -> None:
    assert compare(load(str(HERE / f"{name}.tale")), (QUICK,)).difference == ""


def made(tmp_path: Path, name: str, old: str, new: str) -> model.World:
    """A world with something in it otherwise."""
    text = (HERE / f"{name}.tale").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / f"{name}.tale"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return load(str(file))


MUDDY = """A, B are Child: muddy yes
C is Child
A believes A.muddy unknown
B believes B.muddy unknown
C believes C.muddy unknown
"""


@pytest.mark.parametrize("muddy", [*product((True, False), repeat=3)][:-1])
def test_muddy_children_know_in_the_round_of_their_number(tmp_path: Path, muddy: tuple[bool, ...]) -> None:
    lines = [
        f"{name} is Child{': muddy yes' if is_muddy else ''}\n{name} believes {name}.muddy unknown\n"
        for name, is_muddy in zip("ABCDEF", muddy, strict=False)
    ]
    found = measured(made(tmp_path, "muddy_children", MUDDY, "".join(lines)))
    k = sum(muddy)
    assert found == {"all_know": len(muddy), "wrong": 0, "first": 1 + k, "last": 1 + k, "stepped": k}


def test_six_muddy_children_know_in_the_sixth_round(tmp_path: Path) -> None:
    test_muddy_children_know_in_the_round_of_their_number(tmp_path, (True,) * 6)


def test_two_calls_more_let_all_know_that_all_know(tmp_path: Path) -> None:
    """3 (n - 2) calls for the second order (Herzig and Maffre 2017), and not one fewer of these."""
    calls = "due(B, D) 4\n"
    five = measured(made(tmp_path, "gossip", calls, f"{calls}due(B, A) 5\n"))
    six = measured(made(tmp_path, "gossip", calls, f"{calls}due(B, A) 5\ndue(D, C) 6\n"))
    assert five["known_experts"] == 12
    assert six == {"experts": 4, "known_experts": 16}
