"""Arithmetic that every machine and every backend computes to the same bit.

Each function is a fixed sequence of IEEE-754 binary64 operations (``+ - * /``, square root, comparison) and
of exact moves between a number and its exponent; no mathematical library has a say in it. The sequence is
written down in ``docs/noise.md``, and a compiled kernel must follow it operation by operation, without
contraction.

All functions are total: nothing makes them raise. Should a NaN arise, `exp`, `log`, `sqrt` and `clamp` take
it for less than every number.
"""

from __future__ import annotations

import math
from math import floor, frexp, ldexp
from typing import Final

LOG_OF_NOTHING: Final = -745.0
"""The logarithm of what has none: below the logarithm of every positive number, so that `log` never falls."""

LARGEST_EXPONENT: Final = 709.0
"""`exp` grows no more beyond this."""

SMALLEST_EXPONENT: Final = -708.0
"""`exp` is 0 below this: it never yields a subnormal number, of which not all machines think alike."""

_LARGEST: Final = 1.7976931348623157e308
_SQRT_HALF: Final = 0.7071067811865476
_LOG2_E: Final = 1.4426950408889634

# ln 2 in two parts. The first has 42 bits, so that its product with any binary exponent is exact.
_LN2_HI: Final = 0.6931471805598903
_LN2_LO: Final = 5.497923018708371e-14

_INTEGRAL: Final = 4503599627370496.0  # 2**52: from here on every number is whole


def exp(x: float) -> float:
    """e to the power `x`, within 1 ulp; exp(709) for every greater x, 0 for x below -708.

    x = k ln 2 + r with |r| at most half of ln 2; then exp r = 1 + 2r / (R - r) with R = r coth(r / 2), whose
    power series is 2 + r²/6 - r⁴/360 + ... (the coefficients come from the Bernoulli numbers).
    """
    if not x >= SMALLEST_EXPONENT:
        return 0.0
    if x > LARGEST_EXPONENT:
        x = LARGEST_EXPONENT
    k = floor(x * _LOG2_E + 0.5)
    hi = x - k * _LN2_HI
    lo = k * _LN2_LO
    r = hi - lo
    t = r * r
    p = t * (-1.0 / 604800.0 + t * (1.0 / 23950080.0 + t * (-691.0 / 653837184000.0)))
    c = r - t * (1.0 / 6.0 + t * (-1.0 / 360.0 + t * (1.0 / 15120.0 + p)))
    return ldexp(1.0 + (hi + (r * c / (2.0 - c) - lo)), k)


def log(x: float) -> float:
    """The natural logarithm of `x`, within 1 ulp; -745 where `x` is not positive, 709.78... for infinity.

    x = 2**k (1 + f) with 1 + f between the roots of 1/2 and of 2; then log(1 + f) = 2 artanh s with
    s = f / (2 + f), by its power series, arranged so that the leading part f - f²/2 is nearly exact.
    """
    if not x > 0.0:
        return LOG_OF_NOTHING
    if x > _LARGEST:
        x = _LARGEST
    m, k = frexp(x)
    if m < _SQRT_HALF:
        m += m
        k -= 1
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = z * (2.0 / 13.0 + z * (2.0 / 15.0 + z * (2.0 / 17.0 + z * (2.0 / 19.0 + z * (2.0 / 21.0)))))
    r = z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * (2.0 / 7.0 + z * (2.0 / 9.0 + z * (2.0 / 11.0 + p)))))
    h = 0.5 * f * f
    return k * _LN2_HI - ((h - (s * (h + r) + k * _LN2_LO)) - f)


def sqrt(x: float) -> float:
    """The square root of `x`, correctly rounded; 0 for what is not positive."""
    return math.sqrt(x) if x > 0.0 else 0.0


def divide(a: float, b: float) -> float:
    """`a / b`; 0 if `b` is 0."""
    return a / b if b != 0.0 else 0.0


def clamp(x: float, lo: float, hi: float) -> float:
    """`x` kept within `lo` and `hi`; a NaN becomes `lo`. Where `lo` is above `hi`, `hi` wins."""
    x = x if x >= lo else lo
    return x if x <= hi else hi


def round_half_even(x: float) -> float:
    """The nearest whole number, of two equally near ones the even one; never -0.

    Adding 2**52 leaves no bits for a fraction, so the addition itself rounds, and IEEE-754 says how.
    """
    if 0.0 <= x < _INTEGRAL:
        return (x + _INTEGRAL) - _INTEGRAL
    if -_INTEGRAL < x < 0.0:
        return (x - _INTEGRAL) + _INTEGRAL
    return x


def gumbel(u: float) -> float:
    """The standard Gumbel quantile -log(-log u), for u in (0, 1)."""
    return -log(-log(u))


def normal_quantile(u: float) -> float:
    """The standard normal quantile, to about 1 part in 10**15, for u in (0, 1).

    Routine PPND16 of M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution",
    Applied Statistics 37 (1988), 477-484.
    """
    q = u - 0.5
    if -0.425 <= q <= 0.425:
        return _normal_middle(q)
    r = math.sqrt(-log(u if q < 0.0 else 1.0 - u))
    x = _normal_flank(r - 1.6) if r <= 5.0 else _normal_tail(r - 5.0)
    return -x if q < 0.0 else x


def _normal_middle(q: float) -> float:
    """The normal quantile at 1/2 + q, for |q| up to 0.425."""
    r = 0.180625 - q * q
    a = 2509.0809287301227 * r + 33430.57558358813
    a = a * r + 67265.7709270087
    a = a * r + 45921.95393154987
    a = a * r + 13731.69376550946
    a = a * r + 1971.5909503065513
    a = a * r + 133.14166789178438
    a = a * r + 3.3871328727963665
    b = 5226.495278852854 * r + 28729.085735721943
    b = b * r + 39307.89580009271
    b = b * r + 21213.794301586597
    b = b * r + 5394.196021424751
    b = b * r + 687.1870074920579
    b = b * r + 42.31333070160091
    b = b * r + 1.0
    return q * a / b


def _normal_flank(r: float) -> float:
    """The upper normal quantile where the root of -log(tail) is r + 1.6, up to 5."""
    a = 0.0007745450142783414 * r + 0.022723844989269184
    a = a * r + 0.2417807251774506
    a = a * r + 1.2704582524523684
    a = a * r + 3.6478483247632045
    a = a * r + 5.769497221460691
    a = a * r + 4.630337846156546
    a = a * r + 1.4234371107496835
    b = 1.0507500716444169e-09 * r + 0.0005475938084995345
    b = b * r + 0.015198666563616457
    b = b * r + 0.14810397642748008
    b = b * r + 0.6897673349851
    b = b * r + 1.6763848301838038
    b = b * r + 2.053191626637759
    b = b * r + 1.0
    return a / b


def _normal_tail(r: float) -> float:
    """The upper normal quantile where the root of -log(tail) is r + 5, beyond 5."""
    a = 2.0103343992922881e-07 * r + 2.7115555687434876e-05
    a = a * r + 0.0012426609473880784
    a = a * r + 0.026532189526576124
    a = a * r + 0.29656057182850487
    a = a * r + 1.7848265399172913
    a = a * r + 5.463784911164114
    a = a * r + 6.657904643501103
    b = 2.0442631033899397e-15 * r + 1.421511758316446e-07
    b = b * r + 1.8463183175100548e-05
    b = b * r + 0.0007868691311456133
    b = b * r + 0.014875361290850615
    b = b * r + 0.1369298809227358
    b = b * r + 0.599832206555888
    b = b * r + 1.0
    return a / b
