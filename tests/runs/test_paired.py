"""Intervals of paired differences: right as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from twicetold.runs.intervals import of_means, of_shares, of_shares_at_looks
from twicetold.runs.moments import Moments


def test_a_published_example() -> None:
    """12 and 2 of 100 pairs: within what a Wald interval says, 0.1 ± 0.071, but for the score's shift."""
    found = of_shares(12, 2, 100)
    assert found.estimate == pytest.approx(0.10)
    assert found.low == pytest.approx(0.0287, abs=0.01)
    assert found.high == pytest.approx(0.1750, abs=0.01)


def test_it_is_the_same_seen_from_the_other_side() -> None:
    there, back = of_shares(30, 11, 200), of_shares(11, 30, 200)
    assert there.low == pytest.approx(-back.high)
    assert there.high == pytest.approx(-back.low)


def test_no_pair_that_differs_is_a_difference_of_nothing_at_all() -> None:
    found = of_shares(0, 0, 1000)
    assert found.estimate == 0
    assert -0.004 < found.low <= 0 <= found.high < 0.004
    assert not found.sure


@pytest.mark.parametrize(("gain", "loss"), [(0.02, 0.02), (0.10, 0.02), (0.30, 0.30)])
def test_it_holds_the_truth_nineteen_times_in_twenty(gain: float, loss: float) -> None:
    """2,000 samples of 300 pairs: within 2 % of 95 % (four standard errors), or above."""
    random = np.random.default_rng(1)
    held = 0
    for gained, lost, _ in random.multinomial(300, [gain, loss, 1 - gain - loss], 2000):
        found = of_shares(int(gained), int(lost), 300)
        held += found.low <= gain - loss <= found.high
    assert 0.93 <= held / 2000 <= 0.975


def test_at_looks_it_is_wider_and_holds_the_truth_at_all_of_them() -> None:
    random = np.random.default_rng(2)
    for _ in range(100):
        pairs = random.choice([1, -1, 0], p=[0.1, 0.05, 0.85], size=8192)
        for n in (1024, 2048, 4096, 8192):
            gained, lost = int((pairs[:n] == 1).sum()), int((pairs[:n] == -1).sum())
            found = of_shares_at_looks(gained, lost, n, 3)
            once = of_shares(gained, lost, n)
            assert found.low <= once.low <= once.high <= found.high
            assert found.low <= 0.05 <= found.high


def test_means_of_differences() -> None:
    found = of_means(Moments().add([1.0, 2.0, 3.0, 4.0]))
    assert found.estimate == 2.5
    assert found.high - found.low == pytest.approx(2 * 1.96 * 1.29099 / 2, rel=1e-3)


def test_more_pairs_than_there_are_cannot_differ() -> None:
    with pytest.raises(ValueError, match="cannot differ"):
        of_shares(3, 3, 5)
