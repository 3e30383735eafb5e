"""Quantiles and summaries against published values, SciPy, exact arithmetic and their own laws."""

import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twicetold.runs.statistics import quantiles, summary

numbers = st.floats(min_value=-1e9, max_value=1e9)
samples = st.lists(numbers, min_size=1, max_size=60)
probabilities = st.floats(min_value=0, max_value=1)


class TestQuantiles:
    def test_interpolates_between_neighbours(self):
        assert quantiles([4, 1, 3, 2], [0, 0.25, 0.5, 0.75, 1]) == [1, 1.75, 2.5, 3.25, 4]

    def test_keeps_the_order_of_the_probabilities(self):
        assert quantiles(range(1, 12), [0.9, 0.1, 0.5]) == [10, 2, 6]

    @given(samples, st.lists(probabilities, max_size=5))
    def test_agrees_with_scipy(self, values, asked):
        theirs = [stats.mstats.mquantiles(values, p, alphap=1, betap=1)[0] for p in asked]
        assert quantiles(values, asked) == pytest.approx(theirs, rel=1e-9, abs=1e-6)

    @given(samples, probabilities)
    def test_lies_among_the_values(self, values, probability):
        (quantile,) = quantiles(values, [probability])
        assert min(values) <= quantile <= max(values)

    @given(numbers, probabilities)
    def test_of_one_value_is_that_value(self, value, probability):
        assert quantiles([value], [probability]) == [value]

    @pytest.mark.parametrize("probability", [-0.01, 1.01, math.nan])
    def test_refuses_what_is_no_probability(self, probability):
        with pytest.raises(ValueError, match="probability"):
            quantiles([1, 2], [probability])

    def test_refuses_no_values(self):
        with pytest.raises(ValueError, match="no values"):
            quantiles([], [0.5])


class TestSummary:
    def test_of_a_known_sample(self):
        result = summary([2, 4, 4, 4, 5, 5, 7, 9])
        assert result.mean == 5
        assert result.sd == pytest.approx(math.sqrt(32 / 7))
        assert (result.min, result.max) == (2, 9)
        assert list(result.quantiles) == ["5", "25", "50", "75", "95"]
        assert list(result.quantiles.values()) == pytest.approx([2.7, 4, 4.5, 5.5, 8.3])

    @given(st.lists(numbers, min_size=2, max_size=60))
    def test_agrees_with_exact_arithmetic(self, values):
        ours = summary(values)
        assert ours.mean == pytest.approx(float(statistics.mean(values)), rel=1e-12, abs=1e-12)
        assert ours.sd == pytest.approx(statistics.stdev(values), rel=1e-9, abs=1e-6)
        assert (ours.min, ours.max) == (min(values), max(values))

    @given(samples, st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_lives(self, values, rng: random.Random):
        shuffled = values.copy()
        rng.shuffle(shuffled)
        assert repr(summary(shuffled)) == repr(summary(values))

    def test_does_not_tell_two_zeros_apart(self):
        assert repr(summary([0.0, -0.0])) == repr(summary([-0.0, 0.0]))

    @given(numbers, st.integers(min_value=1, max_value=50))
    def test_lives_that_agree_have_no_spread(self, value, n):
        result = summary([value] * n)
        assert (result.mean, result.sd, result.min, result.max) == (value, 0, value, value)
        assert set(result.quantiles.values()) == {value}

    def test_takes_yes_and_no_as_one_and_zero(self):
        assert summary([True, False, True, True]).mean == 0.75

    @pytest.mark.parametrize("values", [[], [math.nan], [1.0, math.inf]])
    def test_refuses_what_cannot_be_summed_up(self, values):
        with pytest.raises(ValueError, match="value"):
            summary(values)
