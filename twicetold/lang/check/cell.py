"""Fields and relations, read or written: `x.f`, `love(a, b)`."""

from __future__ import annotations

from twicetold.lang import model, syntax
from twicetold.lang.check import expression
from twicetold.lang.check.function import fitted_args
from twicetold.lang.check.scope import Names, Scope
from twicetold.lang.check.types import NOTHING


def field(expr: syntax.FieldOf, scope: Scope) -> model.Cell | None:
    """`x.f`: a field of the kind of x, its ancestors, or a kind that descends from it."""
    of = expression.read(expr.of, scope)
    if of is None:
        return None
    names = scope.names
    if not isinstance(of.type, model.Ref) or of.type == NOTHING:
        said = names.said(of.type)
        message = f"only an entity has fields, but this is {said}"
        names.problems.error(
            "T0301", expr.of.span, message, f"leave `.{expr.field.text}` out, or name whose it is"
        )
        return None
    found = field_of(of.type.kind, expr.field, names)
    return None if found is None else model.Cell(found.name, (of,), found.type, span=expr.span)


def field_of(kind: str, name: syntax.Name, names: Names) -> model.Field | None:
    """The field of that name of a kind's entities; None and an error if there is none."""
    found = names.fields.get((names.root(kind), name.text))
    if found is not None and names.may_have(kind, found):
        return found
    if name.text not in names.lost:
        help = _instead(kind, name.text, names)
        names.problems.error("T0203", name.span, f"{kind} has no field `{name.text}`", help)
    return None


def _instead(kind: str, name: str, names: Names) -> str:
    """What may have been meant by a field that a kind does not have."""
    if names.problems.full:
        return ""
    if near := names.problems.nearest(name, names.fields_of(kind)):
        return f"did you mean `{near}`?"
    if name in names.relations:
        over = ", ".join(names.relations[name].over)
        return f"`{name}` is a relation: write `{name}({over})` with entities of these kinds"
    if name in names.defines:
        return f"`{name}` is a definition: write `{name}(…)`"
    owners = [field.over[0] for (_, other), field in names.fields.items() if other == name]
    if owners:
        return f"{' and '.join(owners)} has it"
    fields = ", ".join(names.fields_of(kind))
    return f"its fields are {fields}" if fields else "it has no fields"


def relation(expr: syntax.Apply, scope: Scope) -> model.Cell | None:
    """`love(a, b)`."""
    found = scope.names.relations[expr.name.text]
    args = fitted_args(expr, [model.Ref(kind, optional=True) for kind in found.over], scope)
    return None if args is None else model.Cell(found.name, args, found.type, span=expr.span)


def target(expr: syntax.Expr, scope: Scope, what: str) -> model.Cell | None:
    """A field or relation to be written, shown or learnt; an error for anything else."""
    found = expression.anything(expr, scope)
    if found is None:
        return None
    if isinstance(found, model.Cell) and isinstance(expr, syntax.FieldOf | syntax.Apply):
        return found
    help = "name a field or a relation, such as `x.f` or `love(a, b)`"
    if isinstance(found, model.SettingOf):
        help = "a setting is the same for a whole life; make it a field of an entity"
    scope.problems.error("T0407", expr.span, f"this cannot be {what}", help)
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
