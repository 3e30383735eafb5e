"""Actions: what somebody can choose to do, from the choice to its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from twicetold.engine.kernel import arithmetic
from twicetold.engine.kernel.lower.choosing import Choosing, Ready
from twicetold.engine.kernel.lower.effect import Actor
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.sorting import Sorter
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
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
    Set,
    Stmt,
    Store,
    Switch,
    Var,
    both,
    either,
    int_,
    num,
    word,
)
from twicetold.engine.meaning import sites
from twicetold.engine.meaning.grid import NEAR
from twicetold.lang import model

DONE, FAILED, INTERRUPTED = 0, 1, 2
"""The numbers of these outcomes; see `lives.names`."""


class Actions:
    """The actions of one world."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self.expressions = events.effects.expressions
        self.kinds_now = self.expressions.kinds_now
        self.lowering: Lowering = events.lowering
        self.spending = events.lowering.spending
        lowering, world = self.lowering, self.lowering.world
        self.ready = [Ready(number, action) for number, action in enumerate(world.actions)]
        self.busy = self.expressions.busy
        self.actors = self.busy.actors
        self.others = max((len(action.roles) - 1 for action in world.actions), default=0)
        n = len(self.actors)
        self.order = Sorter(lowering, "order", n, drawn=world.initiative is None)
        self.due = Sorter(lowering, "due", n)
        self.rank = lowering.array("rank", "i16", n)
        self.present = lowering.array("present", "i32", 1)
        self.doing = self.busy.doing
        self.began = lowering.array("began", "i32", n)
        self.ends = lowering.array("ends", "i32", n)
        self.turn = lowering.array("turn", "i16", n)
        self.started = lowering.array("started", "i32", 1)
        self.failed = lowering.array("failed", "bool", n)
        self.roles = lowering.array("doing_roles", "i16", n * max(self.others, 1))
        self.choosing = Choosing(events, self.ready, self.others)
        changing = model.Retires | model.Becomes
        self.can_cease = any(isinstance(node, changing) for node in model.nodes(world, expressions=False))

    # --- who acts, in which order ---------------------------------------------------------------------------

    def order_function(self) -> str:
        """The function that puts those who can act now in the order of the tick."""
        i, actor, n = Var("i", "int"), Var("actor", "int"), Var("n", "int")
        initiative = next(
            (d for d in self.lowering.world.defines if d.name == self.lowering.world.initiative), None
        )

        alike = initiative is not None and self._alike(actor, initiative)

        def body() -> Iterator[Stmt]:
            key = () if alike else (Store(self.order.keys, n, self._key(actor, initiative)),)
            add = (*key, Store(self.order.whose, n, actor), Set(n, n + 1))
            yield Let(n, int_(0))
            yield self._each_actor(
                i, actor, (Store(self.rank, i, int_(len(self.actors))), If(self._can_act(actor), add))
            )
            if not alike:  # else they are in order
                yield do(self.order.function(), n)
            yield For(i, int_(0), n, (Store(self.rank, self.actors.place(Load(self.order.whose, i)), i),))
            yield put(self.present, n)

        return self.lowering.function("order_actors", (), None, body)

    def _alike(self, actor: Var, initiative: model.Define) -> bool:
        """Whether all actors certainly have the same initiative."""
        asked = initiative.params[0][1]
        assert isinstance(asked, model.Ref)
        return isinstance(initiative.body, model.Const) and self.choosing.is_now(actor, asked.kind) == TRUE

    def _each_actor(self, i: Var, actor: Var, body: tuple[Stmt, ...]) -> Stmt:
        return For(i, int_(0), int_(len(self.actors)), (Let(actor, self.actors.entity(i)), *body))

    def _can_act(self, actor: Expr) -> Expr:
        """Whether somebody is now of a kind that has something to do."""
        world, layout = self.lowering.world, self.lowering.layout
        if all(layout.fixed(action.roles[0].kind) for action in world.actions):
            return TRUE
        kinds = {n for action in world.actions for n in layout.descendants[action.roles[0].kind]}
        values = [0, *(int(n in kinds) for n in range(len(world.kinds)))]
        return Load(self.lowering.constant("acting_kind", "bool", values), self.kinds_now.of(actor) + 1)

    def _key(self, actor: Var, initiative: model.Define | None) -> Expr:
        if initiative is None:
            return self.expressions.mixed(sites.ORDER, [actor]) >> 12
        ((name, type_),) = initiative.params
        assert isinstance(type_, model.Ref)
        call = model.Call(initiative.name, (model.Bound(1, name, type_),), initiative.type)
        asked = self.expressions.lower(call, Scope().bind(1, actor, type_.kind))
        rank = arithmetic.clamp(asked, num(-model.WIDEST), num(model.WIDEST))
        rank = Choose(self.choosing.is_now(actor, type_.kind), rank, num(0.0))  # others count as 0
        # the highest first: the bits of the negative, so that words compare as numbers do
        bits = Op("bits", (0.0 - rank,), "word")
        return Choose((bits >> 63).is_(word(0)), bits | word(1 << 63), ~bits)

    # --- under way ------------------------------------------------------------------------------------------

    def go_on_function(self) -> str:
        """The function by which what is under way is broken off or ends: by start, then by the order of the
        tick."""
        i, actor, n = Var("i", "int"), Var("actor", "int"), Var("n", "int")
        began = Op("to word", (Load(self.began, i),), "word") << 40
        rank = Op("to word", (Load(self.rank, i),), "word") << 20
        key = began | rank | Op("to word", (Load(self.turn, i),), "word")

        def body() -> Iterator[Stmt]:
            add = (Store(self.due.keys, n, key), Store(self.due.whose, n, actor), Set(n, n + 1))
            busy, may_end = Load(self.doing, i) > 0, self._may_end(i)
            due: Stmt = If(both(busy, may_end), add)
            if self.lowering.count.on:
                due = If(busy, (*self.lowering.count.act(), If(may_end, add)))
            yield Let(n, int_(0))
            yield self._each_actor(i, actor, (due,))
            yield do(self.due.function(), n)
            yield For(i, int_(0), n, (do(self._go_on_one_function(), Load(self.due.whose, i)),))

        return self.lowering.function("go_on", (), None, body)

    def _may_end(self, i: Expr) -> Expr:
        """Whether an actor's action can come to its end at this tick."""
        over = Load(self.ends, i) <= at(self.lowering.tick)
        if self.can_cease:
            return TRUE
        values = [0, *(int(bool(ready.action.interrupted)) for ready in self.ready)]
        table = self.lowering.constant("can_break", "bool", values)
        return either(over, Load(table, Load(self.doing, i)))

    def _go_on_one_function(self) -> str:
        actor, p = Var("actor", "int"), Var("p", "int")

        def body() -> Iterator[Stmt]:
            yield Let(p, self.actors.place(actor))
            over = Load(self.ends, p) <= at(self.lowering.tick)
            stop = If(over, (Store(self.doing, p, int_(0)),))
            yield If(Load(self.failed, p), (stop, Return()))
            cases = []
            for ready in self.ready:
                case = self._go_on_case(ready, actor, p)
                cases.append((ready.number + 1, tuple(case)))
            yield Switch(Load(self.doing, p), tuple(cases))

        return self.lowering.function("go_on_one", (actor,), None, body)

    def _go_on_case(self, ready: Ready, actor: Var, p: Var) -> Iterator[Stmt]:
        params, scope = self.events.roles(ready.action)
        given: list[Expr] = [
            actor,
            *(Load(self.roles, p * max(self.others, 1) + n) for n in range(len(params) - 1)),
        ]
        # the variables of one function must be told apart
        own = [self.lowering.fresh(param.name) for param in params]
        for role, var in zip(ready.action.roles, own, strict=True):
            scope = scope.bind(role.slot, var, role.kind)
        yield from (Let(var, value) for var, value in zip(own, given, strict=True))
        stop = (
            Store(self.doing, p, int_(0)),
            *self.busy.engage(ready.action, own, on=False),
            *self.events.past.under_way(ready.action.name, own, -1),
        )
        stmts, broken = self._broken(ready.action, scope)
        yield from stmts
        over = Load(self.ends, p) <= at(self.lowering.tick)
        began = Load(self.began, p)
        end = If(over, (*stop, *self._come_to_end(ready, scope, began, own)))
        breaks = (*stop, do(self._interrupt_function(ready), Load(self.began, p), *own))
        yield If(broken, breaks, (end,)) if broken != FALSE else end

    def _come_to_end(self, ready: Ready, scope: Scope, began: Expr, roles: Sequence[Expr]) -> Iterator[Stmt]:
        """It ends, if what is needed at the end too is so; else it fails then."""
        for number, need in enumerate(ready.action.needs):
            if need.at_end:
                fail = do(self._fail_function(ready, number), began, *roles)
                yield If(~self.expressions.lower(need.expr, scope), (fail, Return()))
        yield do(self._end_function(ready), began, *roles)

    def _broken(self, action: model.Action, scope: Scope) -> tuple[list[Stmt], Expr]:
        """Whether what is under way is broken off, and what must be computed for that."""
        gone = self._gone(action, scope)
        if not self.lowering.count.on:
            broken: Expr = FALSE
            for part in action.interrupted:
                broken = either(broken, self.expressions.lower(part.expr, scope))
            return [], either(gone, broken)
        broken = self.lowering.fresh("broken", "bit")
        stmts: list[Stmt] = [Let(broken, gone)]
        for part in action.interrupted:
            test = self.expressions.lower(part.expr, scope)
            stmts.append(If(~broken, (self.lowering.count.either(part, test, (Set(broken, TRUE),)),)))
        return stmts, broken

    def _gone(self, action: model.Action, scope: Scope) -> Expr:
        """Whether somebody who takes part is not there any more."""
        gone: Expr = FALSE
        for role in action.roles:
            member = self.kinds_now.member(scope.bound[role.slot].var, role.kind)
            gone = gone if member == TRUE else either(gone, ~member)
        return gone

    def _interrupt_function(self, ready: Ready) -> str:
        params, scope = self.events.roles(ready.action)
        began, row, outcome = Var("began", "int"), Var("row", "int"), int_(INTERRUPTED)

        def body() -> Iterator[Stmt]:
            h = self.events.happening(ready.action, params, ())
            yield from self.spending.spend(self.spending.work.event(ready.action))
            yield from self.lowering.count.come(ready.action, "interrupted")
            yield Let(row, self.events.records.begin(ready.action.name, began, params))
            actor, notices = self._actor(ready, params), self.kinds_now.remains(params[0])
            yield from self.events.attempt(h, scope, row, actor, outcome, notices=notices)

        return self.lowering.function(f"interrupt{ready.name}", (began, *params), None, body)

    def _end_function(self, ready: Ready) -> str:
        params, scope = self.events.roles(ready.action)
        began, row, action = Var("began", "int"), Var("row", "int"), ready.action

        def body() -> Iterator[Stmt]:
            h = self.events.happening(action, params, action.body)
            yield from self.spending.spend(self.spending.work.event(action))
            yield Let(row, self.events.records.begin(action.name, began, params))
            body, actor = self.events.body(action, scope, h), self._actor(ready, params)
            happening = tuple(self.events.whole(h, scope, row, action.perceive, body, actor))
            yield from self.expressions.occurrences.happening(action, params, happening)

        return self.lowering.function(f"end{ready.name}", (began, *params), None, body)

    def _actor(self, ready: Ready, params: Sequence[Var]) -> Actor:
        return Actor(params[0], ready.action.roles[0].kind, ready.action.notices)

    # --- choosing -------------------------------------------------------------------------------------------

    def choose_all_function(self) -> str:
        """The function by which every free actor chooses and starts, in the order of the tick."""
        i, actor = Var("i", "int"), Var("actor", "int")

        def body() -> Iterator[Stmt]:
            choose = (*self.choosing.decided(actor), do(self.start_function(), actor))
            turn = (Let(actor, Load(self.order.whose, i)), If(self.free(actor), choose))
            yield put(self.started, int_(0))
            yield For(i, int_(0), at(self.present), turn)

        return self.lowering.function("choose_all", (), None, body)

    def free(self, actor: Expr) -> Expr:
        """Whether an actor can choose now."""
        free = Load(self.doing, self.actors.place(actor)).is_(0)
        free = both(free, ~self.busy.takes_part(actor)) if len(self.busy.partners) else free
        if self.can_cease:
            free = both(free, self.kinds_now.exists(actor))
        return both(self.spending.within, free)

    def start_function(self) -> str:
        """The function by which an actor starts what was decided for."""
        actor = Var("actor", "int")

        def body() -> Iterator[Stmt]:
            cases = []
            for ready in self.ready:
                roles = [
                    Load(self.choosing.chosen_roles, int_(n)) for n in range(len(ready.action.roles) - 1)
                ]
                cases.append((ready.number + 1, (do(self._start_function(ready), actor, *roles),)))
            yield Switch(at(self.choosing.chosen), tuple(cases))

        return self.lowering.function("start", (actor,), None, body)

    # --- starting -------------------------------------------------------------------------------------------

    def _start_function(self, ready: Ready) -> str:
        params, scope = self.events.roles(ready.action)
        action, tick, ticks, p = ready.action, at(self.lowering.tick), Var("ticks", "int"), Var("p", "int")

        def body() -> Iterator[Stmt]:
            yield from self.events.otherwise.started(action.name, params)
            yield from self.lowering.count.come(action, "chosen")
            yield from self.lowering.count.act()
            for number, need in enumerate(action.needs):
                # of what is not believed it has just held, and nothing has changed
                if self.expressions.fields.believed_in(need.expr):
                    lost = self._lose_a_tick(ready, params)
                    fail = (do(self._fail_function(ready, number), tick, *params), *lost, Return())
                    yield If(~self.expressions.lower(need.expr, scope), fail)
            yield from self._ask(ready, scope, params)
            yield Let(ticks, self._ticks(action, scope))
            yield If(ticks.is_(0), (do(self._end_function(ready), tick, *params), Return()))
            yield Let(p, self.actors.place(params[0]))
            yield from self._set_running(ready, params, p, tick + ticks, failed=False)
            yield from self.busy.engage(action, params, on=True)
            yield from self.events.past.under_way(action.name, params, 1)

        return self.lowering.function(f"start{ready.name}", params, None, body)

    def _ask(self, ready: Ready, scope: Scope, params: Sequence[Var]) -> Iterator[Stmt]:
        """Its partners are asked; if one is not willing, that is all that comes of it."""
        if not ready.action.asked:
            return
        h = self.events.happening(ready.action, params, ready.action.asked)
        assert h.outcome is not None
        yield from self.events.begin(h)
        yield from self.events.effects.block(ready.action.asked, scope, h)
        declined = h.outcome.is_(self.lowering.names.outcome[model.DECLINED])
        lost = self._lose_a_tick(ready, params)
        yield If(declined, (do(self._decline_function(ready), *params), *lost, Return()))

    def _decline_function(self, ready: Ready) -> str:
        params, scope = self.events.roles(ready.action)
        row, outcome = Var("row", "int"), int_(self.lowering.names.outcome[model.DECLINED])

        def body() -> Iterator[Stmt]:
            h = self.events.happening(ready.action, params, ())
            yield from self.spending.spend(self.spending.work.event(ready.action))
            yield Let(row, self.events.records.begin(ready.action.name, at(self.lowering.tick), params))
            actor = self._actor(ready, params)
            yield from self.events.attempt(h, scope, row, actor, outcome, hears=ready.action.hears)

        return self.lowering.function(f"decline{ready.name}", params, None, body)

    def _lose_a_tick(self, ready: Ready, params: Sequence[Expr]) -> Iterator[Stmt]:
        """Nothing came of it."""
        p = self.lowering.fresh("p", "int")
        yield Let(p, self.actors.place(params[0]))
        yield from self._set_running(ready, params, p, at(self.lowering.tick) + 1, failed=True)

    def _ticks(self, action: model.Action, scope: Scope) -> Expr:
        """How long it takes, in ticks; see `Times.lasts`."""
        if action.ticks is not None:
            return int_(action.ticks)
        assert action.takes is not None
        seconds = self.expressions.lower(action.takes, scope)
        return Call(self._ticks_function(), (seconds / self.lowering.times.tick - NEAR,), "int")

    def _ticks_function(self) -> str:
        x, y, whole = Var("x", "num"), Var("y", "num"), Var("whole", "int")

        def body() -> Iterator[Stmt]:
            yield Let(y, arithmetic.clamp(x, num(0.0), num(self.lowering.times.ticks)))
            yield Let(whole, Op("to int", (y,), "int"))
            yield Return(Choose(Op("to num", (whole,), "num") < y, whole + 1, whole))

        return self.lowering.function("ticks", (x,), "int", body, pure=True)

    def _set_running(
        self, ready: Ready, params: Sequence[Expr], p: Expr, ends: Expr, *, failed: bool
    ) -> Iterator[Stmt]:
        """The actor is busy until then."""
        yield Store(self.doing, p, int_(ready.number + 1))
        yield Store(self.began, p, at(self.lowering.tick))
        yield Store(self.ends, p, ends)
        yield Store(self.failed, p, Const(failed, "bit"))
        yield Store(self.turn, p, at(self.started))
        yield put(self.started, at(self.started) + 1)
        for n, role in enumerate(params[1:]):
            yield Store(self.roles, p * max(self.others, 1) + n, role)

    def _fail_function(self, ready: Ready, number: int) -> str:
        """The belief was wrong: the actor learns the truth of what the need reads."""
        params, scope = self.events.roles(ready.action)
        need, began = ready.action.needs[number].expr, Var("began", "int")
        row, held = Var("row", "int"), Var("held", "bit")
        fields = self.expressions.fields

        def body() -> Iterator[Stmt]:
            lists = [
                s.list("read")
                for s in fields.of.values()
                if s.held is not None and self._reads(need, s.field.name)
            ]
            deep = [
                within
                for s in fields.of.values()
                for within in s.within.values()
                if self._reads(need, s.field.name)
            ]
            for cells in (*lists, *(within.read() for within in deep)):
                yield from cells.begin()
            yield from self.spending.spend(self.spending.work.event(ready.action))
            yield from self.lowering.count.come(ready.action, "failed")
            yield put(fields.reader, params[0])
            mind = replace(scope, minds=(params[0],), tracing=True)
            yield Let(held, self.expressions.lower(need, mind))
            yield Let(row, self.events.records.begin(ready.action.name, began, params))
            for cells in lists:
                yield do(cells.teach_all(), params[0])
            for within in deep:
                yield do(within.find_out())
            h = self.events.happening(ready.action, params, ())
            actor = self._actor(ready, params)
            yield from self.events.attempt(h, scope, row, actor, int_(FAILED), text=ready.action.failed)

        return self.lowering.function(f"fail{ready.name}_{number}", (began, *params), None, body)

    def _reads(self, need: model.Expr, field: str) -> bool:
        """Whether a condition reads a field, itself or through a definition."""
        for node in model.nodes(need):
            if isinstance(node, model.Cell) and node.field == field:
                return True
            if isinstance(node, model.Call) and self._reads(self.lowering.defines[node.define].body, field):
                return True
        return False
