"""What is drawn follows the distribution that it is named after."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from twicetold.engine.meaning import distributions, noise
from twicetold.engine.meaning.noise import Noise

P = 1e-4  # the least p-value let pass; the seeds are fixed
Z = 4.0  # the greatest deviation of a moment, in standard errors
SITE = noise.site_key("starting value of temper")
DRAWS = 6000
ANY = st.floats()
UNITS = st.integers(0, 2**52 - 1).map(lambda n: (n + 0.5) * 2.0**-52)


def test_normal_numbers() -> None:
    here = Noise(1, 1)
    values = [here.normal(SITE, tick, (), 3.0, 2.0) for tick in range(DRAWS)]
    assert stats.kstest(values, stats.norm(3.0, 2.0).cdf).pvalue > P


def test_exponential_numbers() -> None:
    here = Noise(1, 2)
    values = [here.exponential(SITE, tick, (), 4.0) for tick in range(DRAWS)]
    assert min(values) > 0.0
    assert stats.kstest(values, stats.expon(scale=4.0).cdf).pvalue > P


def test_gumbel_numbers() -> None:
    here = Noise(1, 3)
    values = [here.gumbel(SITE, tick, ()) for tick in range(DRAWS)]
    assert stats.kstest(values, stats.gumbel_r.cdf).pvalue > P


SHAPES = [(2.0, 5.0), (1.0, 1.0), (0.5, 0.5), (0.3, 4.0), (0.05, 0.08), (30.0, 3.0), (400.0, 900.0)]


@pytest.mark.parametrize(("a", "b"), SHAPES)
def test_beta_numbers(a: float, b: float) -> None:
    here = Noise(2, 4)
    values = np.array([here.beta(SITE, tick, (5, 6), a, b) for tick in range(DRAWS)])
    assert ((values >= 0.0) & (values <= 1.0)).all()
    true = stats.beta(a, b)
    assert stats.kstest(values, true.cdf).pvalue > P
    mean, variance, kurtosis = (float(x) for x in true.stats(moments="mvk"))
    assert abs(values.mean() - mean) < Z * math.sqrt(variance / DRAWS)
    assert abs(values.var() - variance) < Z * variance * math.sqrt((kurtosis + 2.0) / DRAWS)


def test_the_mean_of_beta_is_right_to_two_percent() -> None:
    """Sharp enough to notice a wrong constant in the gamma method, where a shape is near 1."""
    here, draws = Noise(2, 6), 40_000
    values = np.array([here.beta(SITE, tick, (), 1.0, 30.0) for tick in range(draws)])
    true = stats.beta(1.0, 30.0)
    assert abs(values.mean() - true.mean()) < Z * true.std() / math.sqrt(draws)


def test_beta_numbers_of_neighbours_are_independent() -> None:
    here = Noise(2, 5)
    values = np.array([here.beta(SITE, tick, (5,), 0.5, 2.0) for tick in range(DRAWS)])
    assert abs(stats.spearmanr(values[1:], values[:-1]).statistic) * math.sqrt(DRAWS) < Z


def test_beta_reads_no_uniform_twice() -> None:
    here, read = Noise(3, 6), []

    def uniform(n: int) -> float:
        read.append(n)
        return here.uniform(SITE, n, ())

    distributions.beta(uniform, 0.5, 0.5)
    assert len(read) == len(set(read)) >= 6
    assert min(read) >= 1


@pytest.mark.parametrize(("a", "b"), [(1.0, 1.0), (3.0, 1.0), (2.0, 6.0)])
def test_beta_takes_the_means_when_every_try_is_refused(a: float, b: float) -> None:
    """With the lowest uniform there is, the shifted normal is negative and its cube always refused."""
    assert distributions.beta(lambda n: 2.0**-53, a, b) == pytest.approx(a / (a + b), rel=1e-14)


def test_beta_without_a_positive_shape_is_at_an_end() -> None:
    here = Noise(1, 1)
    for nothing in (0.0, -1.0, math.nan):
        assert here.beta(SITE, 0, (), nothing, 2.0) == 0.0
        assert here.beta(SITE, 0, (), 2.0, nothing) == 1.0
        assert here.beta(SITE, 0, (), nothing, nothing) == 0.0


@given(st.integers(0, 1000), ANY, ANY)
def test_no_parameters_make_beta_raise_or_leave_its_range(tick: int, a: float, b: float) -> None:
    assert 0.0 <= Noise(1, 1).beta(SITE, tick, (), a, b) <= 1.0


@given(UNITS, UNITS, st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_more_luck_is_never_less(u: float, v: float, mean: float, sd: float) -> None:
    """Quantile functions keep or turn the order of the uniforms, whatever the parameters."""
    u, v = min(u, v), max(u, v)
    slack = 1e-14 * (abs(mean) + 10.0 * sd)
    assert distributions.normal(u, mean, sd) <= distributions.normal(v, mean, sd) + slack
    assert distributions.exponential(u, sd) >= distributions.exponential(v, sd) - slack
    assert distributions.between(u, mean, mean + sd) <= distributions.between(v, mean, mean + sd)


@given(UNITS, st.floats(-1e6, 1e6), st.floats(0.0, 1e6))
def test_between_stays_between(u: float, lo: float, width: float) -> None:
    assert lo <= distributions.between(u, lo, lo + width) <= lo + width + math.ulp(lo + width)
