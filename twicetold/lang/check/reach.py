"""Reachability, by abstract interpretation: what the fields of a world can ever hold: what they start
with, and what anything in the world gives them.

That is often less than their types allow: an option that nobody ever sets, a place where nobody ever goes, a
number that only falls. It may be too much, never too little. Whatever a construct gives a field counts,
whether or not the construct can be reached; so does what minds learn, and what is read of an entity that has
no such field. Times are not looked at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TypeVar

from twicetold.lang import model, tree
from twicetold.lang.check.scope import Names
from twicetold.lang.memo import Memo
from twicetold.lang.ranges import Range

T = TypeVar("T")

Given = tuple[str, model.Expr]
"""Something given to a field: how (`=`, `+=`, `-=`), and what."""


class Held:
    """What the fields of one world can hold. `names` are the world's, with definitions narrowed to it."""

    def __init__(self, world: model.World, names: Names) -> None:
        self.names = names
        once = names.memo.once
        self._values: dict[str, frozenset[float]] = names.memo.table("values held")
        """Of fields that hold one of some, these."""
        self._ranges: dict[str, Range] = names.memo.table("ranges held")
        given: dict[str, list[Given]] = {field.name: [] for field in world.fields}
        for name, how, value in _given(world, names.memo):
            given[name].append((how, value))
        for field in world.fields:
            to_it = given[field.name]
            ways, values = [way for way, _ in to_it], [value for _, value in to_it]
            once(f"held {' '.join(ways)}", (field, *values), partial(self._look, field, to_it))
        defines = names.memo.table("definitions held")
        defines.update(names.defines)
        self.names = dataclasses.replace(names, defines=defines)
        for define in world.defines:
            once("range", (define,), partial(self._narrow, define))

    def _narrow(self, define: model.Define) -> None:
        defines, range_ = self.names.defines, self.range(define.body)
        defines[define.name] = dataclasses.replace(defines[define.name], range=range_)

    def range(self, expr: model.Expr) -> Range:
        """Between which values an expression lies in every life."""
        return self.names.ranges.of(self.narrowed(expr))

    def narrowed(self, exprs: T) -> T:
        """An expression, or several, that have the same value in every life: comparisons of what is never the
        same are settled, and numbers have no wider a type than they need."""
        return tree.rewrite(exprs, self._narrower)

    def _narrower(self, node: object) -> model.Expr | None:
        match node:
            case model.Binary(op="is" | "is not" as op, left=left, right=right) if self._apart(left, right):
                return model.Const(op == "is not", model.YesNo())
            case model.Cell(field=field, type=model.YesNo()) if self._values.get(field) == frozenset({0.0}):
                return model.Const(False, model.YesNo())
            case model.Cell(field=field, type=model.Number() as type_) if field in self._ranges:
                lo, hi = self._ranges[field]
                return dataclasses.replace(node, type=dataclasses.replace(type_, lo=lo, hi=hi))
            case _:
                return None

    def _apart(self, left: model.Expr, right: model.Expr) -> bool:
        a, b = self._of(left), self._of(right)
        return a is not None and b is not None and a.isdisjoint(b)

    def _of(self, expr: model.Expr) -> frozenset[float] | None:
        """The values that an expression can have; None if that is not known."""
        match expr:
            case model.Const(value=value, type=model.YesNo() | model.OneOf() | model.Ref()):
                return frozenset({float(value)})
            case model.Cell(field=field):
                return self._values.get(field)
            case model.IfElse(then=then, other=other):
                a, b = self._of(then), self._of(other)
                return None if a is None or b is None else a | b
            case _:
                return None

    # --- looking --------------------------------------------------------------------------------------------

    def _look(self, field: model.Field, given: Sequence[Given]) -> None:
        nobodys = float(model.default(field.type))  # what is read of an entity without it
        match field.type:
            case model.Number() as type_:
                self._ranges[field.name] = self._range(type_, nobodys, given)
            case model.YesNo() | model.OneOf() | model.Ref():
                reached = [self._of(value) for _, value in given if not _is_cell(value, field)]
                known = [held for held in reached if held is not None]
                if len(known) == len(reached):
                    self._values[field.name] = frozenset({nobodys}).union(*known)
            case model.Time():
                pass

    def _range(self, type_: model.Number, nobodys: float, given: Sequence[Given]) -> Range:
        """From the lowest to the highest that a number can come to."""
        lowest = highest = nobodys
        for how, value in given:
            lo, hi = self.names.ranges.of(value)
            if how == "=":
                lowest = min(lowest, model.stored(type_)(lo))
                highest = max(highest, model.stored(type_)(hi))
            else:
                falls, rises = (lo < 0, hi > 0) if how == "+=" else (hi > 0, lo < 0)
                lowest = type_.lo if falls else lowest
                highest = type_.hi if rises else highest
        return lowest, highest


def _is_cell(value: model.Expr, field: model.Field) -> bool:
    """Whether this is the same field of somebody, who cannot have anything else in it either."""
    return isinstance(value, model.Cell) and value.field == field.name


def _given(world: model.World, memo: Memo) -> Iterator[tuple[str, str, model.Expr]]:
    """Which field is given something, how and what."""
    for field in world.fields:
        if field.start is not None:
            yield field.name, "=", field.start
    for start in world.starts:
        yield start.field, "=", start.value
    lived: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
    for construct in lived:
        yield from memo.once("given", (construct,), partial(_given_by, construct))


def _given_by(construct: model.Construct) -> tuple[tuple[str, str, model.Expr], ...]:
    found: list[tuple[str, str, model.Expr]] = []
    for node in model.nodes(construct.body):
        match node:
            case model.Assign(target=target, op=op, value=value):
                found.append((target.field, op, value))
            case model.Learns(target=target, value=value) | model.Shows(target=target, value=value):
                if value is not None:  # else it is what is so
                    found.append((target.field, "=", value))
            case _:
                pass
    return tuple(found)
