"""Lives as columns: what is kept of each of many lives, whoever lived them.

The interpreter and the kernel give the same columns, to the bit. Row k is the life of run `first + k`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.names import Names
from twicetold.engine.meaning.record import Event, Life

TOO_LONG: Final = -2
"""Stands for the ending of a life that has taken too many steps."""

STOPPED: Final = -9
"""Stands for the ending of a life that was stopped from outside."""

NO_ROLE = -1
"""Fills the places of roles that an event does not have."""


@dataclass(frozen=True, slots=True)
class EventColumns:
    """The events of some lives, upkeep left out: in order of their runs, and within a life of their beginning
    to happen.

    `run` int64; `name` int16, a place in `Names.constructs`; `outcome` int16, a place in `Names.outcomes`;
    `began` and `tick` int32; `roles` int16, one row of `Names.most_roles` for each event, `NO_ROLE` where it
    has fewer; `marks` int32, what patterns ask of it (`marks.py`), None where that
    is not known.
    """

    run: NDArray[np.int64]
    name: NDArray[np.int16]
    outcome: NDArray[np.int16]
    began: NDArray[np.int32]
    tick: NDArray[np.int32]
    roles: NDArray[np.int16]
    marks: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.run)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """What some lives came to, for a world whose `probes` are counted.

    For each probe: `hits` int64, how often it was come to in all lives together; `runs` int64, in how many of
    the lives at all; `first` int64, the first run in which it was, -1 if in none. For each life: `stirred`
    and `acted` int32, how many of its ticks had been lived after the last in which anything stirred (a value
    changed, an action was under way or could have been chosen), and in which anybody acted; 0 if none was.
    """

    hits: NDArray[np.int64]
    runs: NDArray[np.int64]
    first: NDArray[np.int64]
    stirred: NDArray[np.int32]
    acted: NDArray[np.int32]

    @classmethod
    def nobodys(cls, probes: int) -> Counts:
        """The counts of no lives, of so many probes."""
        none, nobody = np.zeros(probes, np.int64), np.empty(0, np.int32)
        return cls(none, none, none - 1, nobody, nobody)

    def join(self, later: Counts) -> Counts:
        """The counts of both; the lives of `later` follow."""
        return Counts(
            self.hits + later.hits,
            self.runs + later.runs,
            np.where(self.first >= 0, self.first, later.first),
            np.concatenate([self.stirred, later.stirred]),
            np.concatenate([self.acted, later.acted]),
        )


@dataclass(frozen=True, slots=True)
class Lives:
    """Many lives of one seed.

    `ending` int16, a place in `Names.endings`; `ticks` int32, the life's length; `measures` float64, a row
    for each life and a column for each measure, in order of declaration; `digest` uint64, the same only for
    the same life; `scored` int64, how many options all actors together have weighed; `series` float64,
    a row for each life and a column for each point of each series, in order (`Names.series`).
    """

    seed: int
    first: int
    ending: NDArray[np.int16]
    ticks: NDArray[np.int32]
    measures: NDArray[np.float64]
    digest: NDArray[np.uint64]
    scored: NDArray[np.int64]
    events: EventColumns | None = None
    counts: Counts | None = None
    series: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 0)))

    def __len__(self) -> int:
        return len(self.ending)


def event_columns(names: Names, lives: Sequence[Life]) -> EventColumns:
    """The columns of recorded lives' events."""
    kept = [(life.run, event) for life in lives for event in kept_events(names, life)]
    roles = np.full((len(kept), names.most_roles), NO_ROLE, np.int16)
    for row, (_, event) in enumerate(kept):
        roles[row, : len(event.roles)] = event.roles
    return EventColumns(
        np.array([run for run, _ in kept], np.int64),
        np.array([names.construct[event.name] for _, event in kept], np.int16),
        np.array([names.outcome[event.outcome] for _, event in kept], np.int16),
        np.array([event.began for _, event in kept], np.int32),
        np.array([event.tick for _, event in kept], np.int32),
        roles,
        np.array([event.marks for _, event in kept], np.int32) if names.marked else None,
    )


def kept_events(names: Names, life: Life) -> list[Event]:
    """The events of a recorded life that have a row, in the order of their rows."""
    return [event for event in life.events if event.sort != "ending" and event.name not in names.upkeep]
