"""The author's expectations, held against many lives."""

import pytest

from twicetold.ask.checking import check_expectations
from twicetold.lang import load_text

DIE = """
world "A die"
  tick 1 second
  lasts 1 second

kind Die
  side whole 1..6

Cube is Die

rule throw for d: Die
  d.side = 1 + floor(uniform(0, 6))

ending "a six" at the end when Cube.side is 6
ending "another" at the end
measure side = Cube.side
"""


def only(*expects, n=400, seed=1):
    text = DIE + "".join(f"expect {expect}\n" for expect in expects)
    return check_expectations(load_text(text), n=n, seed=seed, jobs=1)


@pytest.mark.parametrize(
    ("expect", "holds"),
    [
        ('"a six" in 10%..25%', True),
        ('"a six" in 0%..5%', False),
        ('"a six" in 40%..100%', False),
        ('"another" in 75%..90%', True),
        ("side in 3..4", True),
        ("side in 1..2", False),
        ("side in 5..6", False),
    ],
)
def test_an_expectation_holds_if_the_interval_reaches_into_it(expect, holds):
    (found,) = only(expect)
    assert found.holds is holds
    assert found.low <= found.estimate <= found.high


def test_all_are_answered_in_order():
    found = only('"a six" in 10%..25%', "side in 1..2", '"another" in 0..1')
    assert [each.holds for each in found] == [True, False, True]
    assert [each.expect.measure for each in found] == [None, "side", None]


def test_the_estimates_are_those_of_a_die():
    six, side = only('"a six" in 0..1', "side in 1..6")
    # 400 throws: five standard deviations are 0.093 of the share and 0.43 of the mean
    assert six.estimate == pytest.approx(1 / 6, abs=0.093)
    assert side.estimate == pytest.approx(3.5, abs=0.43)
    assert side.high - side.low == pytest.approx(2 * 1.96 * 1.7078 / 20, rel=0.1)


def test_fewer_lives_allow_more():
    (few,) = only('"a six" in 40%..100%', n=4)
    (many,) = only('"a six" in 40%..100%', n=400)
    assert few.holds
    assert not many.holds


def test_what_expects_nothing_lives_nothing():
    assert check_expectations(load_text(DIE), n=10**9) == ()
