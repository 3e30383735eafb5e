"""A choice by the Gumbel-max rule as a race that bounds decide.

Whoever comes in has a score: an urge, or the logarithm of a weight, and a draw, which is two logarithms.
Bounds of them say nearly always who is ahead: the one who leads is kept with the bounds of their score, and
only where those of another reach into them are both scores computed. C. J. Maddison, D. Tarlow and T. Minka,
"A* Sampling" (2014), bound in the same way what they need not draw.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final, Literal

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower import bounds
from twicetold.engine.kernel.lower.builder import Builder
from twicetold.engine.kernel.lower.lowering import at, put
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Call,
    Expr,
    If,
    Let,
    Return,
    Stmt,
    Var,
    num,
)

LEAST: Final = -sys.float_info.max
"""Less than any score."""


class Race:
    """Who leads in a choice `by` urges or by weights: the bounds of their score, and what it is made of."""

    def __init__(self, builder: Builder, by: Literal["urge", "weight"]) -> None:
        self.builder = builder
        self.by = by
        self.low = builder.array(f"{by}_low", "f64", 1)
        self.high = builder.array(f"{by}_high", "f64", 1)
        self.led_by = builder.array(f"{by}_leads", "f64", 1)
        self.word = builder.array(f"{by}_word", "u64", 1)

    def begin(self) -> Iterator[Stmt]:
        """Nobody leads: the next to come in will."""
        yield from self._known(num(LEAST))

    def lead(self, x: Expr, h: Expr) -> Iterator[Stmt]:
        """Somebody leads, by an urge or weight and a mixed word."""
        yield put(self.led_by, x)
        yield put(self.word, h)
        yield put(self.low, self._bound("least", x, h))
        yield put(self.high, self._bound("most", x, h))

    def may_win(self, most: Expr, h: Expr) -> Expr:
        """Whether somebody with an urge of at most so much can be above all before, as far as is seen at
        once."""
        return ~(most + bounds.of_gumbel_at_once(self.builder, h) <= at(self.low))

    def enter(self, x: Expr, h: Expr, take: tuple[Stmt, ...]) -> Iterator[Stmt]:
        """Somebody comes in, and is taken if their score is above all before."""
        wins = Call(self._wins_function(), (x, h), "bit")
        yield If(
            self.may_win(x, h) if self.by == "urge" else self._reaches(x, h), (If(wins, take),), likely=False
        )

    def _reaches(self, x: Expr, h: Expr) -> Expr:
        return self._bound("most", x, h) > at(self.low)

    def _wins_function(self) -> str:
        """The function that says whether one who may be ahead is, and then leads."""
        x, h, score = Var("x", "num"), Var("h", "word"), Var("score", "num")
        settle = self._known(self._score(at(self.led_by), at(self.word)))

        def body() -> Iterator[Stmt]:
            if self.by == "urge":
                yield If(~self._reaches(x, h), (Return(FALSE),))
            yield If(self._bound("least", x, h) > at(self.high), (*self.lead(x, h), Return(TRUE)))
            yield If(at(self.low) < at(self.high), tuple(settle))
            yield Let(score, self._score(x, h))
            yield If(~(score > at(self.low)), (Return(FALSE),))
            yield from self._known(score)
            yield Return(TRUE)

        return self.builder.function(f"{self.by}_wins", (x, h), "bit", body)

    def _known(self, score: Expr) -> Iterator[Stmt]:
        """The score of the one who leads is known."""
        yield put(self.low, score)
        yield put(self.high, at(self.low))

    def _score(self, x: Expr, h: Expr) -> Expr:
        value = x if self.by == "urge" else arithmetic.call("log", x)
        return value + arithmetic.call("gumbel", arithmetic.call("unit", h))

    def _bound(self, side: bounds.Side, x: Expr, h: Expr) -> Expr:
        value = x if self.by == "urge" else bounds.of_log(self.builder, side, x)
        return value + bounds.of_gumbel(self.builder, side, h)
