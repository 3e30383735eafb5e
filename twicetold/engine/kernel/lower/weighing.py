"""Weighing one option after another: whoever could not win by what is known of them is passed over.

Of an option of which all holds that is needed, the mixed word is known first. If even the highest urge that
anybody can have who comes last would be too low with such a draw, there is no more to compute. Only of those
who are left is the urge computed, and are the scores compared (`race.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.race import Race
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import Expr, If, Let, Set, Stmt, Var, num
from twicetold.engine.meaning import sites
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class Each:
    """What is done with every option of an action, and before the first of those who are alike but for who
    comes last: then there is an upper bound of the urges of all of them, or none."""

    option: Callable[[Scope, Expr], Iterator[Stmt]]
    before_all: Callable[[Scope, Expr | None], Iterator[Stmt]] = lambda scope, most: iter(())


class Weighing:
    """The weighing of the options of one action: by their urges alone, of which `best` is the highest by now,
    or by a race."""

    def __init__(self, expressions: Expressions, race: Race, best: Var | None, action: model.Action) -> None:
        self.expressions = expressions
        self.lowering = expressions.lowering
        self.race = race
        self.best = best
        self.action = action
        self._stem: Var | None = None
        self._most: Var | None = None

    def before_all(self, scope: Scope, most: Expr | None) -> Iterator[Stmt]:
        """What is known before who comes last is: part of the mixed words, and how high the urges can be."""
        if self.best is not None:
            return
        roles = [scope.bound[role.slot].var for role in self.action.roles[:-1]]
        stem = self.expressions.stem(sites.choose(self.action), roles)
        if stem is not None:
            self._stem = self.lowering.fresh("stem", "word")
            yield Let(self._stem, stem)
        if most is not None:
            self._most = self.lowering.fresh("most", "num")
            yield Let(self._most, self._cooled(most))

    def option(self, urge: Expr, roles: Sequence[Expr], take: tuple[Stmt, ...]) -> Iterator[Stmt]:
        """Take an option if its score is above all before: its urge, or its urge and a draw."""
        h, weighed = Var("h", "word"), Var("weighed", "num")
        if self.best is not None:
            yield Let(weighed, urge)
            yield If(weighed > self.best, (Set(self.best, weighed), *take), likely=False)
            return
        if self._stem is None:
            yield Let(h, self.expressions.mixed(sites.choose(self.action), roles))
        else:
            yield Let(h, self.expressions.grown(self._stem, roles[-1], len(roles) - 1))
        enter = (Let(weighed, self._cooled(urge)), *self.race.enter(weighed, h, take))
        if self._most is None:
            yield from enter
        else:
            yield If(self.race.may_win(self._most, h), enter, likely=False)

    def _cooled(self, urge: Expr) -> Expr:
        return urge / self.lowering.world.choice.temperature


def added(terms: Sequence[Expr]) -> Expr:
    """The sum of the terms of an urge, or of bounds of them, in the order of the text."""
    urge: Expr = num(0.0)
    for term in terms:
        urge = urge + term
    return urge
