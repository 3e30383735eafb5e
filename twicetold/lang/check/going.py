"""`goes by next to p.goal at 4 kilometres per hour`: going somewhere, one leg of the way after the other.

It is short for what there is: an action whose role is the next place on the shortest way that the actor
believes in, which there has to be in truth; it takes as long as that leg does, is broken off if the way is
closed, and at its end the actor is there. So each leg is an event of its own, chosen anew.
"""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import believes, condition, expression, way
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import SECONDS, YES_NO


def unfolded(block: syntax.Action, scope: Scope) -> syntax.Action:
    """The action with what its `goes` is short for, but for which place is next."""
    goes = block.goes
    if goes is None or not _can_be(block, goes, scope):
        return block
    span = goes.span
    leg = _leg(block, goes)
    nothing = syntax.Number(0.0, "0", (), span)
    is_open = syntax.Binary(">", leg, nothing, span)
    takes = leg if goes.at is None else syntax.Binary("/", leg, goes.at, span)
    return replace(
        block,
        needs=(*block.needs, syntax.Needed(is_open, False)),
        takes=takes,
        interrupted=(*block.interrupted, syntax.Unary("not", syntax.Paren(is_open, span), span)),
        body=(syntax.Assign(_at(block, goes), "=", syntax.Variable(goes.by, span), span), *block.body),
    )


def leads(block: syntax.Action, scope: Scope) -> tuple[model.Condition, ...]:
    """That the place is the next on the way, as the actor believes."""
    goes = block.goes
    if goes is None or goes.by.text not in scope.locals or not block.roles:
        return ()
    known = way.ways(goes.by.span, scope)
    start = expression.anything(_at(block, goes), scope)
    goal = None if known is None else way.place(goes.to, known.kind, scope, "where somebody goes")
    next_ = scope.locals[goes.by.text]
    actor = scope.locals[block.roles[0].name.text]
    if known is None or start is None or goal is None or next_.type is None or actor.type is None:
        return ()
    step: model.Expr = way.between(start, goal, known, "step", scope, goes.span)
    if believes.reads(step, scope.names):
        mind = model.Bound(actor.slot, actor.name, actor.type)
        step = model.Believes(mind, step, step.type, span=goes.span)
    there = model.Bound(next_.slot, next_.name, next_.type, span=goes.by.span)
    is_next = model.Binary("is", there, step, YES_NO, span=goes.span)
    here, to = f"{block.roles[0].name.text}.{model.PLACE}", printer.expression(goes.to)
    text = f"{next_.name} is {way.TOWARDS}({here}, {to})"
    return (model.Condition(is_next, condition.roles(is_next, scope), text, span=goes.span),)


def _can_be(block: syntax.Action, goes: syntax.Goes, scope: Scope) -> bool:
    """Whether there is a way to go by, and it is not said otherwise how long it takes; else an error."""
    if block.takes is not None:
        scope.problems.tell("T0409.goes", block.takes.span)
        return False
    others = [role.name.text for role in block.roles[1:]]
    if goes.by.text not in others:
        roles = ", ".join(others) or "none"
        scope.problems.tell("T0210.role", goes.by.span, name=goes.by.text, roles=roles)
        return False
    known = way.ways(goes.by.span, scope)
    if known is not None and goes.at is None and known.type.unit != SECONDS:
        unit = scope.names.said_unit(known.type)
        scope.problems.tell("T0302.speed", goes.span, by=goes.by.text, unit=unit)
        return False
    return known is not None


def _at(block: syntax.Action, goes: syntax.Goes) -> syntax.FieldOf:
    actor = syntax.Variable(block.roles[0].name, goes.span)
    return syntax.FieldOf(actor, syntax.Name(model.PLACE, goes.span), goes.span)


def _leg(block: syntax.Action, goes: syntax.Goes) -> syntax.Apply:
    """How long the way is to the next place."""
    there = syntax.Variable(goes.by, goes.by.span)
    return syntax.Apply(syntax.Name(way.WAY, goes.span), (_at(block, goes), there), goes.span)
