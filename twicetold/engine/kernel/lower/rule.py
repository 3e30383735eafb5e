"""Rules: what happens without anybody's choosing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import reduce

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.lowering import at
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.sense import each_binding
from twicetold.engine.kernel.lower.types import int_element
from twicetold.engine.kernel.program import (
    Choose,
    Expr,
    If,
    Let,
    Load,
    Op,
    Set,
    Stmt,
    Store,
    both,
    either,
    int_,
    num,
)
from twicetold.lang import model


def rule_function(events: Events, number: int, rule: model.Rule) -> str:
    """The function of a rule: to be called each tick."""

    def body() -> Iterator[Stmt]:
        match rule.mode:
            case "each" | "later" | "chance":
                yield from _bindings(events, rule, lambda scope: _upkeep(events, rule, scope))
            case "when":
                yield from _bindings(events, rule, lambda scope: _when(events, number, rule, scope))
            case "due":
                yield from _bindings(events, rule, lambda scope: _fire(events, rule, scope))
            case _:
                fire = _bindings(events, rule, lambda scope: _fire(events, rule, scope))
                spending = events.lowering.spending
                yield If(_due(events, rule), tuple(spending.spend_on(spending.work.rule(rule), fire)))

    return events.lowering.function(f"rule{number}_{plain(rule.name)}", (), None, body)


def _bindings(events: Events, rule: model.Rule, body: Callable[[Scope], Iterator[Stmt]]) -> Iterator[Stmt]:
    return each_binding(
        events.effects.expressions.loops,
        rule,
        (*rule.where, *rule.when),
        body,
        changing=events.effects.changes.all(rule.body),
        kinds_change=lambda kind: events.effects.kinds_change(kind, rule.body),
    )


def _upkeep(events: Events, rule: model.Rule, scope: Scope) -> Iterator[Stmt]:
    roles = _roles(rule, scope)
    h = events.happening(rule, roles, rule.body)
    body = events.effects.block(rule.body, scope, h)
    upkeep = (
        *events.lowering.count.come(rule),
        *events.whole(h, scope, None, rule.perceive, body),
    )
    yield from events.otherwise.unless_forbidden(
        rule.name, roles, tuple(_spending_on(events, rule, upkeep)), upkeep=True
    )


def _fire(events: Events, rule: model.Rule, scope: Scope) -> Iterator[Stmt]:
    """An event of its own."""
    roles = _roles(rule, scope)
    h = events.happening(rule, roles, rule.body)
    row = events.lowering.fresh("row")
    event = (
        Let(row, events.records.begin(rule.name, events.tick, roles)),
        *events.whole(h, scope, row, rule.perceive, events.body(rule, scope, h)),
    )
    event = tuple(_spending_on(events, rule, event))
    yield from events.otherwise.unless_forbidden(rule.name, roles, event)


def _spending_on(events: Events, rule: model.Rule, body: tuple[Stmt, ...]) -> Iterator[Stmt]:
    spending = events.lowering.spending
    steps = spending.work.held(rule)
    return spending.spend_on(steps, body) if steps else iter(body)


def _when(events: Events, number: int, rule: model.Rule, scope: Scope) -> Iterator[Stmt]:
    """Fire as the condition becomes true, or has held for so long.

    Per binding it is known when the condition was last seen to hold (the tick plus 1; 0 is never), and, if
    the rule waits, since when it has held without a break; once it has fired that is -1.
    """
    lowering = events.lowering
    place: Expr = int_(0)
    size = 1
    for n, role in enumerate(rule.roles):
        domain, var = lowering.domain(role.kind), scope.bound[role.slot].var
        place = place * len(domain) + domain.place(var) if n else domain.place(var)
        size *= len(domain)
    ticks = int_element(events.lowering.world.ticks + 1)
    seen = lowering.array(f"rule{number}_seen", ticks, size)
    here, again, fire = (
        lowering.fresh("here"),
        lowering.fresh("again", "bit"),
        tuple(_fire(events, rule, scope)),
    )
    tick = at(lowering.tick)
    yield Let(here, place)
    yield Let(again, both(Load(seen, here).is_(tick), tick.is_not(0)))
    if not rule.ticks:
        yield If(~again, fire)
        yield Store(seen, here, tick + 1)
        return
    begun = lowering.array(f"rule{number}_since", ticks, size)
    since = lowering.fresh("since")
    yield Let(since, Choose(again, Load(begun, here), tick))
    yield If(since >= 0, (If(tick - since >= rule.ticks, (Set(since, int_(-1)), *fire)),))
    yield Store(begun, here, since)
    yield Store(seen, here, tick + 1)


def _due(events: Events, rule: model.Rule) -> Expr:
    """Whether the time of a rule has come at this tick."""
    tick = at(events.lowering.tick)
    return tick.is_(rule.ticks) if rule.mode == "at" else comes_again(tick, rule)


def comes_again(tick: Expr, often: model.Rule | model.Series) -> Expr:
    """Whether a time that comes again and again has come since the tick before."""
    reached = Op("to num", (tick,), "num") * num(often.times)
    if not often.phases:
        return both(tick > 0, _left(reached, often) < often.times)
    since = [reached - num(first) if first else reached for first in often.phases]
    return reduce(either, [both(here >= 0.0, _left(here, often) < often.times) for here in since])


def _left(reached: Expr, often: model.Rule | model.Series) -> Expr:
    """What is left of a number without the multiples of so many ticks. Both are whole, below 2**53: the
    quotient is rounded to none that it does not come to."""
    ticks = num(often.ticks)
    return reached - Op("floor", (reached / ticks,), "num") * ticks


def _roles(rule: model.Rule, scope: Scope) -> tuple[Expr, ...]:
    return tuple(scope.bound[role.slot].var for role in rule.roles)
