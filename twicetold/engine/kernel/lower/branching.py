"""Lives that are gone on with in several ways: stopped, copied, and continued with the luck of another run.

A life is its block of memory, so to copy it is to copy the block. What is added here is what a caller needs
beside that: to go on up to a mark, to change the run whose luck holds from now on, and to end.
"""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.ending import peak_array, peaks
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.lowering import at, do, put
from twicetold.engine.kernel.program import (
    FALSE,
    Call,
    Choose,
    Expr,
    Let,
    Load,
    Return,
    Set,
    Stmt,
    Var,
    While,
    both,
    either,
    int_,
    word,
)
from twicetold.engine.meaning.noise import _SEED_SALT

ENTRIES = ("begin_life", "live_on", "change_luck", "finish_life")
"""What a caller calls: `begin_life(seed, run, row)`, `live_on(which, level, goal, until, room)`,
`change_luck(seed, run)`, `finish_life(row)`."""


def branching_functions(expressions: Expressions, tick_life: str, end_life: str) -> None:
    """Make the functions of `ENTRIES`, but for `begin_life`, which there is."""
    _live_on(expressions, tick_life)
    _change_luck(expressions)
    _finish(expressions, end_life)


def run_key(seed: Expr, run: Expr) -> Expr:
    """The key of a run's noise."""
    return arithmetic.call("absorb", arithmetic.call("absorb", word(_SEED_SALT), seed), run)


def _live_on(expressions: Expressions, tick_life: str) -> None:
    """The function that lives on until the peak `which` is at `level` (-1: no mark) or the goal is reached,
    the life has ended, or the tick `until` has come. It tells whether it has come to the mark or the goal.

    The goal is a peak that is above 0, by its place; or an ending, by -2 less its place; -1 is none.
    """
    lowering = expressions.lowering
    which, goal, until, room = (Var(name, "int") for name in ("which", "goal", "until", "room"))
    level, reached = Var("level", "num"), Var("reached", "bit")
    ended = lowering.array("ended", "i32", 1)
    marked: Expr = FALSE
    held: Expr = FALSE
    if peaks(lowering.world):
        peak = peak_array(lowering)
        marked = both(which >= 0, Load(peak, Choose(which >= 0, which, int_(0))) >= level)
        held = both(goal >= 0, Load(peak, Choose(goal >= 0, goal, int_(0))) > 0)
    so_ended = both(goal <= -2, at(ended).is_(-goal - 1))

    def body() -> Iterator[Stmt]:
        come = either(marked, either(held, so_ended))
        yield Let(reached, come)
        goes_on = both(~reached, both(at(ended).is_(0), at(lowering.tick) < until))
        tick = put(ended, Call(tick_life, (room,), "int") + 1)
        yield While(goes_on, (tick, Set(reached, come)))
        yield Return(Choose(reached, int_(1), int_(0)))

    lowering.function("live_on", (which, level, goal, until, room), "int", body)


def _change_luck(expressions: Expressions) -> None:
    """The function after which all is drawn as in another run."""
    seed, run = Var("seed", "word"), Var("run", "word")

    def body() -> Iterator[Stmt]:
        yield Let(Var("run_key", "word"), run_key(seed, run))
        yield from expressions.begin_sites()

    expressions.lowering.function("change_luck", (seed, run), None, body)


def _finish(expressions: Expressions, end_life: str) -> None:
    """The function that says in a row what came of a life that has ended."""
    row = Var("row", "int")
    ended = expressions.lowering.array("ended", "i32", 1)
    expressions.lowering.function(
        "finish_life", (row,), None, lambda: iter([do(end_life, row, at(ended) - 1)])
    )
