"""Upper bounds of urges, by what is known before all roles are bound.

Whoever leads in a choice is known while the rest are weighed; an option that could not win even if everything
that is not known yet came out in its favour need not be weighed exactly. What is not known, or dear, is
replaced by the end of its range, or of two alternatives by the greater; what is known is computed as it is.
Since rounding never turns a smaller number into a greater one, what is computed of such ends in the order of
the urge itself bounds it to the bit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from twicetold.engine.kernel import walk
from twicetold.engine.kernel.lower.context import Context
from twicetold.engine.kernel.lower.plan import substituted
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Call,
    Choose,
    Const,
    Expr,
    For,
    Function,
    While,
    both,
    either,
    num,
)
from twicetold.lang import model

DEAR: Final = 16
"""What takes more nodes of the program than this is replaced by a bound."""

_Side = Literal["most", "least"]


class Most:
    """Bounds of the expressions of one world."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.functions: Mapping[str, Function] = context.lowering.functions
        self._costs: dict[str, float] = {}

    def of(self, expr: model.Expr, scope: Scope) -> Expr | None:
        """An upper bound of a number by those bound in a scope; None if there is none."""
        return self._bound(expr, scope, "most")

    def _bound(self, expr: model.Expr, scope: Scope, side: _Side) -> Expr | None:
        if (exact := self._cheap(expr, scope)) is not None:
            return exact
        match expr:
            case model.Call():
                opened = self._opened(expr)
                return self._end(expr, side) if opened is None else self._bound(opened, scope, side)
            case model.IfElse(cond, then, other):
                a, b = self._bound(then, scope, side), self._bound(other, scope, side)
                if a is not None and b is not None:
                    return self._either(cond, scope, a, b, side)
            case model.Binary(op="+" | "-" as op, left=left, right=right) if not model.is_of_times(expr):
                a = self._bound(left, scope, side)
                b = self._bound(right, scope, side if op == "+" else _opposite(side))
                if a is not None and b is not None:
                    return a + b if op == "+" else a - b
            case model.Binary(op="*", left=left, right=right):
                for factor, x in ((left, right), (right, left)):
                    if (product := self._product(factor, x, scope, side)) is not None:
                        return product
            case model.Unary(op="-", x=x):
                inner = self._bound(x, scope, _opposite(side))
                if inner is not None:
                    return -inner
            case _:
                pass
        return self._end(expr, side)

    def _product(self, factor: model.Expr, x: model.Expr, scope: Scope, side: _Side) -> Expr | None:
        """A bound of a product with a cheap factor that has always the same sign."""
        least, most = self.context.lowering.ranges.of(factor)
        exact = self._cheap(factor, scope)
        finite = math.isfinite(least) and math.isfinite(most)
        if exact is None or not finite or least < 0 < most:
            return None
        bound = self._bound(x, scope, side if least >= 0 else _opposite(side))
        return None if bound is None else exact * bound

    def _either(self, cond: model.Expr, scope: Scope, then: Expr, other: Expr, side: _Side) -> Expr:
        """A bound of one of two, of which it is not always known which."""
        either_ = _further(then, other, side)
        parts = _parts(cond, "and")
        if len(parts) > 1:
            holds: Expr = TRUE
            known = [test for part in parts if (test := self._cheap(part, scope)) is not None]
            for test in reversed(known):
                holds = both(test, holds)
            return _chosen(holds, then if len(known) == len(parts) else either_, other)
        parts = _parts(cond, "or")
        holds = FALSE
        known = [test for part in parts if (test := self._cheap(part, scope)) is not None]
        for test in reversed(known):
            holds = either(test, holds)
        return _chosen(holds, then, other if len(known) == len(parts) else either_)

    def _cheap(self, expr: model.Expr, scope: Scope) -> Expr | None:
        """An expression as it is, if that is cheap, and speaks of those alone who are bound."""
        nodes = list(model.nodes(expr))
        if any(isinstance(node, model.Draw) or model.binds(node) for node in nodes):
            return None
        if any(node.slot not in scope.bound for node in nodes if isinstance(node, model.Bound)):
            return None
        exact = self.context.lower(expr, scope)
        return exact if self.cost(exact) <= DEAR else None

    def _opened(self, call: model.Call) -> model.Expr | None:
        """The body of a definition with what it is asked of, where that can simply be put in its place."""
        body = self.context.lowering.defines[call.define].body
        simple = all(isinstance(arg, model.Bound | model.Const) for arg in call.args)
        binds = any(isinstance(node, model.Draw) or model.binds(node) for node in model.nodes(body))
        return None if binds or not simple else substituted(body, dict(enumerate(call.args, start=1)))

    def _end(self, expr: model.Expr, side: _Side) -> Expr | None:
        """The end of a range."""
        least, most = self.context.lowering.ranges.of(expr)
        end = most if side == "most" else least
        return num(end) if math.isfinite(end) else None

    # --- what it costs --------------------------------------------------------------------------------------

    def cost(self, expr: Expr) -> float:
        """So many nodes of the program are computed for an expression, those of what it calls too."""
        return sum(self._calls(part) if isinstance(part, Call) else 1 for part in walk.parts(expr))

    def _calls(self, call: Call) -> float:
        if call.function not in self._costs:
            body = self.functions[call.function].body
            loops = any(isinstance(stmt, For | While) for stmt in walk.statements(body))
            parts = (self._calls(x) if isinstance(x, Call) else 1 for x in walk.expressions(body))
            self._costs[call.function] = math.inf if loops else sum(parts)
        return self._costs[call.function]


def _opposite(side: _Side) -> _Side:
    return "least" if side == "most" else "most"


def _further(a: Expr, b: Expr, side: _Side) -> Expr:
    """The greater of two numbers, or the smaller."""
    if isinstance(a, Const) and isinstance(b, Const):
        return a if (a.value > b.value) == (side == "most") else b
    return Choose(b < a if side == "most" else a < b, a, b)


def _chosen(test: Expr, then: Expr, other: Expr) -> Expr:
    if then == other or test == TRUE:
        return then
    return other if test == FALSE else Choose(test, then, other)


def _parts(cond: model.Expr, op: str) -> list[model.Expr]:
    match cond:
        case model.Binary(op=joint, left=left, right=right) if joint == op:
            return [*_parts(left, op), *_parts(right, op)]
        case _:
            return [cond]
