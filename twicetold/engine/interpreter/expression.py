"""Expressions: each node of the model becomes a function of the state and a frame.

An expression changes nothing, so that it can be asked again at will: once to choose, once more with
`state.trace` set, to learn what it read.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from twicetold.engine import numeric
from twicetold.engine.distributions import between
from twicetold.engine.interpreter.state import TRUTH, Frame, Past, State
from twicetold.engine.layout import Layout
from twicetold.engine.noise import NOBODY, Noise, entity_keys, site_key
from twicetold.lang import model
from twicetold.lang.model import Value

Eval = Callable[[State, Frame], Any]
Members = Callable[[State], Sequence[int]]


def default_of(type_: model.Type) -> Value:
    """What is read of a field that an entity does not have: no, the number nearest to 0, the first option,
    never.
    """
    match type_:
        case model.YesNo():
            return False
        case model.Number(lo=lo, hi=hi):
            return float(numeric.clamp(0.0, lo, hi))
        case model.Time():
            return model.NEVER
        case model.OneOf():
            return 0
        case model.Ref():
            return -1


def stored(type_: model.Type) -> Callable[[Any], Any] | None:
    """What happens to a value on its way into a field of this type: rounded if whole, clamped; None if
    nothing.
    """
    if not isinstance(type_, model.Number):
        return None
    lo, hi = type_.lo, type_.hi
    if type_.whole:
        return lambda v: numeric.clamp(numeric.round_half_even(numeric.clamp(v, lo, hi)), lo, hi)

    def clamp(v: Any) -> Any:
        if v >= lo:
            return v if v <= hi else hi
        return lo

    return clamp


class Expressions:
    """Turns the expressions of one world into functions."""

    def __init__(self, world: model.World, layout: Layout) -> None:
        self.world = world
        self.layout = layout
        self.keys = (*entity_keys([entity.name for entity in world.entities]), NOBODY)
        self._settings = {setting.name: setting.value for setting in world.settings}
        self._defines = {define.name: define for define in world.defines}
        self._bodies: dict[str, Eval] = {}

    def compile(self, expr: model.Expr) -> Eval:
        """The function that computes an expression."""
        return _COMPILE[type(expr)](self, expr)

    def conditions(self, parts: Sequence[model.Condition]) -> list[Eval]:
        """The functions of the parts of a condition, in order."""
        return [self.compile(part.expr) for part in parts]

    def members(self, kind: str) -> Members:
        """The entities that are of a kind now, in order of declaration."""
        possible = self.layout.possible(kind)
        if self.layout.fixed(kind):
            return lambda s: possible
        natures, numbers = self.layout.natures, self.layout.descendants[kind]
        return lambda s: [entity for entity in possible if s.cells[natures + entity] in numbers]

    # --- leaves --------------------------------------------------------------------------------------- -----

    def const(self, expr: model.Const) -> Eval:
        value = float(expr.value) if isinstance(expr.type, model.Number | model.Time) else expr.value
        return lambda s, f: value

    def bound(self, expr: model.Bound) -> Eval:
        slot = expr.slot
        return lambda s, f: f[slot]

    def setting(self, expr: model.SettingOf) -> Eval:
        value = self._settings[expr.name]
        if isinstance(expr.type, model.Number | model.Time):
            value = float(value)
        return lambda s, f: value

    def now(self, expr: model.Now) -> Eval:
        return lambda s, f: s.now

    # --- fields --------------------------------------------------------------------------------------- -----

    def address(self, cell: model.Cell) -> Callable[[State, Frame], int]:
        """The function that finds the cell of a field or relation; negative where there is none."""
        placed = self.layout.fields[cell.field]
        args = [self.compile(arg) for arg in cell.args]
        if len(args) == 1:
            (only,), (offset,) = args, placed.offsets
            if isinstance(cell.args[0], model.Bound):
                slot = cell.args[0].slot
                return lambda s, f: offset[f[slot]]
            return lambda s, f: offset[only(s, f)]
        if len(args) == 2:
            return _address_of_pair(args, placed.offsets, placed.field.symmetric)
        a, b, c = args
        x, y, z = placed.offsets
        return lambda s, f: x[a(s, f)] + y[b(s, f)] + z[c(s, f)]

    def cell(self, expr: model.Cell) -> Eval:
        field = self.layout.fields[expr.field].field
        address, default = self.address(expr), default_of(expr.type)
        if field.believed and not expr.truly:
            return self._believed(expr, address, default)
        if len(expr.args) == 1 and isinstance(expr.args[0], model.Bound):
            return _field_of_bound(expr.args[0].slot, self.layout.fields[expr.field].offsets[0], default)

        def read(s: State, f: Frame) -> Any:
            c = address(s, f)
            if c < 0:
                return default
            if s.trace is not None:
                s.trace.append(c)
            return s.cells[c]

        return read

    def _believed(self, expr: model.Cell, address: Callable[[State, Frame], int], default: Value) -> Eval:
        owners = self.owners(expr)

        def read(s: State, f: Frame) -> Any:
            c = address(s, f)
            if c < 0:
                return default
            mind = f[0]
            if mind == TRUTH or owners(s, f, mind):
                if s.trace is not None:
                    s.trace.append(c)
                return s.cells[c]
            if s.trace is not None:
                s.trace.append((mind, c))
            value = s.held[mind].get(c)
            return s.first[c] if value is None else value

        return read

    def owners(self, cell: model.Cell) -> Callable[[State, Frame, Value], bool]:
        """Whether a mind is the one whose own field this is, who therefore knows it (of a symmetric one:
        either).
        """
        args = [self.compile(arg) for arg in cell.args]
        first = args[0]
        if self.layout.fields[cell.field].field.symmetric:
            second = args[1]
            return lambda s, f, mind: first(s, f) == mind or second(s, f) == mind
        if isinstance(cell.args[0], model.Bound):
            slot = cell.args[0].slot
            return lambda s, f, mind: f[slot] == mind
        return lambda s, f, mind: first(s, f) == mind

    def believes(self, expr: model.Believes) -> Eval:
        mind, body = self.compile(expr.mind), self.compile(expr.body)
        default = default_of(expr.type)

        def read(s: State, f: Frame) -> Any:
            outer = f[0]
            inner = mind(s, f)
            if inner == -1:
                return default
            f[0] = inner
            value = body(s, f)
            f[0] = outer
            return value

        return read

    # --- operators ------------------------------------------------------------------------------------------

    def unary(self, expr: model.Unary) -> Eval:
        x = self.compile(expr.x)
        if expr.op == "not":
            return lambda s, f: not x(s, f)
        return lambda s, f: -x(s, f)

    def binary(self, expr: model.Binary) -> Eval:
        return _BINARY[expr.op](self.compile(expr.left), self.compile(expr.right))

    def if_else(self, expr: model.IfElse) -> Eval:
        cond, then, other = self.compile(expr.cond), self.compile(expr.then), self.compile(expr.other)
        return lambda s, f: then(s, f) if cond(s, f) else other(s, f)

    def is_kind(self, expr: model.IsKind) -> Eval:
        x, natures, numbers = self.compile(expr.x), self.layout.natures, self.layout.descendants[expr.kind]

        def test(s: State, f: Frame) -> Any:
            entity = x(s, f)
            if entity == -1:
                return False
            c = natures + entity
            if s.trace is not None:
                s.trace.append(c)
            return s.cells[c] in numbers

        return test

    def function(self, expr: model.Function) -> Eval:
        return _FUNCTION[expr.name](*(self.compile(arg) for arg in expr.args))

    def call(self, expr: model.Call) -> Eval:
        define = self._defines[expr.define]
        args = [self.compile(arg) for arg in expr.args]
        rest = [-1] * (define.size - 1 - len(args))
        if expr.define not in self._bodies:
            self._bodies[expr.define] = self.compile(define.body)
        body = self._bodies[expr.define]
        if len(args) == 1:
            (only,) = args
            return lambda s, f: body(s, [f[0], only(s, f), *rest])
        return lambda s, f: body(s, [f[0], *[arg(s, f) for arg in args], *rest])

    # --- all of a kind --------------------------------------------------------------------------------------

    def aggregate(self, expr: model.Aggregate) -> Eval:
        members, slot = self.members(expr.kind), expr.slot
        where = self.compile(expr.where) if expr.where else None
        body = self.compile(expr.body) if expr.body else None

        def those(s: State, f: Frame) -> list[int]:
            found = []
            for entity in members(s):
                f[slot] = entity
                if where is None or where(s, f):
                    found.append(entity)
            return found

        if expr.op == "any" or expr.op == "all":
            return _any_or_all(expr.op == "all", members, slot, where, body)
        if expr.op == "count":
            return lambda s, f: float(len(those(s, f)))
        assert body is not None
        if expr.op == "best":
            return _best(those, slot, body)
        return _gather(expr.op, those, slot, body)

    # --- the past and what is under way ---------------------------------------------------------------------

    def pattern(self, pattern: model.EventPattern) -> Callable[[State, Frame], Callable[[Past], bool]]:
        """The function that turns a pattern into a test of past events."""
        args = [None if arg is None else self.compile(arg) for arg in pattern.args]
        label = pattern.outcome

        def test(s: State, f: Frame) -> Callable[[Past], bool]:
            wanted = [(place, arg(s, f)) for place, arg in enumerate(args) if arg is not None]

            def fits(past: Past) -> bool:
                if past.number == s.undone or (past.outcome != label if label else past.outcome in NOT_DONE):
                    return False
                return all(past.roles[place] == entity for place, entity in wanted)

            return fits

        return test

    def remembers(self, expr: model.Remembers) -> Eval:
        mind, test = self.compile(expr.mind), self.pattern(expr.pattern)
        within = self.compile(expr.within) if expr.within else None
        event, tick = expr.pattern.event, self.world.tick

        def recall(s: State, f: Frame) -> Any:
            memory = s.memory.get((mind(s, f), event))
            if not memory:
                return False
            since = -1.0 if within is None else s.now - within(s, f)
            return _any_past(s, memory, test(s, f), lambda past: past.tick * tick >= since)

        return recall

    def happened(self, expr: model.Happened) -> Eval:
        test, event = self.pattern(expr.pattern), expr.pattern.event

        def look(s: State, f: Frame) -> Any:
            finished = s.finished.get(event)
            return finished is not None and _any_past(s, finished, test(s, f), lambda past: True)

        return look

    def times(self, expr: model.Times) -> Eval:
        test, event = self.pattern(expr.pattern), expr.pattern.event

        def count(s: State, f: Frame) -> Any:
            fits = test(s, f)
            found = [past for past in s.finished.get(event, ()) if fits(past)]
            if s.trace is not None:
                s.trace.extend(-1 - past.number for past in found if past.number >= 0)
            return float(len(found))

        return count

    def doing(self, expr: model.Doing) -> Eval:
        number = {action.name: n for n, action in enumerate(self.world.actions)}[expr.pattern.event]
        args = [None if arg is None else self.compile(arg) for arg in expr.pattern.args]

        def test(s: State, f: Frame) -> Any:
            if not s.running:
                return False
            wanted = [(place, arg(s, f)) for place, arg in enumerate(args) if arg is not None]
            for running in s.running.values():
                if running.action != number or running.failed:
                    continue
                if all(running.roles[place] == entity for place, entity in wanted):
                    if s.trace is not None and running.causes is not None:
                        s.trace.extend(-1 - cause for cause in running.causes.all())
                    return True
            return False

        return test

    # --- draws ---------------------------------------------------------------------------------------- -----

    def draw(self, expr: model.Draw) -> Eval:
        args = [self.compile(arg) for arg in expr.args]
        keys_of = self.keys_of(expr.bound)
        site, sample = site_key(expr.site), _DRAW[expr.dist]
        return lambda s, f: sample(s.noise, site, s.tick, keys_of(f), *[arg(s, f) for arg in args])

    def keys_of(self, bound: Sequence[int]) -> Callable[[Frame], tuple[int, ...]]:
        """The function that gives the noise keys of the entities bound to these slots."""
        keys, slots = self.keys, tuple(bound)
        return lambda f: tuple([keys[f[slot]] for slot in slots])


NOT_DONE = frozenset({"failed", "interrupted"})
"""The outcomes of attempts that did not come off; a pattern means them only if it names them."""


def _any_past(
    s: State, pasts: list[Past], fits: Callable[[Past], bool], also: Callable[[Past], bool]
) -> bool:
    """Whether one of these events fits, the latest first; it is what was read."""
    for past in reversed(pasts):
        if also(past) and fits(past):
            if s.trace is not None and past.number >= 0:
                s.trace.append(-1 - past.number)
            return True
    return False


def _field_of_bound(slot: int, offset: list[int], default: Value) -> Eval:
    """The reading of a field of a role, which is most of all reading, in one step."""

    def read(s: State, f: Frame) -> Any:
        c = offset[f[slot]]
        if c < 0:
            return default
        if s.trace is not None:
            s.trace.append(c)
        return s.cells[c]

    return read


def _address_of_pair(
    args: list[Eval], offsets: tuple[list[int], ...], symmetric: bool
) -> Callable[[State, Frame], int]:
    a, b = args
    x, y = offsets
    if not symmetric:
        return lambda s, f: x[a(s, f)] + y[b(s, f)]

    def address(s: State, f: Frame) -> int:
        one, other = a(s, f), b(s, f)
        if one > other:
            one, other = other, one
        return x[one] + y[other]

    return address


def _any_or_all(every: bool, members: Members, slot: int, where: Eval | None, body: Eval | None) -> Eval:
    """`any`: one that fits both; `all`: none that fits `where` and not the claim."""

    def test(s: State, f: Frame) -> Any:
        for entity in members(s):
            f[slot] = entity
            if (where is None or where(s, f)) and (body is None or bool(body(s, f)) is not every):
                return not every
        return every

    return test


def _best(those: Callable[[State, Frame], list[int]], slot: int, body: Eval) -> Eval:
    def find(s: State, f: Frame) -> Any:
        best, most = -1, 0.0
        for entity in those(s, f):
            f[slot] = entity
            value = body(s, f)
            if best == -1 or value > most:
                best, most = entity, value
        return best

    return find


def _gather(op: str, those: Callable[[State, Frame], list[int]], slot: int, body: Eval) -> Eval:
    def values(s: State, f: Frame) -> list[Value]:
        found = []
        for entity in those(s, f):
            f[slot] = entity
            found.append(body(s, f))
        return found

    def add(found: list[Any]) -> Any:
        total: Any = 0.0
        for value in found:
            total = total + value
        return total

    if op == "sum":
        return lambda s, f: add(values(s, f))
    if op == "mean":

        def mean(s: State, f: Frame) -> Any:
            found = values(s, f)
            return add(found) / float(len(found)) if found else 0.0

        return mean
    choose: Callable[..., Any] = min if op == "min" else max
    return lambda s, f: choose(values(s, f), default=0.0)


def _minus(a: Eval, b: Eval) -> Eval:
    return lambda s, f: a(s, f) - b(s, f)


def _both(a: Eval, b: Eval) -> Eval:
    return lambda s, f: bool(a(s, f)) and bool(b(s, f))


def _either(a: Eval, b: Eval) -> Eval:
    return lambda s, f: bool(a(s, f)) or bool(b(s, f))


def _whole_below(x: Value) -> float:
    return float(math.floor(x)) if -(2.0**52) < x < 2.0**52 else float(x)


def _clamp(x: Eval, lo: Eval, hi: Eval) -> Eval:
    return lambda s, f: numeric.clamp(x(s, f), lo(s, f), hi(s, f))


def _least(*args: Eval) -> Eval:
    return lambda s, f: min([arg(s, f) for arg in args])


def _greatest(*args: Eval) -> Eval:
    return lambda s, f: max([arg(s, f) for arg in args])


_BINARY: dict[str, Callable[[Eval, Eval], Eval]] = {
    "+": lambda a, b: lambda s, f: a(s, f) + b(s, f),
    "-": _minus,
    "*": lambda a, b: lambda s, f: a(s, f) * b(s, f),
    "/": lambda a, b: lambda s, f: numeric.divide(a(s, f), b(s, f)),
    "<": lambda a, b: lambda s, f: a(s, f) < b(s, f),
    "<=": lambda a, b: lambda s, f: a(s, f) <= b(s, f),
    ">": lambda a, b: lambda s, f: a(s, f) > b(s, f),
    ">=": lambda a, b: lambda s, f: a(s, f) >= b(s, f),
    "is": lambda a, b: lambda s, f: a(s, f) == b(s, f),
    "is not": lambda a, b: lambda s, f: a(s, f) != b(s, f),
    "and": _both,
    "or": _either,
}

_FUNCTION: dict[str, Callable[..., Eval]] = {
    "abs": lambda x: lambda s, f: abs(x(s, f)),
    "floor": lambda x: lambda s, f: _whole_below(x(s, f)),
    "round": lambda x: lambda s, f: numeric.round_half_even(x(s, f)),
    "sqrt": lambda x: lambda s, f: numeric.sqrt(x(s, f)),
    "exp": lambda x: lambda s, f: numeric.exp(x(s, f)),
    "log": lambda x: lambda s, f: numeric.log(x(s, f)),
    "least": _least,
    "greatest": _greatest,
    "clamp": _clamp,
}

_DRAW: dict[str, Callable[..., Any]] = {
    "uniform": lambda noise, site, tick, keys, lo, hi: between(noise.uniform(site, tick, keys), lo, hi),
    "normal": Noise.normal,
    "beta": Noise.beta,
    "exponential": Noise.exponential,
    "chance": lambda noise, site, tick, keys, p: noise.uniform(site, tick, keys) < p,
}

_COMPILE: dict[type, Callable[..., Eval]] = {
    model.Const: Expressions.const,
    model.Bound: Expressions.bound,
    model.SettingOf: Expressions.setting,
    model.Now: Expressions.now,
    model.Cell: Expressions.cell,
    model.Call: Expressions.call,
    model.Unary: Expressions.unary,
    model.Binary: Expressions.binary,
    model.IfElse: Expressions.if_else,
    model.IsKind: Expressions.is_kind,
    model.Function: Expressions.function,
    model.Aggregate: Expressions.aggregate,
    model.Believes: Expressions.believes,
    model.Remembers: Expressions.remembers,
    model.Happened: Expressions.happened,
    model.Times: Expressions.times,
    model.Doing: Expressions.doing,
    model.Draw: Expressions.draw,
}
