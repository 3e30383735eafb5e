"""Bounds of what is dear to compute, from tables: of a logarithm, and of the Gumbel draw of a mixed word.

A double's exponent and the first places of its mantissa are the number of a cell; as both functions go one
way, the ends of its cell bound them.
"""

from __future__ import annotations

from typing import Final, Literal

from twicetold.engine.kernel.lower.builder import Builder
from twicetold.engine.kernel.program import Call, Choose, Expr, Let, Load, Op, Return, Var, num, word
from twicetold.engine.meaning import numeric

Side = Literal["least", "most"]

FINE: Final = 6
"""What lies between a power of two and the next is divided into two to the power of so many cells."""

HALVINGS: Final = 10
"""So many halvings of 1 - u have cells; what is beyond, one draw in 1,024, has rough bounds."""

SLACK: Final = 1e-9
"""More than any rounding error of a logarithm or a draw."""

ROUGH: Final = 9
"""A rough bound of a draw goes by so many bits of its word."""

GREATEST: Final = 40.0
"""More than any draw."""

LOG_2: Final = 0.69314719
"""A little more than the logarithm of 2."""

_PARTS: Final = 1 << FINE
_ROUGH: Final = 1 << ROUGH
_FIRST: Final = 1023 + 53 - HALVINGS << FINE
"""The number of the first cell of a draw."""


def of_log(builder: Builder, side: Side, x: Expr) -> Expr:
    """A bound of the logarithm of a number above 0."""
    y, bits, power, below = Var("y", "num"), Var("bits", "word"), Var("power", "num"), num(-750.0)
    ends = builder.constant("log_ends", "f64", [numeric.log(1 + n / _PARTS) for n in range(_PARTS + 1)])
    exponent, place = (
        Op("to int", (bits >> 52,), "int"),
        Op("to int", (bits >> (52 - FINE) & (_PARTS - 1),), "int"),
    )
    end = Load(ends, place + 1) + SLACK if side == "most" else Load(ends, place) - SLACK

    def body() -> tuple[Let | Return, ...]:
        return (
            Let(bits, Op("bits", (y,), "word")),
            Let(power, Op("to num", (exponent - 1023,), "num") * numeric.log(2.0)),
            # what is less than the least normal number has no exponent of its own
            Return(power + end if side == "most" else Choose(exponent > 0, power + end, below)),
        )

    return Call(builder.function(f"log_at_{side}", (y,), "num", body, pure=True), (x,), "num")


def of_gumbel(builder: Builder, side: Side, mixed: Expr) -> Expr:
    """A bound of the Gumbel draw of a mixed word.

    -log(-log u) falls as 1 - u grows. Beyond the last halving it is at most -log(1 - u), and so at most
    (z - 10) log 2, with z the leading zeros of the word of 1 - u.
    """
    h, rest, cell = Var("h", "word"), Var("rest", "word"), Var("cell", "int")
    values = [_gumbel(n) for n in range(HALVINGS * _PARTS + 1)]
    ends = builder.constant("gumbel_ends", "f64", values)
    bits = Op("bits", (Op("to num", (rest,), "num"),), "word")
    inside, beyond = Load(ends, cell + 1) - SLACK, num(values[0] - SLACK)
    if side == "most":
        inside = Load(ends, cell) + SLACK
        beyond = Op("to num", (Op("leading", (rest,), "int") - 10,), "num") * LOG_2

    def body() -> tuple[Let | Return, ...]:
        return (
            Let(rest, ~h >> 11 | word(1)),
            Let(cell, Op("to int", (bits >> (52 - FINE),), "int") - _FIRST),
            Return(Choose(cell < 0, beyond, inside)),
        )

    return Call(builder.function(f"gumbel_at_{side}", (h,), "num", body, pure=True), (mixed,), "num")


def of_gumbel_at_once(builder: Builder, mixed: Expr) -> Expr:
    """A rough upper bound of the Gumbel draw of a mixed word, by its first bits alone."""
    values = [numeric.gumbel((n + 1) / _ROUGH) + SLACK for n in range(_ROUGH - 1)]
    ends = builder.constant("gumbel_roughly", "f64", [*values, GREATEST])
    return Load(ends, Op("to int", (mixed >> (64 - ROUGH),), "int"))


def _gumbel(n: int) -> float:
    """The draw at the end of a cell at which 1 - u is least; behind the last, that of the least u."""
    halving, part = divmod(n, _PARTS)
    rest = (1 + part / _PARTS) * 2.0 ** (halving - HALVINGS)
    return numeric.gumbel(1 - rest if rest < 1 else 2.0**-53)
