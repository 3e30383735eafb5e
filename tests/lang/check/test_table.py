"""A table of values: each comes as often as its weight says, by one draw."""

from __future__ import annotations

import pytest

from tests.generated.checking import check
from tests.generated.coded import PLAIN_C, QUICK
from twicetold.engine.kernel import Kernel
from twicetold.lang import TaleError, load_text, model
from twicetold.lang.formatter import format_text

WORLD = """world "W"
  tick 1 minute
  lasts 2 minutes
kind Person
  mood one of calm, cross, sad ~ {table}
  tall number 0..1 ~ {draw}
300 Person
measure calm = count(p: Person where p.mood is calm) / 300
measure cross = count(p: Person where p.mood is cross) / 300
measure sad = count(p: Person where p.mood is sad) / 300
measure tall = mean(p: Person: p.tall)
"""


@pytest.mark.parametrize(
    ("table", "shares"),
    [
        ("one of (calm: 60%, cross: 30%, sad: 10%)", (0.6, 0.3, 0.1)),
        ("one of (calm: 3, cross: 1)", (0.75, 0.25, 0)),
        ("one of (calm: 0, cross: 1, sad: 1)", (0, 0.5, 0.5)),
        ("one of (sad: 1, calm: 0, cross: 0)", (0, 0, 1)),
    ],
)
def test_each_value_comes_as_often_as_its_weight_says(table: str, shares: tuple[float, ...]) -> None:
    text = WORLD.format(table=table, draw="uniform(0, 1)")
    found = Kernel(load_text(text)).lives(1, 0, 40).measures.mean(axis=0)[:3]
    assert found == pytest.approx(shares, abs=0.018)  # 12,000 draws: four standard errors of a half
    assert not check(text, [QUICK, PLAIN_C[0]]).wrong


def test_it_is_one_draw_and_moves_no_other() -> None:
    plain = load_text(WORLD.format(table="one of (calm: 1, cross: 1)", draw="uniform(0, 1)"))
    other = load_text(WORLD.format(table="one of (calm: 1, cross: 1, sad: 7)", draw="uniform(0, 1)"))
    assert {node.site for node in model.nodes(other) if isinstance(node, model.Draw)} == {
        "start/mood", "start/tall",
    }  # fmt: skip
    tall = [list(Kernel(world).lives(1, 0, 3).measures[:, 3]) for world in (plain, other)]
    assert tall[0] == tall[1]


def test_a_table_is_laid_out() -> None:
    text = WORLD.format(table="one of (calm: 1, cross: 1)", draw="one of (0.5: 1, uniform(0, 1): 2)")
    assert "one of (0.5: 1, uniform(0, 1): 2)" in format_text(text.replace("0.5: 1,", "0.5 :  1 ,"))


@pytest.mark.parametrize("slip", ["one of (calm: 1)", "one of (calm, cross)", "one of (calm: 1, cross)"])
def test_a_table_without_its_weights_is_an_error(slip: str) -> None:
    with pytest.raises(TaleError):
        load_text(WORLD.format(table=slip, draw="uniform(0, 1)"))
