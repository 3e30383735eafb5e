"""Expressions: each node of the model becomes a function of the state and a frame.

An expression changes nothing, so that it can be asked again at will: once to choose, once more with
`state.trace` set, to learn what it read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from twicetold.engine.interpreter import pattern, way
from twicetold.engine.interpreter.aggregate import aggregate, any_or_all
from twicetold.engine.interpreter.functions import Eval, Members, Narrow, Those
from twicetold.engine.interpreter.narrowing import ask, narrowing
from twicetold.engine.interpreter.operator import (
    BINARY,
    CHAIN,
    COMPARED,
    LEFT_CONSTANT,
    RIGHT_CONSTANT,
    function,
)
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.interpreter.steady import Steadiness
from twicetold.engine.meaning.constants import as_read
from twicetold.engine.meaning.distributions import between
from twicetold.engine.meaning.grid import Times
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.minds import Minds
from twicetold.engine.meaning.noise import NOBODY, Noise, entity_keys, site_key
from twicetold.engine.meaning.sites import Sites
from twicetold.lang import model
from twicetold.lang.model import Value, default
from twicetold.lang.tree import rewrite

Owns = Callable[[State, Frame, Value], bool]

MANY = 128
"""Who fits something for good is kept in mind only of kinds of no more than so many."""


class Expressions:
    """Turns the expressions of one world into functions."""

    def __init__(self, world: model.World, layout: Layout, sites: Sites) -> None:
        self.world = world
        self.layout = layout
        self.times = Times.of(world)
        self.minds = Minds(world)
        self.sites = sites
        self.keys = (*entity_keys([entity.name for entity in world.entities]), NOBODY)
        self._settings = {setting.name: setting.value for setting in world.settings}
        self._defines = {define.name: define for define in world.defines}
        self.steadiness = Steadiness(world, layout)
        self._conditions: dict[model.Expr, Eval] = {}
        self._narrowings: dict[tuple[model.Expr, int, str], Narrow] = {}
        self._bodies: dict[str, Eval] = {}
        self._calls: dict[model.Call, Eval] = {}

    def compile(self, expr: model.Expr) -> Eval:
        """The function that computes an expression."""
        return _COMPILE[type(expr)](self, expr)

    def narrowing(self, condition: model.Expr, slot: int, kind: str) -> Narrow:
        """How a condition narrows those of a kind who can take a slot, while nothing is traced; the same for
        the same condition."""
        asked = (condition, slot, kind)
        if asked not in self._narrowings:
            self._narrowings[asked] = narrowing(self.compile, self.layout, condition, slot, kind)
        return self._narrowings[asked]

    def those(
        self, kind: str, conditions: Sequence[model.Expr], slot: int, taken: Sequence[int] = ()
    ) -> Those:
        """Who is of a kind now, has no slot of `taken`, and fits what conditions say of a slot. If anything
        is traced, one is asked after the other: it matters then what is read of whom."""
        members, tests = self.members(kind), [self.compile(condition) for condition in conditions]
        settled = [condition for condition in conditions if self.steadiness.is_settled(condition)]
        narrow = [
            self.narrowing(condition, slot, kind) for condition in conditions if condition not in settled
        ]
        begun = self.settled(kind, settled, slot, taken)

        def asked(s: State, f: Frame) -> Sequence[int]:
            if s.trace is not None:
                return ask(s, f, _apart(members(s), f, taken), slot, tests)
            entities = begun(s, f)
            for step in narrow:
                if not entities:
                    break
                entities = step(s, f, entities)
            return entities

        return asked

    def settled(
        self, kind: str, conditions: Sequence[model.Expr], slot: int, taken: Sequence[int] = ()
    ) -> Those:
        """Who is of a kind now, has no slot of `taken`, and fits settled conditions. It is found once in a
        life for the same others, where they are not too many."""
        members, narrow = self.members(kind), [self.narrowing(part, slot, kind) for part in conditions]

        def asked(s: State, f: Frame) -> Sequence[int]:
            entities = _apart(members(s), f, taken)
            for step in narrow:
                entities = step(s, f, entities)
            return entities

        few = len(self.layout.possible(kind)) <= MANY
        if not (taken or conditions) or not few:
            return asked
        nodes = [node for part in conditions for node in model.nodes(part)]
        slots = {*taken, *(node.slot for node in nodes if isinstance(node, model.Bound))} - {slot}
        others = sorted(slots - {slot for node in nodes for slot in model.binds(node)})

        def found_once(s: State, f: Frame) -> Sequence[int]:
            if s.settled is None:
                return asked(s, f)
            key = (asked, *[f[other] for other in others])
            entities = s.settled.get(key)
            if entities is None:
                entities = s.settled[key] = asked(s, f)
            return entities

        return found_once

    def condition(self, condition: model.Expr) -> Eval:
        """The function of a condition; the same for the same condition."""
        if condition not in self._conditions:
            self._conditions[condition] = self.compile(condition)
        return self._conditions[condition]

    def conditions(self, parts: Sequence[model.Condition]) -> list[Eval]:
        """The functions of the parts of a condition, in order."""
        return [self.condition(part.expr) for part in parts]

    def members(self, kind: str) -> Members:
        """The entities that are of a kind now, in order of declaration."""
        possible = self.layout.possible(kind)
        if self.layout.fixed(kind):
            return lambda s: possible
        kinds_now, numbers = self.layout.kinds_now, self.layout.descendants[kind]
        return lambda s: [entity for entity in possible if s.cells[kinds_now + entity] in numbers]

    def there(self, roles: Iterable[tuple[str, int]]) -> list[Eval]:
        """The functions that tell whether those who are bound to slots are of their kinds now; none for a
        kind of which always the same ones are."""
        kinds_now = self.layout.kinds_now

        def is_there(slot: int, numbers: frozenset[int]) -> Eval:
            return lambda s, f: s.cells[kinds_now + f[slot]] in numbers

        return [
            is_there(slot, self.layout.descendants[kind])
            for kind, slot in roles
            if not self.layout.fixed(kind)
        ]

    # --- leaves --------------------------------------------------------------------------------------- -----

    def const(self, expr: model.Const) -> Eval:
        value = _value(expr)
        return lambda s, f: value

    def bound(self, expr: model.Bound) -> Eval:
        slot = expr.slot
        return lambda s, f: f[slot]

    def setting(self, expr: model.SettingOf) -> Eval:
        value = as_read(self._settings[expr.name], expr.type)
        return lambda s, f: value

    def now(self, expr: model.Now) -> Eval:
        return lambda s, f: s.now

    # --- fields --------------------------------------------------------------------------------------- -----

    def address(self, cell: model.Cell) -> Callable[[State, Frame], int]:
        """The function that finds the cell of a field or relation; negative where there is none."""
        placed = self.layout.fields[cell.field]
        args = [self.compile(arg) for arg in cell.args]
        if not args:
            return lambda s, f: placed.base
        if len(args) == 1:
            (only,), (offset,) = args, placed.offsets
            if isinstance(cell.args[0], model.Bound):
                slot = cell.args[0].slot
                return lambda s, f: offset[f[slot]]
            return lambda s, f: offset[only(s, f)]
        if len(args) == 2:
            return _address_of_pair(cell, args, placed.offsets, placed.field.symmetric)
        if len(args) == 3:
            a, b, c = args
            x, y, z = placed.offsets
            return lambda s, f: x[a(s, f)] + y[b(s, f)] + z[c(s, f)]
        pairs = list(zip(placed.offsets, args, strict=True))
        return lambda s, f: sum(offset[arg(s, f)] for offset, arg in pairs)

    def cell(self, expr: model.Cell) -> Eval:
        field = self.layout.fields[expr.field].field
        address, absent = self.address(expr), default(expr.type)
        if field.believed and not expr.truly:
            return self._believed(expr, address, absent)
        offsets = self.layout.fields[expr.field].offsets
        if (where := self._of_bound(expr)) is not None:
            return _field_of_bound(*where)
        match expr.args:
            case (model.Bound(slot=slot), model.Bound(slot=other)) if not field.symmetric:
                return _relation_of_bound(slot, other, offsets, absent)

        def read(s: State, f: Frame) -> Any:
            c = address(s, f)
            return s.truth[c] if c >= 0 else absent

        return read

    def _of_bound(self, expr: model.Expr) -> tuple[int, list[int], Value] | None:
        """The slot and the offsets of a field of a role, and what it is where there is none; None if it is no
        such, or believed."""
        match expr:
            case model.Cell(args=(model.Bound(slot=slot),)):
                placed = self.layout.fields[expr.field]
                believed = placed.field.believed and not expr.truly
                return None if believed else (slot, placed.offsets[0], default(expr.type))
            case _:
                return None

    def _believed(self, expr: model.Cell, address: Callable[[State, Frame], int], absent: Value) -> Eval:
        owners = self.owners(expr)
        if self.minds.deep:
            return self._held(address, owners, absent)
        if self.layout.fields[expr.field].field.unknowable:
            return _known(address, owners, absent)

        def read(s: State, f: Frame) -> Any:
            c = address(s, f)
            if c < 0:
                return absent
            mind = f[0]
            if mind == TRUTH or owners(s, f, mind):
                return s.truth[c]
            value = s.minds[mind].get(c)
            return s.first[c] if value is None else value

        return read

    def _held(self, address: Callable[[State, Frame], int], owners: Owns, absent: Value) -> Eval:
        """The same where there are minds within minds: what is somebody's own, everybody takes them to
        know."""
        whose = self._whose(owners)

        def read(s: State, f: Frame) -> Any:
            c = address(s, f)
            if c < 0:
                return absent
            path = whose(s, f)
            if path == TRUTH:
                return s.truth[c]
            value = s.minds[path].get(c)
            if value == model.UNKNOWN:
                return absent
            return s.first[c] if value is None else value

        return read

    def _whose(self, owners: Owns) -> Callable[[State, Frame], int]:
        """In which mind a value is read: that of the frame, or of whoever is in the place of an owner."""
        minds = self.minds

        def whose(s: State, f: Frame) -> int:
            path: int = f[0]
            while path != TRUTH and owners(s, f, minds.last(path)):
                path = minds.before(path)
            return path

        return whose

    def unknown(self, expr: model.Unknown) -> Eval:
        address, owners = self.address(expr.cell), self.owners(expr.cell)
        if self.minds.deep:
            whose = self._whose(owners)

            def ask(s: State, f: Frame) -> bool:
                c = address(s, f)
                if c < 0 or (path := whose(s, f)) == TRUTH:
                    return False
                return bool(s.minds[path].get(c) == model.UNKNOWN)

            return ask

        def read(s: State, f: Frame) -> bool:
            c = address(s, f)
            if c < 0 or f[0] == TRUTH or owners(s, f, f[0]):
                return False
            return bool(s.minds[f[0]].get(c) == model.UNKNOWN)

        return read

    def owners(self, cell: model.Cell) -> Owns:
        """Whether a mind is the one whose own field this is, who therefore knows it (of a symmetric one:
        either); never, if one can err about oneself in it.
        """
        args, field = [self.compile(arg) for arg in cell.args], self.layout.fields[cell.field].field
        if field.mistaken:
            return lambda s, f, mind: False
        first = args[0]
        if field.symmetric:
            second = args[1]
            return lambda s, f, mind: first(s, f) == mind or second(s, f) == mind
        if isinstance(cell.args[0], model.Bound):
            slot = cell.args[0].slot
            return lambda s, f, mind: f[slot] == mind
        return lambda s, f, mind: first(s, f) == mind

    def believes(self, expr: model.Believes) -> Eval:
        mind, body = self.compile(expr.mind), self.compile(expr.body)
        absent = default(expr.type)
        within, truly = self.minds.within, expr.truly or not self.minds.deep

        def read(s: State, f: Frame) -> Any:
            outer = f[0]
            inner = mind(s, f)
            if inner == -1:
                return absent
            f[0] = inner if truly else within(outer, inner)
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
        if model.is_of_times(expr):
            snapped, exact = self.times.snapped, self._binary(expr)
            if expr.op == "mod":
                left_over, of = self.times.left_over, self.compile(expr.right)
                return lambda s, f: left_over(exact(s, f), of(s, f))
            return lambda s, f: snapped(exact(s, f))
        return self._binary(expr)

    def _binary(self, expr: model.Binary) -> Eval:
        if expr.op in CHAIN:
            return CHAIN[expr.op]([self.compile(part) for part in _chain(expr, expr.op)])
        if isinstance(expr.right, model.Const) and expr.op in RIGHT_CONSTANT:
            if expr.op in COMPARED and (where := self._of_bound(expr.left)) is not None:
                return _field_compared(COMPARED[expr.op], *where, _value(expr.right))
            return RIGHT_CONSTANT[expr.op](self.compile(expr.left), _value(expr.right))
        if isinstance(expr.left, model.Const) and expr.op in LEFT_CONSTANT:
            return LEFT_CONSTANT[expr.op](_value(expr.left), self.compile(expr.right))
        return BINARY[expr.op](self.compile(expr.left), self.compile(expr.right))

    def if_else(self, expr: model.IfElse) -> Eval:
        cond, then, other = self.compile(expr.cond), self.compile(expr.then), self.compile(expr.other)
        return lambda s, f: then(s, f) if cond(s, f) else other(s, f)

    def is_kind(self, expr: model.IsKind) -> Eval:
        x, kinds_now, numbers = (
            self.compile(expr.x),
            self.layout.kinds_now,
            self.layout.descendants[expr.kind],
        )

        def test(s: State, f: Frame) -> Any:
            entity = x(s, f)
            return entity != -1 and s.truth[kinds_now + entity] in numbers

        return test

    def function(self, expr: model.Function) -> Eval:
        return function(expr.name, [self.compile(arg) for arg in expr.args])

    def call(self, expr: model.Call) -> Eval:
        define = self._defines[expr.define]
        if _is_of_the_frame(define, expr.args):
            if expr not in self._calls:
                self._calls[expr] = self.compile(_with(define.body, expr.args))
            return self._calls[expr]
        args = [self.compile(arg) for arg in expr.args]
        rest = [-1] * (define.size - 1 - len(args))
        if expr.define not in self._bodies:
            self._bodies[expr.define] = self.compile(define.body)
        body = self._bodies[expr.define]
        if len(args) == 1:
            (only,) = args
            return lambda s, f: body(s, [f[0], only(s, f), *rest])
        return lambda s, f: body(s, [f[0], *[arg(s, f) for arg in args], *rest])

    # --- of many, and of what has been ----------------------------------------------------------------------

    def aggregate(self, expr: model.Aggregate) -> Eval:
        slot, those = expr.slot, self.those(expr.kind, model.conjuncts(expr.where), expr.slot)
        body = self.compile(expr.body) if expr.body else None
        if expr.op != "any" and expr.op != "all":
            return aggregate(expr.op, those, slot, body)
        where = self.compile(expr.where) if expr.where else None
        return any_or_all(expr.op == "all", self.members(expr.kind), those, slot, where, body)

    def remembers(self, expr: model.Remembers) -> Eval:
        return pattern.remembers(self.compile, self.times, expr)

    def happened(self, expr: model.Happened) -> Eval:
        return pattern.happened(self.compile, expr)

    def happened_times(self, expr: model.Times) -> Eval:
        return pattern.times(self.compile, expr)

    def doing(self, expr: model.Doing) -> Eval:
        names = [action.name for action in self.world.actions]
        return pattern.doing(self.compile, names.index(expr.pattern.event), expr)

    def way(self, expr: model.Way) -> Eval:
        return way.way(self.compile, self.members(expr.kind), len(self.world.entities), expr)

    def inside(self, expr: model.Inside) -> Eval:
        return way.inside(self.compile, len(self.world.entities), expr)

    def busy(self, expr: model.Busy) -> Eval:
        return pattern.busy(self.compile, expr)

    # --- draws ----------------------------------------------------------------------------------------------

    def draw(self, expr: model.Draw) -> Eval:
        args = [self.compile(arg) for arg in expr.args]
        keys_of = self.keys_of(expr.bound)
        site, sample = site_key(expr.site), _DRAW[expr.dist]
        if not self.sites.repeats(expr.site):
            return lambda s, f: sample(s.noise, site, s.tick, keys_of(f), *[arg(s, f) for arg in args])
        return lambda s, f: sample(s.noise, site, s.tick, keys_of(f), *[arg(s, f) for arg in args], s.again)

    def keys_of(self, bound: Sequence[int]) -> Callable[[Frame], tuple[int, ...]]:
        """The function that gives the noise keys of the entities bound to these slots."""
        keys, slots = self.keys, tuple(bound)
        return lambda f: tuple([keys[f[slot]] for slot in slots])


def _is_of_the_frame(define: model.Define, args: Sequence[model.Expr]) -> bool:
    """Whether a definition can be asked in the frame of who calls it: it is of entities bound there, and
    neither binds anything itself nor draws."""
    return (
        define.size == 1 + len(args)
        and all(isinstance(arg, model.Bound) and isinstance(arg.type, model.Ref) for arg in args)
        and not any(isinstance(node, model.Draw) for node in model.nodes(define.body))
    )


def _with(body: model.Expr, args: Sequence[model.Expr]) -> model.Expr:
    """The body of a definition, of what its call binds (call-by-name: nothing is read by that)."""
    return rewrite(body, lambda node: args[node.slot - 1] if isinstance(node, model.Bound) else None)


def _apart(those: Sequence[int], f: Frame, taken: Sequence[int]) -> Sequence[int]:
    """Those who have none of these slots."""
    if not taken:
        return those
    others = [f[slot] for slot in taken]
    return [entity for entity in those if entity not in others]


def _known(
    address: Callable[[State, Frame], int], owners: Callable[[State, Frame, Value], bool], absent: Value
) -> Eval:
    """The reading of what a mind may not know: what is unknown is as if nobody had it."""

    def read(s: State, f: Frame) -> Any:
        c = address(s, f)
        if c < 0:
            return absent
        mind = f[0]
        if mind == TRUTH or owners(s, f, mind):
            return s.truth[c]
        value = s.minds[mind].get(c)
        if value == model.UNKNOWN:
            return absent
        return s.first[c] if value is None else value

    return read


def _chain(expr: model.Expr, op: str) -> Iterator[model.Expr]:
    """The operands of a chain of one operator, in order."""
    match expr:
        case model.Binary(op=had, left=left, right=right) if had == op:
            yield from _chain(left, op)
            yield from _chain(right, op)
        case _:
            yield expr


def _value(expr: model.Const) -> Value:
    return as_read(expr.value, expr.type)


def _field_of_bound(slot: int, offset: list[int], absent: Value) -> Eval:
    """The reading of a field of a role, which is most of all reading, in one step."""

    def read(s: State, f: Frame) -> Any:
        try:
            return s.truth[offset[f[slot]]]
        except IndexError:  # it is ABSENT: whoever has the role has no such field
            return absent

    return read


def _field_compared(
    holds: Callable[[Any, Any], bool], slot: int, offset: list[int], absent: Value, value: Value
) -> Eval:
    """The same, compared with a constant: most of all that is asked."""

    def compare(s: State, f: Frame) -> bool:
        try:
            return holds(s.truth[offset[f[slot]]], value)
        except IndexError:
            return holds(absent, value)

    return compare


def _relation_of_bound(slot: int, other: int, offsets: tuple[list[int], ...], absent: Value) -> Eval:
    """The same of a relation of two roles."""
    x, y = offsets

    def read(s: State, f: Frame) -> Any:
        try:
            return s.truth[x[f[slot]] + y[f[other]]]
        except IndexError:
            return absent

    return read


def _address_of_pair(
    cell: model.Cell, args: list[Eval], offsets: tuple[list[int], ...], symmetric: bool
) -> Callable[[State, Frame], int]:
    a, b = args
    x, y = offsets
    if not symmetric:
        match cell.args:
            case (model.Bound(slot=first), model.Bound(slot=second)):
                return lambda s, f: x[f[first]] + y[f[second]]
            case _:
                return lambda s, f: x[a(s, f)] + y[b(s, f)]

    def address(s: State, f: Frame) -> int:
        one, other = a(s, f), b(s, f)
        if one > other:
            one, other = other, one
        return x[one] + y[other]

    return address


_DRAW: dict[str, Callable[..., Any]] = {
    "uniform": lambda noise, site, tick, keys, lo, hi, again=0: between(
        noise.uniform(site, tick, keys, again), lo, hi
    ),
    "normal": Noise.normal,
    "beta": Noise.beta,
    "exponential": Noise.exponential,
    "chance": lambda noise, site, tick, keys, p, again=0: noise.uniform(site, tick, keys, again) < p,
}

_COMPILE: dict[type, Callable[..., Eval]] = {
    model.Const: Expressions.const,
    model.Bound: Expressions.bound,
    model.SettingOf: Expressions.setting,
    model.Now: Expressions.now,
    model.Cell: Expressions.cell,
    model.Unknown: Expressions.unknown,
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
    model.Times: Expressions.happened_times,
    model.Doing: Expressions.doing,
    model.Busy: Expressions.busy,
    model.Way: Expressions.way,
    model.Inside: Expressions.inside,
    model.Draw: Expressions.draw,
}
