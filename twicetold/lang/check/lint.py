"""What is well formed and yet cannot be meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from twicetold.lang import model, syntax
from twicetold.lang.check import ranges
from twicetold.lang.check.scope import Names


def can_hold(conditions: Sequence[model.Condition], name: syntax.Name, sort: str, names: Names) -> None:
    """Tell of a rule, action or sense whose conditions can never hold together.

    Where something was taken away (`without`), what depends on it may well be idle.
    """
    if names.without or not ranges.never([part.expr for part in conditions], names):
        return
    culprit = next((part for part in conditions if ranges.never([part.expr], names)), None)
    span, help = culprit.span if culprit else name.span, "mind the ranges of the fields in it"
    if culprit is None:
        pairs = combinations(conditions, 2)
        pair = next((pair for pair in pairs if ranges.never([part.expr for part in pair], names)), conditions)
        both = " and ".join(f"`{part.text}`" for part in pair)
        span, help = pair[-1].span, f"{both} exclude each other: leave one out, or join them with `or`"
    names.problems.error("T0503", span, f"the {sort} `{name.text}` can never hold", help)


def has_actors(roles: Sequence[model.Role], name: syntax.Name, names: Names) -> None:
    """Tell of an action of the world's own that nobody is there to do."""
    if not roles or not names.all_there or name.span.file != names.home:
        return
    lacking = next((role for role in roles if not names.most(role.kind)), None)
    if lacking is not None:
        message = f"nobody can ever do `{name.text}`: there is no {lacking.kind}"
        help = f"declare one: `… is {lacking.kind}`"
        names.problems.warning("T0505", name.span, message, help)


def all_used(blocks: Sequence[syntax.Define], names: Names) -> None:
    """Tell of the world's own definitions that nothing uses; what is wrong may mean them."""
    if names.problems.has_errors:
        return
    for block in blocks:
        name = block.name
        if name.text not in names.used and name.span.file == names.home:
            message = f"nothing uses the definition `{name.text}`"
            names.problems.warning("T0506", name.span, message, "leave it out")
