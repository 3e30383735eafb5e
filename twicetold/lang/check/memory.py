"""Episodic memory: `when p last had sight of q`, `where p last had sight of q`.

It is short for what there is. Where a sense is asked after so, hidden fields keep for each who has it and
each who is sensed when that was last, and where that one was. A hidden rule before all others keeps them up:
it holds as the sense does, and by the same luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, expression, pattern, perceive
from twicetold.lang.check.scope import Names, Scope

_TIME = model.Time()
_NEVER = model.Const(model.NEVER, _TIME)


def last_sensed(expr: syntax.LastSensed, scope: Scope) -> model.Expr | None:
    """When somebody last had a sense of somebody, or where that one was then."""
    names = scope.names
    mind, other = expression.read(expr.mind, scope), expression.read(expr.other, scope)
    kinds = perceive.kinds_of(expr.sense, names)
    if kinds is None:
        absent = {"when": _NEVER, "where": expression.NOBODY}[expr.asked]
        return absent if expr.sense.text in names.without else None
    if mind is None or other is None:
        return None
    asked = ((mind, kinds[0], expr.mind), (other, kinds[1], expr.other))
    fitted = [
        pattern.fitted_role(meant, kind, written, f"role {place} of `{expr.sense.text}`", scope)
        for place, (meant, kind, written) in enumerate(asked, 1)
    ]
    who = tuple(role for role in fitted if role is not None)
    field = _field(expr, kinds, names)
    return None if field is None or len(who) < 2 else model.Cell(field.name, who, field.type, span=expr.span)


def _field(expr: syntax.LastSensed, kinds: tuple[str, str], names: Names) -> model.Field | None:
    """The hidden field that keeps it."""
    sense = expr.sense.text
    name = f"{expr.asked} last {sense}"
    known = names.sensed.get(name)
    if known is not None:
        return known
    if names.complete:
        names.problems.tell("T0440.unkept", expr.span, sense=sense, asked=expr.asked)
        return None
    type_: model.Type = _TIME
    if expr.asked == "where":
        at = cell.field_of(kinds[1], syntax.Name(model.PLACE, expr.other.span), names)
        if at is None:
            return None
        if not isinstance(at.type, model.Ref):
            names.problems.tell("T0440.place", expr.span, kind=kinds[1])
            return None
        type_ = replace(at.type, optional=True)
    usual = model.Const(model.default(type_), type_)
    field = model.Field(name, kinds, type_, usual, sensed=sense, span=expr.span)
    names.sensed[name] = names.keep(field)
    return field


def rules(senses: Iterable[model.Sense], names: Names) -> tuple[model.Rule, ...]:
    """The hidden rules, in order of the senses' declaration."""
    return tuple(rule for sense in senses for rule in _rule(sense, names))


def forbidden(lines: Iterable[model.Intervention], names: Names) -> tuple[model.Intervention, ...]:
    """Lines that forbid or force; who may not sense somebody does not remember it either."""
    kept = {field.sensed for field in names.sensed.values()}
    return tuple(
        made
        for line in lines
        for made in (line, *([replace(line, name=_name(line.name))] if line.name in kept else ()))
    )


def _name(sense: str) -> str:
    return f"memory of {sense}"


def _rule(sense: model.Sense, names: Names) -> Iterator[model.Rule]:
    kept = tuple(_kept(sense, names))
    if not kept:
        return
    first = sense.body[0] if sense.body else None
    if isinstance(first, model.Chance):
        kept = (replace(first, body=kept, otherwise=()),)
    yield model.Rule(
        name=_name(sense.name),
        roles=sense.roles,
        mode="each",
        where=sense.when,
        when=(),
        ticks=0,
        times=1,
        body=kept,
        perceive=(),
        size=sense.size,
        is_memory=True,
        span=sense.span,
    )


def _kept(sense: model.Sense, names: Names) -> Iterator[model.Effect]:
    who = tuple(model.Bound(role.slot, role.name, model.Ref(role.kind)) for role in sense.roles)
    for field in names.sensed.values():
        if field.sensed == sense.name:
            value: model.Expr = model.Now()
            if not isinstance(field.type, model.Time):
                at = names.fields[names.root(sense.roles[1].kind), model.PLACE]
                value = model.Cell(at.name, who[1:], at.type)
            yield model.Assign(model.Cell(field.name, who, field.type), "=", value, span=sense.span)
