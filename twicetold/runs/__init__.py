"""Many lives of one world, and what their number allows to be said.

One life is an anecdote; the share of lives that end in a certain way is a claim, and a claim needs an
interval. This room lives a world many times and sums up what came of it. It knows the language and the
engine; it asks nothing about why.
"""

from twicetold.runs.batch import Batch, EndingRow, Progress, many
from twicetold.runs.statistics import Summary, quantiles, summary, wilson
from twicetold.runs.workers import Lived, WorkerError

__all__ = [
    "Batch",
    "EndingRow",
    "Lived",
    "Progress",
    "Summary",
    "WorkerError",
    "many",
    "quantiles",
    "summary",
    "wilson",
]
