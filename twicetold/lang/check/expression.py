"""Expressions: every one is read here, and what it is made of in the file of its construct.

Each function returns the expression of the model, or None when something in it is wrong and has been
told; what depends on it then keeps silent.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, get_args

from twicetold.lang import limits, model, syntax, tree
from twicetold.lang.calendar import DAY
from twicetold.lang.check import (
    aggregate,
    believes,
    between,
    cell,
    draw,
    elsewhere,
    function,
    knob,
    later,
    memory,
    narrow,
    network,
    operator,
    part_of,
    pattern,
    statement,
    together,
    walk,
    way,
)
from twicetold.lang.check.fit import fitted
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import DURATION, NOTHING, PLAIN, SECONDS, TIME_OF_DAY, YES_NO, with_article
from twicetold.lang.codes import Help
from twicetold.lang.diagnostics import Problems
from twicetold.lang.exact import nearest
from twicetold.lang.source import Span

NOBODY: Final = model.Const(-1, NOTHING)

_WORDS: Final[dict[str, model.Expr]] = {
    "yes": model.Const(True, YES_NO),
    "no": model.Const(False, YES_NO),
    "none": NOBODY,
    "never": model.Const(model.NEVER, model.Time()),
    "now": model.Now(),
}


# --- from outside -----------------------------------------------------------------------------------------


def anything(expr: syntax.Expr, scope: Scope, wanted: model.Type | None = None) -> model.Expr | None:
    """An expression of whatever type; `wanted` only says which type's options bare names mean."""
    if _too_deep(walk.depth(expr), expr.span, scope.problems):
        return None
    meant = read(expr, scope, wanted)
    if meant is not None and _too_deep(depth_of(meant, scope.names), expr.span, scope.problems):
        return None
    return meant


def value(expr: syntax.Expr, scope: Scope, wanted: model.Type | None, what: str) -> model.Expr | None:
    """An expression of the wanted type (None: unknown, anything will do)."""
    meant = anything(expr, scope, wanted)
    return meant if meant is None or wanted is None else fitted(meant, wanted, expr.span, scope, what)


def condition(expr: syntax.Expr, scope: Scope, what: str = "a condition") -> model.Expr | None:
    """An expression that is a yes/no."""
    return value(expr, scope, YES_NO, what)


def plain(expr: syntax.Expr, scope: Scope, what: str) -> model.Expr | None:
    """An expression that is a number without unit."""
    return value(expr, scope, PLAIN, what)


def duration(expr: syntax.Expr, scope: Scope, what: str) -> model.Expr | None:
    """An expression that is a number of seconds."""
    return value(expr, scope, DURATION, what)


def depth_of(expr: model.Expr, names: Names) -> int:
    """How deep an expression is, definitions unfolded."""

    def depth(node: object, below: list[int]) -> int:
        inner = names.defines[node.define].depth if isinstance(node, model.Call) else 0
        return max(inner, *below, 0) + isinstance(node, _EXPRESSIONS)

    return tree.fold(expr, depth)


_EXPRESSIONS = get_args(model.Expr)


def _too_deep(depth: int, span: Span, problems: Problems) -> bool:
    if depth > limits.DEPTH:
        problems.tell("T0011.unfolded", span, depth=depth, most=limits.DEPTH)
    return depth > limits.DEPTH


# --- from within ------------------------------------------------------------------------------------------


def read(expr: syntax.Expr, scope: Scope, wanted: model.Type | None = None) -> model.Expr | None:
    """An expression inside another whose depth is known to be allowed."""
    meant = _read(expr, scope, wanted)
    return narrow.narrowed(meant, scope) if meant is not None and scope.facts else meant


def _read(expr: syntax.Expr, scope: Scope, wanted: model.Type | None) -> model.Expr | None:
    match expr:
        case syntax.Number():
            return _number(expr, scope)
        case syntax.Lengths():
            return _lengths(expr, scope)
        case syntax.Clock():
            return _clock(expr, scope)
        case syntax.PartOf():
            return part_of.part_of(expr, scope)
        case syntax.Word():
            return _WORDS[expr.text]
        case syntax.Variable():
            return variable(expr.name, scope, wanted)
        case syntax.FieldOf():
            return cell.field(expr, scope)
        case syntax.Apply():
            return _apply(expr, scope)
        case syntax.Unary():
            return operator.unary(expr, scope)
        case syntax.Binary():
            return operator.binary(expr, scope)
        case syntax.IsOneOf():
            return operator.is_one_of(expr, scope)
        case syntax.IfElse():
            return operator.if_else(expr, scope, wanted)
        case syntax.Tuned():
            return knob.read(expr, scope.names)
        case syntax.Paren():
            return read(expr.x, scope, wanted)
        case syntax.Table():
            return draw.table(expr, scope, wanted)
        case syntax.Aggregate():
            return aggregate.aggregate(expr, scope)
        case syntax.Believes():
            return believes.believes(expr, scope)
        case syntax.Remembers():
            return pattern.remembers(expr, scope)
        case syntax.OfEvents():
            return pattern.of_events(expr, scope)
        case syntax.LastSensed():
            return memory.last_sensed(expr, scope)
        case syntax.Said():
            return statement.said(expr, scope)
        case syntax.Contradicts():
            return statement.contradicts(expr, scope)
        case syntax.Doubts():
            return statement.doubts(expr, scope)


def entity(expr: syntax.Expr, scope: Scope, what: str) -> model.Expr | None:
    """An expression inside another that is an entity of any kind."""
    meant = read(expr, scope)
    if meant is None or isinstance(meant.type, model.Ref):
        return meant
    said = scope.names.said(meant.type)
    scope.problems.tell("T0301.entity", expr.span, Help("any.somebody"), what=what, type=said)
    return None


def _number(literal: syntax.Number, scope: Scope) -> model.Expr | None:
    quantity = scope.names.units.number(literal)
    if quantity is None:
        return None
    number, unit = quantity
    scope.names.written[literal.span] = number
    return model.Const(nearest(number), model.Number(unit=unit), span=literal.span)


def _lengths(expr: syntax.Lengths, scope: Scope) -> model.Expr | None:
    """Quantities of one unit's kind, put together: a number, as if it were written in one."""
    parts = [scope.names.units.number(part) for part in expr.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    for part, (_, unit) in zip(expr.parts, known, strict=True):
        if unit != known[0][1]:
            first, other = (model.Number(unit=of) for of in (known[0][1], unit))
            said = scope.names.said
            scope.problems.tell("T0302.together", part.span, one=said(first), other=said(other))
            return None
    total = sum((number for number, _ in known), Fraction(0))
    scope.names.written[expr.span] = total
    return model.Const(nearest(total), model.Number(unit=known[0][1]), span=expr.span)


def _clock(clock: syntax.Clock, scope: Scope) -> model.Expr | None:
    """A time of day, if the world says when it begins; else a length of time."""
    if scope.names.calendar is None:
        scope.names.written[clock.span] = Fraction(clock.seconds)
        return model.Const(float(clock.seconds), model.Number(unit=SECONDS), span=clock.span)
    if clock.time_of_day >= DAY:
        scope.problems.tell("T0432.clock", clock.span, clock=clock.text)
        return None
    scope.names.written[clock.span] = Fraction(clock.time_of_day)
    return model.Const(float(clock.time_of_day), TIME_OF_DAY, span=clock.span)


def _apply(expr: syntax.Apply, scope: Scope) -> model.Expr | None:
    names, name = scope.names, expr.name.text
    if expr.between and between.is_wrong(expr, names):
        return None
    if name in names.relations:
        return cell.relation(expr, scope)
    if name in names.defines:
        return function.call(expr, scope)
    if name in function.BUILT_IN:
        return function.built_in(expr, scope)
    if name in draw.DISTRIBUTIONS:
        return draw.draw(expr, scope)
    if name == later.DUE:
        return later.due(expr, scope)
    if name in way.FUNCTIONS:
        return way.asked(expr, scope)
    if name == together.BUSY:
        return together.busy(expr, scope)
    if name in network.NETWORKS:
        return network.network(expr, scope)
    for arg in () if expr.between else expr.args:
        read(arg, scope)
    _no_function(expr, names)
    return None


def _no_function(expr: syntax.Apply, names: Names) -> None:
    name = expr.name
    if name.text in names.lost:
        return
    if name.text in names.happenings:
        sort = names.happenings[name.text].sort
        names.problems.tell("T0204.event", name.span, name=name.text, sort=with_article(sort))
        return
    known = (*names.relations, *names.defines, *function.BUILT_IN, *draw.DISTRIBUTIONS, *network.NETWORKS)
    help = elsewhere.said(elsewhere.FUNCTIONS, name.text) or names.problems.meant(name.text, known)
    if any(field == name.text for _, field in names.fields):
        help = Help("T0204.field", name=name.text)
    if expr.between:
        help = between.instead(expr, help, names)
    names.problems.tell(
        "T0204.unknown", name.span, help or _happening_meant(name.text, names), name=name.text
    )


def _happening_meant(name: str, names: Names) -> Help | None:
    near = names.problems.nearest(name, names.happenings)
    if near is None:
        return None
    return Help("T0204.happening", near=near, sort=with_article(names.happenings[near].sort))


# --- bare names -------------------------------------------------------------------------------------------


def stands_for_thing(name: str, scope: Scope) -> bool:
    """Whether a bare name is bound, a setting, an entity or a definition, and so no option."""
    names = scope.names
    return any(name in known for known in (scope.locals, names.settings, names.numbers, names.defines))


def variable(name: syntax.Name, scope: Scope, wanted: model.Type | None) -> model.Expr | None:
    """A bare name: role or local, setting, entity, definition without parameters, option."""
    names = scope.names
    if local := scope.locals.get(name.text):
        return model.Bound(local.slot, name.text, local.type, span=name.span) if local.type else None
    if isinstance(wanted, model.OneOf) and name.text in wanted.options:
        return model.Const(wanted.options.index(name.text), wanted, span=name.span)
    if setting := names.settings.get(name.text):
        return model.SettingOf(name.text, setting.type, span=name.span)
    if name.text in names.numbers:
        return model.Const(names.numbers[name.text], model.Ref(names.kind_of(name.text)), span=name.span)
    if name.text in names.defines and not names.defines[name.text].params:
        return function.call(syntax.Apply(name, (), name.span), scope)
    if isinstance(wanted, model.OneOf):
        _no_option(name, wanted, names)
        return None
    return _option(name, scope)


def _option(name: syntax.Name, scope: Scope) -> model.Expr | None:
    """An option where nothing says of which type."""
    names = scope.names
    types = names.options.get(name.text, ())
    if len(types) == 1:
        return model.Const(types[0].options.index(name.text), types[0], span=name.span)
    if types:
        several = "; ".join(", ".join(type_.options) for type_ in types)
        names.problems.tell("T0215.several", name.span, name=name.text, several=several)
    else:
        _unknown(name, scope)
    return None


def _no_option(name: syntax.Name, wanted: model.OneOf, names: Names) -> None:
    options = ", ".join(wanted.options)
    names.problems.tell(
        "T0217.option",
        name.span,
        names.problems.meant(name.text, wanted.options),
        name=name.text,
        options=options,
    )


def _unknown(name: syntax.Name, scope: Scope) -> None:
    names = scope.names
    if name.text in names.lost:
        return
    help = (
        _known_otherwise(name.text, scope)
        or elsewhere.said(elsewhere.VALUES, name.text)
        or names.problems.meant(name.text, scope.known())
    )
    bound = ", ".join(f"`{known}`" for known in scope.locals)
    if bound and help is None:
        help = Help("T0201.bound", bound=bound, name=name.text)
    names.problems.tell("T0201.unknown", name.span, help, name=name.text)


def _known_otherwise(name: str, scope: Scope) -> Help | None:
    """How to write what is known by a name that does not stand for a value."""
    names = scope.names
    if name == "unknown":
        return Help("T0201.not_known")
    if name == "who":
        return Help("T0201.who")
    if name in names.kinds:
        return Help("T0201.kind", name=name)
    if name in names.defines or name in names.relations:
        return Help("T0201.arguments", name=name)
    if any(field == name for _, field in names.fields):
        return Help("T0201.field", name=name, owner=_owner(name, scope))
    if name in names.happenings:
        return Help("T0201.happening", name=name, sort=with_article(names.happenings[name].sort))
    return None


def _owner(field: str, scope: Scope) -> str:
    """Somebody bound here, or else declared, who has a field."""
    names = scope.names
    for local in scope.locals.values():
        if (
            isinstance(local.type, model.Ref)
            and local.type.kind
            and field in names.fields_of(local.type.kind)
        ):
            return local.name
    return next(
        (owner.name for owner in names.entities.values() if field in names.fields_of(owner.kind)), "x"
    )
