"""Roles: what a construct binds before anything else."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import limits, model, syntax
from twicetold.lang.check.scope import Names, Scope


def bind(roles: Sequence[syntax.Role], scope: Scope) -> tuple[tuple[model.Role, ...], Scope]:
    """The roles, and the scope in which they are bound to slots from 1 on."""
    if len(roles) > limits.ROLES:
        message = f"a construct has {limits.ROLES} roles at most, not {len(roles)}"
        help = "divide it in two, or reach somebody through a field"
        scope.problems.error("T0423", roles[limits.ROLES].name.span, message, help)
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
        message = f"`{name.text}` is anybody here, not the entity of that name"
        help = (
            f"call the role otherwise, such as `p`; to mean `{name.text}` alone, use the name without a role"
        )
        names.problems.warning("T0511", name.span, message, help)


def check_groundings(roles: Sequence[model.Role], place: syntax.Name, names: Names) -> None:
    """Tell of roles that can be bound in too many ways."""
    ways = 1
    for role in roles:
        ways *= names.most(role.kind)
    if ways > limits.GROUNDINGS:
        names.problems.error(
            "T0422",
            place.span,
            f"the roles of `{place.text}` can be bound in {ways:,} ways; {limits.GROUNDINGS:,} are allowed",
            "use fewer roles, or pick one with `best(…)` or `pick`",
        )
