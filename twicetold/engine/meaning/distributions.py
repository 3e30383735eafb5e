"""From uniform numbers to other distributions, each a pure function of the uniforms it is given.

Most turn one uniform into one value and keep (or turn) its order, whatever the parameters, so that two worlds
which differ in a parameter still share their luck. Only `beta`, whose quantile function is not made of
elementary operations, needs several uniforms. The operations and their order are fixed in ``docs/noise.md``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from twicetold.engine.meaning.numeric import exp, log, normal_quantile, sqrt

TRIES: Final = 64
"""How often a gamma draw may be refused before its mean is taken; the chance of that is below 10**-80."""


def between(u: float, lo: float, hi: float) -> float:
    """A value spread evenly from `lo` to `hi`."""
    return lo + (hi - lo) * u


def normal(u: float, mean: float, sd: float) -> float:
    """A normal value of the given mean and standard deviation."""
    return mean + sd * normal_quantile(u)


def exponential(u: float, mean: float) -> float:
    """An exponential value of the given mean; a low `u` is a high value."""
    return -log(u) * mean


def beta(uniform: Callable[[int], float], a: float, b: float) -> float:
    """A beta value: of two gamma values, of shapes `a` and `b`, the part that the first has in their sum.

    `uniform(n)` is the n-th uniform number of this draw, n = 1, 2, ...: always the same for one n. Where `a`
    is not positive the value is 0, else where `b` is not, 1. The gammas are kept as logarithms, for those of
    small shapes would underflow.
    """
    if not a > 0.0:
        return 0.0
    if not b > 0.0:
        return 1.0
    log_x = _log_gamma_value(uniform, a, 1)
    log_y = _log_gamma_value(uniform, b, 2 + 2 * TRIES)
    return 1.0 / (1.0 + exp(log_y - log_x))


def _log_gamma_value(uniform: Callable[[int], float], shape: float, first: int) -> float:
    """The logarithm of a gamma value of scale 1, from the uniforms `first` to `first + 2 * TRIES`.

    G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM Transactions on
    Mathematical Software 26 (2000), 363-372: the cube of a shifted normal, accepted or refused. A shape below
    1 is raised by 1 and the value multiplied by a uniform to the power 1/shape.
    """
    if shape < 1.0:
        return _log_gamma_value(uniform, shape + 1.0, first) + log(uniform(first)) / shape
    d = shape - 1.0 / 3.0
    c = 1.0 / sqrt(9.0 * d)
    for n in range(first + 1, first + 1 + 2 * TRIES, 2):
        x = normal_quantile(uniform(n))
        t = 1.0 + c * x
        v = t * t * t
        if v > 0.0:
            log_v = log(v)
            if log(uniform(n + 1)) < 0.5 * x * x + d - d * v + d * log_v:
                return log(d) + log_v
    return log(shape)
