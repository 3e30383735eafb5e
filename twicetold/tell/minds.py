"""What a mind knows of an event: nothing is told close to somebody that they had no way to know.

Who does something, and who perceives it, knows of it. Sight, hearing, smell and hearsay show all who take
part; what is only felt shows nobody but oneself, unless one has perceived the other a moment ago.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twicetold.engine.record import Event

ATTENTION = 30.0
"""For how many seconds one knows, by feeling alone, somebody whom one has perceived."""

_SHOWING = frozenset(("did", "seen", "heard", "smelled", "told"))


@dataclass(frozen=True, slots=True)
class Access:
    """How a mind knows of an event: the channels, and which of its entities it can tell from one another."""

    channels: frozenset[str]
    known: frozenset[int]

    @property
    def did(self) -> bool:
        """Whether it was its own deed."""
        return "did" in self.channels


class Mind:
    """One mind, over a story."""

    def __init__(self, entity: int, events: Iterable[Event], tick: float) -> None:
        self.entity = entity
        self._access: dict[int, Access] = {}
        last: dict[int, float] = {}
        for event in events:
            channels = {channel for mind, channel in event.perceived_by if mind == entity}
            if not channels:
                continue
            now = event.tick * tick
            showing = bool(channels & _SHOWING)
            recent = {who for who in event.roles if now - last.get(who, -ATTENTION - 1) <= ATTENTION}
            known = set(event.roles) if showing else recent | {entity}
            last |= dict.fromkeys(known, now)
            self._access[event.number] = Access(frozenset(channels), frozenset(known))

    def access(self, event: Event) -> Access | None:
        """How it knows of an event; None if it does not."""
        return self._access.get(event.number)
