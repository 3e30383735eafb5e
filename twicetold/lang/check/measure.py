"""Measures: numbers kept of a life."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.fit import compare
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import YES_NO, dimension


def measure(block: syntax.Measure, names: Names) -> model.Measure | None:
    """One measure: a number, or a yes/no, which counts as 1 or 0."""
    names.claim("measure", block.name)
    scope = Scope(names, Frame())
    meant = expression.anything(block.expr, scope)
    if meant is None:
        return None
    if meant.type != YES_NO and dimension(meant.type) is None:
        said = names.said(meant.type)
        names.problems.tell("T0301.measure", block.expr.span, compare(meant.type), type=said)
        return None
    return model.Measure(block.name.text, meant, scope.frame.size, span=block.name.span)
