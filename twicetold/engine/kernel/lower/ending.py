"""Endings: how a life can end, and the measures taken then."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import kept
from twicetold.engine.kernel.program import Op, Return, Stmt, Store, Var, int_
from twicetold.engine.points import conditions
from twicetold.lang import model


def reached_function(expressions: Expressions, *, at_end: bool) -> str:
    """The function that gives the place of the first ending that holds, or -1."""
    count = expressions.lowering.count

    def body() -> Iterator[Stmt]:
        for place, ending in enumerate(expressions.lowering.world.endings):
            if ending.at_end is at_end:
                reached = (*count.come(ending), Return(int_(place)))
                yield from expressions.loops.where(conditions(ending), Scope(), reached)
        yield Return(int_(-1))

    name = "last_ending" if at_end else "ending"
    return expressions.lowering.function(name, (), "int", body, pure=not count.on)


def measure_function(expressions: Expressions) -> str:
    """The function that takes the measures of the life in a row."""
    lowering = expressions.lowering
    row, out = Var("row", "int"), lowering.out("measures", "f64")
    measures = lowering.world.measures

    def body() -> Iterator[Stmt]:
        for n, measure in enumerate(measures):
            value = expressions.lower(measure.expr, Scope())
            number = Op("to num", (value,), "num") if value.type == "bit" else value
            yield Store(out, row * len(measures) + n, kept(number, model.Number()))

    return lowering.function("measure", (row,), None, body)
