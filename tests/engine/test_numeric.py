"""Our own arithmetic: how exact it is, where it saturates, and that nothing makes it raise."""

import math
import random
from collections.abc import Callable
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy import special

from twicetold.engine.meaning import numeric

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
ANY = st.floats()

GOLDEN: list[tuple[Callable[[float], float], float, str]] = [
    (numeric.exp, 1.0, "0x1.5bf0a8b14576ap+1"),
    (numeric.exp, -0.1, "0x1.cf46d99d52b3ap-1"),
    (numeric.exp, 709.0, "0x1.d422d2be5dc9bp+1022"),
    (numeric.log, 2.0, "0x1.62e42fefa39efp-1"),
    (numeric.log, 10.0, "0x1.26bb1bbb55516p+1"),
    (numeric.log, 1e-300, "-0x1.5963447f87fb5p+9"),
    (numeric.gumbel, 0.5, "0x1.774f29bdd6b9fp-2"),
    (numeric.normal_quantile, 0.3, "-0x1.0c7e39582c5fap-1"),
    (numeric.normal_quantile, 0.975, "0x1.f5c0331eeff82p+0"),
    (numeric.normal_quantile, 1e-15, "-0x1.fc3f007789667p+2"),
]


@pytest.mark.parametrize(("function", "x", "expected"), GOLDEN)
def test_golden_values(function: Callable[[float], float], x: float, expected: str) -> None:
    assert function(x).hex() == expected


def error_in_ulps(value: float, exact: Decimal) -> float:
    return float(abs(Decimal(value) - exact) / Decimal(math.ulp(float(exact))))


def arguments_of_exp() -> list[float]:
    draw = random.Random(1)
    spread = [draw.uniform(-708.0, 709.0) for _ in range(4000)]
    small = [draw.uniform(-1.0, 1.0) for _ in range(4000)]
    tiny = [math.ldexp(draw.uniform(-1.0, 1.0), -draw.randrange(1070)) for _ in range(500)]
    seams = [(n + 0.5) * math.log(2.0) + e for n in range(-1000, 1000, 7) for e in (-1e-13, 0.0, 1e-13)]
    return [*spread, *small, *tiny, *seams, -708.0, 709.0, 0.0]


def arguments_of_log() -> list[float]:
    draw = random.Random(2)
    spread = [math.ldexp(draw.uniform(0.5, 1.0), draw.randrange(-1073, 1025)) for _ in range(4000)]
    seam = [draw.uniform(1.4, 1.42) * 2.0 ** draw.randrange(-2, 3) for _ in range(2000)]
    near_one = [1.0 + math.ldexp(draw.uniform(-1.0, 1.0), -draw.randrange(53)) for _ in range(2000)]
    return [*(x for x in spread + seam + near_one if x not in (0.0, 1.0)), 5e-324, 1.7976931348623157e308]


def test_exp_is_within_one_ulp() -> None:
    with localcontext(prec=60):
        assert max(error_in_ulps(numeric.exp(x), Decimal(x).exp()) for x in arguments_of_exp()) < 1.0


def test_log_is_within_one_ulp() -> None:
    with localcontext(prec=60):
        assert max(error_in_ulps(numeric.log(x), Decimal(x).ln()) for x in arguments_of_log()) < 1.0


def test_exact_points() -> None:
    assert numeric.exp(0.0) == 1.0
    assert numeric.log(1.0) == 0.0
    assert numeric.normal_quantile(0.5) == 0.0


def test_exp_saturates() -> None:
    assert numeric.exp(math.inf) == numeric.exp(1e300) == numeric.exp(709.5) == numeric.exp(709.0)
    assert numeric.exp(-708.0) > 0.0
    assert numeric.exp(-708.0000001) == numeric.exp(-math.inf) == numeric.exp(math.nan) == 0.0


def test_log_of_what_has_none() -> None:
    assert numeric.log(0.0) == numeric.log(-1.0) == numeric.log(-math.inf) == numeric.log(math.nan) == -745.0
    assert numeric.log(5e-324) > -745.0
    assert numeric.log(math.inf) == numeric.log(1.7976931348623157e308)
    assert numeric.exp(numeric.log(0.0)) == 0.0


@given(ANY)
def test_exp_and_log_never_raise_and_stay_finite(x: float) -> None:
    assert math.isfinite(numeric.exp(x))
    assert math.isfinite(numeric.log(x))


@given(NUMBERS, NUMBERS)
def test_exp_and_log_keep_order(x: float, y: float) -> None:
    """Up to the last place: neither function may fall by more than its error allows."""
    x, y = min(x, y), max(x, y)
    for function in (numeric.exp, numeric.log):
        assert function(x) <= function(y) + 2 * math.ulp(function(y))


def test_exp_and_log_never_fall_on_a_fine_grid() -> None:
    grid = [n / 1024.0 for n in range(1, 100_000)]
    for function in (numeric.exp, numeric.log):
        values = [function(x) for x in grid]
        assert values == sorted(values)


def test_normal_quantile_is_accurate() -> None:
    draw = random.Random(3)
    us = [draw.random() for _ in range(4000)] + [numeric.exp(-draw.uniform(0.0, 36.7)) for _ in range(4000)]
    for u in us:
        assert numeric.normal_quantile(u) == pytest.approx(float(special.ndtri(u)), rel=3e-15, abs=1e-16)


def test_normal_quantile_is_odd() -> None:
    """1 - u is exact for the numbers that noise makes, so the two tails mirror each other to the bit."""
    draw = random.Random(4)
    for _ in range(2000):
        u = (draw.getrandbits(52) + 0.5) * 2.0**-52
        assert numeric.normal_quantile(1.0 - u) == -numeric.normal_quantile(u)


@pytest.mark.parametrize("seam", [0.075, 0.925, math.exp(-25.0)])
def test_normal_quantile_has_no_step_where_its_parts_meet(seam: float) -> None:
    below, above = seam * (1.0 - 1e-12), seam * (1.0 + 1e-12)
    rise = numeric.normal_quantile(above) - numeric.normal_quantile(below)
    x = numeric.normal_quantile(seam)
    density = math.exp(-x * x / 2.0) / math.sqrt(2.0 * math.pi)
    assert rise == pytest.approx((above - below) / density, rel=0.01, abs=4e-15)


def test_normal_quantile_never_falls_on_a_grid() -> None:
    values = [numeric.normal_quantile(n / 65536.0) for n in range(1, 65536)]
    assert values == sorted(values)


def test_gumbel_is_finite_at_both_ends() -> None:
    assert numeric.gumbel(2.0**-53) == pytest.approx(-math.log(53 * math.log(2)), rel=1e-15)
    assert numeric.gumbel(1.0 - 2.0**-53) == pytest.approx(53 * math.log(2), rel=1e-15)


@given(ANY, ANY)
def test_division_is_total(a: float, b: float) -> None:
    quotient = numeric.divide(a, b)
    if b == 0.0:
        assert quotient == 0.0
    elif math.isfinite(a) and math.isfinite(b) and math.isfinite(quotient):
        assert abs(Fraction(quotient) * Fraction(b) - Fraction(a)) <= abs(Fraction(b)) * Fraction(
            math.ulp(quotient)
        )


@given(ANY)
def test_sqrt_is_total(x: float) -> None:
    assert numeric.sqrt(x) == (math.sqrt(x) if x > 0.0 else 0.0)


@given(ANY, NUMBERS, NUMBERS)
def test_clamp_lands_within(x: float, lo: float, hi: float) -> None:
    lo, hi = min(lo, hi), max(lo, hi)
    y = numeric.clamp(x, lo, hi)
    assert lo <= y <= hi
    assert y == x or (y == lo and not x > lo) or (y == hi and x > hi)


def test_clamp_makes_the_lower_end_of_a_nan() -> None:
    assert numeric.clamp(math.nan, -3.0, 5.0) == -3.0


@given(st.floats(min_value=-(2.0**53), max_value=2.0**53) | st.integers(-999, 999).map(lambda n: n / 2.0))
@example(0.5)
@example(-0.5)
@example(1.5)
@example(0.49999999999999994)
@example(4503599627370495.5)
@example(-4503599627370495.5)
def test_rounding_is_to_the_nearest_and_to_the_even_of_two(x: float) -> None:
    assert numeric.round_half_even(x) == float(round(x))


def test_rounding_has_no_negative_zero() -> None:
    for x in (-0.0, -0.2, -0.5, 0.0):
        assert math.copysign(1.0, numeric.round_half_even(x)) == 1.0


def test_rounding_leaves_what_cannot_be_rounded() -> None:
    assert numeric.round_half_even(math.inf) == math.inf
    assert numeric.round_half_even(-1e300) == -1e300
    assert math.isnan(numeric.round_half_even(math.nan))
