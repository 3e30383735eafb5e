"""Costs: the most steps that it can take to compute an expression.

A step is a node of the model computed once. Definitions count as often as they are called, and what an
aggregate says of one of a kind as often as there can be entities of it; of two branches the dearer counts.
So a cost is a bound, known before anything is lived and the same for whoever lives it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from twicetold.lang import model

DRAWN: Final = 10
"""The steps of one draw."""


class Costs:
    """What the expressions of one world cost; `size` is how many entities there can be of a kind."""

    def __init__(self, defines: Iterable[model.Define], size: Callable[[str], int]) -> None:
        self.size = size
        self._bodies = {define.name: define.body for define in defines}
        self._known: dict[str, int] = {}

    def of(self, expr: model.Expr | None) -> int:
        """The most steps of an expression; 0 of none."""
        match expr:
            case None:
                return 0
            case model.Call(name, args):
                return 1 + self.all(args) + self.of_define(name)
            case model.Aggregate(kind=kind, where=where, body=body):
                return 1 + self.size(kind) * (1 + self.of(where) + self.of(body))
            case model.IfElse(cond, then, other):
                return 1 + self.of(cond) + max(self.of(then), self.of(other))
            case model.Draw(args=args):
                return DRAWN + self.all(args)
            case model.Cell(args=args) | model.Function(args=args):
                return 1 + self.all(args)
            case model.Unary(x=x) | model.IsKind(x=x):
                return 1 + self.of(x)
            case model.Binary(left=left, right=right) | model.Believes(mind=left, body=right):
                return 1 + self.of(left) + self.of(right)
            case model.Remembers(mind=mind, pattern=pattern, within=within):
                return 1 + self.of(mind) + self.all(pattern.args) + self.of(within)
            case model.Happened(pattern) | model.Times(pattern) | model.Doing(pattern):
                return 1 + self.all(pattern.args)
            case model.Const() | model.Bound() | model.SettingOf() | model.Now():
                return 1

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
