"""Expressions: each node of the model becomes an expression of the program.

A definition becomes a function, and so does an aggregate, one for each way in which it is read: in whose
mind, and with which of its entities certainly there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.aggregate import aggregate
from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.busy import Busy
from twicetold.engine.kernel.lower.fields import Fields
from twicetold.engine.kernel.lower.kept import Kept
from twicetold.engine.kernel.lower.kinds_now import KindsNow
from twicetold.engine.kernel.lower.loop import Loops
from twicetold.engine.kernel.lower.lowering import Lowering, at
from twicetold.engine.kernel.lower.occurrence import Occurrences
from twicetold.engine.kernel.lower.past import Past
from twicetold.engine.kernel.lower.scope import Binding, Scope
from twicetold.engine.kernel.lower.types import constant, default, value_type
from twicetold.engine.kernel.lower.way import inside, way
from twicetold.engine.kernel.program import (
    FALSE,
    Call,
    Choose,
    Const,
    Expr,
    For,
    If,
    Let,
    Load,
    Op,
    Return,
    Stmt,
    Store,
    Type,
    Var,
    both,
    either,
    int_,
    word,
)
from twicetold.engine.meaning.noise import GOLDEN, room, site_key
from twicetold.engine.meaning.sites import Sites
from twicetold.lang import model

TIMES = 1 << 31
"""Nothing is counted to more: an int has no room for it."""


class Expressions:
    """Turns the expressions of one world into the program's."""

    def __init__(self, lowering: Lowering, fields: Fields, kinds_now: KindsNow) -> None:
        self.lowering = lowering
        self.fields = fields
        self.kinds_now = kinds_now
        self.past = Past(self)
        self.busy = Busy(lowering)
        self.kept = Kept(self)
        self.loops = Loops(self, self.kept)
        self._functions: dict[object, str] = {}
        self.sites = Sites(lowering.world, lowering.layout)
        self.occurrences = Occurrences(lowering, self.sites)
        self._places = {site: number for number, site in enumerate(self.sites.of)}
        self.bases = lowering.array("base", "u64", len(self._places))

    def lower(self, expr: model.Expr, scope: Scope) -> Expr:
        """The program's expression for one of the language."""
        match expr:
            case model.Const(value, type_):
                return constant(value, type_)
            case model.Bound(slot):
                return scope.bound[slot].var
            case model.SettingOf(name, type_):
                return self.lowering.setting(name, type_)
            case model.Now():
                return at(self.lowering.now)
            case model.Cell():
                return self._cell(expr, scope)
            case model.Unknown(of):
                if not scope.minds:
                    return FALSE
                args, _ = self.arguments(of, scope)
                return self.fields.of[of.field].not_known(scope.minds, args, scope.tracing)
            case model.Call():
                return self._call(expr, scope)
            case model.Unary(op, x):
                inner = self.lower(x, scope)
                return ~inner if op == "not" else -inner
            case model.Binary():
                return self._binary(expr, scope)
            case model.IfElse(cond, then, other):
                return Choose(self.lower(cond, scope), self.lower(then, scope), self.lower(other, scope))
            case model.IsKind(x, kind):
                return self.kinds_now.is_kind(self.lower(x, scope), kind)
            case model.Function():
                return self._function(expr, scope)
            case model.Aggregate():
                return aggregate(self, expr, scope)
            case model.Believes():
                return self._believes(expr, scope)
            case model.Remembers() | model.Happened() | model.Times() | model.Doing():
                return self.past.ask(expr, scope)
            case model.Way():
                return way(self, expr, scope)
            case model.Inside():
                return inside(self, expr, scope)
            case model.Busy(who):
                return self.busy.ask(self.lower(who, scope))
            case model.Draw():
                return self.draw(expr, scope)
        raise TypeError(expr)

    # --- fields ---------------------------------------------------------------------------------------------

    def inside(self, expr: model.Expr, kind: str, scope: Scope) -> bool:
        """Whether an expression certainly is an entity that at some time is of a kind."""
        domain = self.lowering.domain(kind)
        if isinstance(expr, model.Bound):
            return self.lowering.inside(scope.bound[expr.slot].inside, domain)
        return isinstance(expr, model.Const) and int(expr.value) in domain.members

    def arguments(self, cell: model.Cell, scope: Scope) -> tuple[tuple[Expr, ...], tuple[bool, ...]]:
        """The entities of a cell, and which of them are certainly among those who can have one."""
        over = self.fields.of[cell.field].field.over
        args = tuple(self.lower(arg, scope) for arg in cell.args)
        inside = tuple(self.inside(arg, kind, scope) for arg, kind in zip(cell.args, over, strict=True))
        return args, inside

    def _cell(self, expr: model.Cell, scope: Scope) -> Expr:
        store = self.fields.of[expr.field]
        args, inside = self.arguments(expr, scope)
        if not scope.minds or not store.field.believed or expr.truly:
            return store.read(args, inside)
        return store.believed(scope.minds, args, scope.tracing)

    def _believes(self, expr: model.Believes, scope: Scope) -> Expr:
        """The body as a function of the mind, since the mind may be nobody; in a deep world, of the minds
        that have it in mind too."""
        mind, type_ = Var("mind", "int"), value_type(expr.type)
        whose = self.lower(expr.mind, scope)
        outer = () if expr.truly or self.lowering.world.depth == 1 else scope.minds
        before = tuple(Var(f"outer{n}", "int") for n in range(len(outer)))
        within = self._within(before, mind)

        def body(inner: Scope) -> Iterator[Stmt]:
            yield If(mind < 0, (Return(default(expr.type)),))
            minds = tuple(self.lowering.fresh("mind") for _ in within)
            for var, each in zip(minds, within, strict=True):
                yield Let(var, each)
            whole = minds if len(before) >= self.lowering.world.depth else (*before, mind)
            yield Return(self.lower(expr.body, replace(inner, minds=whole)))

        return self.outlined(
            "believes", expr.body, type_, scope.true(), body, (*before, mind), (*outer, whose)
        )

    def _within(self, minds: tuple[Var, ...], mind: Var) -> tuple[Expr, ...]:
        """The path that goes on from one which is as deep as there are: it stays as it is, but where it has
        the same mind twice running, which is none, so that there is room."""
        if len(minds) < self.lowering.world.depth or len(minds) < 2:
            return ()
        path: tuple[Expr, ...] = minds
        for n in reversed(range(1, len(minds))):
            shorter = (*minds[:n], *minds[n + 1 :], mind)
            same = minds[n - 1].is_(minds[n])
            path = tuple(Choose(same, a, b) for a, b in zip(shorter, path, strict=True))
        return path

    # --- functions of what is bound -------------------------------------------------------------------------

    def outlined(
        self,
        name: str,
        root: model.Expr,
        result: Type,
        scope: Scope,
        body: Callable[[Scope], Iterator[Stmt]],
        first: tuple[Var, ...] = (),
        given: tuple[Expr, ...] = (),
        *,
        pure: bool = True,
    ) -> Expr:
        """A call of a function of its own for an expression. Its parameters are `first`, for which `given`
        stand, then the mind, then what the expression reads of the frame."""
        free = sorted(_slots(root) & scope.bound.keys())
        insides = tuple(scope.bound[slot].inside for slot in free)
        key = (name, root, len(scope.minds), len(first), scope.tracing, tuple(free), insides)
        known = self._functions.setdefault(key, f"{name}{len(self._functions)}")
        params = {slot: Var(f"s{slot}", scope.bound[slot].var.type) for slot in free}
        minds = _params(scope.minds)
        bound = {slot: Binding(var, scope.bound[slot].inside) for slot, var in params.items()}
        inner = Scope(bound, minds, scope.tracing)
        pure = pure and not scope.tracing
        self.lowering.function(
            known, (*first, *minds, *params.values()), result, lambda: body(inner), pure=pure
        )
        args = (*given, *scope.minds, *(scope.bound[slot].var for slot in free))
        return Call(known, args, result)

    def _call(self, expr: model.Call, scope: Scope) -> Expr:
        define = self.lowering.defines[expr.define]
        args = tuple(self.lower(arg, scope) for arg in expr.args)
        insides = tuple(self._kind_of(arg, scope) for arg in expr.args)
        key = (define.name, insides, len(scope.minds), scope.tracing)
        known = self._functions.setdefault(key, f"define{len(self._functions)}_{plain(define.name)}")
        result, pure = value_type(define.type), not scope.tracing
        params = tuple(Var(f"s{n}", value_type(type_)) for n, (_, type_) in enumerate(define.params, start=1))
        minds = _params(scope.minds)
        bound = {n: Binding(*pair) for n, pair in enumerate(zip(params, insides, strict=True), start=1)}
        inner = Scope(bound, minds, scope.tracing)

        def body() -> Iterator[Stmt]:
            yield Return(self.lower(define.body, inner))

        self.lowering.function(known, (*minds, *params), result, body, pure=pure)
        return Call(known, (*scope.minds, *args), result)

    def _kind_of(self, arg: model.Expr, scope: Scope) -> str | None:
        """Of which kind an argument certainly is at some time; None for what may be nobody or no entity."""
        if isinstance(arg, model.Bound):
            return scope.bound[arg.slot].inside
        if isinstance(arg, model.Const) and isinstance(arg.type, model.Ref) and int(arg.value) >= 0:
            return self.lowering.world.entities[int(arg.value)].kind
        return None

    # --- operators ------------------------------------------------------------------------------------------

    def _binary(self, expr: model.Binary, scope: Scope) -> Expr:
        exact = self._operation(expr, scope)
        if not model.is_of_times(expr):
            return exact
        if expr.op == "mod":
            return self.lowering.left_over(exact, self.lower(expr.right, scope))
        return self.lowering.snapped(exact)

    def _operation(self, expr: model.Binary, scope: Scope) -> Expr:
        a, b = self.lower(expr.left, scope), self.lower(expr.right, scope)
        match expr.op:
            case "+":
                return a + b
            case "-":
                return a - b
            case "*":
                return a * b
            case "/":
                if isinstance(b, Const) and b.value:
                    return a / b
                return arithmetic.call("divide", a, b)
            case "mod":
                return arithmetic.call("modulo", a, b)
            case "<":
                return a < b
            case "<=":
                return a <= b
            case ">":
                return a > b
            case ">=":
                return a >= b
            case "is":
                return a.is_(b)
            case "is not":
                return a.is_not(b)
            case "and":
                return both(a, b)
            case "or":
                return either(a, b)
        raise TypeError(expr.op)

    def _function(self, expr: model.Function, scope: Scope) -> Expr:
        args = [self.lower(arg, scope) for arg in expr.args]
        if expr.name == "abs":
            return Op("abs", (args[0],), "num")
        if expr.name in ("least", "greatest"):
            extreme = args[0]
            for arg in args[1:]:
                extreme = Call(self._extreme(expr.name), (extreme, arg), "num")
            return extreme
        return arithmetic.call(expr.name, *args)

    def _extreme(self, name: str) -> str:
        """The function that keeps the first of two numbers unless the second is less (or greater)."""
        a, b = Var("a", "num"), Var("b", "num")
        better = b < a if name == "least" else b > a
        return self.lowering.function(
            name, (a, b), "num", lambda: iter([Return(Choose(better, b, a))]), pure=True
        )

    # --- draws ----------------------------------------------------------------------------------------------

    def draw(self, expr: model.Draw, scope: Scope) -> Expr:
        """A value drawn."""
        h = self.mixed(expr.site, [scope.bound[slot].var for slot in expr.bound])
        args = [self.lower(arg, scope) for arg in expr.args]
        u = arithmetic.call("unit", h)
        match expr.dist:
            case "uniform":
                lo, hi = args
                return lo + (hi - lo) * u
            case "normal":
                mean, sd = args
                return mean + sd * arithmetic.call("normal_quantile", u)
            case "exponential":
                return -arithmetic.call("log", u) * args[0]
            case "beta":
                return arithmetic.call("beta", h, *args)
            case "chance":
                return u < args[0]
        raise TypeError(expr.dist)

    def mixed(self, site: str, entities: Sequence[Expr]) -> Expr:
        """The mixed word of a draw at a site, keyed by these entities."""
        base, draw = Load(self.bases, int_(self._places[site])), self.sites.of[site]
        if draw.times == 1:
            return self.absorbed(base, entities)
        again, free = at(self.occurrences.again), room(self.lowering.world.ticks, len(entities))
        if (min(draw.times, TIMES) - 1).bit_length() <= free:
            return self.absorbed(base, entities, again)
        # what has no room in the word is absorbed, if there is anything
        h, left = self.absorbed(base, entities, again >> (64 - free) << (64 - free)), again << free
        return Call(self._with_left(), (h, left), "word")

    def stem(self, site: str, entities: Sequence[Expr]) -> Expr | None:
        """What is known of a mixed word before the last of up to three entities is; see `grown`. None where
        more goes into it."""
        if len(entities) > 2 or self.sites.of[site].times > 1:
            return None
        keys = [self._key(entity) for entity in entities]
        tick = Op("to word", (at(self.lowering.tick),), "word") << (13 * (len(keys) + 1))
        return Load(self.bases, int_(self._places[site])) + _packed(keys, tick) * word(GOLDEN)

    def grown(self, stem: Expr, entity: Expr, place: int) -> Expr:
        """The mixed word of a draw, of its stem and the last entity, which has this place among them. As no
        two share bits of the packed word, it does not matter whether they are joined before or after it is
        multiplied."""
        return arithmetic.call("finalise", stem + self._key(entity) * word(GOLDEN << (13 * place)))

    def _with_left(self) -> str:
        h, left = Var("h", "word"), Var("left", "word")
        mixed = Choose(left.is_(word(0)), h, arithmetic.call("absorb", h, left))
        return self.lowering.function(
            "with_left", (h, left), "word", lambda: iter([Return(mixed)]), pure=True
        )

    def absorbed(self, base: Expr, entities: Sequence[Expr], again: Expr | None = None) -> Expr:
        """A word with the tick, the keys of some entities and perhaps an occurrence taken in."""
        keys = [self._key(entity) for entity in entities]
        tick = Op("to word", (at(self.lowering.tick),), "word") << (13 * min(len(keys), 3))
        packed = _packed(keys[:3], tick if again is None else tick | again)
        h = arithmetic.call("finalise", base + packed * word(GOLDEN))
        for n in range(3, len(keys), 3):
            h = arithmetic.call("absorb", h, _packed(keys[n : n + 3], None))
        return h

    def _key(self, entity: Expr) -> Expr:
        if isinstance(entity, Const):
            return word(int(self.lowering.keys.values[int(entity.value) + 1]))
        return Op("to word", (Load(self.lowering.keys, entity + 1),), "word")

    def begin_sites(self) -> Iterator[Stmt]:
        """The bases of all sites of a run, from its key."""
        i = Var("i", "int")
        known = self.lowering.constant("site", "u64", [site_key(site) for site in self._places])
        value = arithmetic.call("finalise", Var("run_key", "word") ^ Load(known, i))
        yield For(i, int_(0), int_(len(self._places)), (Store(self.bases, i, value),))


def _packed(keys: Sequence[Expr], tick: Expr | None) -> Expr:
    """Up to three keys and perhaps a tick in one word; see ``docs/noise.md``."""
    packed = tick
    for n, key in enumerate(keys):
        part = key << (13 * n) if n else key
        packed = part if packed is None else packed | part
    return word(0) if packed is None else packed


def _params(minds: Sequence[Var]) -> tuple[Var, ...]:
    """The parameters of a function that is asked in some minds."""
    if len(minds) == 1:
        return (Var("mind", "int"),)
    return tuple(Var(f"mind{n}", "int") for n in range(len(minds)))


def _slots(root: model.Expr) -> set[int]:
    """The slots of the frame that an expression reads."""
    nodes = list(model.nodes(root))
    read = {node.slot for node in nodes if isinstance(node, model.Bound)}
    return read.union(*(node.bound for node in nodes if isinstance(node, model.Draw)))
