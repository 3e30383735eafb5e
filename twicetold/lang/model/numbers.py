"""Numbers: every construct and ending of a world, effect, condition and wording has its own, by which it is
known wherever it is counted, proved or looked up. Two that read alike are two.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any, TypeVar

from twicetold.lang import tree
from twicetold.lang.model.constructs import Condition, Construct
from twicetold.lang.model.effects import Effect
from twicetold.lang.model.endings import Ending, conditions
from twicetold.lang.model.expressions import Expr
from twicetold.lang.model.texts import Wording
from twicetold.lang.model.world import World

T = TypeVar("T")

Numbered = Construct | Ending | Effect | Condition | Wording
"""What has a number."""


def numbered(world: World) -> World:
    """The same world, numbered in the order of its text. What is derived from it by replacing other things
    keeps these numbers."""
    return numbered_from(world, 1)


def numbered_from(root: T, first: int) -> T:
    """The same part of a world, numbered from a first number on."""
    numbers = itertools.count(first)

    def give(node: object) -> Any:
        if isinstance(node, Expr):
            return node  # there is nothing with a number in it
        if not isinstance(node, Numbered):
            return None
        number = next(numbers)
        if isinstance(node, Wording):
            return replace(node, number=number)  # nor here
        if isinstance(node, Ending):
            for _ in conditions(node):
                next(numbers)
        return replace(tree.rewrite_below(node, give), number=number)

    return tree.rewrite(root, give)
