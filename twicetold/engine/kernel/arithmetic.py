"""The functions of ``docs/noise.md`` as functions of the program: numbers, draws, distributions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from twicetold.engine.kernel.program import (
    Call,
    Choose,
    Expr,
    Function,
    If,
    Let,
    Op,
    Return,
    Set,
    Stmt,
    Type,
    Var,
    While,
    both,
    either,
    int_,
    num,
    word,
)
from twicetold.engine.meaning import numeric
from twicetold.engine.meaning.distributions import TRIES
from twicetold.engine.meaning.noise import GOLDEN

_INTEGRAL: Final = 2.0**52


def call(name: str, *args: Expr) -> Expr:
    """A call of one of the functions of this module."""
    return Call(name, args, _RESULT[name])


def clamp(x: Expr, lo: Expr, hi: Expr) -> Expr:
    """A number kept within two others; a NaN becomes the lower."""
    return call("clamp", x, lo, hi)


def functions() -> tuple[Function, ...]:
    """All functions of this module, each before those that call it."""
    return tuple(make() for make in _MAKERS)


# --- numbers ------------------------------------------------------------------------------------------------

X, LO, HI = Var("x", "num"), Var("lo", "num"), Var("hi", "num")


def _pure(name: str, params: tuple[Var, ...], *body: Stmt | Expr) -> Function:
    """A function of the last expression of its body."""
    stmts = tuple(Return(part) if isinstance(part, Expr) else part for part in body)
    return Function(name, params, _RESULT[name], stmts, pure=True)


def _sqrt() -> Function:
    return _pure("sqrt", (X,), Choose(X > 0.0, Op("sqrt", (X,), "num"), num(0.0)))


def _divide() -> Function:
    a, b = Var("a", "num"), Var("b", "num")
    return _pure("divide", (a, b), Choose(b.is_not(0.0), a / b, num(0.0)))


def _modulo() -> Function:
    a, b, rest = Var("a", "num"), Var("b", "num"), Var("rest", "num")

    def within(x: Expr) -> Expr:
        return either(both(x >= 0.0, x < b), both(b < x, x <= 0.0))

    more, less = rest + b, rest - b
    other = Choose(within(more), more, Choose(within(less), less, num(0.0)))
    return _pure(
        "modulo",
        (a, b),
        If(b.is_(0.0), (Return(num(0.0)),)),
        Let(rest, a - call("floor", a / b) * b),
        Choose(within(rest), rest, other),
    )


def _clamp() -> Function:
    low = Var("low", "num")
    return _pure("clamp", (X, LO, HI), Let(low, Choose(X >= LO, X, LO)), Choose(low <= HI, low, HI))


def _at_least() -> Function:
    return _pure("at_least", (X, LO), Choose(X >= LO, X, LO))


def _at_most() -> Function:
    return _pure("at_most", (X, HI), Choose(X <= HI, X, HI))


def _round() -> Function:
    up, down = (X + _INTEGRAL) - _INTEGRAL, (X - _INTEGRAL) + _INTEGRAL
    below = Choose(X < 0.0, Choose(X > -_INTEGRAL, down, X), X)
    return _pure("round", (X,), Choose(X >= 0.0, Choose(X < _INTEGRAL, up, X), below))


def _whole_below() -> Function:
    floor = Op("floor", (X,), "num")
    # The floor of -0.0 is -0.0 to a processor and 0 to an integer.
    inside = floor + 0.0
    return _pure("floor", (X,), Choose(X < _INTEGRAL, Choose(X > -_INTEGRAL, inside, X), X))


def _exp() -> Function:
    x, k, hi, lo, r, t, p, c = (Var(name, "num") for name in ("y", "k", "hi", "lo", "r", "t", "p", "c"))
    power = Op("number", (Op("to word", (Op("to int", (k,), "int") + 1023,), "word") << 52,), "num")
    return _pure(
        "exp",
        (X,),
        If(~(X >= numeric.SMALLEST_EXPONENT), (Return(num(0.0)),)),
        Let(x, Choose(X > numeric.LARGEST_EXPONENT, num(numeric.LARGEST_EXPONENT), X)),
        Let(k, Op("floor", (x * numeric._LOG2_E + 0.5,), "num")),
        Let(hi, x - k * numeric._LN2_HI),
        Let(lo, k * numeric._LN2_LO),
        Let(r, hi - lo),
        Let(t, r * r),
        Let(p, t * (-1.0 / 604800.0 + t * (1.0 / 23950080.0 + t * (-691.0 / 653837184000.0)))),
        Let(c, r - t * (1.0 / 6.0 + t * (-1.0 / 360.0 + t * (1.0 / 15120.0 + p)))),
        (1.0 + (hi + (r * c / (2.0 - c) - lo))) * power,
    )


def _log() -> Function:
    y, w, m, f, s, z, p, r, h, k = (
        Var(name, "word" if name == "w" else "num")
        for name in ("y", "w", "m", "f", "s", "z", "p", "r", "h", "k")
    )
    e = Var("e", "int")
    mantissa = Op("number", ((w & word(0x000FFFFFFFFFFFFF)) | word(0x3FE0000000000000),), "num")
    return _pure(
        "log",
        (X,),
        If(~(X > 0.0), (Return(num(numeric.LOG_OF_NOTHING)),)),
        Let(y, Choose(X > numeric._LARGEST, num(numeric._LARGEST), X)),
        Let(e, int_(-1022)),
        If(y < 2.0**-1022, (Set(y, y * 2.0**54), Set(e, e - 54))),
        Let(w, Op("bits", (y,), "word")),
        Set(e, e + Op("to int", (w >> 52,), "int")),
        Let(m, mantissa),
        If(m < numeric._SQRT_HALF, (Set(m, m + m), Set(e, e - 1))),
        Let(k, Op("to num", (e,), "num")),
        Let(f, m - 1.0),
        Let(s, f / (2.0 + f)),
        Let(z, s * s),
        Let(p, z * (2.0 / 13.0 + z * (2.0 / 15.0 + z * (2.0 / 17.0 + z * (2.0 / 19.0 + z * (2.0 / 21.0)))))),
        Let(r, z * (2.0 / 3.0 + z * (2.0 / 5.0 + z * (2.0 / 7.0 + z * (2.0 / 9.0 + z * (2.0 / 11.0 + p)))))),
        Let(h, 0.5 * f * f),
        k * numeric._LN2_HI - ((h - (s * (h + r) + k * numeric._LN2_LO)) - f),
    )


def _gumbel() -> Function:
    return _pure("gumbel", (X,), -call("log", -call("log", X)))


def _polynomials(name: str) -> Function:
    """A part of the normal quantile, from the very function that the interpreter computes with."""
    part: Callable[[Expr], Expr] = getattr(numeric, f"_normal_{name}")
    return _pure(f"normal_{name}", (X,), part(X))


def _quantile() -> Function:
    q, r, x = Var("q", "num"), Var("r", "num"), Var("v", "num")
    tail = Choose(q < 0.0, X, 1.0 - X)
    far = Choose(r <= 5.0, call("normal_flank", r - 1.6), call("normal_tail", r - 5.0))
    return _pure(
        "normal_quantile",
        (X,),
        Let(q, X - 0.5),
        If(q >= -0.425, (If(q <= 0.425, (Return(call("normal_middle", q)),)),)),
        Let(r, Op("sqrt", (-call("log", tail),), "num")),
        Let(x, far),
        Choose(q < 0.0, -x, x),
    )


# --- draws --------------------------------------------------------------------------------------------------

H, W = Var("h", "word"), Var("w", "word")


def _finalise() -> Function:
    z = Var("z", "word")
    return _pure(
        "finalise",
        (W,),
        Let(z, (W ^ (W >> 40)) * word(0xA24BAED4963EE407)),
        Set(z, (z ^ _rotated(z, 24) ^ _rotated(z, 49)) * word(0x9FB21C651E98DF25)),
        z ^ (z >> 28),
    )


def _rotated(w: Expr, n: int) -> Expr:
    """A word rotated right by n bits."""
    return w >> n | w << (64 - n)


def _absorb() -> Function:
    return _pure("absorb", (H, W), call("finalise", H + W * word(GOLDEN)))


def _reversed() -> Function:
    """The bits of a word in reversed order: neighbours are exchanged, then pairs, and so on to the halves."""
    r = Var("r", "word")
    masks = (
        (1, 0x5555555555555555), (2, 0x3333333333333333), (4, 0x0F0F0F0F0F0F0F0F),
        (8, 0x00FF00FF00FF00FF), (16, 0x0000FFFF0000FFFF),
    )  # fmt: skip
    steps = (Set(r, (r >> by & word(mask)) | (r & word(mask)) << by) for by, mask in masks)
    return _pure("reversed", (W,), Let(r, W), *steps, r >> 32 | r << 32)


def _unit() -> Function:
    return _pure("unit", (H,), (Op("to num", (H >> 12,), "num") + 0.5) * 2.0**-52)


def _log_gamma() -> Function:
    """As `distributions._log_gamma_value`: a shape below 1 is raised, and a further draw makes up for it."""
    shape, first = Var("shape", "num"), Var("first", "int")
    low, s, less = Var("low", "bit"), Var("s", "num"), Var("less", "num")
    d, c, n = Var("d", "num"), Var("c", "num"), Var("n", "int")
    x, t, v, log_v = (Var(name, "num") for name in ("y", "t", "v", "log_v"))

    def uniform(n: Expr) -> Expr:
        return call("unit", call("absorb", H, Op("to word", (n,), "word")))

    bound = 0.5 * x * x + d - d * v + d * log_v
    log_value = call("log", d) + log_v
    return _pure(
        "log_gamma",
        (H, shape, first),
        Let(low, shape < 1.0),
        Let(s, Choose(low, shape + 1.0, shape)),
        Let(less, Choose(low, call("log", uniform(first)) / shape, num(0.0))),
        Let(d, s - 1.0 / 3.0),
        Let(c, 1.0 / call("sqrt", 9.0 * d)),
        Let(n, first + 1),
        While(
            n < first + (1 + 2 * TRIES),
            (
                Let(x, call("normal_quantile", uniform(n))),
                Let(t, 1.0 + c * x),
                Let(v, t * t * t),
                If(
                    v > 0.0,
                    (
                        Let(log_v, call("log", v)),
                        If(
                            call("log", uniform(n + 1)) < bound,
                            (Return(Choose(low, log_value + less, log_value)),),
                        ),
                    ),
                ),
                Set(n, n + 2),
            ),
        ),
        Choose(low, call("log", s) + less, call("log", s)),
    )


def _beta() -> Function:
    a, b, x, y = (Var(name, "num") for name in ("a", "b", "log_x", "log_y"))
    return _pure(
        "beta",
        (H, a, b),
        If(~(a > 0.0), (Return(num(0.0)),)),
        If(~(b > 0.0), (Return(num(1.0)),)),
        Let(x, call("log_gamma", H, a, int_(1))),
        Let(y, call("log_gamma", H, b, int_(2 + 2 * TRIES))),
        1.0 / (1.0 + call("exp", y - x)),
    )


_MAKERS: tuple[Callable[[], Function], ...] = (
    _sqrt, _divide, _clamp, _at_least, _at_most, _round, _whole_below, _modulo, _exp, _log, _gumbel,
    lambda: _polynomials("middle"), lambda: _polynomials("flank"), lambda: _polynomials("tail"), _quantile,
    _finalise, _absorb, _reversed, _unit, _log_gamma, _beta,
)  # fmt: skip

_NUMBERS: dict[str, Type] = dict.fromkeys(
    (
        "sqrt", "divide", "modulo", "clamp", "at_least", "at_most", "round", "floor", "exp", "log", "gumbel",
        "normal_middle", "normal_flank", "normal_tail", "normal_quantile", "unit", "log_gamma", "beta",
    ),
    "num",
)  # fmt: skip

_RESULT: dict[str, Type] = {**_NUMBERS, "finalise": "word", "absorb": "word", "reversed": "word"}
