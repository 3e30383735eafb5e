"""Choosing: what an actor can do, as they believe, is weighed, and the best of it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.gates import TOGETHER, Gate, gates, left_over
from twicetold.engine.kernel.lower.listed import Listed
from twicetold.engine.kernel.lower.lowering import Lowering, at, do, put
from twicetold.engine.kernel.lower.race import LEAST, Race
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.upper import Most
from twicetold.engine.kernel.lower.weighing import Each, Weighing, added
from twicetold.engine.kernel.program import (
    FALSE,
    TRUE,
    Const,
    Expr,
    If,
    Let,
    Op,
    Set,
    Stmt,
    Store,
    Var,
    both,
    either,
    int_,
    num,
    word,
)
from twicetold.engine.meaning import sites
from twicetold.engine.meaning.interventions import FORBIDDEN, FORCED
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class Ready:
    """An action and its number."""

    number: int
    action: model.Action

    @property
    def name(self) -> str:
        """What the names of its functions end in."""
        return f"{self.number}_{plain(self.action.name)}"


class Choosing:
    """The choice among some actions: `chosen` is the number of the one taken, from 1 on (0: none), and
    `chosen_roles` who take part in it beside the actor; `scored` counts the options weighed."""

    def __init__(self, events: Events, ready: Sequence[Ready], others: int) -> None:
        self.events = events
        self.ready = ready
        self.expressions = events.effects.expressions
        self.kinds_now = self.expressions.kinds_now
        self.actors = self.expressions.busy.actors
        self.lowering: Lowering = events.lowering
        self.spending = events.lowering.spending
        lowering = self.lowering
        self.most = Most(self.expressions)
        self.race = Race(lowering, "urge")
        self.softmax = lowering.world.choice.mode == "softmax"
        self.best = Var("best", "num")
        self.chosen = lowering.array("chosen", "i32", 1)
        self.chosen_roles = lowering.array("chosen_roles", "i32", max(others, 1))
        self.scored = lowering.array("scored", "u64", 1, beside=True)
        self.pressed = lowering.array("pressed", "bool", 1)
        self.listed = Listed(lowering, others) if lowering.played else None

    def decided(self, actor: Expr) -> Iterator[Stmt]:
        """An actor decides what to do, and spends what that takes."""
        before = self.lowering.fresh("before", "word")
        yield Let(before, at(self.scored))
        yield do(self._decide_function(), actor)
        yield from self.spending.spend((at(self.scored) - before) * self.spending.work.option)

    def _decide_function(self) -> str:
        actor = Var("actor", "int")

        def body() -> Iterator[Stmt]:
            yield put(self.chosen, int_(0))
            if self.lowering.open:
                yield put(self.pressed, FALSE)
            groups = [self.ready[n : n + TOGETHER] for n in range(0, len(self.ready), TOGETHER)]
            opens = [self.lowering.fresh("open", "word") for _ in groups]
            passed = [[*self._gates(group)] for group in groups]
            some: Expr = FALSE
            for group, open_, those in zip(groups, opens, passed, strict=True):
                yield Let(open_, word((1 << len(group)) - 1))
                for gate in those:
                    yield from self._try(gate, open_, actor)
                some = either(some, open_.is_not(word(0)))
            weigh = [*self._nothing(actor)]
            for group, open_, those in zip(groups, opens, passed, strict=True):
                for number, ready in enumerate(group):
                    consider = do(self._consider_function(ready, those), actor)
                    weigh.append(If((open_ & word(1 << number)).is_not(word(0)), (consider,)))
            yield If(some, tuple(weigh))

        return self.lowering.function("decide", (actor,), None, body)

    def _nothing(self, actor: Var) -> Iterator[Stmt]:
        """To do nothing leads at first, by an urge of 0."""
        if self.softmax:
            yield from self.race.lead(num(0.0), self.expressions.mixed(sites.NOTHING, [actor]))
        else:
            yield put(self.race.low, num(0.0))

    def _gates(self, those: Sequence[Ready]) -> Iterator[Gate]:
        """The gates of some actions; whoever is counted is asked everything in its turn."""
        for gate in gates([ready.action for ready in those]):
            if gate.needed is None or not self.lowering.count.on:
                yield gate

    def _try(self, gate: Gate, open_: Var, actor: Var) -> Iterator[Stmt]:
        """Those behind a gate are not open to an actor who fails at it."""
        close = Set(open_, open_ & word(~gate.actions))
        behind = (open_ & word(gate.actions)).is_not(word(0))
        scope = Scope(minds=(actor,)).bind(1, actor, gate.kind)
        if gate.needed is None:
            test = self.is_now(actor, gate.kind)
        else:
            row = self.expressions.kept.of_nobody(gate.needed)
            if row is not None:
                m = self.lowering.fresh("m", "word")
                yield If(behind, (Let(m, word(1)), row.narrow(m), If(m.is_(word(0)), (close,))))
                return
            test = self.expressions.lower(gate.needed, scope)
        if test != TRUE:
            yield If(both(behind, ~test), (close,))

    def list_function(self) -> str:
        """The function by which everything that an actor could do, as they believe, is listed in order of
        declaration; nothing that it asks is spent."""
        actor, left, listed = Var("actor", "int"), Var("left_before", "word"), self.listed
        assert listed is not None

        def body() -> Iterator[Stmt]:
            yield Let(left, self.spending.left_now)
            yield put(listed.count, int_(0))
            for ready in self.ready:
                listing = do(self._list_one_function(ready, listed), actor)
                test = self.is_now(actor, ready.action.roles[0].kind)
                yield listing if test == TRUE else If(test, (listing,))
            yield self.spending.leave(left)

        return self.lowering.function("list_options", (actor,), None, body)

    def _list_one_function(self, ready: Ready, listed: Listed) -> str:
        """The function that lists every binding of an action."""
        action, actor = ready.action, Var("r1", "int")

        def listing(scope: Scope, urge: Expr) -> Iterator[Stmt]:
            roles = [scope.bound[role.slot].var for role in action.roles]
            entry = tuple(listed.entry(ready.number, roles[1:], urge))
            if self.lowering.open:
                said = self.events.otherwise.said(("what", action.name), roles)
                entry = (If(said.is_not(FORBIDDEN), entry),)
            yield from entry

        def body() -> Iterator[Stmt]:
            scope = Scope(minds=(actor,)).bind(1, actor, action.roles[0].kind)
            inside = tuple(self._bindings(action, scope, Each(listing)))
            yield from self.expressions.loops.where(_Levels(action).needs(1), scope, inside)

        return self.lowering.function(f"list{ready.name}", (actor,), None, body)

    def is_now(self, actor: Var, kind: str) -> Expr:
        """Whether an actor is of a kind now."""
        if self.actors.members <= self.lowering.domain(kind).members:
            return self.kinds_now.member(actor, kind)
        return both(self.lowering.domain(kind).contains(actor), self.kinds_now.member(actor, kind))

    def _consider_function(self, ready: Ready, passed: Sequence[Gate]) -> str:
        """The function by which an actor who has passed some gates weighs every binding of an action, in the
        actor's own mind."""
        action = ready.action
        actor, chosen, n = Var("r1", "int"), Var("found", "bit"), Var("n", "int")
        others = [Var(f"best{role.slot}", "int") for role in action.roles[1:]]
        count = self.lowering.count

        weighing = Weighing(self.expressions, self.race, self.best if not self.softmax else None, action)

        def weigh(scope: Scope, urge: Expr) -> Iterator[Stmt]:
            roles = [scope.bound[role.slot].var for role in action.roles]
            take = (Set(chosen, TRUE), *map(Set, others, roles[1:]))
            weighed = (Set(n, n + 1), *weighing.option(urge, roles, take))
            yield from self._if_open(action, roles, weighed, chosen)

        def body() -> Iterator[Stmt]:
            scope = Scope(minds=(actor,)).bind(1, actor, action.roles[0].kind)
            if not self.softmax:
                yield Let(self.best, at(self.race.low))
            yield Let(chosen, FALSE)
            yield Let(n, int_(0))
            yield from (Let(var, int_(-1)) for var in others)
            inside = tuple(self._bindings(action, scope, Each(weigh, weighing.before_all)))
            keep = (
                *([] if self.softmax else [put(self.race.low, self.best)]),
                put(self.chosen, int_(ready.number + 1)),
                *(Store(self.chosen_roles, int_(k), var) for k, var in enumerate(others)),
            )
            options = Op("to word", (n,), "word")
            weighed: tuple[Stmt, ...] = (put(self.scored, at(self.scored) + options), If(chosen, keep))
            if count.on:
                some = If(n > 0, tuple(count.stir()))
                weighed = (*weighed, *count.come(action, "open", options), some)
            needs = left_over(_Levels(action).needs(1), action.roles[0].kind, passed)
            yield from self.expressions.loops.where(needs, scope, (*inside, *weighed))

        return self.lowering.function(f"consider{ready.name}", (actor,), None, body)

    def _bindings(self, action: model.Action, scope: Scope, weigh: Each) -> Iterator[Stmt]:
        """What is done with every binding of an action, and its urge, whose needs hold; those of the actor
        alone are not asked here. Each term and each need is computed as soon as the roles that it speaks of
        are bound."""
        level, work = _Levels(action), self.spending.work

        def bind(place: int, scope: Scope, terms: list[Expr]) -> Iterator[Stmt]:
            known = list(terms)
            stmts: list[Stmt] = []
            for number, term in level.terms(place):
                value = self.expressions.lower(term.expr, scope)
                if place < len(action.roles) and not isinstance(value, Const):
                    var = self.lowering.fresh("term", "num")
                    stmts.append(Let(var, value))
                    value = var
                known[number] = value
            yield from stmts
            if place == len(action.roles):
                yield from weigh.option(scope, added(known))
                return
            ahead: tuple[Stmt, ...] = ()
            if place == len(action.roles) - 1:
                most = self._most(known, level.terms(place + 1), scope)
                ahead = tuple(weigh.before_all(scope, most))
            role = action.roles[place]
            cheap, later = work.divided(level.needs(place + 1))
            loop = self.expressions.loops.of_role(
                role,
                cheap,
                scope,
                lambda inner: self.expressions.loops.asked(later, inner, bind(place + 1, inner, known)),
                before=action.roles[:place],
                ahead=ahead,
            )
            yield from self.spending.spend_on(work.role(action, place + 1), loop)

        yield from bind(1, scope, [num(0.0)] * len(action.urge))

    def _most(
        self, known: Sequence[Expr], terms: Sequence[tuple[int, model.Term]], scope: Scope
    ) -> Expr | None:
        """An upper bound of an urge by what is known of those bound, some of whose terms are not known."""
        bounds = [*known]
        for number, term in terms:
            bound = self.most.of(term.expr, scope)
            if bound is None:
                return None
            bounds[number] = bound
        return added(bounds)

    def _if_open(
        self, action: model.Action, roles: list[Expr], weighed: tuple[Stmt, ...], chosen: Var
    ) -> Iterator[Stmt]:
        """An option is weighed unless it is forbidden; but once one has been met that must be taken, only
        against others of that sort."""
        if not self.lowering.open:
            yield from weighed
            return
        said, count, weigh = Var("said", "int"), weighed[:1], weighed[1:]
        press = (
            put(self.pressed, TRUE),
            put(self.chosen, int_(0)),
            Set(chosen, FALSE),
            *(self.race.begin() if self.softmax else [Set(self.best, num(LEAST))]),
        )
        forced = (If(~at(self.pressed), press), *weigh)
        free = (If(~at(self.pressed), weigh),)
        yield Let(said, self.events.otherwise.said(("what", action.name), roles))
        yield If(said.is_not(FORBIDDEN), (*count, If(said.is_(FORCED), forced, free)))


class _Levels:
    """At which place among its roles each condition and each term of an action is decided: when all roles
    that it asks about are bound."""

    def __init__(self, action: model.Action) -> None:
        self.action = action
        self._terms: dict[int, list[tuple[int, model.Term]]] = {}
        for number, term in enumerate(action.urge):
            self._terms.setdefault(max(1, self._place(term.expr)), []).append((number, term))

    def needs(self, place: int) -> list[model.Condition]:
        """The needs decided when so many roles are bound; those that speak of none come first."""
        decided = (need for need in self.action.needs if max(1, need.roles) == place)
        return sorted(decided, key=lambda need: need.roles)

    def terms(self, place: int) -> list[tuple[int, model.Term]]:
        """The terms decided when so many roles are bound, with their numbers."""
        return self._terms.get(place, [])

    def _place(self, expr: model.Expr) -> int:
        slots = {node.slot for node in model.nodes(expr) if isinstance(node, model.Bound)}
        places = (n for n, role in enumerate(self.action.roles, start=1) if role.slot in slots)
        return max(places, default=0)
