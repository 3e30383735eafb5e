"""Draws: `uniform normal beta exponential chance`, and of a table, `one of (calm: 3, cross: 1)`."""

from __future__ import annotations

from itertools import accumulate
from typing import Final, Literal, cast

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.fit import fitted, joined
from twicetold.lang.check.function import whole, wrong_count
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import PLAIN, YES_NO, dimension
from twicetold.lang.codes import Help
from twicetold.lang.source import Span

DISTRIBUTIONS: Final = {"uniform": 2, "normal": 2, "beta": 2, "exponential": 1, "chance": 1}
"""The draws and how many arguments each takes."""

_Dist = Literal["uniform", "normal", "beta", "exponential", "chance"]


def draw(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`normal(mean, sd)` and its like."""
    name = expr.name.text
    args = whole([expression.read(arg, scope) for arg in expr.args])
    if len(expr.args) != DISTRIBUTIONS[name]:
        wrong_count(expr.name, len(expr.args), str(DISTRIBUTIONS[name]), scope)
        return None
    if scope.sites is None:
        scope.problems.tell("T0404.here", expr.span)
        return None
    typed = args and _typed(expr, args, scope)
    if not typed:
        return None
    args, type_ = typed
    return model.Draw(
        cast(_Dist, name), args, scope.sites.fresh(), scope.keyed(expr.span), type_, span=expr.span
    )


def table(expr: syntax.Table, scope: Scope, wanted: model.Type | None) -> model.Expr | None:
    """`one of (calm: 3, cross: 1)`: one uniform draw, and the share of the whole into which it falls."""
    values: list[model.Expr | None] = []
    for share in expr.shares:
        values.append(expression.read(share.value, scope, wanted))
        wanted = wanted or (values[-1].type if values[-1] is not None else None)
    if scope.sites is None:
        scope.problems.tell("T0404.here", expr.span)
        return None
    ends = [*accumulate(float(share.weight.value) for share in expr.shares)]
    if not ends[-1] > 0:
        scope.problems.tell("T0306.weights", expr.span)
        return None
    whole_ = whole(values)
    if whole_ is None:
        return None
    bounds = (model.Const(0.0, PLAIN), model.Const(ends[-1], PLAIN))
    drawn = model.Draw("uniform", bounds, scope.sites.fresh(), scope.keyed(expr.span), PLAIN, span=expr.span)
    return _fallen(drawn, [*zip(whole_, ends, strict=True)], expr, scope)


def _fallen(
    drawn: model.Draw, shares: list[tuple[model.Expr, float]], expr: syntax.Table, scope: Scope
) -> model.Expr | None:
    """The value whose share ends first behind what is drawn: found by halves."""
    if len(shares) == 1:
        return shares[0][0]
    half = len(shares) // 2
    before, behind = _fallen(drawn, shares[:half], expr, scope), _fallen(drawn, shares[half:], expr, scope)
    pair = (
        before and behind and joined(before, behind, expr.span, scope, "all of a table must be of one type")
    )
    if not pair:
        return None
    is_before = model.Binary("<", drawn, model.Const(shares[half - 1][1], PLAIN), YES_NO, span=expr.span)
    return model.IfElse(is_before, pair[0], pair[1], pair[2], span=expr.span)


def _typed(
    expr: syntax.Apply, args: tuple[model.Expr, ...], scope: Scope
) -> tuple[tuple[model.Expr, ...], model.Type] | None:
    for arg, read in zip(expr.args, args, strict=True):
        if dimension(read.type) is None:
            said = scope.names.said(read.type)
            scope.problems.tell("T0301.numbers", arg.span, name=expr.name.text, type=said)
            return None
    match expr.name.text:
        case "beta" | "chance":
            return _plain(expr, args, scope)
        case "exponential":
            return args, model.Number(unit=dimension(args[0].type) or ())
        case _:
            pair = joined(args[0], args[1], expr.span, scope, f"`{expr.name.text}` takes numbers of one unit")
            return None if pair is None else (pair[:2], model.Number(unit=dimension(pair[2]) or ()))


def _plain(
    expr: syntax.Apply, args: tuple[model.Expr, ...], scope: Scope
) -> tuple[tuple[model.Expr, ...], model.Type] | None:
    name = expr.name.text
    plain = whole(
        [
            fitted(read, PLAIN, arg.span, scope, f"argument {place} of `{name}`")
            for place, (arg, read) in enumerate(zip(expr.args, args, strict=True), 1)
        ]
    )
    if plain is None:
        return None
    if name == "chance":
        check_chance(plain[0], expr.args[0].span, scope.names)
        return plain, YES_NO
    return plain, PLAIN


def check_chance(expr: model.Expr, span: Span, names: Names) -> None:
    """Tell of a chance that lies outside 0..1 whatever happens."""
    lo, hi = names.ranges.of(expr)
    if lo > 1 or hi < 0:
        said = f"{lo:g}" if lo == hi else f"between {lo:g} and {hi:g}"
        help = Help("T0501.percentage", number=lo) if lo == hi and 1 < lo <= 100 else None
        names.problems.tell("T0501.chance", span, help, share=said)
