"""Intervals that are looked at again and again: what they hold, how often, and how wide they are."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.sampled import sampled
from twicetold.runs.intervals import BLOCK, LOOKS, Sequence, wilson

UP_TO_A_MILLION = tuple(n for n in LOOKS if n <= 2**20)
"""The looks of the simulations, the last after 1,048,576 lives."""


@st.composite
def counts(draw):
    n = draw(st.sampled_from(LOOKS) | st.integers(1, LOOKS[-1]) | st.integers(1, 50))
    return draw(st.integers(0, n) | st.integers(0, min(n, 20)) | st.integers(max(0, n - 20), n)), n


def clopper_pearson(count, n, chance):
    """The interval that a count as extreme leaves out with no more than `chance` on each side, by SciPy."""
    low = stats.beta.ppf(chance, count, n - count + 1) if count else 0.0
    high = stats.beta.isf(chance, count + 1, n - count) if count < n else 1.0
    return low, high


def accepted(interval, n, share):
    """The first and the last count whose interval holds the share: intervals rise with the count."""

    def first(holds):
        low, high = 0, n + 1
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if holds(middle) else (middle + 1, high)
        return low

    return first(lambda k: interval(k, n)[1] >= share), first(lambda k: interval(k, n)[0] > share) - 1


def excluded_ever(interval, share, sequences=2000):
    """The part of simulated sequences of lives for which the interval leaves the share out at any look."""
    rng = np.random.default_rng(20_240_229)
    seen, out = np.zeros(sequences, dtype=np.int64), np.zeros(sequences, dtype=bool)
    for before, n in zip((0, *UP_TO_A_MILLION), UP_TO_A_MILLION, strict=False):
        seen += rng.binomial(n - before, share, size=sequences)
        low, high = accepted(interval, n, share)
        out |= (seen < low) | (seen > high)
    return out.mean()


class TestCoverage:
    @pytest.mark.parametrize("share", [0.001, 0.05, 0.5, 0.999])
    def test_at_most_one_sequence_in_twenty_ever_leaves_the_truth_out(self, share):
        assert excluded_ever(Sequence(1).interval, share) <= 0.05

    def test_an_interval_for_one_look_would_not_do(self):
        assert excluded_ever(wilson, 0.5) > 0.2

    @pytest.mark.parametrize("share", [1e-9, 1e-4, 0.03, 0.5, 0.9, 0.9999])
    @pytest.mark.parametrize("confidence", sampled([0.95, 0.8], 1, more=1))
    def test_the_chances_of_error_at_all_looks_add_up_to_what_is_left(self, share, confidence):
        sequence = Sequence(1, confidence)
        chance = 0.0
        for n in LOOKS:
            low, high = accepted(sequence.interval, n, share)
            chance += stats.binom.cdf(low - 1, n, share) + stats.binom.sf(high, n, share)
        assert chance <= (1 - confidence) * (1 + 1e-6)

    @pytest.mark.parametrize("shares", [[0.5, 0.3, 0.15, 0.049, 0.001], [0.2] * 5])
    def test_all_endings_hold_together(self, shares):
        rng, sequence = np.random.default_rng(11), Sequence(len(shares))
        regions = {n: [accepted(sequence.interval, n, share) for share in shares] for n in UP_TO_A_MILLION}
        seen, out = np.zeros((1000, len(shares)), dtype=np.int64), np.zeros(1000, dtype=bool)
        for before, n in zip((0, *UP_TO_A_MILLION), UP_TO_A_MILLION, strict=False):
            seen += rng.multinomial(n - before, shares, size=1000)
            low, high = np.transpose(regions[n])
            out |= ((seen < low) | (seen > high)).any(axis=1)
        assert out.mean() <= 0.05


class TestInterval:
    @given(counts(), st.integers(1, 40), st.sampled_from([0.8, 0.95, 0.999]))
    def test_holds_clopper_and_pearsons_and_is_hardly_wider(self, seen, endings, confidence):
        count, n = seen
        low, high = Sequence(endings, confidence).interval(count, n)
        chance = (1 - confidence) / (2 * endings * len(LOOKS))
        theirs = clopper_pearson(count, n, chance)
        slack = 1e-6 * (theirs[1] - theirs[0])
        assert low <= theirs[0] + slack
        assert high >= theirs[1] - slack
        assert high - low <= 1.03 * (theirs[1] - theirs[0])

    @given(counts())
    def test_holds_the_share_and_stays_within_0_and_1(self, seen):
        count, n = seen
        low, high = Sequence(3).interval(count, n)
        assert 0 <= low <= count / n <= high <= 1
        assert low < high

    @given(counts())
    def test_what_did_not_happen_mirrors_what_did(self, seen):
        count, n = seen
        low, high = Sequence(2).interval(count, n)
        assert Sequence(2).interval(n - count, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)

    @given(counts())
    def test_rises_with_the_count(self, seen):
        count, n = seen
        lower, upper = (Sequence(1).interval(k, n) for k in (max(count - 1, 0), count))
        assert lower[0] <= upper[0]
        assert lower[1] <= upper[1]

    @given(counts())
    def test_more_endings_or_confidence_is_a_wider_interval(self, seen):
        low, high = Sequence(2).interval(*seen)
        for other in (Sequence(3), Sequence(2, 0.99)):
            wide = other.interval(*seen)
            assert wide[0] <= low
            assert wide[1] >= high
            assert wide != (low, high)

    def test_no_observation_says_nothing(self):
        assert Sequence(1).interval(0, 0) == (0.0, 1.0)

    @pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
    def test_refuses_an_impossible_count(self, count, n):
        with pytest.raises(ValueError, match="count must lie"):
            Sequence(1).interval(count, n)

    def test_refuses_to_look_where_none_is_planned(self):
        with pytest.raises(ValueError, match="no look"):
            Sequence(1).interval(0, LOOKS[-1] + 1)


class TestNarrow:
    def test_is_when_the_widest_interval_reaches_no_further(self):
        sequence, n = Sequence(2), 2**18
        seen = [n // 2, n - n // 2]
        low, high = sequence.interval(seen[0], n)
        reach = max(seen[0] / n - low, high - seen[0] / n)
        assert sequence.narrow(seen, n, reach * (1 + 1e-9))
        assert not sequence.narrow(seen, n, reach * (1 - 1e-9))

    def test_looks_at_both_sides(self):
        # Of an ending never seen the interval reaches up only.
        low, high = Sequence(1).interval(0, 4096)
        assert low == 0.0
        assert not Sequence(1).narrow([0], 4096, high / 2)
        assert Sequence(1).narrow([0], 4096, high)

    def test_one_wide_ending_is_enough_to_go_on(self):
        n = 65_536
        assert Sequence(3).narrow([n, 0, 0], n, 0.005)
        assert not Sequence(3).narrow([n // 2, n // 2, 0], n, 0.005)

    def test_comes_for_half_a_percent_within_two_hundred_and_sixty_thousand_lives(self):
        first = next(n for n in LOOKS if Sequence(8).narrow([n // 2, n - n // 2, *[0] * 6], n, 0.005))
        assert 0.5 / math.sqrt(first) * 1.96 < 0.005  # no sooner than one look at all would
        assert first <= 2**18

    def test_nothing_lived_is_not_narrow(self):
        assert not Sequence(1).narrow([0], 0, 0.4)

    @pytest.mark.parametrize("seen", [[], [1], [1, 2, 3]])
    def test_refuses_counts_of_other_endings(self, seen):
        with pytest.raises(ValueError, match="as many counts"):
            Sequence(2).narrow(seen, 10, 0.1)

    @pytest.mark.parametrize("width", [0.0, -0.1, math.nan])
    def test_refuses_a_width_that_is_none(self, width):
        with pytest.raises(ValueError, match="width"):
            Sequence(1).narrow([1], 10, width)


class TestLooks:
    def test_are_after_whole_blocks_and_reach_beyond_ten_thousand_million(self):
        assert LOOKS[0] == BLOCK
        assert LOOKS[-1] >= 10**10
        assert all(n % BLOCK == 0 for n in LOOKS)

    def test_are_ever_further_apart(self):
        # The smallest are rounded most.
        assert all(1.3 < after / before <= 2 for before, after in pairwise(LOOKS))


def test_refuses_no_endings():
    with pytest.raises(ValueError, match="ending"):
        Sequence(0)


@pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 1.5, math.nan])
def test_refuses_an_impossible_confidence(confidence):
    with pytest.raises(ValueError, match="confidence must lie"):
        Sequence(1, confidence)
