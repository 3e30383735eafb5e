"""Senses: what minds notice by themselves, at the beginning of each tick."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from twicetold.engine.kernel.lower.builder import plain
from twicetold.engine.kernel.lower.effect import Happening
from twicetold.engine.kernel.lower.event import Events
from twicetold.engine.kernel.lower.loop import Loops
from twicetold.engine.kernel.lower.scope import Scope
from twicetold.engine.kernel.lower.tell import Text
from twicetold.engine.kernel.program import FALSE, If, Let, Stmt, int_
from twicetold.lang import model


def sense_function(events: Events, number: int, sense: model.Sense) -> str | None:
    """The function of a sense; None for one by which nobody can tell anything."""
    asked = events.lowering.count.on or (sense.loud and events.focal.on)
    stores = events.effects.fields.of
    held = (
        stores[node.target.field].deep > (len(node.inner) if isinstance(node, model.Learns) else 0)
        for node in model.nodes(sense.body)
        if isinstance(node, model.Shows | model.Learns)
    )
    if not asked and not any(held):
        return None

    def body() -> Iterator[Stmt]:
        return each_binding(
            events.effects.expressions.loops,
            sense,
            sense.when,
            lambda scope: _notice_if(events, sense, scope),
        )

    return events.lowering.function(f"sense{number}_{plain(sense.name)}", (), None, body)


def _notice_if(events: Events, sense: model.Sense, scope: Scope) -> Iterator[Stmt]:
    roles = tuple(scope.bound[role.slot].var for role in sense.roles)
    noticing = tuple(_notice(events, sense, scope))
    yield from events.otherwise.unless_forbidden(sense.name, roles, noticing)


def _notice(events: Events, sense: model.Sense, scope: Scope) -> Iterator[Stmt]:
    count = events.lowering.count
    yield from count.come(sense)
    roles = tuple(scope.bound[role.slot].var for role in sense.roles)
    if not sense.loud:
        yield from events.effects.block(sense.body, scope, Happening(sense.name, roles))
        return
    noticed, row = events.lowering.fresh("noticed", "bit"), events.lowering.fresh("row")
    h = Happening(sense.name, roles, noticed=(noticed, row))
    heard = events.focal.event()
    yield Let(noticed, FALSE)
    yield Let(row, int_(-1))
    yield from events.effects.block(sense.body, scope, h)
    end = (
        *events.lowering.spending.spend(events.lowering.spending.work.event(sense)),
        *count.come(sense, "told"),
        *(Text(events.effects.expressions, sense).end(scope) if count.on else ()),
        *events.focal.begin(heard, lived=False),
        *events.focal.own(heard, sense.wordings, scope),
        *events.focal.end(heard, sense.name, int_(0), roles, roles[0]),
        *events.past.count(sense.name, roles, int_(0)),
        *events.past.remember(sense.name, roles[0], sense.roles[0].kind, roles, int_(0)),
        *events.records.end(sense.name, row, int_(0), roles),
    )
    yield If(noticed, tuple(end))


def each_binding(
    loops: Loops,
    construct: model.Sense | model.Rule,
    conditions: Sequence[model.Condition],
    body: Callable[[Scope], Iterator[Stmt]],
    changing: frozenset[str] = frozenset(),
    kinds_change: Callable[[str], bool] = lambda kind: False,
) -> Iterator[Stmt]:
    """A body for each binding of some roles for which the conditions hold: a loop in a loop, the first role
    outermost, each condition tested as soon as the roles it speaks of are bound.

    To look for all who can take a role takes steps; those of senses count in every tick."""
    roles, spending = construct.roles, loops.lowering.spending

    def level(bound: int) -> list[model.Condition]:
        return [part for part in conditions if part.roles == bound]

    def inner(place: int, scope: Scope) -> Iterator[Stmt]:
        if place == len(roles):
            yield from body(scope)
            return
        role, parts, later = roles[place], level(place + 1), list[model.Condition]()
        if place and isinstance(construct, model.Rule):
            parts, later = spending.work.divided(parts)

        def held(bound: Scope) -> Iterable[Stmt]:
            return loops.asked(later, bound, inner(place + 1, bound))

        loop = loops.of_role(
            role,
            parts,
            scope,
            held,
            before=roles[:place],
            changing=changing,
            kinds_change=kinds_change,
        )
        if place and isinstance(construct, model.Rule):
            yield from spending.spend_on(spending.work.role(construct, place + 1), loop)
        else:
            yield from loop

    yield from loops.where(level(0), Scope(), inner(0, Scope()))
