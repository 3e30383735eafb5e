"""Intervals of every kind against published values, SciPy and their own laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from twicetold.runs.intervals import (
    clopper_pearson,
    lift_factor,
    logarithmic,
    normal,
    of_means,
    of_shares,
    relative_error,
    rule_of_three,
    student,
    wilson,
)
from twicetold.runs.moments import Moments


@st.composite
def shares(draw):
    n = draw(st.integers(min_value=1, max_value=10_000))
    return draw(st.integers(min_value=0, max_value=n)), n


class TestWilson:
    @pytest.mark.parametrize(
        ("count", "n", "low", "high"),
        [
            # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ],
    )
    def test_gives_published_intervals(self, count, n, low, high):
        assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)

    @given(shares(), st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999]))
    def test_agrees_with_scipy(self, share, confidence):
        count, n = share
        theirs = stats.binomtest(count, n).proportion_ci(confidence, method="wilson")
        assert wilson(count, n, confidence) == pytest.approx((theirs.low, theirs.high), abs=1e-12)

    @given(shares())
    def test_holds_the_share_and_stays_within_0_and_1(self, share):
        count, n = share
        low, high = wilson(count, n)
        assert 0 <= low <= count / n <= high <= 1
        assert low < high

    @given(shares())
    def test_what_did_not_happen_mirrors_what_did(self, share):
        count, n = share
        low, high = wilson(count, n)
        assert wilson(n - count, n) == pytest.approx((1 - high, 1 - low), abs=1e-12)

    @given(shares())
    def test_more_confidence_is_a_wider_interval(self, share):
        count, n = share
        narrow, wide = wilson(count, n, 0.8), wilson(count, n, 0.99)
        assert wide[0] <= narrow[0]
        assert narrow[1] <= wide[1]
        assert wide != narrow

    @given(st.integers(min_value=1, max_value=10_000))
    def test_never_and_always_are_exact(self, n):
        assert wilson(0, n)[0] == 0.0
        assert wilson(n, n)[1] == 1.0

    def test_no_observation_says_nothing(self):
        assert wilson(0, 0) == (0.0, 1.0)

    @pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
    def test_refuses_an_impossible_count(self, count, n):
        with pytest.raises(ValueError, match="count must lie"):
            wilson(count, n)

    @pytest.mark.parametrize("confidence", [0.0, 1.0, -0.5, 1.5, math.nan])
    def test_refuses_an_impossible_confidence(self, confidence):
        with pytest.raises(ValueError, match="confidence must lie"):
            wilson(1, 2, confidence)


class TestClopperPearson:
    @given(shares(), st.sampled_from([2e-3, 1e-4, 1e-8]))
    def test_holds_scipys_and_is_hardly_wider(self, share, chance):
        count, n = share
        low, high = clopper_pearson(count, n, chance)
        theirs = stats.binomtest(count, n).proportion_ci(1 - 2 * chance, method="exact")
        # Not 1e-12: near 0 and 1 SciPy's own root is no better than its solver's tolerance.
        assert low <= theirs.low + 1e-9
        assert high >= theirs.high - 1e-9
        assert high - low <= 1.03 * (theirs.high - theirs.low) + 1e-9

    @pytest.mark.parametrize(("count", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
    def test_refuses_an_impossible_count(self, count, n):
        with pytest.raises(ValueError, match="count must lie"):
            clopper_pearson(count, n, 0.025)


class TestRuleOfThree:
    @given(st.integers(min_value=1, max_value=10_000_000))
    def test_is_no_less_than_scipys_bound_on_one_side_and_hardly_more(self, n):
        # With 90 % on two sides 5 % are left beyond the upper one.
        theirs = stats.binomtest(0, n).proportion_ci(0.90, method="exact").high
        assert theirs <= rule_of_three(n)
        assert rule_of_three(n) - theirs <= 0.02 / n + 5 / n**2

    def test_nothing_lived_allows_everything(self):
        assert rule_of_three(0) == 1.0
        assert rule_of_three(2) == 1.0


class TestLift:
    @given(st.lists(st.integers(1, 500), min_size=4, max_size=4))
    def test_is_the_delta_method_for_a_table_of_four_counts(self, cells):
        """The variance of the logarithm of (both / count) / (of all / n), by SciPy's covariance of the cells
        and a gradient by differences."""
        n = sum(cells)

        def log_lift(table):
            both, only_chosen, only_other, _ = table
            return math.log(both * sum(table) / ((both + only_chosen) * (both + only_other)))

        gradient = optimize.approx_fprime(np.array(cells, float), log_lift, 1e-5)
        variance = gradient @ stats.multinomial(n, np.array(cells) / n).cov() @ gradient
        both, count, of_all = cells[0], cells[0] + cells[1], cells[0] + cells[2]
        expected = math.exp(stats.norm.ppf(0.975) * math.sqrt(max(variance, 0.0)))
        assert lift_factor(both, count, of_all, n) == pytest.approx(expected, rel=1e-3)


class TestMeans:
    @given(
        st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 10**9), st.sampled_from([0.2, 0.025, 1e-6])
    )
    def test_normal_agrees_with_scipy(self, mean, sd, n, chance):
        theirs = stats.norm.interval(1 - 2 * chance, loc=mean, scale=sd / math.sqrt(n))
        # The width, for 1 - 2 * chance has fewer digits than chance.
        low, high = normal(mean, sd, n, chance)
        assert high - low == pytest.approx(theirs[1] - theirs[0], rel=1e-8, abs=1e-9)
        assert low + high == pytest.approx(2 * mean, rel=1e-9, abs=1e-6)

    @pytest.mark.parametrize("freedom", [1, 2, 3, 4, 7, 11, 30, 99, 500])
    def test_student_agrees_with_scipy(self, freedom):
        for confidence in (0.5, 0.9, 0.95, 0.999):
            expected = stats.t.ppf(0.5 + confidence / 2, freedom)
            assert student(confidence, freedom) == pytest.approx(expected, rel=1e-9)

    @pytest.mark.parametrize(("confidence", "freedom"), [(0.0, 3), (1.0, 3), (0.95, 0)])
    def test_student_refuses_what_it_is_not_of(self, confidence, freedom):
        with pytest.raises(ValueError, match="degree of freedom"):
            student(confidence, freedom)

    @given(st.lists(st.floats(1e-9, 1e-3), min_size=2, max_size=20))
    def test_logarithmic_agrees_with_scipy(self, estimates):
        low, high = logarithmic(estimates)
        mean, error = np.mean(estimates), stats.sem(estimates) / np.mean(estimates)
        reach = stats.t.interval(0.95, len(estimates) - 1)[1] * error
        assert low == pytest.approx(mean * math.exp(-reach), rel=1e-9)
        assert high == pytest.approx(min(1.0, mean * math.exp(min(reach, 700))), rel=1e-9)
        assert relative_error(estimates) == pytest.approx(stats.variation(estimates, ddof=1), abs=1e-12)

    def test_nothing_found_says_nothing(self):
        assert logarithmic([0.0, 0.0, 0.0]) == (0.0, 1.0)

    @given(st.lists(st.integers(-50, 50), min_size=2, max_size=60))
    def test_means_of_differences_agree_with_scipy(self, values):
        found = of_means(Moments().add([float(value) for value in values]))
        half = stats.norm.ppf(0.975) * stats.sem(values)
        mean = np.mean(values)
        assert (found.low, found.high) == pytest.approx((mean - half, mean + half), abs=1e-9)


class TestPaired:
    @pytest.mark.parametrize(
        ("gained", "lost", "n"), [(12, 2, 100), (0, 7, 40), (5, 0, 40), (30, 30, 200), (1, 0, 1000)]
    )
    def test_is_where_the_score_test_begins_to_reject(self, gained, lost, n):
        """Tango's interval has the differences that the score test does not reject: the likelihood under each
        difference is made greatest by SciPy, not by Tango's root of a quadratic."""
        z = stats.norm.ppf(0.975)

        def score(difference):
            def unlikely(only_lost):
                cells = (only_lost + difference, only_lost, 1 - 2 * only_lost - difference)
                counts = (gained, lost, n - gained - lost)
                return -sum(k * math.log(max(p, 1e-300)) for k, p in zip(counts, cells, strict=True) if k)

            least, most = max(0.0, -difference), (1 - difference) / 2
            only_lost = optimize.minimize_scalar(
                unlikely, bounds=(least, most), method="bounded", options={"xatol": 1e-13}
            ).x
            variance = n * (2 * only_lost + difference - difference**2)
            return (gained - lost - n * difference) / math.sqrt(variance)

        estimate = (gained - lost) / n
        low = optimize.brentq(lambda each: score(each) - z, -1 + 1e-9, estimate - 1e-9)
        high = optimize.brentq(lambda each: score(each) + z, estimate + 1e-9, 1 - 1e-9)
        found = of_shares(gained, lost, n)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-6)
