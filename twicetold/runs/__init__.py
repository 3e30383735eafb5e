"""Monte Carlo: many lives of one world, and what their number allows to be said.

One life is an anecdote; the share of lives that end in a certain way is a claim, and a claim needs an
interval. This room lives a world many times (`many`) with either engine, sums up what came of it in bounded
memory (`tally`), and keeps lives on disk, if asked to, where they can be gone on with and read (`record`,
`open`). It knows the language and the engine; it asks nothing about why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twicetold.runs.batch import Batch, EndingRow, RareRow
from twicetold.runs.counting import Progress, many
from twicetold.runs.engines import Engine, NoKernel
from twicetold.runs.intervals import wilson
from twicetold.runs.statistics import Summary, quantiles, summary
from twicetold.runs.workers import WorkerError

if TYPE_CHECKING:
    from twicetold.runs.reading import Runs

__all__ = [
    "Batch",
    "EndingRow",
    "Engine",
    "NoKernel",
    "Progress",
    "RareRow",
    "Summary",
    "WorkerError",
    "many",
    "open",
    "quantiles",
    "summary",
    "wilson",
]


def open(location: str) -> Runs:
    """The lives kept at a location: a folder, or whatever fsspec knows, such as `s3://bucket/folder`.

    Raises `failures.RunsError` if there are none, or something to read them with is not installed.
    """
    from twicetold.runs.reading import Runs

    return Runs.open(location)
