"""Spending: what a life does is taken from its budget, in the steps of `engine/meaning/work.py`.

The interpreter gives a life up as soon as too much is spent. Here nothing dear is begun any more: its loops
are not entered, its events do not happen; and when the tick is over, so is the life.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from twicetold.engine.kernel.lower.builder import Builder
from twicetold.engine.kernel.program import Choose, Expr, If, Load, Stmt, Store, int_, word
from twicetold.engine.meaning.work import Work

MOST: Final = 1 << 62
"""More steps than any budget has."""


class Spending:
    """The budget of the lives of one world; None if the caller gives it."""

    def __init__(self, builder: Builder, work: Work, budget: int | None) -> None:
        self.builder = builder
        self.work = work
        self.left = builder.array("left", "u64", 1, beside=True)
        self.budget = budget

    def begin(self) -> Iterator[Stmt]:
        """A life begins with all that it may spend."""
        if self.budget is None:
            budget: Expr = Load(self.builder.out("budget", "u64"), int_(0))
        else:
            budget = word(self.budget)
        yield Store(self.left, int_(0), budget)
        yield from self.spend(self.work.beginning)

    def spend(self, steps: int | Expr) -> Iterator[Stmt]:
        """So many steps are taken, a word."""
        left, much = Load(self.left, int_(0)), steps if isinstance(steps, Expr) else word(min(steps, MOST))
        yield Store(self.left, int_(0), Choose(left > much, left - much, word(0)))

    @property
    def left_now(self) -> Expr:
        """How many steps are left."""
        return Load(self.left, int_(0))

    def leave(self, steps: Expr) -> Stmt:
        """So many steps are left, whatever was spent."""
        return Store(self.left, int_(0), steps)

    @property
    def within(self) -> Expr:
        """Whether the life is within its budget."""
        return Load(self.left, int_(0)).is_not(word(0))

    def spend_on(self, steps: int, body: Iterable[Stmt]) -> Iterator[Stmt]:
        """What takes so many steps, if they can still be taken."""
        yield from self.spend(steps)
        yield If(self.within, tuple(body), likely=True)
