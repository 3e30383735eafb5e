"""The rows of events that compiled code fills, and the columns they become."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import EventColumns

HEAD: Final = 5
"""A row begins with the life's place among those lived, the construct, its outcome, when it began, when it
ended; then come its roles."""


def columns(rows: NDArray[np.int32], first: int) -> EventColumns:
    """The rows of lives of which the first is the run `first`, as columns."""
    return EventColumns(
        rows[:, 0].astype(np.int64) + first,
        rows[:, 1].astype(np.int16),
        rows[:, 2].astype(np.int16),
        rows[:, 3].copy(),
        rows[:, 4].copy(),
        rows[:, HEAD:].astype(np.int16),
    )
