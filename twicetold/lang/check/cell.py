"""Fields and relations, read or written: `x.f`, `love(a, b)`."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, narrow
from twicetold.lang.check.function import fitted_args
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import NOTHING
from twicetold.lang.codes import Help


def field(expr: syntax.FieldOf, scope: Scope) -> model.Cell | None:
    """`x.f`: a field of the kind of x, its ancestors, or a kind that descends from it."""
    of = expression.read(expr.of, scope)
    if of is None:
        return None
    names = scope.names
    if not isinstance(of.type, model.Ref) or of.type == NOTHING:
        said = names.said(of.type)
        names.problems.tell("T0301.field", expr.of.span, type=said, field=expr.field.text)
        return None
    declared = field_of(of.type.kind, expr.field, names)
    return None if declared is None else model.Cell(declared.name, (of,), declared.type, span=expr.span)


def field_of(kind: str, name: syntax.Name, names: Names) -> model.Field | None:
    """The field of that name of a kind's entities; None and an error if there is none."""
    declared = names.fields.get((names.root(kind), name.text))
    if declared is not None and names.may_have(kind, declared):
        return declared
    if name.text not in names.lost:
        help = _instead(kind, name.text, names)
        names.problems.tell("T0203.field", name.span, help, kind=kind, name=name.text)
    return None


def _instead(kind: str, name: str, names: Names) -> Help:
    """What may have been meant by a field that a kind does not have."""
    if names.problems.full:
        return Help("any.counted")
    if near := names.problems.meant(name, names.fields_of(kind)):
        return near
    if name in names.relations:
        over = ", ".join(names.relations[name].over)
        return Help("T0203.relation", name=name, over=over)
    if name in names.defines:
        return Help("T0203.definition", name=name)
    owners = [field.over[0] for (_, other), field in names.fields.items() if other == name]
    if owners:
        return Help("T0203.owners", owners=" and ".join(owners))
    fields = ", ".join(names.fields_of(kind))
    return Help("T0203.fields", fields=fields) if fields else Help("T0203.no_fields")


def relation(expr: syntax.Apply, scope: Scope) -> model.Cell | None:
    """`love(a, b)`."""
    declared = scope.names.relations[expr.name.text]
    args = fitted_args(expr, [model.Ref(kind, optional=True) for kind in declared.over], scope)
    return None if args is None else model.Cell(declared.name, args, declared.type, span=expr.span)


def target(expr: syntax.Expr, scope: Scope, what: str) -> model.Cell | None:
    """A field or relation to be written, shown or learnt; an error for anything else."""
    meant = expression.anything(expr, scope)
    if meant is None:
        return None
    if isinstance(meant, model.Cell) and isinstance(expr, syntax.FieldOf | syntax.Apply):
        return narrow.widened(meant, scope)
    setting = Help("T0407.setting") if isinstance(meant, model.SettingOf) else None
    scope.problems.tell("T0407.target", expr.span, setting, what=what)
    return None


def is_believed(cell: model.Cell, names: Names) -> bool:
    """Whether every mind has its own copy of this field or relation."""
    return cell.field in names.believed


def name_of(expr: syntax.Expr) -> str:
    """A field or relation as the author calls it."""
    match expr:
        case syntax.FieldOf():
            return expr.field.text
        case syntax.Apply() | syntax.Variable():
            return expr.name.text
        case syntax.Paren():
            return name_of(expr.x)
        case _:
            return "this"
