"""Whether a value may stand where another is wanted, and what two values have in common."""

from __future__ import annotations

from dataclasses import replace

from twicetold.lang import model
from twicetold.lang.check.scope import Scope
from twicetold.lang.check.types import NOTHING, dimension, said_dimension, with_article
from twicetold.lang.source import Span


def fitted(found: model.Expr, wanted: model.Type, span: Span, scope: Scope, what: str) -> model.Expr | None:
    """The value as one of the wanted type; None and an error about `what` if it cannot be one."""
    if isinstance(wanted, model.Number | model.Time):
        return _fitted_number(found, wanted, span, scope, what)
    if isinstance(wanted, model.Ref) and isinstance(found.type, model.Ref):
        return _fitted_entity(found, found.type, wanted, span, scope, what)
    if wanted == found.type:
        return found
    _wrong(wanted, found, span, scope, what)
    return None


def _fitted_number(
    found: model.Expr, wanted: model.Number | model.Time, span: Span, scope: Scope, what: str
) -> model.Expr | None:
    have, want = dimension(found.type), dimension(wanted)
    assert want is not None
    if have == want:
        return found
    if is_zero(found):
        return zero_of(wanted)
    if have is None:
        _wrong(wanted, found, span, scope, what)
    elif have and isinstance(wanted, model.Number) and not want:
        units = said_dimension(have, scope.names.units.plural)
        help = f"divide it by what it is measured in: `… / 1 {said_dimension(have, {})}`"
        scope.problems.error("T0302", span, f"{what} must be a plain number, but this is in {units}", help)
    else:
        wrong_unit(wanted, found.type, span, scope, what)
    return None


def _fitted_entity(
    found: model.Expr, have: model.Ref, wanted: model.Ref, span: Span, scope: Scope, what: str
) -> model.Expr | None:
    names = scope.names
    if have == NOTHING:
        if wanted.optional or wanted == NOTHING:
            return model.Const(-1, wanted, span=span)
        help = f"only what is declared `{wanted.kind} or none` can be none"
        names.problems.error("T0301", span, f"{what} must be {names.said(wanted)} and cannot be none", help)
        return None
    if names.descends(have.kind, wanted.kind):
        return found
    some = next((each.name for each in names.entities if names.descends(each.kind, wanted.kind)), None)
    such = f", such as `{some}`" if some else ""
    help = f"no {have.kind} is ever {with_article(wanted.kind)}: name one{such}"
    if names.descends(wanted.kind, have.kind):
        wants = with_article(wanted.kind)
        help = (
            f"not every {have.kind} is {wants}: bind {wants} instead, or ask before: `if x is {wanted.kind}` "
            f"above an effect, `x is {wanted.kind} and …` in a condition"
        )
    bare = model.Ref(wanted.kind)
    names.problems.error(
        "T0303", span, f"{what} must be {names.said(bare)}, but this is {names.said(have)}", help
    )
    return None


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
        _differ(a, b, span, scope, what, "T0302")
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


def wrong_unit(wanted: model.Type, found: model.Type, span: Span, scope: Scope, what: str) -> None:
    """Tell that a number has the wrong unit."""
    said, unit = scope.names.said, dimension(wanted) or ()
    help = f"write its unit, such as `1 {said_dimension(unit, {})}`" if unit else "leave its unit out"
    if unit and dimension(found):
        help = (
            f"give it in {said_dimension(unit, scope.names.units.plural)}, or mend what it is compared with"
        )
    scope.problems.error("T0302", span, f"{what} must be {said(wanted)}, but this is {said(found)}", help)


def _wrong(wanted: model.Type, found: model.Expr, span: Span, scope: Scope, what: str) -> None:
    said = scope.names.said
    help = _instead(wanted, scope)
    if isinstance(wanted, model.YesNo):
        is_literal = isinstance(found, model.Const) and dimension(found.type) is not None
        help = "write `yes` or `no`" if is_literal else compare(found.type)
    message = f"{what} must be {said(wanted)}, but this is {said(found.type)}"
    scope.problems.error("T0301", span, message, help)


def _instead(wanted: model.Type, scope: Scope) -> str:
    """What a value of the wanted type looks like."""
    match wanted:
        case model.OneOf(options=options):
            return f"write one of its options: {', '.join(f'`{option}`' for option in options[:6])}"
        case model.Ref(kind=kind):
            return f"name {with_article(kind)}: a role that is bound here, or an entity of that kind"
        case model.YesNo():
            return "write `yes` or `no`, or a condition"
        case model.Number() | model.Time() if unit := dimension(wanted):
            return f"write a number with its unit, such as `1 {said_dimension(unit, {})}`"
        case model.Number() | model.Time():
            return "write a number, such as `1` or `0.5`, or a field that holds one"


def compare(type_: model.Type) -> str:
    """How a value of this type is made a yes/no."""
    match type_:
        case model.OneOf(options=options):
            how = f"`… is {options[0]}`"
        case model.Ref():
            how = "`… is not none`, or a field of it"
        case model.YesNo():
            how = "`… is yes`"
        case model.Number() | model.Time():
            how = "`… > 0`"
    return f"compare it with something: {how}"


def _differ(a: model.Expr, b: model.Expr, span: Span, scope: Scope, what: str, code: str = "T0301") -> None:
    said = scope.names.said
    units = dimension(a.type) is not None and dimension(b.type) is not None
    help = (
        "give both one unit: write the unit of a plain number, or divide by `1 …` of a unit that is too many"
    )
    if not units:
        help = "compare like with like: a field of one of the two may be meant, as in `x.coins`"
    scope.problems.error(code, span, f"{what}: one is {said(a.type)}, the other {said(b.type)}", help)
