"""Given: conditional shares are those of the lives themselves, and rare things have the chance they have."""

from __future__ import annotations

import math

import pytest

from tests.sampled import slow
from twicetold.ask.given import given
from twicetold.ask.splitting import NoWay, rare
from twicetold.engine import Interpreter
from twicetold.lang import TaleError, load_text_with_warnings
from twicetold.questions import Given
from twicetold.runs import Engine

DICE = """world "Dice"
  tick 1 second
  lasts 3 seconds
kind Player
  coins whole
Ann, Ben are Player
event win (p: Player)
  then p.coins += 1
rule throw for p: Player at 0 seconds
  chance 30%
    happens win(p)
rule luck for p: Player when p.coins > 0
  chance 50%
    happens shine(p)
event shine (p: Player)
ending "shining" at the end when happened(shine(anyone))
ending "plain" at the end
measure coins = sum(p: Player: p.coins)
"""

GAMBLER = """world "A gambler"
  tick 1 second
  lasts 1 hour
kind Gambler
  coins whole = 1
Ann is Gambler
rule play for g: Gambler where g.coins > 0 and g.coins < 20
  chance 1 / 3
    g.coins += 1
  otherwise
    g.coins -= 1
ending "ruined" when Ann.coins is 0
ending "rich" when Ann.coins is 20
"""
"""Hits 20 before 0, from 1, with the chance (2 - 1) / (2 ** 20 - 1): the ruin problem with q / p = 2."""

RUIN = 1 / (2**20 - 1)

CHAIN = """world "Six in a row"
  tick 1 second
  lasts 6 seconds
kind Link
  done whole
Ann is Link
rule go for x: Link
  chance 10%
    x.done += 1
ending "done" when Ann.done is 6
ending "not done" at the end
"""
"""All six draws hold with a chance of 1e-6."""


def test_what_holds_given_something_is_as_it_must_be() -> None:
    loaded, question = load_text_with_warnings(DICE), "win(Ann)"
    found = given(loaded, Given(question, 8000, 2, engine=Engine.KERNEL))
    # 8,000 lives: shares of 0.3 are within 0.02 with a chance of error below 1e-4
    assert found.share == pytest.approx(0.3, abs=0.02)
    shining = next(each for each in found.endings if each.what == "shining")
    truth = 1 - 0.5 * (1 - 0.3 * 0.5)
    assert shining.low < truth < shining.high
    of_all = 1 - (1 - 0.3 * 0.5) ** 2
    assert shining.lift_low < truth / of_all < shining.lift_high
    (coins,) = found.measures
    assert coins.low < 1.3 < coins.high
    assert coins.mean_of_all == pytest.approx(0.6, abs=0.03)
    lifted = {each.what: each for each in found.events}
    assert lifted["shine(Ann)"].lift_low < 1 / 0.3 < lifted["shine(Ann)"].lift_high
    assert "shine(Ben)" not in lifted, "it has nothing to do with Ann's luck"


@pytest.mark.parametrize("asked", ["Ann.coins > 0", "win(Ann)", '"shining"', "now > 0 seconds"])
def test_both_engines_give_the_same_answer(asked: str) -> None:
    loaded, question = load_text_with_warnings(DICE), asked
    kernel = given(loaded, Given(question, 200, engine=Engine.KERNEL))
    assert kernel == given(loaded, Given(question, 200, engine=Engine.INTERPRETER))


def test_a_condition_counts_if_it_held_at_any_time() -> None:
    loaded, question = load_text_with_warnings(DICE), "now < 1 second"
    assert given(loaded, Given(question, 50)).count == 50


def test_a_number_is_no_condition_and_mistakes_are_told() -> None:
    loaded, question = load_text_with_warnings(DICE), "Ann.coins"
    with pytest.raises(ValueError, match="is a number"):
        given(loaded, Given(question, 10))
    for wrong in ("Ann.coin > 0", '"shinin"', "win(", "win(Ann) lost", "1 is yes"):
        with pytest.raises(TaleError):
            given(loaded, Given(wrong, 10))


@pytest.mark.parametrize("seed", [1, 2])
@slow
def test_a_chance_of_one_in_a_million_is_found_by_a_number_that_rises(seed: int) -> None:
    """Within a factor of 1.5, with a hundredth of the ticks: each of these estimates has a relative error of
    about 0.13, so that 1.5 is three errors away; whole lives, of three ticks each, would have to be 25 / RUIN
    many for an error of 0.2."""
    loaded, question = load_text_with_warnings(GAMBLER), "Ann.coins >= 20"
    found = rare(loaded, Given(question, by="Ann.coins", n=200, seed=seed))
    assert RUIN / 1.5 < found.share < RUIN * 1.5
    assert found.low < RUIN < found.high
    assert found.ticks * 100 < 3 * 25 / RUIN
    assert found.ticks * 100 < found.whole
    assert found.endings == {"rich": 1.0}


def test_an_ending_is_found_through_conditions_on_the_way() -> None:
    loaded, question = load_text_with_warnings(CHAIN), '"done"'
    through = tuple(f"Ann.done >= {count}" for count in (1, 2, 3, 4, 5))
    found = rare(loaded, Given(question, through=through, n=400))
    assert 1e-6 / 1.5 < found.share < 1e-6 * 1.5
    assert found.low < 1e-6 < found.high


def test_the_interpreter_lives_what_was_found_by_its_lineage() -> None:
    loaded, question = load_text_with_warnings(GAMBLER), '"rich"'
    found = rare(loaded, Given(question, by="Ann.coins", n=50, repetitions=4))
    interpreter = Interpreter(loaded.world)
    assert found.lineages
    for lineage in found.lineages[:3]:
        living = interpreter.follow(1, lineage)
        while living.ending is None and living.step():
            pass
        assert living.ending == "rich"


@slow
def test_the_interval_is_honest() -> None:
    """Of 60 answers about 57 should hold the truth; fewer than 51 would come with a chance below 1 %."""
    loaded, question = load_text_with_warnings(CHAIN), "Ann.done >= 3"
    truth = sum(math.comb(6, k) * 0.1**k * 0.9 ** (6 - k) for k in range(3, 7))
    through = ("Ann.done >= 1", "Ann.done >= 2")
    answers = [
        rare(loaded, Given(question, through=through, n=60, repetitions=6, seed=seed)) for seed in range(60)
    ]
    assert sum(each.low < truth < each.high for each in answers) >= 51


def test_a_way_that_leads_nowhere_is_told() -> None:
    loaded, question = load_text_with_warnings(GAMBLER), "Ann.coins >= 20"
    with pytest.raises(NoWay, match="none came nearer"):
        rare(loaded, Given(question, by="0 - Ann.coins * 0", n=20))
    with pytest.raises(ValueError, match="either"):
        rare(loaded, Given(question))
    with pytest.raises(ValueError, match="no number"):
        rare(loaded, Given(question, by=question))


def test_a_way_is_none_for_lives_as_they_come() -> None:
    loaded = load_text_with_warnings(GAMBLER)
    with pytest.raises(ValueError, match="lives are split"):
        given(loaded, Given("Ann.coins >= 20", by="Ann.coins"))
    assert (Given("x").lives, Given("x", by="y").lives, Given("x", 7, by="y").lives) == (10_000, 500, 7)
