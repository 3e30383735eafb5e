"""Measures: numbers kept of a life, at its end or again and again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import again, expression
from twicetold.lang.check.fit import compare
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import YES_NO, dimension


def measure(block: syntax.Measure, names: Names) -> model.Measure | model.Series | None:
    """One measure: a number, or a yes/no, which counts as 1 or 0."""
    names.claim("measure", block.name)
    scope = Scope(names, Frame())
    meant = expression.anything(block.expr, scope)
    evenly = _again(block, names)
    if meant is None:
        return None
    if meant.type != YES_NO and dimension(meant.type) is None:
        said = names.said(meant.type)
        names.problems.tell("T0301.measure", block.expr.span, compare(meant.type), type=said)
        return None
    name, size, span = block.name.text, scope.frame.size, block.name.span
    if evenly is None:
        return model.Measure(name, meant, size, span=span)
    return model.Series(name, meant, size, *evenly, span=span)


def _again(block: syntax.Measure, names: Names) -> again.Evenly | None:
    """How often it is taken; None if at the end."""
    days = again.days_of(block.each, block.every, names)
    said = [clause for clause in (block.each, block.every) if clause is not None]
    if len(said) > 1 or (block.at is not None and days is None):
        names.problems.tell("T0409.measured", (said[1] if len(said) > 1 else block.at or block.expr).span)
        return None
    if days is not None:
        return again.on_days(days, block.at, names)
    return None if block.every is None else again.evenly(block.every, names)


def check_points(series: Iterable[model.Series], last: int, names: Names) -> None:
    """Tell of the series with which there is too much to be kept of a life."""
    points = 0
    for each in series:
        points += sum(1 for _ in islice(each.points(last), limits.POINTS + 1))
        if points > limits.POINTS:
            names.problems.tell("T0427.points", each.span, name=each.name, most=limits.POINTS)
            return
