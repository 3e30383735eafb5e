"""Whether a value may stand where another is wanted, and what two values have in common."""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import figures, model
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import CLOCK, NOTHING, SECONDS, dimension, said_dimension, with_article
from twicetold.lang.codes import Help
from twicetold.lang.source import Span


def fitted(meant: model.Expr, wanted: model.Type, span: Span, scope: Scope, what: str) -> model.Expr | None:
    """The value as one of the wanted type; None and an error about `what` if it cannot be one."""
    if isinstance(wanted, model.Number | model.Time):
        return _fitted_number(meant, wanted, span, scope, what)
    if isinstance(wanted, model.Ref) and isinstance(meant.type, model.Ref):
        return _fitted_entity(meant, meant.type, wanted, span, scope, what)
    if wanted == meant.type:
        return meant
    _wrong(wanted, meant, span, scope, what)
    return None


def _fitted_number(
    meant: model.Expr, wanted: model.Number | model.Time, span: Span, scope: Scope, what: str
) -> model.Expr | None:
    have, want = dimension(meant.type), dimension(wanted)
    assert want is not None
    if have == want:
        return meant
    if is_zero(meant):
        return zero_of(wanted)
    if have is None:
        _wrong(wanted, meant, span, scope, what)
    elif have == CLOCK and want == SECONDS:
        clock, length = _as_length(meant)
        scope.problems.tell("T0433.length", span, what=what, clock=clock, length=length)
    elif have and isinstance(wanted, model.Number) and not want:
        units = said_dimension(have, scope.names.units.plural)
        scope.problems.tell("T0302.plain", span, what=what, units=units, unit=said_dimension(have, {}))
    else:
        wrong_unit(wanted, meant.type, span, scope, what)
    return None


def _as_length(meant: model.Expr) -> tuple[str, str]:
    """A time of day as it is written, and the length of time that its figures might mean."""
    if not isinstance(meant, model.Const):
        return "this", "18 hours 30 minutes"
    length = figures.span(float(meant.value)).replace(" and ", " ").replace(", ", " ")
    return f"`{figures.time_of_day(float(meant.value))}`", length


def _fitted_entity(
    meant: model.Expr, have: model.Ref, wanted: model.Ref, span: Span, scope: Scope, what: str
) -> model.Expr | None:
    names = scope.names
    if have == NOTHING:
        if wanted.optional or wanted == NOTHING:
            return model.Const(-1, wanted, span=span)
        names.problems.tell("T0301.none_given", span, what=what, wanted=names.said(wanted), kind=wanted.kind)
        return None
    if names.descends(have.kind, wanted.kind):
        return meant
    help, bare = _such_an_entity(have.kind, wanted.kind, names), model.Ref(wanted.kind)
    names.problems.tell("T0303.value", span, help, what=what, wanted=names.said(bare), have=names.said(have))
    return None


def _such_an_entity(have: str, wanted: str, names: Names) -> Help:
    """How to come by an entity of the wanted kind instead of one that may be none."""
    a_wanted = with_article(wanted)
    if names.descends(wanted, have):
        return Help("T0303.not_every", have=have, wanted=wanted, a_wanted=a_wanted)
    some = next(
        (entity.name for entity in names.entities.values() if names.descends(entity.kind, wanted)), None
    )
    if some is None:
        return Help("T0303.no", have=have, a_wanted=a_wanted)
    return Help("T0303.no_such_as", have=have, a_wanted=a_wanted, some=some)


def is_zero(expr: model.Expr) -> bool:
    """Whether this is a bare 0, which fits every unit."""
    return isinstance(expr, model.Const) and dimension(expr.type) == () and expr.value == 0


def zero_of(type_: model.Type) -> model.Const:
    """A zero of the unit of another value."""
    unit = dimension(type_)
    return model.Const(0.0, type_ if isinstance(type_, model.Time) else model.Number(unit=unit or ()))


def joined(
    a: model.Expr, b: model.Expr, span: Span, scope: Scope, what: str
) -> tuple[model.Expr, model.Expr, model.Type] | None:
    """Two values as values of one type, and that type; None and an error about `what` if they have none."""
    if dimension(a.type) is not None and dimension(b.type) is not None:
        return _joined_numbers(a, b, span, scope, what)
    if isinstance(a.type, model.Ref) and isinstance(b.type, model.Ref):
        return _joined_entities(a, b, a.type, b.type, span, scope, what)
    if a.type == b.type:
        return a, b, a.type
    _differ(a, b, span, scope, what)
    return None


def _joined_numbers(
    a: model.Expr, b: model.Expr, span: Span, scope: Scope, what: str
) -> tuple[model.Expr, model.Expr, model.Type] | None:
    if is_zero(a):
        a = zero_of(b.type)
    elif is_zero(b):
        b = zero_of(a.type)
    unit = dimension(a.type)
    if unit is None or unit != dimension(b.type):
        _differ(a, b, span, scope, what)
        return None
    both_times = isinstance(a.type, model.Time) and isinstance(b.type, model.Time)
    return a, b, a.type if both_times else model.Number(unit=unit)


def _joined_entities(
    a: model.Expr, b: model.Expr, x: model.Ref, y: model.Ref, span: Span, scope: Scope, what: str
) -> tuple[model.Expr, model.Expr, model.Type] | None:
    optional = x.optional or y.optional
    if x == NOTHING or y == NOTHING:
        type_ = replace(y if x == NOTHING else x, optional=optional)
        a, b = (model.Const(-1, type_, span=e.span) if e.type == NOTHING else e for e in (a, b))
        return a, b, type_
    kind = scope.names.common(x.kind, y.kind)
    if kind is None:
        _differ(a, b, span, scope, what)
        return None
    return a, b, model.Ref(kind, optional)


def wrong_unit(wanted: model.Type, have: model.Type, span: Span, scope: Scope, what: str) -> None:
    """Tell that a number has the wrong unit."""
    said, unit = scope.names.said, dimension(wanted) or ()
    help = Help("T0302.unit", unit=said_dimension(unit, {})) if unit else Help("T0302.no_unit")
    if unit and dimension(have):
        help = Help("T0302.other_unit", units=said_dimension(unit, scope.names.units.plural))
    scope.problems.tell("T0302.value", span, help, what=what, wanted=said(wanted), have=said(have))


def _wrong(wanted: model.Type, meant: model.Expr, span: Span, scope: Scope, what: str) -> None:
    said = scope.names.said
    help = _instead(wanted)
    if isinstance(wanted, model.YesNo):
        is_literal = isinstance(meant, model.Const) and dimension(meant.type) is not None
        help = Help("T0301.yes_or_no") if is_literal else compare(meant.type)
    scope.problems.tell("T0301.value", span, help, what=what, wanted=said(wanted), have=said(meant.type))


def _instead(wanted: model.Type) -> Help:
    """What a value of the wanted type looks like."""
    match wanted:
        case model.OneOf(options=options):
            return Help("T0301.options", options=", ".join(f"`{option}`" for option in options[:6]))
        case model.Ref(kind=kind):
            return Help("T0301.of_kind", kind=with_article(kind))
        case model.YesNo():
            return Help("T0301.condition")
        case model.Number() | model.Time() if unit := dimension(wanted):
            return Help("T0301.with_unit", unit=said_dimension(unit, {}))
        case model.Number() | model.Time():
            return Help("T0301.number")


def compare(type_: model.Type) -> Help:
    """How a value of this type is made a yes/no."""
    match type_:
        case model.OneOf(options=options):
            return Help("T0301.compare_option", option=options[0])
        case model.Ref():
            return Help("T0301.compare_entity")
        case model.YesNo():
            return Help("T0301.compare_yes_no")
        case model.Number() | model.Time():
            return Help("T0301.compare_number")


def _differ(a: model.Expr, b: model.Expr, span: Span, scope: Scope, what: str) -> None:
    one, other = scope.names.said(a.type), scope.names.said(b.type)
    units = {dimension(a.type), dimension(b.type)}
    if units == {CLOCK, SECONDS}:
        clock, length = _as_length(a if dimension(a.type) == CLOCK else b)
        scope.problems.tell("T0433.differ", span, what=what, length=length, clock=clock)
    elif None not in units:
        scope.problems.tell("T0302.differ", span, what=what, one=one, other=other)
    else:
        scope.problems.tell("T0301.differ", span, what=what, one=one, other=other)
