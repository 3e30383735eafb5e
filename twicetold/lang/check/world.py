"""The world block: name, tick, length, choice, depth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import constant, moment, tell
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import PLAIN
from twicetold.lang.exact import Grid
from twicetold.lang.source import NOWHERE

_FINEST: Final = 1_000_000
"""Into so many parts of a second a tick may be written where there are times of day: they are told apart by
far."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a world block says."""

    name: str
    grid: Grid
    choice: model.Choice
    depth: int


def header(blocks: Sequence[syntax.World], names: Names) -> Header | None:
    """The one world block's content; None and an error if it is missing or wrong."""
    if not blocks:
        names.problems.tell("T0009.world", NOWHERE)
        return None
    for again in blocks[1:]:
        first = blocks[0].span
        names.problems.tell(
            "T0410.again", again.title.span, line=names.problems.line_of(first), file=first.file
        )
    block = blocks[0]
    choice, depth = _choice(block, names), _depth(block, names)
    tick = constant.seconds(block.tick, names, "`tick`") if block.tick else None
    lasts = _lasts(block, names)
    length = block.lasts or block.until
    for said, word, such in ((block.tick, "tick", "1 minute"), (length, "lasts", "2 days")):
        if said is None:
            names.problems.tell("T0410.lacks", block.title.span, word=word, such=such)
    if tick is None or lasts is None:
        return None
    grid = _grid(block, tick, lasts, names)
    return None if grid is None else Header(block.title.text, grid, choice, depth)


def _lasts(block: syntax.World, names: Names) -> Fraction | None:
    """How long the longest life is; `until` is the first such time after the beginning."""
    if block.until is None:
        return constant.seconds(block.lasts, names, "`lasts`") if block.lasts else None
    end = moment.seconds(block.until, names, "`lasts until`", after=Fraction(1, 1000))
    if end == 0:
        names.problems.tell("T0306.duration", block.until.span, what="`lasts until`")
        return None
    return end


def opening(block: syntax.World | None, names: Names) -> model.Opening:
    """With what tellings begin."""
    if block is None or block.opening is None:
        return model.Opening()
    scope = Scope(names, Frame())
    wordings = tell.wordings(block.opening, scope)
    return model.Opening(wordings, scope.frame.size)


def _grid(block: syntax.World, tick: Fraction, lasts: Fraction, names: Names) -> Grid | None:
    """The ticks of a life; None and an error if there are too many, or their times too long as numbers."""
    assert block.tick is not None
    length = block.lasts or block.until
    assert length is not None
    count = math.ceil(lasts / tick)
    if count > limits.TICKS:
        names.problems.tell("T0424.ticks", length.span, count=count, most=limits.TICKS)
        return None
    grid = Grid(tick, count)
    if not grid.is_fine:
        names.problems.tell("T0430.ticks", block.tick.span)
        return None
    if names.calendar is not None and tick.denominator > _FINEST:
        names.problems.tell("T0430.calendar", block.tick.span)
        return None
    return grid


def _depth(block: syntax.World, names: Names) -> int:
    """How deep beliefs about beliefs go."""
    if block.depth is None:
        return 1
    value = constant.constant(block.depth, names, PLAIN, "`depth`")
    if value is not None and value not in range(1, limits.BELIEF + 1):
        names.problems.tell("T0306.depth", block.depth.span, most=limits.BELIEF)
        return 1
    return int(value or 1)


def _choice(block: syntax.World, names: Names) -> model.Choice:
    if block.choice != "best" and block.temperature is not None:
        value = constant.constant(block.temperature, names, PLAIN, "the temperature of `softmax`")
        if value is not None and value <= 0:
            names.problems.tell("T0306.temperature", block.temperature.span)
        return model.Choice("softmax", float(value or 1.0))
    return model.Choice(block.choice or "softmax")
