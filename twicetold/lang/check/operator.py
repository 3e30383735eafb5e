"""Operators: `not - truly + - * / < <= > >= is and or`, `is one of`, `if … else`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from twicetold.lang import model, printer, syntax
from twicetold.lang.calendar import DAY
from twicetold.lang.check import expression, narrow, truly, unknown
from twicetold.lang.check.fit import fitted, joined
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import (
    CLOCK,
    DURATION,
    NOTHING,
    SECONDS,
    TIME_OF_DAY,
    YES_NO,
    dimension,
    times,
    with_article,
)
from twicetold.lang.codes import Help
from twicetold.lang.source import Span

_Is = Literal["is", "is not"]

# --- one operand ------------------------------------------------------------------------------------------


def unary(expr: syntax.Unary, scope: Scope) -> model.Expr | None:
    """`not x`, `-x`, `truly x`."""
    inner = replace(scope, minds=()) if expr.op == "truly" else scope
    x = expression.read(expr.x, inner, YES_NO if expr.op == "not" else None)
    if x is None:
        return None
    if expr.op == "truly":
        return truly.truly(expr, x, scope)
    if expr.op == "not":
        claim = fitted(x, YES_NO, expr.x.span, scope, "what follows `not`")
        return claim and model.Unary("not", claim, YES_NO, span=expr.span)
    unit = _reckoned("-", expr.x, x, scope)
    if unit is None:
        return None
    type_ = model.Number(unit=unit)
    if isinstance(x, model.Const):
        if x.span in scope.names.written:
            scope.names.written[expr.span] = -scope.names.written[x.span]
        return model.Const(-x.value, type_, span=expr.span)
    return model.Unary("-", x, type_, span=expr.span)


# --- two operands -----------------------------------------------------------------------------------------


def binary(expr: syntax.Binary, scope: Scope) -> model.Expr | None:
    """Two operands."""
    if expr.op == "is" or expr.op == "is not":
        return _is(expr, expr.op, scope)
    wanted = YES_NO if expr.op in ("and", "or") else None
    left = expression.read(expr.left, scope, wanted)
    if wanted is not None:
        scope = narrow.where(scope, left, holds=expr.op == "and")
    right = expression.read(expr.right, scope, wanted)
    if left is None or right is None:
        return None
    match expr.op:
        case "and" | "or":
            return _both_claims(expr, left, right, scope)
        case "*" | "/":
            return _product(expr, left, right, scope)
        case "mod":
            return _left_over(expr, left, right, scope)
        case "+" | "-":
            return _sum(expr, left, right, scope)
        case _:
            return _comparison(expr, left, right, scope)


def _both_claims(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> model.Expr | None:
    if expr.op == "or" and right.type != YES_NO and _asks(expr.left):
        said = printer.expression(expr.left)
        whose, _, first = said.rpartition(" is ")
        scope.problems.tell(
            "T0301.or", expr.right.span, whose=whose, first=first, second=printer.expression(expr.right)
        )
        return None
    a = fitted(left, YES_NO, expr.left.span, scope, f"each side of `{expr.op}`")
    b = fitted(right, YES_NO, expr.right.span, scope, f"each side of `{expr.op}`")
    return model.Binary(expr.op, a, b, YES_NO, span=expr.span) if a and b else None


def _asks(expr: syntax.Expr) -> bool:
    """Whether this asks what something is, as in `p.mood is calm`."""
    return isinstance(expr, syntax.Binary) and expr.op == "is"


def _reckoned(
    op: str, written: syntax.Expr, x: model.Expr, scope: Scope
) -> tuple[tuple[str, int], ...] | None:
    """The unit of an operand of arithmetic; None and an error if it is no number."""
    unit = dimension(x.type)
    if unit is None:
        scope.problems.tell("T0301.numbers", written.span, name=op, type=scope.names.said(x.type))
    return unit


def _numbers(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> bool:
    units = [_reckoned(expr.op, expr.left, left, scope), _reckoned(expr.op, expr.right, right, scope)]
    return None not in units


def _product(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> model.Expr | None:
    if not _numbers(expr, left, right, scope):
        return None
    unit = times(dimension(left.type) or (), dimension(right.type) or (), 1 if expr.op == "*" else -1)
    return model.Binary(expr.op, left, right, model.Number(unit=unit), span=expr.span)


def _sum(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> model.Expr | None:
    """Of two times only the difference is a number; a time and a number of seconds make a time."""
    if not _numbers(expr, left, right, scope):
        return None
    if CLOCK in (dimension(left.type), dimension(right.type)):
        return _sum_of_clocks(expr, left, right, scope)
    a_time, b_time = isinstance(left.type, model.Time), isinstance(right.type, model.Time)
    pair = joined(left, right, expr.span, scope, f"`{expr.op}` needs one unit on both sides")
    if pair is None:
        return None
    type_: model.Type = model.Number(unit=dimension(pair[2]) or ())
    if (a_time and not b_time) or (b_time and not a_time and expr.op == "+"):
        type_ = model.Time()
    return model.Binary(expr.op, pair[0], pair[1], type_, span=expr.span)


def _sum_of_clocks(
    expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope
) -> model.Expr | None:
    """A time of day and a length make a time of day, past midnight too; between two there is a length."""
    both = dimension(left.type), dimension(right.type)
    if both == (CLOCK, CLOCK) and expr.op == "-":
        return model.Binary("-", left, right, DURATION, span=expr.span)
    if both == (CLOCK, SECONDS) or (both == (SECONDS, CLOCK) and expr.op == "+"):
        if model.Time() in (left.type, right.type):
            scope.problems.tell("T0433.moment", expr.span, op=expr.op)
            return None
        found = model.Binary(expr.op, left, right, DURATION, span=expr.span)
        return model.Binary("mod", found, model.Const(float(DAY), DURATION), TIME_OF_DAY, span=expr.span)
    if both == (CLOCK, CLOCK):
        scope.problems.tell("T0433.sum", expr.span)
        return None
    joined(left, right, expr.span, scope, f"`{expr.op}` needs one unit on both sides")
    return None


def _left_over(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> model.Expr | None:
    """What is left of a number or a time, without the multiples of another."""
    if not _numbers(expr, left, right, scope):
        return None
    pair = joined(left, right, expr.span, scope, "`mod` needs one unit on both sides")
    if pair is None:
        return None
    return model.Binary("mod", left, pair[1], model.Number(unit=dimension(pair[2]) or ()), span=expr.span)


def _comparison(expr: syntax.Binary, left: model.Expr, right: model.Expr, scope: Scope) -> model.Expr | None:
    if not _numbers(expr, left, right, scope):
        return None
    pair = joined(left, right, expr.span, scope, f"`{expr.op}` needs one unit on both sides")
    compared = pair and model.Binary(expr.op, pair[0], pair[1], YES_NO, span=expr.span)
    return compared and unknown.guarded(compared, scope.names)


# --- is ---------------------------------------------------------------------------------------------------


def _is(expr: syntax.Binary, op: _Is, scope: Scope) -> model.Expr | None:
    if kind := _kind(expr.right, scope):
        x = expression.read(expr.left, scope)
        test = x and _is_kind(x, expr.left, kind, scope)
        return model.Unary("not", test, YES_NO, span=expr.span) if test and op == "is not" else test
    if unknown.is_word(expr.right) and not expression.stands_for_thing("unknown", scope):
        x = expression.read(expr.left, scope)
        if x is None or unknown.is_meant(expr.right, x.type, scope.names):
            return x and unknown.asked(expr, x, scope)
    pair = _operands(expr, scope)
    return None if pair is None else _same(op, *pair, expr.span, scope)


def _same(op: _Is, a: model.Expr, b: model.Expr, span: Span, scope: Scope) -> model.Expr | None:
    same = joined(a, b, span, scope, "these can never be the same")
    return same and unknown.guarded(model.Binary(op, same[0], same[1], YES_NO, span=span), scope.names)


def _kind(expr: syntax.Expr, scope: Scope) -> syntax.Name | None:
    """The kind's name, if that is what stands after `is`."""
    if isinstance(expr, syntax.Paren):
        return _kind(expr.x, scope)
    if not isinstance(expr, syntax.Variable) or expression.stands_for_thing(expr.name.text, scope):
        return None
    return expr.name if expr.name.text in scope.names.kinds else None


def _is_kind(x: model.Expr, written: syntax.Expr, kind: syntax.Name, scope: Scope) -> model.Expr | None:
    names = scope.names
    if not isinstance(x.type, model.Ref) or x.type == NOTHING:
        names.problems.tell("T0301.kind", written.span, Help("any.somebody"), type=names.said(x.type))
        return None
    if names.root(x.type.kind) != names.root(kind.text):
        help = _family(x.type.kind, scope)
        one, other = with_article(x.type.kind), with_article(kind.text)
        names.problems.tell("T0311.never", kind.span, help, kind=one, other=other)
        return None
    return model.IsKind(x, kind.text, span=written.span.to(kind.span))


def _family(kind: str, scope: Scope) -> Help:
    """What an entity of this kind can be."""
    root = scope.names.root(kind)
    family = [other.name for other in scope.names.kinds.values() if other.lineage[-1] == root]
    if len(family) > 1:
        return Help("T0311.family", kinds=", ".join(family))
    return Help("T0311.alone", kind=kind)


def _operands(expr: syntax.Binary, scope: Scope) -> tuple[model.Expr, model.Expr] | None:
    """Both sides; the one that may be an option is read knowing the type of the other."""
    if _may_be_option(expr.left, scope) and not _may_be_option(expr.right, scope):
        right = expression.read(expr.right, scope)
        left = None if right is None else expression.read(expr.left, scope, right.type)
    else:
        left = expression.read(expr.left, scope)
        unsaid = left is None and _may_be_option(expr.right, scope)
        right = None if unsaid else expression.read(expr.right, scope, left.type if left else None)
    return (left, right) if left is not None and right is not None else None


def _may_be_option(expr: syntax.Expr, scope: Scope) -> bool:
    return isinstance(expr, syntax.Variable) and not expression.stands_for_thing(expr.name.text, scope)


def is_one_of(expr: syntax.IsOneOf, scope: Scope) -> model.Expr | None:
    """`x is one of (a, b)`: `x is a or x is b`."""
    x = expression.read(expr.x, scope)
    if x is None:
        return None
    claims = [_is_option(x, expr.x, option, scope) for option in expr.options]
    given = [claim for claim in claims if claim is not None]
    return _any_of(given, expr) if len(given) == len(claims) else None


def _is_option(x: model.Expr, written: syntax.Expr, option: syntax.Expr, scope: Scope) -> model.Expr | None:
    if kind := _kind(option, scope):
        return _is_kind(x, written, kind, scope)
    meant = expression.read(option, scope, x.type)
    return meant and _same("is", x, meant, option.span, scope)


def _any_of(claims: list[model.Expr], expr: syntax.IsOneOf) -> model.Expr:
    """The claims joined by `or`, as a tree of least depth."""
    if len(claims) == 1:
        return claims[0]
    half = len(claims) // 2
    left, right = _any_of(claims[:half], expr), _any_of(claims[half:], expr)
    return model.Binary("or", left, right, YES_NO, span=expr.span)


# --- if ---------------------------------------------------------------------------------------------------


def if_else(expr: syntax.IfElse, scope: Scope, wanted: model.Type | None) -> model.Expr | None:
    """`x if C else y`."""
    cond = expression.read(expr.cond, scope, YES_NO)
    cond = cond and fitted(cond, YES_NO, expr.cond.span, scope, "a condition")
    then = expression.read(expr.then, narrow.where(scope, cond), wanted)
    elsewhere = narrow.where(scope, cond, holds=False)
    other = expression.read(expr.other, elsewhere, wanted or (then.type if then else None))
    if cond is None or then is None or other is None:
        return None
    pair = joined(then, other, expr.span, scope, "both sides of `if … else` must be of one type")
    return pair and model.IfElse(cond, pair[0], pair[1], pair[2], span=expr.span)
