"""The rows of events that compiled code fills, and the columns they become."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import EventColumns
from twicetold.engine.meaning.names import Names

HEAD: Final = 5
"""A row begins with the life's place among those lived, the construct, its outcome, when it began, when it
ended; then come its roles, and where the world has patterns that ask something of events, its marks."""


def width(names: Names) -> int:
    """How many numbers a row has."""
    return HEAD + names.most_roles + names.marked


def columns(rows: NDArray[np.int32], first: int, names: Names) -> EventColumns:
    """The rows of lives of which the first is the run `first`, as columns."""
    return EventColumns(
        rows[:, 0].astype(np.int64) + first,
        rows[:, 1].astype(np.int16),
        rows[:, 2].astype(np.int16),
        rows[:, 3].copy(),
        rows[:, 4].copy(),
        rows[:, HEAD : HEAD + names.most_roles].astype(np.int16),
        rows[:, -1].copy() if names.marked else None,
    )
