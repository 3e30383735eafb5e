"""Rewards for the end of a life: what it is worth to whoever is played, beside the world's reward lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twicetold.engine.meaning.columns import Lives
from twicetold.engine.meaning.names import Names
from twicetold.runs.numbers import came

Reward = Mapping[str, float]
"""How much an ending is worth, by its name, and how much each unit of a measure at the end of a life."""

EachReward = Mapping[str, "float | Reward"]
"""The same for several players: for all of them alike, or under the name of one for that one."""


@dataclass(frozen=True, slots=True, eq=False)
class Rewards:
    """What each ending is worth, and each unit of each measure."""

    endings: NDArray[np.float64]
    measures: NDArray[np.float64]

    @classmethod
    def of(cls, names: Names, reward: Reward) -> Rewards:
        """Raises ValueError for what is neither an ending nor a measure of the world."""
        known = (*names.endings, *names.measures)
        if unknown := [name for name in reward if name not in known]:
            endings = ", ".join(f'"{ending}"' for ending in names.endings)
            measures = ", ".join(names.measures) or "none"
            raise ValueError(
                f'a reward for "{unknown[0]}", which is neither an ending nor a measure of this world; its'
                f" endings are {endings}; its measures are {measures}"
            )
        return cls(*(
            np.array([reward.get(name, 0.0) for name in group], np.float64)
            for group in (names.endings, names.measures)
        ))  # fmt: skip

    def __call__(self, endings: NDArray[np.int16], measures: NDArray[np.float64]) -> NDArray[np.float64]:
        """What came of some lives, a row of measures for each. A measure of what never came counts for
        nothing."""
        there = came(measures) & np.isfinite(measures)
        return self.endings[endings] + np.where(there, measures, 0.0) @ self.measures

    def life(self, lives: Lives) -> float:
        """What one life is worth."""
        return float(self(lives.ending, lives.measures)[0])
