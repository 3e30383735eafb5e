"""Interval analysis, what values an expression can have at all: for what can never be meant, and for what a
compiled world need not ask.

A range is a lowest and a highest value; of a yes/no the lowest is 0 if it can be false, the highest 1 if
it can be true; of an option or an entity it is of their numbers. It may be too wide, never too narrow.

The checker asks of numbers as they are written. The engines ask of doubles as they are `computed`, to the
bit: rounding never turns a smaller number into a greater one, so the ends of a range, computed like the value
itself, bound that too, as long as they are finite and each step is rounded once. Where they are not the value
can be anything, even no number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from twicetold.lang import model

Range = tuple[float, float]

ANYTHING: Final[Range] = (-math.inf, math.inf)
EITHER: Final[Range] = (0.0, 1.0)
SOME: Final[Range] = (0.0, math.inf)


@dataclass(frozen=True, slots=True)
class Ranges:
    """The ranges of a world's expressions, by what is known of it: between which values its settings lie, if
    not all that their types allow; what its definitions can give; and how many an aggregate can find."""

    settings: Mapping[str, Range] = field(default_factory=dict)
    define: Callable[[str], Range] = lambda name: ANYTHING
    crowd: Callable[[model.Aggregate], float] = lambda aggregate: math.inf
    computed: bool = False

    def never(self, claims: Iterable[model.Expr]) -> bool:
        """Whether these claims can never hold together."""
        allowed: dict[model.Expr, Range] = {}
        for claim in claims:
            for part in model.conjuncts(claim):
                if self.of(part)[1] == 0:
                    return True
                for thing, (lo, hi) in self._narrowed(part):
                    before = allowed.get(thing) or self.of(thing)
                    lo, hi = max(before[0], lo), min(before[1], hi)
                    if lo > hi:
                        return True
                    allowed[thing] = (lo, hi)
        return False

    def always(self, claim: model.Expr) -> bool:
        """Whether this holds whatever happens."""
        return self.of(claim)[0] == 1

    def _narrowed(self, claim: model.Expr) -> Iterator[tuple[model.Expr, Range]]:
        """The ranges that things must have for a claim to hold."""
        match claim:
            case model.Unary(op="not", x=x):
                yield x, (0.0, 0.0)
            case model.Binary(op="is", left=left, right=right):
                yield left, self.of(right)
                yield right, self.of(left)
            case model.Binary(op="<" | "<=" as op, left=left, right=right):
                yield from self._ordered(left, right, op == "<")
            case model.Binary(op=">" | ">=" as op, left=left, right=right):
                yield from self._ordered(right, left, op == ">")
            case _:
                yield claim, (1.0, 1.0)

    def _ordered(
        self, less: model.Expr, more: model.Expr, strictly: bool
    ) -> Iterator[tuple[model.Expr, Range]]:
        highest, lowest = self.of(more)[1], self.of(less)[0]
        yield less, (-math.inf, math.nextafter(highest, -math.inf) if strictly else highest)
        yield more, (math.nextafter(lowest, math.inf) if strictly else lowest, math.inf)

    # --- the range of each expression -----------------------------------------------------------------------

    def of(self, expr: model.Expr) -> Range:
        """The range of an expression."""
        bounds = self._of(expr)
        return ANYTHING if self.computed and (_is_rounded_often(expr) or not _is_finite(bounds)) else bounds

    def _of(self, expr: model.Expr) -> Range:
        match expr:
            case model.Const(value=value):
                return float(value), float(value)
            case model.SettingOf(name=name) if name in self.settings:
                return self.settings[name]
            case model.Bound(type=type_) if isinstance(type_, model.Number):
                return ANYTHING
            case model.Bound(type=type_) | model.SettingOf(type=type_) | model.Cell(type=type_):
                return _of_type(type_)
            case model.Unknown(type=type_):
                return _of_type(type_)
            case model.Now():
                return SOME
            case model.Call(define=define):
                return self.define(define)
            case model.Unary(op="not", x=x):
                return _not(self.of(x))
            case model.Unary(x=x):
                lo, hi = self.of(x)
                return -hi, -lo
            case model.Binary():
                return self._binary(expr.op, self.of(expr.left), self.of(expr.right))
            case model.IfElse():
                return self._if_else(expr)
            case model.Function():
                return _function(expr.name, [self.of(arg) for arg in expr.args])
            case model.Aggregate():
                return self._aggregate(expr)
            case model.Believes(body=body):
                return _hull(self.of(body), (0.0, 0.0))
            case model.Way(type=type_):
                return _of_type(type_)
            case model.Times():
                return SOME
            case model.Draw():
                return self._draw(expr)
            case model.IsKind() | model.Remembers() | model.Happened() | model.Doing():
                return EITHER
            case model.Busy() | model.Inside():
                return EITHER

    def _binary(self, op: str, a: Range, b: Range) -> Range:
        if self.computed and op == "*" and not (_is_finite(a) and _is_finite(b)):
            return ANYTHING  # 0 times infinity is no number
        return _BINARY[op](a, b)

    def _if_else(self, expr: model.IfElse) -> Range:
        can = self.of(expr.cond)
        then, other = self.of(expr.then), self.of(expr.other)
        if can[0] == can[1]:
            return then if can[0] else other
        return _hull(then, other)

    def _aggregate(self, expr: model.Aggregate) -> Range:
        where = self.of(expr.where) if expr.where else (1.0, 1.0)
        body = self.of(expr.body) if expr.body else ANYTHING
        nobody = (0.0, 0.0)
        crowd = 0.0 if where[1] == 0 else self.crowd(expr)
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

    def _draw(self, expr: model.Draw) -> Range:
        match expr.dist:
            case "uniform":
                return _hull(*map(self.of, expr.args))
            case "beta" | "chance":
                return EITHER
            case "normal" | "exponential":
                return ANYTHING


def computed(world: model.World, *, turning: bool) -> Ranges:
    """The ranges of a world's expressions as engines compute them; if `turning`, its knobs may be turned."""
    settings: dict[str, Range] = {}
    for setting in world.settings:
        turned = turning and setting.tune is not None
        value = float(setting.value)
        settings[setting.name] = _of_type(setting.type) if turned else (value, value)
    defines = {define.name: define.body for define in world.defines}
    found: dict[str, Range] = {}

    def define(name: str) -> Range:
        if name not in found:
            found[name] = ranges.of(defines[name])
        return found[name]

    ranges = Ranges(settings, define, computed=True)
    return ranges


def _is_finite(range_: Range) -> bool:
    return all(map(math.isfinite, range_))


def _is_rounded_often(expr: model.Expr) -> bool:
    """Whether a number is computed of others in several steps, each of which is rounded."""
    match expr:
        case model.Aggregate(op="sum" | "mean") | model.Draw(dist="uniform"):
            return True
        case _:
            return False


# --- ranges of ranges ---------------------------------------------------------------------------------------


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
    numbers = list(values)
    return ANYTHING if any(map(math.isnan, numbers)) else (min(numbers), max(numbers))


def _truth(can_fail: bool, can_hold: bool) -> Range:
    return (0.0 if can_fail else 1.0), (1.0 if can_hold else 0.0)


def _times(a: Range, b: Range) -> Range:
    return _span(x * y if x and y else 0.0 for x in a for y in b)


def _over(a: Range, b: Range) -> Range:
    return ANYTHING if b[0] <= 0 <= b[1] else _span(x / y for x in a for y in b)


def _left_over(a: Range, b: Range) -> Range:
    """What is left is nearer to 0 than the other number, and on the same side."""
    least = math.nextafter(b[0], 0.0) if b[0] < 0 else 0.0
    most = math.nextafter(b[1], 0.0) if b[1] > 0 else 0.0
    return least, most


def _same(a: Range, b: Range) -> Range:
    return _truth(not (a[0] == a[1] == b[0] == b[1]), a[0] <= b[1] and b[0] <= a[1])


def _not(a: Range) -> Range:
    return 1 - a[1], 1 - a[0]


_BINARY: Final[dict[str, Callable[[Range, Range], Range]]] = {
    "+": lambda a, b: _span((a[0] + b[0], a[1] + b[1])),
    "-": lambda a, b: _span((a[0] - b[1], a[1] - b[0])),
    "*": _times,
    "/": _over,
    "mod": _left_over,
    "<": lambda a, b: _truth(a[1] >= b[0], a[0] < b[1]),
    "<=": lambda a, b: _truth(a[1] > b[0], a[0] <= b[1]),
    ">": lambda a, b: _truth(b[1] >= a[0], b[0] < a[1]),
    ">=": lambda a, b: _truth(b[1] > a[0], b[0] <= a[1]),
    "is": _same,
    "is not": lambda a, b: _not(_same(a, b)),
    "and": lambda a, b: (min(a[0], b[0]), min(a[1], b[1])),
    "or": lambda a, b: (max(a[0], b[0]), max(a[1], b[1])),
}


def _floor(x: float) -> float:
    return float(math.floor(x)) if math.isfinite(x) else x


def _function(name: str, args: list[Range]) -> Range:
    first = args[0]
    lows, highs = zip(*args, strict=True)
    match name:
        case "abs":
            lowest = 0.0 if first[0] <= 0 <= first[1] else min(map(abs, first))
            return lowest, max(map(abs, first))
        case "floor":
            return _floor(first[0]), _floor(first[1])
        case "round":
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
