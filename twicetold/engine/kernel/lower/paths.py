"""Paths of minds: what the first takes the next to take the last to believe, by places and by variables."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.kernel.lower.place import Domain
from twicetold.engine.kernel.program import Expr, Var


def path_place(domain: Domain, minds: Sequence[Expr]) -> Expr:
    """The place of a path among all of so many minds."""
    place = domain.place(minds[0])
    for mind in minds[1:]:
        place = place * len(domain) + domain.place(mind)
    return place


def path_variables(level: int) -> tuple[Var, ...]:
    """The variables of the minds of a path of so many."""
    return tuple(Var(f"mind{n}", "int") for n in range(level))
