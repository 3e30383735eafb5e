"""Columns of lives put together and cut, by their runs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import Counts, EventColumns, Lives


def join(parts: Sequence[Lives]) -> Lives:
    """Lives that follow one another, as one. Raises ValueError if there are none or a run is missing."""
    if not parts:
        raise ValueError("there are no lives to join")
    for one, next_ in pairwise(parts):
        if one.first + len(one) != next_.first:
            raise ValueError(f"run {one.first + len(one)} must follow, but {next_.first} does")
    if len(parts) == 1:
        return parts[0]
    return Lives(
        parts[0].seed,
        parts[0].first,
        np.concatenate([part.ending for part in parts]),
        np.concatenate([part.ticks for part in parts]),
        np.concatenate([part.measures for part in parts]),
        np.concatenate([part.digest for part in parts]),
        np.concatenate([part.scored for part in parts]),
        _join_events([part.events for part in parts]),
        _join_counts([part.counts for part in parts]),
        np.concatenate([part.series for part in parts]),
    )


def cut(lives: Lives, begin: int, end: int) -> Lives:
    """The lives of the runs `begin` to `end - 1`, all of which must be there, without counts: these are of
    all lives together."""
    rows = slice(begin - lives.first, end - lives.first)
    return Lives(
        lives.seed,
        begin,
        lives.ending[rows],
        lives.ticks[rows],
        lives.measures[rows],
        lives.digest[rows],
        lives.scored[rows],
        None if lives.events is None else _cut_events(lives.events, begin, end),
        series=lives.series[rows],
    )


def _join_events(parts: Sequence[EventColumns | None]) -> EventColumns | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return EventColumns(
        np.concatenate([part.run for part in known]),
        np.concatenate([part.name for part in known]),
        np.concatenate([part.outcome for part in known]),
        np.concatenate([part.began for part in known]),
        np.concatenate([part.tick for part in known]),
        np.concatenate([part.roles for part in known]),
        _join_marks([part.marks for part in known]),
    )


def _join_marks(parts: Sequence[NDArray[np.int32] | None]) -> NDArray[np.int32] | None:
    known = [part for part in parts if part is not None]
    return np.concatenate(known) if len(known) == len(parts) else None


def _join_counts(parts: Sequence[Counts | None]) -> Counts | None:
    known = [part for part in parts if part is not None]
    return reduce(Counts.join, known) if len(known) == len(parts) else None


def _cut_events(events: EventColumns, begin: int, end: int) -> EventColumns:
    rows = slice(*np.searchsorted(events.run, [begin, end]))
    return EventColumns(
        events.run[rows],
        events.name[rows],
        events.outcome[rows],
        events.began[rows],
        events.tick[rows],
        events.roles[rows],
        None if events.marks is None else events.marks[rows],
    )
