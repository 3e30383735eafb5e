"""Effects: each becomes some statements of the program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.expression import Expressions
from twicetold.engine.kernel.lower.fields import CellList, FieldStore
from twicetold.engine.kernel.lower.focal import Focal, Heard
from twicetold.engine.kernel.lower.known import Known
from twicetold.engine.kernel.lower.lowering import Lowering, at, do
from twicetold.engine.kernel.lower.otherwise import Otherwise
from twicetold.engine.kernel.lower.race import Race
from twicetold.engine.kernel.lower.record import Records
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.tell import Text
from twicetold.engine.kernel.lower.types import kept, value_type
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Call,
    Choose,
    Expr,
    For,
    If,
    Let,
    Load,
    Return,
    Set,
    Stmt,
    Store,
    Var,
    both,
    either,
    int_,
    num,
)
from twicetold.engine.meaning.changes import Changes
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class Happening:
    """What is known beforehand of an event that happens: its roles; the variable of its outcome, if that can
    be another than `done`; the lists of believed cells it sets, by field, as far as somebody can learn of it;
    in a deep world what it teaches, by field, how many minds deep, and whether it tells them; for a loud
    sense the variables that say whether it has changed the mind and which row it has; where lives are
    counted, its text; and where they are to be told, what the focal character hears of it."""

    name: str
    roles: tuple[Expr, ...]
    outcome: Var | None = None
    changed: Mapping[str, CellList] = field(default_factory=dict)
    learnt: Mapping[tuple[str, int, bool], CellList] = field(default_factory=dict)
    noticed: tuple[Var, Var] | None = None
    text: Text | None = None
    heard: Heard | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, of which kind at some time, and when they notice it (None: always)."""

    who: Expr
    kind: str
    notices: model.Expr | None


class Calls(Protocol):
    """What effects call, and what is itself made of effects."""

    def happen(self, event: str) -> str:
        """The function of an event, by its name."""

    def bear(self, changed: Mapping[str, CellList]) -> str:
        """The function by which an entity begins to exist."""


class Effects:
    """Turns the effects of one world into statements."""

    def __init__(
        self, expressions: Expressions, otherwise: Otherwise, records: Records, calls: Calls
    ) -> None:
        self.expressions = expressions
        self.otherwise = otherwise
        self.records = records
        self.calls = calls
        self.lowering: Lowering = expressions.lowering
        self.fields = expressions.fields
        self.kinds_now = expressions.kinds_now
        self.focal = Focal(expressions)
        self.changes = Changes(self.lowering.world, self.lowering.layout)

    def block(self, effects: Sequence[model.Effect], scope: Scope, h: Happening) -> Iterator[Stmt]:
        """Some effects, one after the other; what one binds the following know."""
        for effect in effects:
            if isinstance(effect, model.Let):
                var = self.lowering.fresh(effect.name, value_type(effect.value.type))
                yield Let(var, self.expressions.lower(effect.value, scope))
                scope = scope.bind(effect.slot, var)
            else:
                yield from self._effect(effect, scope, h)

    def _effect(self, effect: model.Effect, scope: Scope, h: Happening) -> Iterator[Stmt]:
        lower = self.expressions.lower
        match effect:
            case model.Assign():
                yield from self._assign(effect, scope, h)
            case model.If(cond):
                yield self._either(effect, lower(cond, scope), scope, h)
            case model.Chance(p, site=site, bound=bound, brings=brings):
                keys = [scope.bound[slot].var for slot in bound]
                drawn = arithmetic.call("unit", self.expressions.mixed(site, keys)) < lower(p, scope)
                again = self.expressions.occurrences.now(site)
                holds = self.otherwise.falls(site, keys, again, drawn)
                if brings is not None:
                    holds = self.otherwise.forced(brings, keys, holds)
                yield self._either(effect, holds, scope, h)
            case model.ForEach():
                yield from self._for_each(effect, scope, h)
            case model.Pick():
                yield from self._pick(effect, scope, h)
            case model.Born():
                yield from self._born(effect, scope, h)
            case model.Retires(x):
                yield from self._nature(lower(x, scope), -1, h)
            case model.Becomes(x, kind):
                yield from self._nature(lower(x, scope), self.lowering.layout.kind_number[kind], h)
            case model.Learns(mind, inner=inner) if self.lowering.world.depth > 1:
                minds = [lower(each, scope) for each in (mind, *inner)]
                yield from self._learn(minds, effect, scope, h)
            case model.Learns(mind):
                yield from self._believe(lower(mind, scope), effect, scope, h)
            case model.Shows():
                yield from self._believe(scope.bound[1].var, effect, scope, h)
            case model.Happens():
                yield from self._happens(effect, scope)
            case model.Outcome(label):
                assert h.outcome is not None
                yield Set(h.outcome, int_(self.lowering.names.outcome[label]))
            case model.Tell():
                if h.text is not None:
                    yield from h.text.reach(effect, scope)
                yield from self.focal.reach(h.heard, effect, scope)
            case model.Let():
                raise TypeError("it binds what follows it: `block` does that")

    # --- values ---------------------------------------------------------------------------------------------

    def _assign(self, effect: model.Assign, scope: Scope, h: Happening) -> Iterator[Stmt]:
        store = self.fields.of[effect.target.field]
        if not store.size:
            return
        args, inside = self.expressions.arguments(effect.target, scope)
        c, old, new = (
            self.lowering.fresh(name, "int" if name == "c" else store.type) for name in ("c", "old", "new")
        )
        value = self.expressions.lower(effect.value, scope)
        if effect.op != "=":
            value = old + value if effect.op == "+=" else old - value
        within = self.lowering.ranges.of(_assigned(effect))
        body = (
            Let(old, Load(store.array, c)),
            Let(new, kept(value, store.field.type, within)),
            *self._changed(store, c, old, new, h.changed),
            *(
                self.focal.touch(h.heard, args[0], new.is_not(old))
                if args and not store.field.mistaken
                else ()
            ),
        )
        yield Let(c, store.cell(args, inside))
        if all(inside):
            yield from body
        else:
            yield If(c >= 0, body)

    def kept_value(self, value: model.Expr, scope: Scope, store: FieldStore) -> Expr:
        """A value as a field keeps it."""
        return kept(self.expressions.lower(value, scope), store.field.type)

    def _changed(
        self, store: FieldStore, c: Expr, old: Expr, new: Expr, changed: Mapping[str, CellList]
    ) -> Iterator[Stmt]:
        """The new value, if it is another; what is equal stays to the bit."""
        if store.type == "num" and store.field.name not in changed:
            yield Store(store.array, c, Choose(new.is_not(old), new, old))
            if self.lowering.count.on:
                yield If(new.is_not(old), tuple(self.lowering.count.stir()))
        else:
            yield If(new.is_not(old), tuple(self.change(store, c, old, new)))
            yield from self.put_down(store, c, changed)

    def change(self, store: FieldStore, c: Expr, old: Expr, new: Expr) -> Iterator[Stmt]:
        """Another value for a cell."""
        yield store.store(c, old, new)
        yield from self.lowering.count.stir()

    def put_down(self, store: FieldStore, c: Expr, changed: Mapping[str, CellList]) -> Iterator[Stmt]:
        """A cell is put down if somebody may learn of it."""
        if store.field.name in changed:
            yield do(changed[store.field.name].add_function(), c)

    def _believe(
        self, mind: Expr, effect: model.Learns | model.Shows, scope: Scope, h: Happening
    ) -> Iterator[Stmt]:
        """A mind comes to hold a value, or the truth."""
        target, value = effect.target, effect.value
        store = self.fields.of[target.field]
        if store.held is None:
            return
        given, inside = self.expressions.arguments(target, scope)
        args = tuple(self.lowering.fresh("e") for _ in given)
        who, c, seen = (
            self.lowering.fresh("mind"),
            self.lowering.fresh("c"),
            self.lowering.fresh("seen", store.type),
        )
        truth = Load(store.array, c)
        held = truth if value is None else kept(self.expressions.lower(value, scope), store.field.type)
        notice = () if h.noticed is None else tuple(self._notice(h))
        not_known = store.is_unknown(who, c)
        teach: list[Stmt] = [do(store.teach_function(), who, c, seen)]
        other = either(not_known, seen.is_not(store.hold(who, c)))
        if notice:
            teach = [If(other, (*notice, *teach))]
        teach = [*self.focal.touch(h.heard, who, other), *teach]
        learn: tuple[Stmt, ...] = (Let(seen, held), *teach)
        if effect.unknown is not None and store.unknown is not None:
            forgotten = (*notice, *self.focal.touch(h.heard, who, TRUE), do(store.forget_function(), who, c))
            forget = (If(~not_known, forgotten),)
            learn = (If(self.expressions.lower(effect.unknown, scope), forget, learn),)
        there = both(both(who >= 0, c >= 0), ~store.owns(who, args))
        yield Let(who, mind)
        for var, arg in zip(args, given, strict=True):
            yield Let(var, arg)
        yield Let(c, store.cell(args, inside))
        yield If(there, learn)

    def _learn(
        self, minds: Sequence[Expr], effect: model.Learns, scope: Scope, h: Happening
    ) -> Iterator[Stmt]:
        """The minds of a path come to hold a value of the last of them, or what that one truly holds: whoever
        perceives the event knows of it."""
        store = self.fields.of[effect.target.field]
        if store.deep < len(minds):
            return
        given, inside = self.expressions.arguments(effect.target, scope)
        args = tuple(self.lowering.fresh("e") for _ in given)
        path = tuple(self.lowering.fresh("mind") for _ in minds)
        c = self.lowering.fresh("c")
        there = c >= 0
        for var, mind in zip(path, minds, strict=True):
            yield Let(var, mind)
            there = both(var >= 0, there)
        for var, arg in zip(args, given, strict=True):
            yield Let(var, arg)
        yield Let(c, store.cell(args, inside))
        learn = tuple(self._learn_normal(path, c, effect, scope, h))
        yield If(both(there, ~store.owns(path[-1], args)), learn)

    def _learn_normal(
        self, path: tuple[Var, ...], c: Var, effect: model.Learns, scope: Scope, h: Happening
    ) -> Iterator[Stmt]:
        """The same of a path without the same mind twice running, which is as good as once."""
        for n in range(1, len(path)):
            shorter = tuple(self._learn_normal((*path[:n], *path[n + 1 :]), c, effect, scope, h))
            longer = tuple(self._learn_apart(path, c, effect, scope, h)) if n == len(path) - 1 else ()
            if longer:
                yield If(path[n - 1].is_(path[n]), shorter, longer)
                return
            yield If(path[n - 1].is_(path[n]), (*shorter,))
        yield from self._learn_apart(path, c, effect, scope, h)

    def _learn_apart(
        self, path: tuple[Var, ...], c: Var, effect: model.Learns, scope: Scope, h: Happening
    ) -> Iterator[Stmt]:
        store, known = self.fields.of[effect.target.field], Known(self.fields.of[effect.target.field])
        seen, unknown = self.lowering.fresh("seen", store.type), self.lowering.fresh("unknown", "bit")
        if effect.value is None:
            value, not_known = known.value(path[1:], c), known.unknown(path[1:], c)
        else:
            value = kept(self.expressions.lower(effect.value, scope), store.field.type)
            not_known = FALSE
        if effect.unknown is not None:
            asked = self.expressions.lower(effect.unknown, scope)
            not_known = asked if not_known == FALSE else either(asked, not_known)
        yield Let(seen, value)
        yield Let(unknown, not_known if store.unknown is not None else FALSE)
        if len(path) == 1:
            other = either(store.is_unknown(path[0], c), seen.is_not(store.hold(path[0], c)))
            yield from self.focal.touch(h.heard, path[0], other)
        yield from store.teach_path(path, c, seen, unknown)
        told = effect.value is not None or effect.unknown is not None
        for (name, level, how), cells in h.learnt.items():
            if (name, level, how) == (store.field.name, len(path), told):
                yield do(cells.add_function(), store.path_place(path) * store.size + c)

    def _notice(self, sensed: Happening) -> Iterator[Stmt]:
        """A loud sense changes the mind; at the first change its row begins."""
        assert sensed.noticed is not None
        noticed, row = sensed.noticed
        begun = self.records.begin(sensed.name, at(self.lowering.tick), sensed.roles)
        yield If(~noticed, (Set(noticed, TRUE), Set(row, begun)))

    # --- one of two -----------------------------------------------------------------------------------------

    def _either(self, effect: model.If | model.Chance, cond: Expr, scope: Scope, h: Happening) -> Stmt:
        body, otherwise = self.block(effect.body, scope, h), self.block(effect.otherwise, scope, h)
        return self.lowering.count.either(effect, cond, body, otherwise)

    # --- entities -------------------------------------------------------------------------------------------

    def _for_each(self, effect: model.ForEach, scope: Scope, h: Happening) -> Iterator[Stmt]:
        loop = self.expressions.loops.each(
            effect.slot,
            effect.name,
            effect.kind,
            model.conjuncts(effect.where) if effect.where else [],
            scope,
            lambda inner: (*self.lowering.count.come(effect), *self.block(effect.body, inner, h)),
            changing=self.changes.all(effect.body),
            kinds_change=self.kinds_change(effect.kind, effect.body),
        )
        return self._spending_on(effect, loop)

    def _spending_on(self, effect: model.ForEach | model.Pick, loop: Iterator[Stmt]) -> Iterator[Stmt]:
        spending = self.lowering.spending
        return spending.spend_on(spending.work.loop(effect), loop)

    def _pick(self, effect: model.Pick, scope: Scope, h: Happening) -> Iterator[Stmt]:
        best, race = self.lowering.fresh(effect.name), Race(self.lowering, "weight")
        weight, h_x = self.lowering.fresh("weight", "num"), self.lowering.fresh("h", "word")

        def weigh(inner: Scope) -> Iterator[Stmt]:
            x = inner.bound[effect.slot].var
            keys = [inner.bound[slot].var for slot in (*effect.bound, effect.slot)]
            enter = race.enter(weight, h_x, (Set(best, x),))
            yield Let(
                weight, num(1.0) if effect.weight is None else self.expressions.lower(effect.weight, inner)
            )
            yield If(weight > 0.0, (Let(h_x, self.expressions.mixed(effect.site, keys)), *enter))

        where = model.conjuncts(effect.where) if effect.where else []
        yield Let(best, int_(-1))
        yield from race.begin()
        loop = self.expressions.loops.each(effect.slot, effect.name, effect.kind, where, scope, weigh)
        yield from self._spending_on(effect, loop)
        inner = scope.bind(effect.slot, best, effect.kind)
        body, otherwise = self.block(effect.body, inner, h), self.block(effect.otherwise, scope, h)
        yield self.lowering.count.either(effect, best >= 0, body, otherwise)

    def _born(self, effect: model.Born, scope: Scope, h: Happening) -> Iterator[Stmt]:
        x = self.lowering.fresh(effect.name)
        inner = scope.bind(effect.slot, x, effect.kind)
        yield Let(x, Call(self._unborn_function(effect.kind), (), "int"))
        body = (do(self.calls.bear(h.changed), x), *self.block(effect.body, inner, h))
        otherwise = self.block(effect.otherwise, scope, h)
        yield self.lowering.count.either(effect, x >= 0, body, otherwise)

    def _unborn_function(self, kind: str) -> str:
        """The function that finds the first entity declared of a kind that does not exist now, or -1."""
        layout, i, x = self.lowering.layout, Var("i", "int"), Var("x", "int")
        number = layout.kind_number[kind]
        declared = [
            n
            for n, entity in enumerate(self.lowering.world.entities)
            if layout.kind_number[entity.kind] in layout.descendants[kind]
        ]

        def body() -> Iterator[Stmt]:
            if declared:
                table = self.lowering.constant(f"declared{number}", "i16", declared)
                unborn = (Let(x, Load(table, i)), If(~self.kinds_now.exists(x), (Return(x),)))
                yield For(i, int_(0), int_(len(declared)), unborn)
            yield Return(int_(-1))

        return self.lowering.function(f"unborn{number}", (), "int", body, pure=True)

    def _nature(self, entity: Expr, number: int, h: Happening) -> Iterator[Stmt]:
        """Who exists becomes of another kind, or ceases to exist."""
        x = self.lowering.fresh("x")
        yield Let(x, entity)
        change: tuple[Stmt, ...] = (Store(self.kinds_now.array, x, int_(number)),)
        if self.lowering.count.on:
            change = (If(self.kinds_now.of(x).is_not(number), (*change, *self.lowering.count.stir())),)
        touched = self.focal.touch(h.heard, x, self.kinds_now.of(x).is_not(number))
        yield If(both(x >= 0, self.kinds_now.exists(x)), (*touched, *change))

    def _happens(self, effect: model.Happens, scope: Scope) -> Iterator[Stmt]:
        given = [self.expressions.lower(arg, scope) for arg in effect.args]
        roles = [self.lowering.fresh("r") for _ in given]
        event = next(event for event in self.lowering.world.events if event.name == effect.event)
        there: Expr = TRUE
        for var, arg, role in zip(roles, given, event.roles, strict=True):
            yield Let(var, arg)
            there = both(there, self._is_there(var, role.kind))
        yield If(there, (do(self.calls.happen(effect.event), *roles),))

    def _is_there(self, entity: Expr, kind: str) -> Expr:
        """Whether somebody, or nobody, can take a role now that is of a kind."""
        return entity >= 0 if self.lowering.layout.fixed(kind) else self.kinds_now.is_kind(entity, kind)

    def kinds_change(self, kind: str, effects: Sequence[model.Effect]) -> bool:
        """Whether some effects, or the events they bring about, may change who is of a kind."""
        return not self.lowering.layout.fixed(kind) and self.changes.kinds_now(effects)


def _assigned(effect: model.Assign) -> model.Expr:
    """The value an effect assigns, as an expression."""
    match effect.op:
        case "=":
            return effect.value
        case "+=":
            return model.Binary("+", effect.target, effect.value, effect.target.type)
        case _:
            return model.Binary("-", effect.target, effect.value, effect.target.type)
