"""What an event came from: its ancestors in the graph of recorded causes."""

from __future__ import annotations

from collections.abc import Container, Mapping

from twicetold.engine.meaning.record import Event


def ancestors(events: Mapping[int, Event], number: int, ends: Container[int] = ()) -> frozenset[int]:
    """The numbers of all events that an event came from, near and far, among these events by their numbers.

    A way back is followed no further than to one of `ends`.
    """
    above: set[int] = set()
    waiting = [number]
    while waiting:
        for cause in events[waiting.pop()].causes.all():
            if cause in events and cause not in above:
                above.add(cause)
                if cause not in ends:
                    waiting.append(cause)
    return frozenset(above)
