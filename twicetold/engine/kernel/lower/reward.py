"""Potential-based rewards: how much somebody's lot is worth to whoever plays them (see `model.Reward`)."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.ending import taken
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import If, Let, Return, Set, Stmt, Var, num


def worth_function(expressions: Expressions) -> str:
    """The function that adds up what all lines say of somebody who is of their kinds now."""
    who, worth = Var("who", "int"), Var("worth", "num")

    def body() -> Iterator[Stmt]:
        yield Let(worth, num(0.0))
        for line in expressions.lowering.world.rewards:
            scope = Scope().bind(line.role.slot, who, line.role.kind)
            more = Set(worth, worth + taken(expressions, line.expr, scope))
            yield If(expressions.kinds_now.is_kind(who, line.role.kind), (more,))
        yield Return(worth)

    return expressions.lowering.function("worth", (who,), "num", body)
