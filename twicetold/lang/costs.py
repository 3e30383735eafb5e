"""Costs: the most steps that it can take to compute an expression.

A step is a node of the model computed once. Definitions count as often as they are called, and what an
aggregate says of one of a kind as often as there can be entities of it; of two branches the dearer counts.
So a cost is a bound, known before anything is lived and the same for whoever lives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from twicetold.lang import model, tree

DRAWN: Final = 10
"""The steps of one draw."""


class Costs:
    """What the expressions of one world cost; `size` is how many entities there can be of a kind, `table`
    makes a table for what is noted of definitions."""

    def __init__(
        self,
        defines: Iterable[model.Define],
        size: Callable[[str], int],
        table: Callable[[str], dict[str, Any]] = lambda name: {},
    ) -> None:
        self.size = size
        self._bodies: dict[str, model.Expr] = table("bodies")
        self._bodies.update((define.name, define.body) for define in defines)
        self._known: dict[str, int] = table("known")
        self._found: dict[int, tuple[model.Expr, int]] = {}
        """By its place in memory, which is its own as long as it is kept here, an expression and its cost."""

    def of(self, expr: model.Expr | None) -> int:
        """The most steps of an expression; 0 of none."""
        if expr is None:
            return 0
        found = self._found.get(id(expr))
        if found is None:
            found = self._found[id(expr)] = (expr, tree.fold(expr, self._with))
        return found[1]

    def _with(self, node: object, below: list[int]) -> int:
        """The most steps of a node with what is below it; types and patterns are not computed."""
        match node:
            case model.Call(define=name):
                return 1 + sum(below) + self.of_define(name)
            case model.Aggregate(kind=kind):
                return 1 + self.size(kind) * (1 + sum(below))
            case model.Way(kind=kind):
                return 1 + sum(below) * (self.size(kind) + 1) * (self.size(kind) + 1)
            case model.Inside(kind=kind):
                return 1 + sum(below) * (self.size(kind) + 1)
            case model.IfElse():
                cond, *branches = below
                return 1 + cond + max(branches)
            case model.Draw():
                return DRAWN + sum(below)
            case _:
                return isinstance(node, model.Expr) + sum(below)

    def all(self, exprs: Iterable[model.Expr | None]) -> int:
        """The most steps of several expressions together."""
        return sum(map(self.of, exprs))

    def of_define(self, name: str) -> int:
        """The most steps of a definition, what it is given not counted."""
        if name not in self._known:
            self._known[name] = self.of(self._bodies[name])
        return self._known[name]

    def conditions(self, parts: Sequence[model.Condition]) -> int:
        """The most steps of the parts of a condition."""
        return self.all(part.expr for part in parts)
