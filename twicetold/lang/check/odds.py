"""`chance 2% per day where not p.ill`: what nobody does, and comes about by its own chance.

It is short for what there is. A hidden rule, before all others, draws in each tick for everybody who can
take the event's roles, and lets the event happen; so that it has causes, probes and a draw of its own as any
chance has. The chance of a tick is its share of what is said of a longer time: to be spared for a day is to
be spared in each of its ticks.
"""

from __future__ import annotations

from fractions import Fraction

from twicetold.lang import model, syntax
from twicetold.lang.check import condition, constant, expression, lint, narrow, role
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import PLAIN, YES_NO
from twicetold.lang.exact import nearest

_ONE = model.Const(1.0, PLAIN)


def odds(block: syntax.Event, roles: tuple[model.Role, ...], scope: Scope) -> None:
    """Make the hidden rule of an event that comes about by itself, if it does."""
    said, names = block.odds, scope.names
    if said is None:
        return
    where = condition.conditions(said.where, scope)
    scope = narrow.where(scope, *(part.expr for part in where))
    p = expression.plain(said.p, scope, "a chance")
    time = _time(said.per, scope)
    role.check_groundings(roles, block.name, names)
    lint.can_hold(where, block.name, "event", names)
    if p is None or time is None:
        return
    slot, name = scope.frame.fresh(), block.name.text
    bound = tuple(model.Bound(each.slot, each.name, model.Ref(each.kind)) for each in roles)
    names.odds[name] = model.Rule(
        name=f"chance {name}",
        roles=roles,
        mode="chance",
        where=where,
        when=(),
        ticks=0,
        times=1,
        body=(
            model.Let(slot, "odds", p, span=said.span),
            model.Chance(
                _of_a_tick(model.Bound(slot, "odds", PLAIN), names.grid.step / time),
                (model.Happens(name, bound, span=said.span),),
                (),
                f"event/{name}/chance",
                tuple(each.slot for each in roles),
                name,
                span=said.span,
            ),
        ),
        perceive=(),
        size=scope.frame.size,
        span=block.name.span,
    )


def _time(written: syntax.Expr, scope: Scope) -> Fraction | None:
    """The time of which the chance is said: a unit, such as `day`, or a length."""
    names = scope.names
    if isinstance(written, syntax.Variable) and written.name.text not in scope.locals:
        if written.name.text not in names.units.sizes and written.name.text not in names.settings:
            known = names.problems.meant(written.name.text, names.units.sizes)
            names.problems.tell("T0206.unknown", written.span, known, word=written.name.text)
            return None
        if written.name.text in names.units.sizes:
            written = syntax.Number(1.0, "1", (written.name,), written.span)
    return constant.seconds(written, names, "the time behind `per`")


def _of_a_tick(p: model.Expr, share: Fraction) -> model.Expr:
    """The chance of a tick, which is such a share of the time."""
    if share == 1:
        return p
    spared = model.Function("log", (model.Binary("-", _ONE, p, PLAIN),), PLAIN)
    in_a_tick = model.Binary("*", spared, model.Const(nearest(share), PLAIN), PLAIN)
    once = model.Binary("-", _ONE, model.Function("exp", (in_a_tick,), PLAIN), PLAIN)
    return model.IfElse(model.Binary(">=", p, _ONE, YES_NO), _ONE, once, PLAIN)
