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
    if culprit is not None:
        names.problems.tell("T0503.never", culprit.span, sort=sort, name=name.text)
    else:
        pairs = combinations(conditions, 2)
        pair = next((pair for pair in pairs if names.ranges.never([part.expr for part in pair])), conditions)
        both = " and ".join(f"`{part.text}`" for part in pair)
        names.problems.tell("T0503.exclude", pair[-1].span, sort=sort, name=name.text, both=both)


def all_used(blocks: Sequence[syntax.Define], names: Names) -> None:
    """Tell of the world's own definitions that nothing uses; what is wrong may mean them."""
    if names.problems.has_errors:
        return
    for block in blocks:
        name = block.name
        if name.text not in names.used and name.span.file == names.home:
            names.problems.tell("T0506.define", name.span, name=name.text)
