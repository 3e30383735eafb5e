"""Texts: with which an event comes to its end. That moves nothing; lowered only where lives are counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import FALSE, If, Let, Set, Stmt, Switch, Var, int_
from twicetold.engine.meaning.probes import tells
from twicetold.lang import model


class Text:
    """The text of an event under way: the number of the `tell` that was reached last (0: none), and which of
    the conditions of its wordings held then."""

    def __init__(self, expressions: Expressions, construct: model.Construct) -> None:
        self.expressions = expressions
        self.count = expressions.lowering.count
        *told, self.own = tells(construct)
        self.told = {id(wordings): number for number, wordings in enumerate(told, start=1)}
        self._texts = told
        fresh = expressions.lowering.fresh
        self.reached = fresh("text")
        asked = (each for wordings in told for each in wordings if each.when is not None)
        self.held: dict[int, Var] = {id(each): fresh("held", "bit") for each in asked}

    def begin(self) -> Iterator[Stmt]:
        """No text is reached yet."""
        if self.told:
            yield Let(self.reached, int_(0))
            yield from (Let(var, FALSE) for var in self.held.values())

    def reach(self, tell: model.Tell, scope: Scope) -> Iterator[Stmt]:
        """A `tell` is reached."""
        yield Set(self.reached, int_(self.told[id(tell.wordings)]))
        for each in tell.wordings:
            if each.when is not None:
                yield Set(self.held[id(each)], self.expressions.lower(each.when, scope))

    def end(self, scope: Scope) -> Iterator[Stmt]:
        """The effects have happened: this is the text."""
        own = tuple(self._own(scope))
        if not self.told:
            yield from own
            return
        cases = ((number, tuple(self._of(text))) for number, text in enumerate(self._texts, start=1))
        yield If(self.reached.is_(0), own, (Switch(self.reached, tuple(cases)),))

    def _own(self, scope: Scope) -> Iterator[Stmt]:
        for each in self.own:
            come = tuple(self.count.come(each))
            yield from come if each.when is None else (If(self.expressions.lower(each.when, scope), come),)

    def _of(self, wordings: Sequence[model.Wording]) -> Iterator[Stmt]:
        for each in wordings:
            come = tuple(self.count.come(each))
            yield from come if each.when is None else (If(self.held[id(each)], come),)
