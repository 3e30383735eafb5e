"""Roles: what a construct binds before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.scope import Names, Scope


def bind(roles: Sequence[syntax.Role], scope: Scope) -> tuple[tuple[model.Role, ...], Scope]:
    """The roles, and the scope in which they are bound to slots from 1 on."""
    if len(roles) > limits.ROLES:
        scope.problems.tell("T0423.roles", roles[limits.ROLES].name.span, most=limits.ROLES, count=len(roles))
    bound: list[model.Role] = []
    for place, role in enumerate(roles):
        kind = scope.names.kind(role.kind)
        _hides_nobody(role.name, scope.names)
        may_be = others(role, roles[:place], scope.names)
        scope = scope.bind(role.name, model.Ref(kind) if kind else None, key=True, role=True)
        if kind:
            same = tuple(other.slot for other in bound if other.name in may_be)
            bound.append(model.Role(role.name.text, kind, scope.locals[role.name.text].slot, same))
    return tuple(bound), scope


def others(role: syntax.Role, before: Sequence[syntax.Role], names: Names) -> frozenset[str]:
    """The roles before this one whose entity it may have too; what is no such role is told of."""
    known = {other.name.text: other.kind.text for other in before}
    for other in role.may_be:
        its, kind = known.get(other.text), role.kind.text
        if its is None:
            help = names.problems.meant(other.text, known)
            names.problems.tell("T0451.unknown", other.span, help, role=role.name.text, other=other.text)
        elif kind in names.kinds and its in names.kinds and names.root(kind) != names.root(its):
            names.problems.tell(
                "T0451.families", other.span, role=role.name.text, kind=kind, other=other.text, its=its
            )
    return frozenset(other.text for other in role.may_be if other.text in known)


def _hides_nobody(name: syntax.Name, names: Names) -> None:
    """Tell of a role that is called as somebody is: it may be anybody of its kind."""
    if name.text in names.numbers:
        names.problems.tell("T0511.role", name.span, name=name.text)


def check_groundings(roles: Sequence[model.Role], place: syntax.Name, names: Names) -> None:
    """Tell of roles that can be bound in too many ways."""
    ways = 1
    for role in roles:
        ways *= names.most(role.kind)
    if ways > limits.GROUNDINGS:
        names.problems.tell("T0422.ways", place.span, place=place.text, ways=ways, most=limits.GROUNDINGS)
