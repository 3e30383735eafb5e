"""Times as a clock shows them, `18:30`: minutes and seconds where a world does not say when it begins, which
one of hours hardly means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from twicetold.lang import model, syntax, tree
from twicetold.lang.check.scope import Names
from twicetold.lang.figures import span

_FIGURES: Final = re.compile(r"[0-9]:[0-9][0-9]")

_MINUTE: Final = 60.0


def tell_misread(blocks: Sequence[syntax.Block], world: model.World, names: Names) -> None:
    """Tell of times of the world's own that may be meant as hours and minutes, and warn of those that lie
    between two ticks."""
    source = names.problems.sources.get(names.home)
    if world.begins is not None or source is None or not _FIGURES.search(source.text):
        return
    for block in blocks:
        lasts = isinstance(block, syntax.World)
        inside = block.lasts if isinstance(block, syntax.World) else block
        own = block.span.file == names.home
        for clock in names.memo.once("clocks", (inside,), partial(_clocks, inside)) if own else ():
            if _may_be_hours(clock, world, lasts):
                _tell_hours(clock, names)
            elif not lasts and _is_fine(float(clock.seconds), world.tick):
                names.problems.tell("T0534.tick", clock.span, clock=clock.text)


def _clocks(part: object) -> tuple[syntax.Clock, ...]:
    """All times in a part of the tree that are written so."""
    return tree.found(part, syntax.Clock)


def _is_fine(seconds: float, tick: float) -> bool:
    """Whether a time lies between two ticks, however it was rounded."""
    ticks = seconds / tick
    return abs(ticks - round(ticks)) > 1e-9 * max(1.0, ticks)


def _may_be_hours(clock: syntax.Clock, world: model.World, lasts: bool) -> bool:
    """Whether a time of two parts may have been meant as hours and minutes: in a world that goes by minutes
    or more, where it lies between two ticks, where a life has so many hours, where it is how long a life
    lasts, or where it has the two figures of an hour, as `06:00`."""
    seconds = float(clock.seconds)
    if clock.text.count(":") > 1 or not seconds or world.tick < _MINUTE:
        return False
    as_hours = clock.text.startswith("0") and clock.text.index(":") == 2
    enough = seconds * 60 <= world.tick * world.ticks
    return lasts or as_hours or _is_fine(seconds, world.tick) or enough


def _tell_hours(clock: syntax.Clock, names: Names) -> None:
    length, hours = span(clock.seconds), span(clock.seconds * 60)
    names.problems.tell(
        "T0534.hours",
        clock.span,
        clock=clock.text,
        length=length,
        hours=_written(hours),
        minutes=_written(length),
    )


def _written(length: str) -> str:
    """A length of time in words, as the language writes it."""
    return length.replace(" and ", " ").replace(", ", " ")
