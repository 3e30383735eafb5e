"""Mean and spread against exact fractions, and their independence of order and grouping."""

import json
import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.runs.moments import Moments

anything = st.floats(allow_nan=False, allow_infinity=False)
ordinary = st.floats(min_value=-1e9, max_value=1e9)
samples = st.lists(anything | ordinary | st.integers(-5, 5).map(float), min_size=1, max_size=60)


def moments(values):
    return Moments().add(values)


def exact_mean(values):
    return sum(map(Fraction, values)) / len(values)


def exact_variance(values):
    mean = exact_mean(values)
    return sum((Fraction(value) - mean) ** 2 for value in values) / (len(values) - 1)


def assert_is_nearest_root(root, square):
    """No float64 is nearer to the square root: it lies between the midpoints to its neighbours."""
    here = Fraction(root)
    below = (here + Fraction(math.nextafter(root, 0.0))) / 2
    above = (here + Fraction(math.nextafter(root, math.inf))) / 2
    assert below**2 <= square <= above**2


class TestMean:
    @given(samples)
    def test_is_the_exact_mean_rounded_once(self, values):
        assert moments(values).mean == float(exact_mean(values))

    @given(st.lists(ordinary, min_size=64, max_size=64))
    def test_agrees_with_fsum(self, values):
        # Dividing by a power of two does not round.
        assert moments(values).mean == math.fsum(values) / 64

    def test_loses_nothing_to_cancellation(self):
        assert moments([1e308, 1.0, -1e308, 5e-324]).mean == 0.25

    def test_does_not_overflow(self):
        assert moments([1.7e308] * 10).mean == 1.7e308

    def test_takes_yes_and_no_as_one_and_zero(self):
        assert moments([True, False, True, True]).mean == 0.75


class TestStandardDeviation:
    @given(st.lists(ordinary | anything.map(lambda x: x / 64), min_size=2, max_size=40))
    def test_is_the_exact_root_rounded_once(self, values):
        assert_is_nearest_root(moments(values).sd, exact_variance(values))

    @given(st.lists(st.integers(0, 40).map(lambda k: k * 5e-324), min_size=2, max_size=10))
    def test_is_right_for_the_smallest_numbers(self, values):
        assert_is_nearest_root(moments(values).sd, exact_variance(values))

    @pytest.mark.parametrize(("values", "sd"), [([1, 3, 5], 2.0), ([1e15, 1e15 + 3, 1e15 + 6], 3.0)])
    def test_of_a_known_sample(self, values, sd):
        assert moments(values).sd == sd

    @given(anything, st.integers(min_value=1, max_value=50))
    def test_values_that_agree_have_no_spread(self, value, n):
        agreeing = moments([value] * n)
        assert (agreeing.mean, agreeing.sd) == (value, 0.0)

    def test_refuses_what_no_float_can_hold(self):
        with pytest.raises(OverflowError):
            _ = moments([1.7e308, -1.7e308]).sd


class TestMerging:
    @given(samples, st.lists(st.integers(0, 60), max_size=8), st.randoms(use_true_random=False))
    def test_depends_neither_on_order_nor_on_grouping(self, values, cuts, rng):
        shuffled = values.copy()
        rng.shuffle(shuffled)
        bounds = [0, *sorted(cuts), len(shuffled)]
        parts = [moments(shuffled[begin:end]) for begin, end in pairwise(bounds)]
        while len(parts) > 1:
            one = parts.pop(rng.randrange(len(parts)))
            other = parts.pop(rng.randrange(len(parts)))
            parts.append(one.merge(other))
        assert parts[0] == moments(values)

    def test_more_values_than_fit_one_step_are_all_added(self):
        values = np.random.default_rng(7).normal(size=200_000)
        whole = moments(values)
        assert whole.mean == float(Fraction(math.fsum(values)) / 200_000)
        assert whole.sd == pytest.approx(values.std(ddof=1), rel=1e-12)
        assert whole == moments(values[::-1][:70_000]).add(values[:130_000])

    def test_the_largest_significands_do_not_overflow_a_step(self):
        n, value = 1 << 16, -(2.0 - 2.0**-52)
        same = moments(np.full(n, value))
        assert (same.mean, same.sd) == (value, 0.0)
        assert same.squares == n * int(value * 2**52) ** 2 << 2 * (1126 - 52)

    def test_counts_lives_by_the_thousand_million(self):
        many = moments([0.0, 1.0])
        for _ in range(33):
            many = many.merge(many)
        assert many.n == 2**34
        assert many.mean == 0.5
        assert_is_nearest_root(many.sd, Fraction(2**34, 4 * (2**34 - 1)))


class TestExtremes:
    @given(samples)
    def test_are_those_of_the_values(self, values):
        assert (moments(values).min, moments(values).max) == (min(values), max(values))

    def test_minus_zero_is_zero(self):
        assert repr(moments([0.0, -0.0])) == repr(moments([-0.0, 0.0]))
        assert repr(moments([-0.0]).min) == "0.0"


class TestState:
    @given(samples)
    def test_survives_json(self, values):
        assert Moments.from_json(json.loads(json.dumps(moments(values).to_json()))) == moments(values)

    def test_of_nothing_survives_json(self):
        assert Moments.from_json(json.loads(json.dumps(Moments().to_json()))) == Moments()

    @pytest.mark.parametrize(
        "state", [{}, {"n": 1}, {"n": 1, "total": "0x", "squares": "0x0", "min": 0, "max": 0}]
    )
    def test_refuses_what_is_none(self, state):
        with pytest.raises(ValueError, match="no state of moments"):
            Moments.from_json(state)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_refuses_a_value_that_is_not_finite(value):
    with pytest.raises(ValueError, match="finite"):
        moments([1.0, value])


@pytest.mark.parametrize("what", ["mean", "sd", "min", "max"])
def test_nothing_has_no_moments(what):
    with pytest.raises(ValueError, match="no values"):
        getattr(Moments(), what)
