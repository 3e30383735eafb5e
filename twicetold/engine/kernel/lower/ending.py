"""Endings: how a life can end, the measures taken then, and those over time."""

from __future__ import annotations

from collections.abc import Iterator

from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.focal import Focal
from twicetold.engine.kernel.lower.lowering import Lowering, at, put
from twicetold.engine.kernel.lower.rule import comes_again
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.types import kept
from twicetold.engine.kernel.program import (
    Array,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Return,
    Stmt,
    Store,
    Var,
    int_,
    num,
)
from twicetold.engine.meaning.probes import conditions
from twicetold.lang import model


def reached_function(expressions: Expressions, focal: Focal, *, at_end: bool) -> str:
    """The function that gives the place of the first ending that holds, or -1."""
    count = expressions.lowering.count

    def body() -> Iterator[Stmt]:
        for place, ending in enumerate(expressions.lowering.world.endings):
            if ending.at_end is at_end:
                reached = (*count.come(ending), *focal.ending(place, ending), Return(int_(place)))
                yield from expressions.loops.where(conditions(ending), Scope(), reached)
        yield Return(int_(-1))

    name = "last_ending" if at_end else "ending"
    return expressions.lowering.function(name, (), "int", body, pure=not (count.on or focal.on))


def measure_function(expressions: Expressions) -> str:
    """The function that takes the measures of the life in a row."""
    lowering = expressions.lowering
    row, out = Var("row", "int"), lowering.out("measures", "f64")
    measures = lowering.world.measures

    def body() -> Iterator[Stmt]:
        place = iter(range(len(measures)))
        for n, measure in enumerate(measures):
            if measure.peak:
                now: Expr = Load(peak_array(lowering), int_(next(place)))
            else:
                now = taken(expressions, measure.expr)
            yield Store(out, row * len(measures) + n, now)

    return lowering.function("measure", (row,), None, body)


def peaks(world: model.World) -> tuple[model.Measure, ...]:
    """The measures of which the highest is kept."""
    return tuple(measure for measure in world.measures if measure.peak)


def peak_array(lowering: Lowering) -> Array:
    """The highest so far of each of these measures."""
    return lowering.array("peak", "f64", len(peaks(lowering.world)))


def watch_function(expressions: Expressions, *, first: bool) -> str:
    """The function that takes note of what is higher now than before; or of what is, the `first` time."""
    lowering = expressions.lowering
    array = peak_array(lowering)

    def body() -> Iterator[Stmt]:
        for n, measure in enumerate(peaks(lowering.world)):
            now = lowering.fresh("now", "num")
            yield Let(now, taken(expressions, measure.expr))
            put = Store(array, int_(n), now)
            yield put if first else If(now > Load(array, int_(n)), (put,))

    return lowering.function("watch_first" if first else "watch", (), None, body)


def no_series(lowering: Lowering) -> Iterator[Stmt]:
    """Nothing is kept yet of what is measured over time."""
    points = sum(_sizes(lowering.world))
    if points:
        n = Var("n", "int")
        never = Store(_kept_array(lowering), n, num(model.NEVER))
        yield For(n, int_(0), int_(points), (never,))


def keep_function(expressions: Expressions) -> str:
    """The function that keeps what is measured over time, as a tick begins or the life is over."""
    lowering = expressions.lowering
    tick = at(lowering.tick)

    def body() -> Iterator[Stmt]:
        first = 0
        for number, (series, size) in enumerate(
            zip(lowering.world.series, _sizes(lowering.world), strict=True)
        ):
            if size:
                come = lowering.array(f"come{number}", "i32", 1)
                keep = Store(_kept_array(lowering), at(come) + first, taken(expressions, series.expr))
                yield If(comes_again(tick, series), (keep, put(come, at(come) + 1)))
            first += size

    return lowering.function("keep", (), None, body)


def series_kept(lowering: Lowering, row: Var) -> Iterator[Stmt]:
    """What was kept so is written in a row."""
    points = sum(_sizes(lowering.world))
    if points:
        n = Var("point", "int")
        write = Store(lowering.out("series", "f64"), row * points + n, Load(_kept_array(lowering), n))
        yield For(n, int_(0), int_(points), (write,))


def _sizes(world: model.World) -> list[int]:
    """How many points each series has."""
    return [sum(1 for _ in series.points(world.ticks)) for series in world.series]


def _kept_array(lowering: Lowering) -> Array:
    return lowering.array("kept", "f64", sum(_sizes(lowering.world)))


def taken(expressions: Expressions, expr: model.Expr, scope: Scope | None = None) -> Expr:
    """What is measured, as it is now, as a number."""
    value = expressions.lower(expr, scope or Scope())
    number = Op("to num", (value,), "num") if value.type == "bit" else value
    return number if isinstance(expr.type, model.Time) else kept(number, model.Number())
