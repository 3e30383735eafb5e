"""Texts: with which an event comes to its end. That moves nothing; lowered only where lives are counted."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import FALSE, If, Let, Set, Stmt, Switch, Var, int_
from twicetold.engine.meaning.probes import own_text, tells
from twicetold.lang import model


class Text:
    """The text of an event under way: the place of the `tell` that was reached last (0: none), and which of
    the conditions of its wordings held then."""

    def __init__(self, expressions: Expressions, construct: model.Construct) -> None:
        self.expressions = expressions
        self.count = expressions.lowering.count
        self.own, self._tells = own_text(construct), tells(construct)
        self.told = {tell.number: place for place, tell in enumerate(self._tells, start=1)}
        fresh = expressions.lowering.fresh
        self.reached = fresh("text")
        asked = (wording for tell in self._tells for wording in tell.wordings if wording.when is not None)
        self.held: dict[int, Var] = {wording.number: fresh("held", "bit") for wording in asked}

    def begin(self) -> Iterator[Stmt]:
        """No text is reached yet."""
        if self.told:
            yield Let(self.reached, int_(0))
            yield from (Let(var, FALSE) for var in self.held.values())

    def reach(self, tell: model.Tell, scope: Scope) -> Iterator[Stmt]:
        """A `tell` is reached."""
        yield Set(self.reached, int_(self.told[tell.number]))
        for wording in tell.wordings:
            if wording.when is not None:
                yield Set(self.held[wording.number], self.expressions.lower(wording.when, scope))

    def end(self, scope: Scope) -> Iterator[Stmt]:
        """The effects have happened: this is the text."""
        own = tuple(self._own(scope))
        if not self.told:
            yield from own
            return
        cases = ((place, tuple(self._of(tell))) for place, tell in enumerate(self._tells, start=1))
        yield If(self.reached.is_(0), own, (Switch(self.reached, tuple(cases)),))

    def _own(self, scope: Scope) -> Iterator[Stmt]:
        for wording in self.own:
            come = tuple(self.count.come(wording))
            yield from (
                come if wording.when is None else (If(self.expressions.lower(wording.when, scope), come),)
            )

    def _of(self, tell: model.Tell) -> Iterator[Stmt]:
        for wording in tell.wordings:
            come = tuple(self.count.come(wording))
            yield from come if wording.when is None else (If(self.held[wording.number], come),)
