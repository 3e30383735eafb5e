"""What is applied to arguments: definitions and built-in functions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from twicetold.lang import model, syntax
from twicetold.lang.check import believes, expression
from twicetold.lang.check.fit import fitted, joined
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import PLAIN, dimension, root, said_dimension
from twicetold.lang.codes import Help

BUILT_IN: Final = {
    "abs": (1, 1),
    "floor": (1, 1),
    "round": (1, 1),
    "sqrt": (1, 1),
    "exp": (1, 1),
    "log": (1, 1),
    "least": (1, None),
    "greatest": (1, None),
    "clamp": (3, 3),
}
"""The built-in functions: how many arguments each takes, at least and at most."""


def call(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`able(p)`: a definition applied."""
    names = scope.names
    define = names.defines[expr.name.text]
    names.used.add(expr.name.text)
    args = fitted_args(expr, [_loosened(type_) for _, type_ in define.params], scope)
    if args is None or define.type is None:
        return None
    if define.asks_beliefs and not believes.fits(len(scope.minds) + define.asks_beliefs, expr.span, scope):
        return None
    return model.Call(expr.name.text, args, define.type, span=expr.span)


def _loosened(type_: model.Type | None) -> model.Type | None:
    """Where an entity is wanted, none may be given too: what is read of it is the default."""
    return model.Ref(type_.kind, optional=True) if isinstance(type_, model.Ref) else type_


def fitted_args(
    expr: syntax.Apply, wanted: Sequence[model.Type | None], scope: Scope
) -> tuple[model.Expr, ...] | None:
    """The arguments of an application, each of the wanted type."""
    name = expr.name.text
    args = []
    for place, arg in enumerate(expr.args):
        type_ = wanted[place] if place < len(wanted) else None
        meant = expression.read(arg, scope, type_)
        if meant is not None and type_ is not None:
            meant = fitted(meant, type_, arg.span, scope, f"argument {place + 1} of `{name}`")
        args.append(meant)
    if len(args) != len(wanted):
        wrong_count(expr.name, len(args), str(len(wanted)), scope)
        return None
    return whole(args)


def whole(args: Sequence[model.Expr | None]) -> tuple[model.Expr, ...] | None:
    """All of them, or None if one is missing."""
    given = tuple(arg for arg in args if arg is not None)
    return given if len(given) == len(args) else None


def wrong_count(name: syntax.Name, given: int, wanted: str, scope: Scope) -> None:
    """Tell that something is applied to too many or too few arguments."""
    things = "argument" if wanted == "1" else "arguments"
    have = f"{given or 'none'} {'is' if given < 2 else 'are'}"
    example = ", ".join("…" for _ in range(int(wanted.split()[0])))
    help = None if example else Help("T0304.no_brackets", name=name.text)
    scope.problems.tell(
        "T0304.count",
        name.span,
        help,
        name=name.text,
        wanted=wanted,
        things=things,
        have=have,
        example=example,
    )


# --- built-in functions -----------------------------------------------------------------------------------


def built_in(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`abs(x)` and its like."""
    args = whole([expression.read(arg, scope) for arg in expr.args])
    if args is None or not _right_count(expr, scope):
        return None
    for arg, read in zip(expr.args, args, strict=True):
        if dimension(read.type) is None:
            said = scope.names.said(read.type)
            scope.problems.tell("T0301.numbers", arg.span, name=expr.name.text, type=said)
            return None
    typed = _typed(expr, args, scope)
    return None if typed is None else model.Function(expr.name.text, *typed, span=expr.span)


def _right_count(expr: syntax.Apply, scope: Scope) -> bool:
    least, most = BUILT_IN[expr.name.text]
    right = least <= len(expr.args) and (most is None or len(expr.args) <= most)
    if not right:
        wrong_count(expr.name, len(expr.args), str(least) if most else f"{least} or more", scope)
    return right


def _typed(
    expr: syntax.Apply, args: tuple[model.Expr, ...], scope: Scope
) -> tuple[tuple[model.Expr, ...], model.Type] | None:
    match expr.name.text:
        case "abs" | "floor" | "round":
            return args, model.Number(unit=dimension(args[0].type) or ())
        case "sqrt":
            return _square_root(expr, args, scope)
        case "exp" | "log":
            only = fitted(args[0], PLAIN, expr.args[0].span, scope, f"the argument of `{expr.name.text}`")
            return None if only is None else ((only,), PLAIN)
        case _:
            return _alike(expr, args, scope)


def _square_root(
    expr: syntax.Apply, args: tuple[model.Expr, ...], scope: Scope
) -> tuple[tuple[model.Expr, ...], model.Type] | None:
    unit = dimension(args[0].type) or ()
    half = root(unit)
    if half is None:
        words = said_dimension(unit, scope.names.units.plural)
        scope.problems.tell("T0302.root", expr.args[0].span, units=words, unit=said_dimension(unit, {}))
        return None
    return args, model.Number(unit=half)


def _alike(
    expr: syntax.Apply, args: tuple[model.Expr, ...], scope: Scope
) -> tuple[tuple[model.Expr, ...], model.Type] | None:
    """Arguments that must be of one unit."""
    first = max(args, key=lambda arg: bool(dimension(arg.type)))
    same = []
    for arg, written in zip(args, expr.args, strict=True):
        pair = joined(arg, first, written.span, scope, f"`{expr.name.text}` takes numbers of one unit")
        if pair is None:
            return None
        same.append(pair[0])
    times = all(isinstance(arg.type, model.Time) for arg in same)
    return tuple(same), model.Time() if times else model.Number(unit=dimension(first.type) or ())
