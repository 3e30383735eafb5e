"""Spending: what a life does is taken from its budget, in the steps of `engine/meaning/work.py`.

The interpreter gives a life up as soon as too much is spent. Here nothing dear is begun any more: its loops
are not entered, its events do not happen; and when the tick is over, so is the life.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import Choose, Expr, If, Load, Stmt, Store, int_, word
from twicetold.engine.meaning.work import Work
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.kernel.lower.expression import Expressions
    from twicetold.engine.kernel.lower.lowering import Lowering

MOST: Final = 1 << 62
"""More steps than any budget has."""


class Spending:
    """The budget of the lives of one world."""

    def __init__(self, lowering: Lowering) -> None:
        self.lowering = lowering
        self.work = Work(lowering.world, lowering.layout)
        self.left = lowering.array("left", "u64", 1)

    def begin(self) -> Iterator[Stmt]:
        """A life begins with all that it may spend."""
        budget: Expr = word(self.lowering.world.budget)
        if self.lowering.turning:
            budget = Load(self.lowering.out("budget", "u64"), int_(0))
        yield Store(self.left, int_(0), budget)
        yield from self.spend(self.work.beginning)

    def spend(self, steps: int | Expr) -> Iterator[Stmt]:
        """So many steps are taken, a word."""
        left, much = Load(self.left, int_(0)), steps if isinstance(steps, Expr) else word(min(steps, MOST))
        yield Store(self.left, int_(0), Choose(left > much, left - much, word(0)))

    @property
    def within(self) -> Expr:
        """Whether the life is within its budget."""
        return Load(self.left, int_(0)).is_not(word(0))

    def spend_on(self, steps: int, body: Iterable[Stmt]) -> Iterator[Stmt]:
        """What takes so many steps, if they can still be taken."""
        yield from self.spend(steps)
        yield If(self.within, tuple(body))

    def asked(
        self, x: Expressions, parts: Sequence[model.Condition], scope: Scope, body: Iterable[Stmt]
    ) -> tuple[Stmt, ...]:
        """The body where all parts of a condition hold, asked in order; what is dear counts when it is."""
        inside = tuple(body)
        for part in reversed(parts):
            inside = (self.lowering.count.either(part, x.lower(part.expr, scope), inside),)
            if steps := self.work.dear(part):
                inside = tuple(self.spend_on(steps, inside))
        return inside
