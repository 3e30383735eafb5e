"""What there is while an expression is lowered: whatever holds expressions in its turn, as a loop holds its
conditions and an aggregate its body, has them lowered by this, and knows no more of who does it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from twicetold.engine.kernel.lower.fields import Fields
from twicetold.engine.kernel.lower.kinds_now import KindsNow
from twicetold.engine.kernel.lower.lowering import Lowering
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import Expr, Stmt, Type, Var
from twicetold.lang import model


class Context(Protocol):
    """The world on its way, where its values lie, and the lowering of expressions."""

    lowering: Lowering
    fields: Fields
    kinds_now: KindsNow

    def lower(self, expr: model.Expr, scope: Scope) -> Expr:
        """The program's expression for one of the language."""

    def outlined(
        self,
        name: str,
        root: model.Expr,
        result: Type,
        scope: Scope,
        body: Callable[[Scope], Iterator[Stmt]],
        first: tuple[Var, ...] = (),
        given: tuple[Expr, ...] = (),
        *,
        pure: bool = True,
    ) -> Expr:
        """A call of a function of its own for an expression."""
