"""Roles: what a construct binds before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.scope import Names, Scope


def bind(roles: Sequence[syntax.Role], scope: Scope) -> tuple[tuple[model.Role, ...], Scope]:
    """The roles, and the scope in which they are bound to slots from 1 on."""
    if len(roles) > limits.ROLES:
        scope.problems.tell("T0423.roles", roles[limits.ROLES].name.span, most=limits.ROLES, count=len(roles))
    bound = []
    for role in roles:
        kind = scope.names.kind(role.kind)
        _hides_nobody(role.name, scope.names)
        scope = scope.bind(role.name, model.Ref(kind) if kind else None, key=True, role=True)
        if kind:
            bound.append(model.Role(role.name.text, kind, scope.locals[role.name.text].slot))
    return tuple(bound), scope


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
