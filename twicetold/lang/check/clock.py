"""Times as a clock shows them, `18:30`: minutes and seconds, which a world of hours hardly means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from twicetold.lang import model, syntax, tree
from twicetold.lang.check.scope import Names

_WRITTEN: Final = re.compile(r"[0-9]:[0-9][0-9]")

_MINUTE: Final = 60.0


def tell_misread(blocks: Sequence[syntax.Block], world: model.World, names: Names) -> None:
    """Warn of times of the world's own that lie between two ticks, or were meant as hours and minutes."""
    source = names.problems.sources.get(names.home)
    if source is None or not _WRITTEN.search(source.text):
        return
    for block in blocks:
        lasts = isinstance(block, syntax.World)
        inside = block.lasts if isinstance(block, syntax.World) else block
        for clock in _clocks(inside) if block.span.file == names.home else ():
            if _may_be_hours(clock, world, lasts):
                _tell_hours(clock, names)
            elif not lasts and _is_fine(float(clock.seconds), world.tick):
                names.problems.tell("T0534.tick", clock.span, clock=clock.text)


def _clocks(part: object) -> Iterator[syntax.Clock]:
    """All times in a part of the tree that are written so."""
    return (node for node in tree.walk(part) if isinstance(node, syntax.Clock))


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
    minutes, seconds = (int(part) for part in clock.text.split(":"))
    said = _many(minutes, "minute") if minutes or not seconds else ""
    said = " and ".join(part for part in (said, _many(seconds, "second") if seconds else "") if part)
    names.problems.tell(
        "T0534.hours", clock.span, clock=clock.text, length=said, minutes=minutes, seconds=seconds
    )


def _many(number: int, unit: str) -> str:
    return f"{number} {unit}{'s' if number != 1 else ''}"
