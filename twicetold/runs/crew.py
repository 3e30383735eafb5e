"""Which cluster lives, and how many threads it has."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client

LOCAL = "local"
"""The address of a cluster that is begun for this batch, on this machine."""

NEWS = 3.0
"""Seconds after which is asked again how many threads there are."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Which cluster: the address of its scheduler, or `LOCAL` with a number of processes (None: one for each
    core)."""

    address: str = LOCAL
    workers: int | None = None

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"the number of workers must be at least 1, but is {self.workers}")


class Threads:
    """How many threads live on a cluster, asked anew now and then, for workers come and go."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._known = 1
        self._asked = -math.inf

    @property
    def n(self) -> int:
        """How many there are; 1 if there is none yet."""
        if time.monotonic() - self._asked > NEWS:
            self._known = max(1, sum(self._client.nthreads().values()))
            self._asked = time.monotonic()
        return self._known
