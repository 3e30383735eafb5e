"""`with q`, `with q willing`: who is busy with an action beside its actor, and whether they want to be.

It is short for what there is. That partners are free is something the action needs; that they are willing is
a chance, which their own urge decides as the actor's decides the actor; and what they do together, or were
asked to do, they perceive. New to the engines is only that they are busy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from twicetold.lang import model, syntax, tree
from twicetold.lang.check import expression
from twicetold.lang.check.function import wrong_count
from twicetold.lang.check.scope import Local, Names, Scope
from twicetold.lang.check.types import PLAIN, YES_NO

BUSY = "busy"
"""The function that says whether somebody is busy, where an author gives the name no other meaning."""


@dataclass(frozen=True, slots=True)
class _Partner:
    """Somebody who takes part, and the line that says so."""

    name: syntax.Name
    role: Local
    line: syntax.Partners


def together(
    action: model.Action, lines: Sequence[syntax.Partners], scope: Scope, urging: Scope
) -> model.Action:
    """The action as it is done with partners; `urging` is the scope of its urges."""
    partners = list(_partners(lines, action, scope))
    if not partners:
        return action
    willing = [(partner, _urge(partner, action, urging)) for partner in partners if partner.line.willing]
    asked: tuple[model.Effect, ...] = ()
    for partner, urge in reversed(willing):
        if urge is not None:
            asked = (_asked(partner, urge, action, asked, scope.names),)
    named = {line.of for line in action.perceive if line.sense is None}
    return replace(
        action,
        needs=(*action.needs, *(_free(partner) for partner in partners)),
        perceive=(*action.perceive, *(_line("felt", p) for p in partners if p.role.slot not in named)),
        partners=tuple(partner.role.slot for partner in partners),
        asked=asked,
        hears=tuple(_line("told", partner) for partner, _ in willing),
    )


def busy(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    """`busy(q)`."""
    if len(expr.args) != 1:
        wrong_count(expr.name, len(expr.args), "1", scope)
        return None
    who = expression.entity(expr.args[0], scope, f"what `{BUSY}` asks of")
    return None if who is None else model.Busy(who, span=expr.span)


def _partners(lines: Sequence[syntax.Partners], action: model.Action, scope: Scope) -> Iterator[_Partner]:
    """All who are named, each once; what is wrong with them is told."""
    roles = {role.name: role for role in action.roles}
    seen: set[str] = set()
    for line in lines:
        for name in line.names:
            if name.text not in roles:
                known = ", ".join(roles)
                scope.problems.tell("T0210.role", name.span, name=name.text, roles=known)
            elif roles[name.text] is action.roles[0]:
                scope.problems.tell("T0415.actor", name.span, name=name.text, action=action.name)
            elif name.text in seen:
                scope.problems.tell("T0109.partner", name.span, name=name.text)
            else:
                yield _Partner(name, scope.locals[name.text], line)
            seen.add(name.text)


def _free(partner: _Partner) -> model.Condition:
    who = _bound(partner)
    free = model.Unary("not", model.Busy(who, span=partner.name.span), YES_NO, span=partner.name.span)
    text = f"not {BUSY}({partner.name.text})"
    return model.Condition(free, partner.role.slot, text, span=partner.name.span)


def _bound(partner: _Partner) -> model.Bound:
    assert partner.role.type is not None
    return model.Bound(partner.role.slot, partner.name.text, partner.role.type, span=partner.name.span)


def _line(channel: model.Channel, partner: _Partner) -> model.Perceive:
    return model.Perceive(channel, of=partner.role.slot, span=partner.name.span)


# --- who is willing -----------------------------------------------------------------------------------------


def _urge(partner: _Partner, action: model.Action, scope: Scope) -> model.Expr | None:
    """What moves a partner to it: what the line says, or what would move them if they asked the actor."""
    if partner.line.by is not None:
        return expression.plain(partner.line.by, scope, "what somebody is willing by")
    actor = action.roles[0]
    if partner.role.type != model.Ref(actor.kind):
        scope.problems.tell("T0415.willing", partner.name.span, name=partner.name.text, actor=actor.name)
        return None
    places = {actor.slot: _bound(partner)}
    places[partner.role.slot] = model.Bound(actor.slot, actor.name, model.Ref(actor.kind))
    total: model.Expr = model.Const(0.0, PLAIN)
    for term in action.urge:
        total = model.Binary("+", total, _changed_places(term.expr, places), PLAIN)
    return total


def _changed_places(expr: model.Expr, places: dict[int, model.Bound]) -> model.Expr:
    return tree.rewrite(
        expr,
        lambda node: (
            replace(places[node.slot], type=node.type)
            if isinstance(node, model.Bound) and node.slot in places
            else None
        ),
    )


def _asked(
    partner: _Partner,
    urge: model.Expr,
    action: model.Action,
    further: tuple[model.Effect, ...],
    names: Names,
) -> model.Chance:
    """Whether a partner would rather do it than nothing: as an actor chooses between the two."""
    if names.choice.mode == "best":
        wants = model.Binary(">", urge, model.Const(0.0, PLAIN), YES_NO)
        odds: model.Expr = model.IfElse(wants, model.Const(1.0, PLAIN), model.Const(0.0, PLAIN), PLAIN)
    else:
        weighed = model.Binary("/", urge, model.Const(names.choice.temperature, PLAIN), PLAIN)
        against = model.Function("exp", (model.Unary("-", weighed, PLAIN),), PLAIN)
        one = model.Const(1.0, PLAIN)
        odds = model.Binary("/", one, model.Binary("+", one, against, PLAIN), PLAIN)
    span = partner.name.span
    return model.Chance(
        model.Believes(_bound(partner), odds, PLAIN, span=span),
        further,
        (model.Outcome(model.DECLINED, span=span),),
        f"action/{action.name}/with/{partner.name.text}",
        tuple(role.slot for role in action.roles),
        span=span,
    )
