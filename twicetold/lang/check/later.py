"""`in 36 hours happens fall(p)`, `cancel fall(p)`, `due(fall(p))`: what is to happen later.

It is short for what there is. An event that is asked for somewhere has a hidden field: the time at which it
is due, one for each who can take its roles; `in` sets it, `cancel` unsets it, `due` reads it. A hidden rule,
before all others, lets the event happen in the tick in which that time falls. So what happens leads back to
whoever asked for it, as any rule's doing does to those who wrote what it asks after.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from twicetold.lang import limits, model, printer, syntax, tree
from twicetold.lang.check import condition, expression, happens, pattern, walk
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Happening, Names, Scope
from twicetold.lang.check.types import DURATION, YES_NO
from twicetold.lang.source import Span

DUE = "due"
"""The function that says when something is due, where an author gives the name no other meaning."""

_TIME = model.Time()

_Living = syntax.Sense | syntax.Rule | syntax.Action | syntax.Event


# --- what a world asks for ----------------------------------------------------------------------------------


def declare(blocks: Iterable[_Living], names: Names) -> None:
    """Make known which events something asks for later, and when they are due."""
    for block in blocks:
        for event in names.memo.once("later", (block,), partial(_asked_for, block)):
            _declare(event, names)


def _asked_for(block: _Living) -> tuple[syntax.Name, ...]:
    return tuple(effect.event for effect in walk.effects(block.body) if isinstance(effect, syntax.Later))


def _declare(event: syntax.Name, names: Names) -> None:
    known = names.happenings.get(event.text)
    if known is None or known.sort != "event" or event.text in names.due or event.text in names.without:
        return
    kinds = tuple(kind for kind in known.kinds if kind is not None)
    if len(kinds) < len(known.kinds):
        return
    if len(kinds) > limits.DUE:
        names.problems.tell("T0423.later", event.span, event=event.text, most=limits.DUE, count=len(kinds))
        return
    never = model.Const(model.NEVER, _TIME)
    field = model.Field(f"due {event.text}", kinds, _TIME, never, due=event.text, span=event.span)
    names.due[event.text] = names.keep(field)


def rules(events: Iterable[model.Event], names: Names) -> tuple[model.Rule, ...]:
    """The hidden rules, in order of the events' declaration."""
    return tuple(_rule(event, names.due[event.name], names) for event in events if event.name in names.due)


def _rule(event: model.Event, field: model.Field, names: Names) -> model.Rule:
    roles = tuple(model.Bound(role.slot, role.name, model.Ref(role.kind)) for role in event.roles)
    said = (
        f"{DUE}({event.name}({', '.join(role.name for role in roles)}))" if roles else f"{DUE}({event.name})"
    )
    is_due = falls_now(model.Cell(field.name, roles, _TIME, span=field.span), names, field.span)
    return model.Rule(
        name=f"later {event.name}",
        roles=event.roles,
        mode="later",
        where=(),
        when=(model.Condition(is_due, len(roles), said, span=field.span),),
        ticks=0,
        times=1,
        body=(model.Happens(event.name, roles, span=field.span),),
        perceive=(),
        size=len(roles) + 1,
        span=field.span,
    )


def is_read(time: syntax.Expr, names: Names) -> bool:
    """Whether a time is read of a life, and not known before it begins."""
    known = (names.relations, names.defines, (DUE,))
    return any(
        isinstance(node, syntax.FieldOf | syntax.Aggregate)
        or (isinstance(node, syntax.Apply) and any(node.name.text in those for those in known))
        for node in tree.walk(time)
    )


def at(written: syntax.Expr, scope: Scope) -> tuple[model.Condition, ...]:
    """That the time of a rule, which is read of a life, falls in this tick."""
    time = expression.value(written, scope, _TIME, "the time after `at`")
    if time is None:
        return ()
    read = falls_now(time, scope.names, written.span)
    text = printer.expression(written)
    return (model.Condition(read, condition.roles(read, scope), text, span=written.span),)


def falls_now(time: model.Expr, names: Names, span: Span) -> model.Expr:
    """Whether this tick is the first that is not before a time."""
    step = model.Const(float(names.grid.step), DURATION)
    now = model.Now()
    has_come = model.Binary(">=", now, time, YES_NO, span=span)
    had_not = model.Binary("<", model.Binary("-", now, step, _TIME), time, YES_NO, span=span)
    return model.Binary("and", has_come, had_not, YES_NO, span=span)


# --- in effects and expressions -----------------------------------------------------------------------------


def later(written: syntax.Later, scope: Scope) -> model.Effect | None:
    """An event is asked for. It comes in the next tick at the earliest."""
    delay = expression.duration(written.delay, scope, "how much later it is to happen")
    roles = happens.roles(written.event, written.args, scope)
    field = scope.names.due.get(written.event.text)
    if delay is None or roles is None or field is None:
        return None
    step = model.Const(float(scope.names.grid.step), DURATION)
    wait = model.Function("greatest", (delay, step), DURATION, span=written.delay.span)
    time = model.Binary("+", model.Now(), wait, _TIME, span=written.delay.span)
    cell = model.Cell(field.name, roles, _TIME, span=written.span)
    return model.Assign(cell, "=", time, span=written.span)


def cancel(written: syntax.Cancel, scope: Scope) -> model.Effect | None:
    """What was asked for is not to happen; for `anyone`, for none of them."""
    known = _known(written.event, scope.names)
    meant = [None if arg is None else expression.anything(arg, scope) for arg in written.args]
    if known is None:
        return None
    if len(meant) != len(known.kinds):
        wrong_count(written.event, len(meant), str(len(known.kinds)), scope)
        return None
    field = scope.names.due[written.event.text]
    args: list[model.Expr] = []
    loops: list[tuple[int, str]] = []
    for place, (arg, kind) in enumerate(zip(meant, field.over, strict=True)):
        said = written.args[place]
        if said is None:
            slot = scope.frame.fresh()
            loops.append((slot, kind))
            args.append(model.Bound(slot, f"anyone{slot}", model.Ref(kind)))
        elif arg is not None:
            what = f"role {place + 1} of `{written.event.text}`"
            fitted = pattern.fitted_role(arg, kind, said, what, scope)
            if fitted is not None:
                args.append(fitted)
    if len(args) < len(meant):
        return None
    cell = model.Cell(field.name, tuple(args), _TIME, span=written.span)
    effect: model.Effect = model.Assign(cell, "=", model.Const(model.NEVER, _TIME), span=written.span)
    for slot, kind in reversed(loops):
        effect = model.ForEach(slot, f"anyone{slot}", kind, None, (effect,), span=written.span)
    return effect


def due(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`due(fall(p))`: when it is to happen; `never` if nothing is to come."""
    if len(expr.args) != 1:
        wrong_count(expr.name, len(expr.args), "1", scope)
        return None
    match expr.args[0]:
        case syntax.Apply(name=event, args=args):
            pass
        case syntax.Variable(name=event):
            args = ()
        case other:
            scope.problems.tell("T0207.due", other.span)
            return None
    if event.text in scope.names.without:
        return model.Const(model.NEVER, _TIME, span=expr.span)
    if _known(event, scope.names) is None:
        return None
    roles = happens.roles(event, args, scope)
    field = scope.names.due[event.text]
    if roles is None:
        return None
    cell = model.Cell(field.name, roles, _TIME, span=expr.span)
    is_to_come = model.Binary(">", cell, model.Now(), YES_NO, span=expr.span)
    return model.IfElse(is_to_come, cell, model.Const(model.NEVER, _TIME), _TIME, span=expr.span)


def _known(event: syntax.Name, names: Names) -> Happening | None:
    """An event that something asks for later; None, and an error if there is none such."""
    if event.text in names.without:
        return None
    known = names.happenings.get(event.text)
    if known is None or known.sort != "event":
        happens.tell_no_event(event, names)
        return None
    if event.text not in names.due:
        near = names.problems.meant(event.text, names.due)
        names.problems.tell("T0207.not_later", event.span, near, name=event.text)
        return None
    return known
