"""The hand that may steer a life: a canon held against it, an intervention, a player.

Without a guide a life follows its urges and its noise. A guide is asked wherever these have just decided,
and may decide otherwise. The noise is drawn either way, so that a guided life shares all other luck with
the life it would have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from twicetold.engine.interpreter.state import Frame
from twicetold.lang import model

if TYPE_CHECKING:
    from twicetold.engine.interpreter.event import Happening
    from twicetold.engine.interpreter.state import State


class Option(NamedTuple):
    """A binding of an action that an actor could choose: its place among the world's actions, roles and
    urge.
    """

    action: int
    roles: tuple[int, ...]
    urge: float


class Guide:
    """A guide that leaves everything as it is; others override what they steer."""

    def turn(self, s: State, actor: int) -> None:
        """The turn of an actor has come: to choose if free, else to go on with what is under way."""

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        """The place of the option to take, or -1 to do nothing; `chosen` is what urges and noise decided."""
        return chosen

    def chance(
        self, s: State, happening: Happening, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        """Whether a chance holds; `holds` is what its draw against `p` decided."""
        return holds
