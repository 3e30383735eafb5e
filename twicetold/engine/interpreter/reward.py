"""Potential-based rewards: how much somebody's lot is worth to whoever plays them (see `model.Reward`)."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.engine.interpreter.functions import Compile
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.layout import Layout
from twicetold.lang import model
from twicetold.lang.model import stored


class Rewards:
    """The reward lines of one world, or in the same way what those in it want."""

    def __init__(
        self, lines: Sequence[model.Reward | model.Wants], layout: Layout, compile_: Compile
    ) -> None:
        self._kinds_now = layout.kinds_now
        self._lines = [(line, layout.descendants[line.role.kind], compile_(line.expr)) for line in lines]

    def worth(self, s: State, who: int) -> float:
        """What all lines say of somebody who is of their kinds now, added up in order of declaration, each
        clamped as every number is that is kept."""
        worth, keep = 0.0, stored(model.Number())
        for line, kinds, value in self._lines:
            if s.truth[self._kinds_now + who] in kinds:
                f: Frame = [-1] * line.size
                f[0], f[line.role.slot] = TRUTH, who
                worth += float(keep(value(s, f)))
        return worth
