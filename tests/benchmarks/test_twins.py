"""What the differences of pairs vary is told right where it is known."""

import numpy as np
import pytest

from benchmarks.twins import of_all, paired, share_of
from twicetold.ask.whatif import Twin, whatif
from twicetold.lang import load_text
from twicetold.questions import WhatIf

COIN = """world "A coin"
  tick 1 second
  lasts 1 second
setting odds number 0..1 = 0.5
kind Coin
  up yes/no
One is Coin
rule toss for c: Coin at 0 seconds
  chance odds
    c.up = yes
ending "up" when One.up
ending "down" at the end
"""


def test_what_is_shared_does_not_count_and_what_is_not_does() -> None:
    """Half the variance of each is shared: of 40,000 pairs the share is known to 0.01."""
    shared, one, other = np.random.default_rng(1).normal(size=(3, 40_000))
    found = paired(shared + one, shared + other)
    assert found.value == pytest.approx(0.5, abs=0.02)
    assert abs(found.value - 0.5) < 4 * found.error
    assert paired(one, other).value == pytest.approx(1, abs=0.03)
    assert paired(one, one + 3).value == pytest.approx(0)


def test_of_endings_it_is_as_the_odds_say() -> None:
    """.5 made .6 by the same luck: a tenth of the pairs differ, all of them one way."""
    found = whatif(load_text(COIN), [Twin("", load_text(COIN, lines=["odds 0.6"]))], WhatIf(n=20_000, jobs=1))
    truth = 0.1 * 0.9 / (0.5 * 0.5 + 0.6 * 0.4)
    assert share_of(found.twins[0].endings[0], found.n) == pytest.approx(truth, abs=0.01)
    assert of_all(found.twins[0], found.n) == pytest.approx(truth, abs=0.01)
