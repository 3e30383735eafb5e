"""What is well formed and yet cannot be meant."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from twicetold.lang import model, syntax
from twicetold.lang.check.scope import Names


def can_hold(conditions: Sequence[model.Condition], name: syntax.Name, sort: str, names: Names) -> None:
    """Tell of a rule, action or sense whose conditions can never hold together.

    Where something was taken away (`without`), what depends on it may well be idle.
    """
    if names.without or not names.ranges.never([part.expr for part in conditions]):
        return
    culprit = next((part for part in conditions if names.ranges.never([part.expr])), None)
    span, help = culprit.span if culprit else name.span, "mind the ranges of the fields in it"
    if culprit is None:
        pairs = combinations(conditions, 2)
        pair = next((pair for pair in pairs if names.ranges.never([part.expr for part in pair])), conditions)
        both = " and ".join(f"`{part.text}`" for part in pair)
        span, help = pair[-1].span, f"{both} exclude each other: leave one out, or join them with `or`"
    names.problems.error("T0503", span, f"the {sort} `{name.text}` can never hold", help)


def all_used(blocks: Sequence[syntax.Define], names: Names) -> None:
    """Tell of the world's own definitions that nothing uses; what is wrong may mean them."""
    if names.problems.has_errors:
        return
    for block in blocks:
        name = block.name
        if name.text not in names.used and name.span.file == names.home:
            message = f"nothing uses the definition `{name.text}`"
            names.problems.warning("T0506", name.span, message, "leave it out")
