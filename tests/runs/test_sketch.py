"""Sketches: exact while values are few, accurate beyond, and the same in whatever order they are merged."""

import json
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twicetold.runs.sketch import ACCURACY, LIMIT, Sketch
from twicetold.runs.statistics import quantiles

anything = st.floats(allow_nan=False, allow_infinity=False)
mixed = anything | st.floats(-1e6, 1e6) | st.integers(-4, 4).map(float)
probabilities = st.floats(min_value=0, max_value=1)


def sketch(values, limit=LIMIT):
    return Sketch(limit).add(values)


class TestFewValues:
    @given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60), probabilities)
    def test_have_exact_quantiles(self, values, probability):
        assert sketch(values).quantile(probability) == quantiles(values, [probability])[0]

    def test_may_occur_any_number_of_times(self):
        many = sketch([False] * 3 + [True])
        for _ in range(32):
            many = many.merge(many)
        assert many.exact
        assert many.n == 2**34
        assert [many.quantile(p) for p in (0, 0.5, 0.74, 0.76, 1)] == [0, 0, 0, 1, 1]

    def test_are_as_many_as_the_limit(self):
        values = np.arange(LIMIT) + 0.5
        assert sketch(np.repeat(values, 3)).exact
        assert sketch(values).quantile(0.5) == 500
        assert not sketch([*values, 0.0]).exact


class TestManyValues:
    @given(st.lists(mixed, min_size=17, max_size=17, unique=True))
    def test_have_order_statistics_within_the_accuracy(self, values):
        many = sketch(values, limit=4)
        assert not many.exact
        # Of 17 values the quantiles at sixteenths are the order statistics themselves.
        for rank, value in enumerate(sorted(values)):
            assert abs(many.quantile(rank / 16) - value) <= ACCURACY * abs(value) * (1 + 1e-12)

    def test_the_accuracy_is_half_a_percent_at_most(self):
        assert ACCURACY <= 0.005

    @given(st.lists(mixed, min_size=6, max_size=30, unique=True), probabilities, probabilities)
    def test_have_quantiles_that_rise_and_stay_among_them(self, values, p, q):
        many = sketch(values, limit=4)
        low, high = many.quantile(min(p, q)), many.quantile(max(p, q))
        assert min(values) <= low <= high * (1 + math.copysign(1e-12, high)) + 5e-324
        assert high <= max(values)

    @given(st.lists(mixed, min_size=6, max_size=30, unique=True))
    def test_have_exact_extremes_and_count(self, values):
        many = sketch(values, limit=4)
        assert (many.min, many.max, many.n) == (min(values), max(values), len(values))
        assert (many.quantile(0), many.quantile(1)) == (min(values), max(values))

    @pytest.mark.parametrize("scale", [1e-300, 1e-3, 1.0, 1e300])
    def test_of_a_known_distribution(self, scale):
        values = np.random.default_rng(3).lognormal(sigma=2, size=100_000) * scale
        many = sketch(np.concatenate([values, -values, np.zeros(50_000)]))
        for p in (0.05, 0.25, 0.5, 0.75, 0.95):
            exact = np.quantile(np.concatenate([values, -values, np.zeros(50_000)]), p)
            assert many.quantile(p) == pytest.approx(exact, rel=0.005)

    def test_take_bounded_memory(self):
        many = Sketch()
        rng = np.random.default_rng(5)
        for _ in range(10):
            many = many.add(np.exp2(rng.uniform(0, 20, size=20_000)))
        assert many.n == 200_000
        assert many.keys.size <= 20 * 128


class TestMerging:
    @given(
        st.lists(mixed, max_size=40),
        st.integers(1, 30),
        st.lists(st.integers(0, 40), max_size=8),
        st.randoms(use_true_random=False),
    )
    def test_depends_neither_on_order_nor_on_grouping(self, values, limit, cuts, rng):
        shuffled = values.copy()
        rng.shuffle(shuffled)
        bounds = [0, *sorted(cuts), len(shuffled)]
        pairs = pairwise(bounds)
        parts = [sketch(shuffled[begin:end], limit) for begin, end in pairs]
        while len(parts) > 1:
            one = parts.pop(rng.randrange(len(parts)))
            other = parts.pop(rng.randrange(len(parts)))
            parts.append(one.merge(other))
        assert parts[0].to_json() == sketch(values, limit).to_json()
        assert parts[0].exact == (len(set(values)) <= limit)

    def test_gives_exactness_up_in_whatever_part_the_limit_is_passed(self):
        few, more, most = [1.0, 2.0], [2.0, 3.0, 4.0], [-5.0, 0.0, 5.0, 6.0, 7.0]
        one, two, three = sketch(few, 4), sketch(more, 4), sketch(most, 4)
        assert (one.exact, two.exact, three.exact) == (True, True, False)
        assert one.merge(two).exact  # four distinct values
        whole = sketch(few + more + most, 4)
        assert (
            one.merge(two).merge(three) == one.merge(two.merge(three)) == three.merge(one).merge(two) == whole
        )

    @given(st.lists(mixed, max_size=20))
    def test_nothing_changes_nothing(self, values):
        assert Sketch().merge(sketch(values)) == sketch(values) == sketch(values).merge(Sketch())
        assert sketch(values).add([]) == sketch(values)

    def test_does_not_change_the_parts(self):
        one, two = sketch([1.0, 2.0]), sketch([3.0])
        one.merge(two)
        assert (one.n, two.n) == (2, 1)

    def test_refuses_another_limit(self):
        with pytest.raises(ValueError, match="limit"):
            Sketch(10).merge(Sketch(11))


class TestState:
    @given(st.lists(mixed, max_size=30), st.sampled_from([4, LIMIT]))
    def test_survives_json(self, values, limit):
        before = sketch(values, limit)
        after = Sketch.from_json(json.loads(json.dumps(before.to_json(), allow_nan=False)))
        assert after == before
        assert after.exact == before.exact
        assert after.merge(before) == before.merge(before)

    @pytest.mark.parametrize(
        "state",
        [
            {},
            {"limit": 9, "values": [1.0, 2.0], "counts": [1], "min": 1, "max": 2},
            {"limit": 9, "values": [2.0, 1.0], "counts": [1, 1], "min": 1, "max": 2},
            {"limit": 9, "buckets": [1, 2], "counts": [1, 0], "min": 1, "max": 2},
            {"limit": 9, "buckets": [1], "counts": [1], "min": None, "max": None},
        ],
    )
    def test_refuses_what_is_none(self, state):
        with pytest.raises(ValueError, match="no state of a sketch"):
            Sketch.from_json(state)

    def test_minus_zero_is_zero(self):
        assert json.dumps(sketch([0.0, -0.0]).to_json()) == json.dumps(sketch([-0.0, 0.0]).to_json())

    def test_sketches_of_other_values_are_not_equal(self):
        assert sketch([1.0]) != sketch([2.0])
        assert sketch([1.0]) != sketch([1.0, 1.0])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_refuses_a_value_that_is_not_finite(value):
    with pytest.raises(ValueError, match="finite"):
        sketch([1.0, value])


@pytest.mark.parametrize("probability", [-0.01, 1.01, math.nan])
def test_refuses_what_is_no_probability(probability):
    with pytest.raises(ValueError, match="probability"):
        sketch([1.0]).quantile(probability)


def test_nothing_has_no_quantiles():
    for ask in (lambda: Sketch().quantile(0.5), lambda: Sketch().min, lambda: Sketch().max):
        with pytest.raises(ValueError, match="no values"):
            ask()
