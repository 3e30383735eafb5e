"""Measures, rewards and wants of times that may not come: a life in which such a time never came has no value
of the measure, and nothing is worth of the reward.

What is measured is guarded by whether every time that its value is reckoned from has come; else it is
`never`. What only asks after a time (`x.died is never`, a comparison) has a value in any case. A definition
that is reckoned from times gets a companion that says whether they have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from twicetold.lang import model
from twicetold.lang.check import part_of
from twicetold.lang.check.scope import Definition, Names
from twicetold.lang.check.types import YES_NO

_LATEST: Final = model.Const(model.NEVER / 2, model.Time())
"""Between all times that come and those reckoned from one that does not."""

_NEVER: Final = model.Const(model.NEVER, model.Time())


def guarded(
    measures: Iterable[model.Measure | model.Series],
    rewards: Iterable[model.Reward | model.Wants],
    defines: Sequence[model.Define],
    names: Names,
) -> tuple[
    tuple[model.Measure | model.Series, ...], tuple[model.Reward | model.Wants, ...], tuple[model.Define, ...]
]:
    """The measures, `never` where a time that they are reckoned from has not come; the rewards and wants, 0
    there; and all definitions, with the companions that this takes."""
    came = _Came(defines, names)
    measured = tuple(_guarded(measure, came) for measure in measures)
    rewarded = tuple(_worth(reward, came) for reward in rewards)
    return measured, rewarded, (*defines, *came.companions())


def _guarded(measure: model.Measure | model.Series, came: _Came) -> model.Measure | model.Series:
    condition = came.of(measure.expr)
    if condition is None:
        return measure
    least, most = (model.Const(end, model.Number()) for end in (-model.WIDEST, model.WIDEST))
    value = model.Function("clamp", (measure.expr, least, most), measure.expr.type, span=measure.expr.span)
    expr = model.IfElse(condition, value, _NEVER, model.Time(), span=measure.expr.span)
    return replace(measure, expr=expr)


def _worth(reward: model.Reward | model.Wants, came: _Came) -> model.Reward | model.Wants:
    condition, expr = came.of(reward.expr), reward.expr
    if condition is None:
        return reward
    nothing = model.Const(0.0, expr.type)
    return replace(reward, expr=model.IfElse(condition, expr, nothing, expr.type, span=expr.span))


class _Came:
    """Says of expressions under which condition all times have come that their values are reckoned from."""

    def __init__(self, defines: Sequence[model.Define], names: Names) -> None:
        self._defines = {define.name: define for define in defines}
        self._names = names
        self._made: dict[str, model.Define | None] = {}

    def companions(self) -> tuple[model.Define, ...]:
        """The definitions made on the way."""
        return tuple(define for define in self._made.values() if define is not None)

    def of(self, expr: model.Expr) -> model.Expr | None:
        """The condition; None if it holds always."""
        match expr:
            case model.Const(value=value, type=model.Time()):
                return model.Const(False, YES_NO) if value == model.NEVER else None
            case (
                model.Cell(type=model.Time())
                | model.Bound(type=model.Time())
                | model.SettingOf(type=model.Time())
            ):
                return model.Binary("<", expr, _LATEST, YES_NO, span=expr.span)
            case model.Call(define=name, args=(time,)) if part_of.is_part(name):
                return self.of(time)
            case model.Call() if isinstance(expr.type, model.Number | model.Time):
                return self._of_call(expr)
            case model.Unary(op="-", x=x):
                return self.of(x)
            case model.Binary(op="+" | "-" | "*" | "/" | "mod", left=left, right=right):
                return _all([self.of(left), self.of(right)])
            case model.IfElse(cond=cond, then=then, other=other):
                return self._of_either(cond, self.of(then), self.of(other))
            case model.Function(name="least", args=args):
                return _any([self.of(arg) for arg in args])
            case model.Function(name="clamp", args=(_, _, most)):
                return self.of(most)
            case model.Function(args=args):
                return _all([self.of(arg) for arg in args])
            case model.Aggregate(op="sum" | "mean" | "min" | "max", body=body) if body is not None:
                return self._of_all(expr, self.of(body))
            case model.Believes(body=body, mind=mind):
                inner = self.of(body)
                return inner and replace(expr, mind=mind, body=inner, type=YES_NO)
            case (
                model.Const()
                | model.Bound()
                | model.SettingOf()
                | model.Now()
                | model.Cell()
                | model.Unknown()
                | model.Call()
                | model.Unary()
                | model.Binary()
                | model.IsKind()
                | model.Aggregate()
                | model.Remembers()
                | model.Happened()
                | model.Times()
                | model.Doing()
                | model.Busy()
                | model.Way()
                | model.Inside()
                | model.Draw()
            ):
                return None

    def _of_either(
        self, cond: model.Expr, then: model.Expr | None, other: model.Expr | None
    ) -> model.Expr | None:
        if then is None and other is None:
            return None
        always = model.Const(True, YES_NO)
        return model.IfElse(cond, then or always, other or always, YES_NO)

    def _of_all(self, expr: model.Aggregate, came: model.Expr | None) -> model.Expr | None:
        """Of all that are gathered; of the earliest of several times, of any if there are any."""
        if came is None:
            return None
        every = replace(expr, op="all", body=came, type=YES_NO)
        if expr.op != "min" or not isinstance(expr.body, model.Cell | model.Bound):
            return every
        either = model.Binary("and", expr.where, came, YES_NO) if expr.where is not None else came
        return model.Binary(
            "or", every, replace(expr, op="any", where=either, body=None, type=YES_NO), YES_NO
        )

    def _of_call(self, call: model.Call) -> model.Expr | None:
        """That of the definition, and of the numbers that it is given."""
        numbers = [self.of(arg) for arg in call.args if isinstance(arg.type, model.Number)]
        companion = self._companion(call.define)
        own = None if companion is None else replace(call, define=companion.name, type=YES_NO)
        return _all([own, *numbers])

    def _companion(self, name: str) -> model.Define | None:
        if name not in self._made:
            define = self._defines[name]
            body = self.of(define.body)
            self._made[name] = None
            if body is not None:
                made = replace(define, name=f"{name} came", body=body, type=YES_NO)
                self._names.defines[made.name] = Definition(made.params, YES_NO, range=(0.0, 1.0))
                self._made[name] = made
        return self._made[name]


def _all(conditions: Iterable[model.Expr | None]) -> model.Expr | None:
    """Whether all of these hold; None if they always do."""
    joined = None
    for condition in conditions:
        if condition is not None:
            joined = condition if joined is None else model.Binary("and", joined, condition, YES_NO)
    return joined


def _any(conditions: Sequence[model.Expr | None]) -> model.Expr | None:
    """Whether any of these holds; None if one always does."""
    joined = None
    for condition in conditions:
        if condition is None:
            return None
        joined = condition if joined is None else model.Binary("or", joined, condition, YES_NO)
    return joined
