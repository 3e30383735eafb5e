"""What splitting is held against is right."""

import numpy as np
import pytest

from benchmarks.splitting import GAMBLER, LENGTH, TRUTH, answers, brute_force, lines
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text


def test_a_gamblers_life_is_as_long_as_the_formula_says() -> None:
    """Of 40,000 lives the mean is known to 0.025, since lengths vary by about 5. The tick in which a life
    ends counts here."""
    ticks = Kernel(load_text(GAMBLER), tier="quick").lives(1, 0, 40_000).ticks + 1
    assert np.mean(ticks) == pytest.approx(LENGTH, abs=0.1)


def test_whole_lives_must_be_as_many_as_the_variance_of_a_share_says() -> None:
    assert brute_force(1.0) == pytest.approx(LENGTH / TRUTH, rel=1e-5)
    assert brute_force(0.1) == pytest.approx(100 * brute_force(1.0))


def test_the_table_says_how_many_intervals_hold() -> None:
    """With so few lives an answer is rough, but within an order of magnitude and with an honest interval."""
    found = answers(2, 40)
    said = dict(line.rsplit(maxsplit=1) for line in lines(found) if " of " not in line[-8:])
    assert float(said["the chance"]) == pytest.approx(TRUTH, rel=1e-3)
    assert float(said["the worst is wrong by a factor of"]) < 10
    (held,) = (line for line in lines(found) if line.startswith("95 %"))
    assert held.endswith(f"{sum(each.low < TRUTH < each.high for each in found)} of 2")
