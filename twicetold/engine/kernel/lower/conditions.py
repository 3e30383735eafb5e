"""Conditions in their parts."""

from __future__ import annotations

from twicetold.lang import model


def conjuncts(condition: model.Expr) -> list[model.Expr]:
    """The parts of a condition that all have to hold, in order."""
    match condition:
        case model.Binary(op="and", left=left, right=right):
            return [*conjuncts(left), *conjuncts(right)]
        case _:
            return [condition]
