"""Focalisation: what a mind knows of an event; close to somebody nothing is told that they could not know.

Who does something, and who perceives it, knows of it; and so do they of those who take part, but for whom
they do not perceive then and have not perceived a moment ago. Everybody feels what changes in themselves, and
what befalls them where no line of the world says who perceives it; and how it all ends, if a text says so.
Who can notice nothing knows of nothing: the last that they know is what took their senses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twicetold.engine.meaning.record import Event
from twicetold.lang import model

ATTENTION = 30.0
"""For how many seconds one knows somebody to be there whom one has perceived."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a mind knows of an event: the channels, and which of its entities it can tell from one another."""

    channels: frozenset[str]
    known: frozenset[int]

    @property
    def did(self) -> bool:
        """Whether it was its own deed."""
        return "did" in self.channels


def minded(world: model.World) -> list[int]:
    """Who can act or sense, and so can be told through."""
    minded: tuple[model.Construct, ...] = (*world.actions, *world.senses)
    kinds = {construct.roles[0].kind for construct in minded if construct.roles}
    lineages = {kind.name: set(kind.lineage) for kind in world.kinds}
    return [n for n, entity in enumerate(world.entities) if lineages[entity.kind] & kinds]


class Mind:
    """One mind, over the events of a life; `tick` is in seconds. In `mistaken` fields one can err about
    oneself: what changes in them is not felt."""

    def __init__(
        self, entity: int, events: Iterable[Event], tick: float, mistaken: frozenset[str] = frozenset()
    ) -> None:
        self.entity = entity
        self._access: dict[int, Access] = {}
        last: dict[int, float] = {}
        for event in events:
            channels = {channel for mind, channel in event.perceived_by if mind == entity}
            if (event.sort == "ending" and event.lines) or (
                not channels and _undergoes(entity, event, mistaken)
            ):
                channels = {"felt"}
            if not channels:
                continue
            now = event.tick * tick
            unseen = {other for mind, other in event.unseen if mind == entity}
            known = {
                who for who in event.roles if who not in unseen or now - last.get(who, -1e18) <= ATTENTION
            }
            last |= dict.fromkeys(known - unseen, now)
            self._access[event.number] = Access(frozenset(channels), frozenset(known))

    def access(self, event: Event) -> Access | None:
        """How it knows of an event; None if it does not."""
        return self._access.get(event.number)


def _undergoes(entity: int, event: Event, mistaken: frozenset[str]) -> bool:
    """Whether an event that they do not perceive is something that changes in them, or befalls them; of those
    who can notice nothing at its end, whether they could before."""
    if event.sort == "ending" or not event.roles:
        return False
    for who, before in event.unaware:
        if who == entity:
            return before
    if event.roles[0] != entity:
        return False
    return not event.perceived_by or any(
        change.mind == entity
        or (change.mind is None and change.entities[:1] == (entity,) and change.field not in mistaken)
        for change in event.changes
    )
