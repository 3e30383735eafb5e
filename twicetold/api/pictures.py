"""What came of many lives, as pictures."""

from __future__ import annotations

from collections.abc import Callable

from twicetold.runs import Batch
from twicetold.runs.statistics import Point
from twicetold.tell.draw import Band, bands


def over_time(batch: Batch, time: Callable[[float], str]) -> str:
    """The measures over time of a batch as SVG; `time` says a time in seconds. Raises ValueError if there are
    none, or no lives."""
    counted = (
        f"{batch.n:,} lives, seed {batch.seed}; the line is the median, the bands hold half and nine tenths"
    )
    series = {name: [_band(point, batch.n) for point in points] for name, points in batch.series().items()}
    return bands(batch.world, counted, series, time)


def _band(point: Point, lives: int) -> Band:
    of = point.summary.quantiles
    return Band(point.seconds, lives - point.summary.never, (of["5"], of["25"], of["50"], of["75"], of["95"]))
