"""Interval analysis, what values an expression can have at all: for what can never be meant.

A range is a lowest and a highest value; of a yes/no the lowest is 0 if it can be false, the highest 1 if
it can be true; of an option or an entity it is of their numbers. It may be too wide, never too narrow.
Settings range over all they can be set to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from twicetold.lang import model
from twicetold.lang.check.scope import Names
from twicetold.lang.codes import Help
from twicetold.lang.source import Span

Range = tuple[float, float]

ANYTHING: Final[Range] = (-math.inf, math.inf)
EITHER: Final[Range] = (0.0, 1.0)
SOME: Final[Range] = (0.0, math.inf)


def check_chance(expr: model.Expr, span: Span, names: Names) -> None:
    """Tell of a chance that lies outside 0..1 whatever happens."""
    lo, hi = of(expr, names)
    if lo > 1 or hi < 0:
        said = f"{lo:g}" if lo == hi else f"between {lo:g} and {hi:g}"
        help = Help("T0501.percentage", number=lo) if lo == hi and 1 < lo <= 100 else None
        names.problems.tell("T0501.chance", span, help, share=said)


def never(claims: Iterable[model.Expr], names: Names) -> bool:
    """Whether these claims can never hold together."""
    allowed: dict[model.Expr, Range] = {}
    for claim in claims:
        for part in model.conjuncts(claim):
            if of(part, names)[1] == 0:
                return True
            for thing, (lo, hi) in _narrowed(part, names):
                before = allowed.get(thing) or of(thing, names)
                lo, hi = max(before[0], lo), min(before[1], hi)
                if lo > hi:
                    return True
                allowed[thing] = (lo, hi)
    return False


def always(claim: model.Expr, names: Names) -> bool:
    """Whether this holds whatever happens."""
    return of(claim, names)[0] == 1


def _narrowed(claim: model.Expr, names: Names) -> Iterator[tuple[model.Expr, Range]]:
    """The ranges that things must have for a claim to hold."""
    match claim:
        case model.Unary(op="not", x=x):
            yield x, (0.0, 0.0)
        case model.Binary(op="is", left=left, right=right):
            yield left, of(right, names)
            yield right, of(left, names)
        case model.Binary(op="<" | "<=" as op, left=left, right=right):
            yield from _ordered(left, right, op == "<", names)
        case model.Binary(op=">" | ">=" as op, left=left, right=right):
            yield from _ordered(right, left, op == ">", names)
        case _:
            yield claim, (1.0, 1.0)


def _ordered(
    less: model.Expr, more: model.Expr, strictly: bool, names: Names
) -> Iterator[tuple[model.Expr, Range]]:
    highest, lowest = of(more, names)[1], of(less, names)[0]
    yield less, (-math.inf, math.nextafter(highest, -math.inf) if strictly else highest)
    yield more, (math.nextafter(lowest, math.inf) if strictly else lowest, math.inf)


# --- the range of each expression -------------------------------------------------------------------------


def of(expr: model.Expr, names: Names) -> Range:
    """The range of an expression."""
    match expr:
        case model.Const(value=value):
            return float(value), float(value)
        case model.Bound(type=type_) if isinstance(type_, model.Number):
            return ANYTHING
        case model.Bound(type=type_) | model.SettingOf(type=type_) | model.Cell(type=type_):
            return _of_type(type_)
        case model.Now():
            return SOME
        case model.Call(define=define):
            return names.defines[define].range
        case model.Unary(op="not", x=x):
            lo, hi = of(x, names)
            return 1 - hi, 1 - lo
        case model.Unary(x=x):
            lo, hi = of(x, names)
            return -hi, -lo
        case model.Binary():
            return _BINARY[expr.op](of(expr.left, names), of(expr.right, names))
        case model.IfElse():
            return _if_else(expr, names)
        case model.Function():
            return _function(expr.name, [of(arg, names) for arg in expr.args])
        case model.Aggregate():
            return _aggregate(expr, names)
        case model.Believes(body=body):
            return _hull(of(body, names), (0.0, 0.0))
        case model.Times():
            return SOME
        case model.Draw():
            return _draw(expr, names)
        case model.IsKind() | model.Remembers() | model.Happened() | model.Doing():
            return EITHER


def _of_type(type_: model.Type) -> Range:
    match type_:
        case model.YesNo():
            return EITHER
        case model.Number(lo=lo, hi=hi):
            return lo, hi
        case model.OneOf(options=options):
            return 0.0, float(len(options) - 1)
        case model.Time() | model.Ref():
            return ANYTHING


def _hull(a: Range, b: Range) -> Range:
    return min(a[0], b[0]), max(a[1], b[1])


def _span(values: Iterable[float]) -> Range:
    """From the lowest to the highest; what is no number (infinity less infinity) may be anything."""
    found = list(values)
    return ANYTHING if any(map(math.isnan, found)) else (min(found), max(found))


def _truth(can_fail: bool, can_hold: bool) -> Range:
    return (0.0 if can_fail else 1.0), (1.0 if can_hold else 0.0)


def _times(a: Range, b: Range) -> Range:
    return _span(x * y if x and y else 0.0 for x in a for y in b)


def _over(a: Range, b: Range) -> Range:
    return ANYTHING if b[0] <= 0 <= b[1] else _span(x / y for x in a for y in b)


def _same(a: Range, b: Range) -> Range:
    return _truth(not (a[0] == a[1] == b[0] == b[1]), a[0] <= b[1] and b[0] <= a[1])


def _not(a: Range) -> Range:
    return 1 - a[1], 1 - a[0]


_BINARY: Final[dict[str, Callable[[Range, Range], Range]]] = {
    "+": lambda a, b: _span((a[0] + b[0], a[1] + b[1])),
    "-": lambda a, b: _span((a[0] - b[1], a[1] - b[0])),
    "*": _times,
    "/": _over,
    "<": lambda a, b: _truth(a[1] >= b[0], a[0] < b[1]),
    "<=": lambda a, b: _truth(a[1] > b[0], a[0] <= b[1]),
    ">": lambda a, b: _truth(b[1] >= a[0], b[0] < a[1]),
    ">=": lambda a, b: _truth(b[1] > a[0], b[0] <= a[1]),
    "is": _same,
    "is not": lambda a, b: _not(_same(a, b)),
    "and": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "or": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
}


def _if_else(expr: model.IfElse, names: Names) -> Range:
    can = of(expr.cond, names)
    then, other = of(expr.then, names), of(expr.other, names)
    if can[0] == can[1]:
        return then if can[0] else other
    return _hull(then, other)


def _function(name: str, args: list[Range]) -> Range:
    first = args[0]
    lows, highs = zip(*args, strict=True)
    match name:
        case "abs":
            lowest = 0.0 if first[0] <= 0 <= first[1] else min(map(abs, first))
            return lowest, max(map(abs, first))
        case "floor" | "round":
            return first[0] - 1, first[1] + 1
        case "sqrt":
            return math.sqrt(max(0.0, first[0])), math.sqrt(max(0.0, first[1]))
        case "exp":
            return SOME
        case "least":
            return min(lows), min(highs)
        case "greatest":
            return max(lows), max(highs)
        case "clamp":
            return min(max(lows[0], lows[1]), lows[2]), min(max(highs[0], highs[1]), highs[2])
        case _:
            return ANYTHING


def _aggregate(expr: model.Aggregate, names: Names) -> Range:
    where = of(expr.where, names) if expr.where else (1.0, 1.0)
    body = of(expr.body, names) if expr.body else ANYTHING
    nobody = (0.0, 0.0)
    # How many wolves there are is the world's to say; a library may speak of wolves where there are none.
    counted = names.all_there and expr.span.file == names.home
    crowd = float(names.most(expr.kind)) if counted else math.inf
    if where[1] == 0:
        crowd = 0.0
    match expr.op:
        case "count":
            return 0.0, crowd
        case "any":
            return 0.0, min(1.0, crowd)
        case "all":
            return body[0] if crowd else 1.0, 1.0
        case "sum":
            return _hull(nobody, _times(body, (0.0, crowd)))
        case "best":
            return ANYTHING
        case "mean" | "min" | "max":
            return _hull(nobody, body)


def _draw(expr: model.Draw, names: Names) -> Range:
    args = [of(arg, names) for arg in expr.args]
    match expr.dist:
        case "uniform":
            return _hull(args[0], args[1])
        case "beta" | "chance":
            return EITHER
        case "normal" | "exponential":
            return ANYTHING
