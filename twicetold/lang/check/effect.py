"""Effects: what changes a life.

The place of an effect names the draws in it: `action/strike/then/1/chance`,
`action/strike/then/1/then/2/pick`.
"""

from __future__ import annotations

from twicetold.lang import model, printer, syntax
from twicetold.lang.check import (
    believes,
    between,
    cell,
    draw,
    expression,
    happens,
    later,
    move,
    narrow,
    statement,
    tell,
    unknown,
)
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import NOTHING, YES_NO, dimension, with_article
from twicetold.lang.codes import Help

_Body = tuple[syntax.Effect, ...]


def effects(body: _Body, scope: Scope, path: str) -> tuple[model.Effect, ...]:
    """The effects of a block; what a `let` binds is bound for those after it."""
    read: list[model.Effect] = []
    for place, written in enumerate(body, 1):
        if scope.problems.full:
            break
        made, scope = _read(written, scope.at(f"{path}/{place}"), f"{path}/{place}")
        for effect in made:
            read.append(effect)
            scope = narrow.after(effect, scope)
    return tuple(read)


def _read(written: syntax.Effect, scope: Scope, path: str) -> tuple[tuple[model.Effect, ...], Scope]:
    """What an effect as written comes to, and the scope of those after it."""
    effect: model.Effect | None
    match written:
        case syntax.Let():
            effect, scope = _let(written, scope)
        case syntax.Move():
            return _move(written, scope, path), scope
        case syntax.Assign():
            effect = _assign(written, scope)
        case syntax.If():
            effect = _if(written, scope, path)
        case syntax.Chance():
            effect = _chance(written, scope, path)
        case syntax.ForEach():
            effect = _for_each(written, scope, path)
        case syntax.Pick():
            effect = _pick(written, scope, path)
        case syntax.Born():
            effect = _born(written, scope, path)
        case syntax.Retires():
            effect = _retires(written, scope)
        case syntax.Becomes():
            effect = _becomes(written, scope)
        case syntax.Learns():
            effect = _learns(written, scope)
        case syntax.Says():
            return statement.says(written, scope), scope
        case syntax.Happens():
            effect = happens.happens(written, scope)
        case syntax.Later():
            effect = later.later(written, scope)
        case syntax.Cancel():
            effect = later.cancel(written, scope)
        case syntax.Outcome():
            effect = model.Outcome(written.label.text, span=written.span)
        case syntax.Shows():
            effect = _shows(written, scope)
        case syntax.Tell():
            effect = model.Tell(tell.wordings(written, scope), span=written.span)
    return () if effect is None else (effect,), scope


def _let(written: syntax.Let, scope: Scope) -> tuple[model.Effect | None, Scope]:
    value = expression.anything(written.value, scope)
    if value is not None and value.type == NOTHING:
        scope.problems.tell("T0301.none", written.value.span)
        value = None
    after = scope.bind(written.name, value.type if value else None)
    slot = after.locals[written.name.text].slot
    if value is None:
        return None, after
    return model.Let(slot, written.name.text, value, span=written.span), after


# --- fields and relations ---------------------------------------------------------------------------------


def _assign(written: syntax.Assign, scope: Scope) -> model.Effect | None:
    target = cell.target(written.target, scope, "changed")
    wanted = target.type if target else None
    if target is None or written.op == "=":
        value = expression.value(written.value, scope, wanted, f"`{cell.name_of(written.target)}`")
        if target is None or value is None:
            return None
        return model.Assign(target, "=", value, span=written.span)
    unit = dimension(target.type)
    if unit is None:
        said = scope.names.said(target.type)
        scope.problems.tell("T0301.changes", written.target.span, op=written.op, type=said)
        return None
    what = f"what is added to `{cell.name_of(written.target)}`"
    value = expression.value(written.value, scope, model.Number(unit=unit), what)
    return None if value is None else model.Assign(target, written.op, value, span=written.span)


def _learns(written: syntax.Learns, scope: Scope) -> model.Effect | None:
    mind = expression.anything(written.mind, scope)
    if mind is not None:
        mind = fitted_mind(mind, written.mind, scope)
    inner = _taken_to_believe(written, scope)
    whose, about = written.mind, written.target
    while isinstance(about, syntax.Believes):
        whose, about = about.mind, about.body
    target = believed_target(about, scope, "learnt")
    value = _believed_value(about, written.value, target, scope)
    if mind is None or inner is None or target is None or not _is_said(written, value, target, scope):
        return None
    last = inner[-1] if inner else mind
    if isinstance(last, model.Bound | model.Const) and _is_own(last, target, scope):
        who = printer.expression(whose)
        scope.problems.tell("T0508.learns", written.span, who=who)
    held, not_known = _held(target, written, value, scope)
    return model.Learns(mind, target, held, not_known, inner, span=written.span)


def _taken_to_believe(written: syntax.Learns, scope: Scope) -> tuple[model.Expr, ...] | None:
    """Of whom somebody learns what they believe, and of whom they believe it: in `p learns believes(q, x.f)`
    q; None, and an error, if it is too deep or of nobody."""
    found: list[model.Expr | None] = []
    about = written.target
    while isinstance(about, syntax.Believes):
        found.append(expression.entity(about.mind, scope, "the mind in `believes`"))
        about = about.body
    inner = tuple(mind for mind in found if mind is not None)
    good = len(inner) == len(found) and believes.fits(len(inner) + 1, written.target.span, scope)
    return inner if good or not found else None


def _held(
    target: model.Cell, written: syntax.Learns | syntax.Shows, value: model.Expr | None, scope: Scope
) -> tuple[model.Expr | None, model.Expr | None]:
    """What a mind comes to hold (None: the truth), and when it comes not to know it instead (None: never)."""
    if _is_unknown(written.value, target, scope):
        return None, model.Const(True, YES_NO)
    return value, _hearsay(value, target, scope)


def _is_unknown(written: syntax.Expr | None, target: model.Cell | None, scope: Scope) -> bool:
    return written is not None and target is not None and unknown.is_meant(written, target.type, scope.names)


def _is_said(
    written: syntax.Learns | syntax.Shows, value: model.Expr | None, target: model.Cell, scope: Scope
) -> bool:
    """Whether what is learnt means something: a value, that it is unknown, or without either the truth."""
    return value is not None or written.value is None or _is_unknown(written.value, target, scope)


def _hearsay(value: model.Expr | None, target: model.Cell, scope: Scope) -> model.Expr | None:
    may_be = scope.names.field(target.field).unknowable
    return unknown.hearsay(value, scope.names) if may_be else None


def fitted_mind(mind: model.Expr, written: syntax.Expr, scope: Scope) -> model.Expr | None:
    """An entity, of whatever kind."""
    if isinstance(mind.type, model.Ref) and mind.type != NOTHING:
        return mind
    said = scope.names.said(mind.type)
    scope.problems.tell("T0301.mind", written.span, Help("any.somebody"), type=said)
    return None


def believed_target(written: syntax.Expr, scope: Scope, what: str) -> model.Cell | None:
    """A field or relation of which minds have copies."""
    target = cell.target(written, scope, what)
    if target is None or cell.is_believed(target, scope.names):
        return target
    name = cell.name_of(written)
    scope.problems.tell("T0406.name", written.span, name=name)
    return None


def _believed_value(
    name: syntax.Expr, written: syntax.Expr | None, target: model.Cell | None, scope: Scope
) -> model.Expr | None:
    if written is None or _is_unknown(written, target, scope):
        return None
    return expression.value(written, scope, target.type if target else None, f"`{cell.name_of(name)}`")


def _shows(written: syntax.Shows, scope: Scope) -> model.Effect | None:
    target = believed_target(written.target, scope, "shown")
    value = _believed_value(written.target, written.value, target, scope)
    if target is None or not _is_said(written, value, target, scope):
        return None
    mind = next((local for local in scope.locals.values() if local.type is not None), None)
    if mind and mind.type and _is_own(model.Bound(mind.slot, mind.name, mind.type), target, scope):
        scope.problems.tell("T0508.shown", written.span, who=mind.name)
    held, not_known = _held(target, written, value, scope)
    return model.Shows(target, held, unknown=not_known, span=written.span)


def shown(written: syntax.Shows, mind: model.Bound, scope: Scope) -> model.Learns | None:
    """What a witness learns of an event besides what it sets."""
    target = believed_target(written.target, scope, "shown")
    value = _believed_value(written.target, written.value, target, scope)
    if target is None or not _is_said(written, value, target, scope):
        return None
    if _is_own(mind, target, scope):
        scope.problems.tell("T0508.shown", written.span, who=mind.name)
    held, not_known = _held(target, written, value, scope)
    return model.Learns(mind, target, held, unknown=not_known, span=written.span)


def _is_own(mind: model.Expr, target: model.Cell, scope: Scope) -> bool:
    """Whether what is learnt is the mind's own, which it knows; of a symmetric pair, either's."""
    field = scope.names.field(target.field)
    if field.mistaken:
        return False
    owners = target.args if field.symmetric else target.args[:1]
    return any(_same_entity(mind, owner) for owner in owners)


def _same_entity(a: model.Expr, b: model.Expr) -> bool:
    match a, b:
        case model.Bound(slot=one), model.Bound(slot=other):
            return one == other
        case model.Const(value=one), model.Const(value=other):
            return one == other
        case _:
            return False


# --- blocks -----------------------------------------------------------------------------------------------


def _if(written: syntax.If, scope: Scope, path: str) -> model.Effect | None:
    cond = expression.condition(written.cond, scope)
    body = effects(written.body, narrow.where(scope, cond), f"{path}/then")
    otherwise = effects(written.otherwise, narrow.where(scope, cond, holds=False), f"{path}/otherwise")
    return None if cond is None else model.If(cond, body, otherwise, span=written.span)


def _chance(written: syntax.Chance, scope: Scope, path: str) -> model.Effect | None:
    p = expression.plain(written.p, scope, "a chance")
    if p is not None:
        draw.check_chance(p, written.p.span, scope.names)
    body = effects(written.body, scope, f"{path}/then")
    otherwise = effects(written.otherwise, scope, f"{path}/otherwise")
    keys = scope.keyed(written.span)
    if p is None:
        return None
    return model.Chance(p, body, otherwise, f"{path}/chance", keys, span=written.span)


def _for_each(written: syntax.ForEach, scope: Scope, path: str) -> model.Effect | None:
    kind = between.kind(written.kind, scope.names)
    inner = scope.bind(written.name, model.Ref(kind) if kind else None, key=True)
    said = between.where(written.kind, written.where)
    where = expression.condition(said, inner) if said else None
    body = effects(written.body, narrow.lasting(narrow.where(inner, where)), f"{path}/then")
    if kind is None or (where is None and said):
        return None
    slot = inner.locals[written.name.text].slot
    return model.ForEach(slot, written.name.text, kind, where, body, span=written.span)


def _pick(written: syntax.Pick, scope: Scope, path: str) -> model.Effect | None:
    kind = between.kind(written.kind, scope.names)
    inner = scope.bind(written.name, model.Ref(kind) if kind else None, key=True)
    said = between.where(written.kind, written.where)
    where = expression.condition(said, inner) if said else None
    weight = expression.plain(written.weight, inner, "a weight") if written.weight else None
    body = effects(written.body, narrow.where(inner, where), f"{path}/then")
    otherwise = effects(written.otherwise, scope, f"{path}/otherwise")
    if kind is None or (where is None and said) or (weight is None and written.weight):
        return None
    return model.Pick(
        inner.locals[written.name.text].slot,
        written.name.text,
        kind,
        where,
        weight,
        body,
        otherwise,
        f"{path}/pick",
        scope.keyed(written.span),
        span=written.span,
    )


def _born(written: syntax.Born, scope: Scope, path: str) -> model.Effect | None:
    kind = scope.names.kind(written.kind)
    inner = scope.bind(written.name, model.Ref(kind) if kind else None, key=True)
    body = effects(written.body, narrow.lasting(inner), f"{path}/then")
    otherwise = effects(written.otherwise, scope, f"{path}/otherwise")
    slot = inner.locals[written.name.text].slot
    if kind is None:
        return None
    return model.Born(slot, written.name.text, kind, body, otherwise, span=written.span)


def _move(written: syntax.Move, scope: Scope, path: str) -> tuple[model.Effect, ...]:
    sides = move.sides(written, scope)
    body = effects(written.body, scope, f"{path}/then")
    otherwise = effects(written.otherwise, scope, f"{path}/otherwise")
    if sides is None:
        return ()
    return move.whole(sides, body, otherwise, scope) if written.whole else move.possible(sides, scope)


# --- entities ---------------------------------------------------------------------------------------------


def _retires(written: syntax.Retires, scope: Scope) -> model.Effect | None:
    x = expression.anything(written.x, scope)
    x = x and fitted_mind(x, written.x, scope)
    return None if x is None else model.Retires(x, span=written.span)


def _becomes(written: syntax.Becomes, scope: Scope) -> model.Effect | None:
    names = scope.names
    x = expression.anything(written.x, scope)
    x = x and fitted_mind(x, written.x, scope)
    kind = names.kind(written.kind)
    if x is None or kind is None or not isinstance(x.type, model.Ref):
        return None
    if names.root(kind) != names.root(x.type.kind):
        names.problems.tell(
            "T0311.becomes", written.kind.span, kind=with_article(x.type.kind), other=with_article(kind)
        )
        return None
    if field := _needed(kind, scope):
        names.problems.tell("T0308.becomes", written.kind.span, kind=with_article(kind), field=field)
        return None
    return model.Becomes(x, kind, span=written.span)


def _needed(kind: str, scope: Scope) -> str | None:
    """A field that entities of a kind must be given and that not all of their family have."""
    names = scope.names
    root = names.root(kind)
    for (family, name), field in names.fields.items():
        required = isinstance(field.type, model.Ref) and not field.type.optional
        if family == root and required and field.over[0] != root and names.descends(kind, field.over[0]):
            return name
    return None
