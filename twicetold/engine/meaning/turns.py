"""Options and turns: what an actor could do, and the moment at which somebody who is played chooses."""

from __future__ import annotations

from typing import NamedTuple


class Option(NamedTuple):
    """A binding of an action that an actor could choose: its place among the world's actions, roles and
    urge.
    """

    action: int
    roles: tuple[int, ...]
    urge: float


class Turn(NamedTuple):
    """The turn of an actor who is played: what they could do, as they believe, in order of declaration; and
    the place of the option that urges and noise decide for, or -1 to do nothing.
    """

    actor: int
    options: tuple[Option, ...]
    decided: int
