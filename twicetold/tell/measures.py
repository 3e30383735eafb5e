"""What can be counted of a telling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from twicetold.lang.model.telling import Call, Pace
from twicetold.tell.orders import Time
from twicetold.tell.plan import Node, Plan
from twicetold.tell.story import Story, fits

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A name that is kept back: whose, for what share of the telling, from where they are first spoken of
    (`since`, a share too); and whether it falls in the end."""

    entity: int
    since: float
    share: float
    falls: bool


@dataclass(frozen=True, slots=True)
class Measures:
    """A telling in numbers.

    `told` of the `events` that can be told are; `repeated` are told more than once. `nonlinearity`: see
    there. `paces`, `times` and `minds` (None: nobody's) are the shares of what is told, each with those that
    occur; `begins` the share of the story that lies before the first event told.
    """

    sections: int
    events: int
    told: int
    repeated: int
    nonlinearity: float
    begins: float
    paces: Mapping[Pace, float]
    times: Mapping[Time, float]
    minds: Mapping[int | None, float]
    withheld: tuple[Withheld, ...]


def measured(story: Story, plan: Plan) -> Measures:
    """The measures of a telling of a story."""
    nodes = list(plan.nodes)
    told = Counter(event.number for node in nodes for event in node.events)
    positions = [(node.event.tick, node.event.number) for node in nodes]
    before = sum((event.tick, event.number) < positions[0] for event in story.events) if nodes else 0
    return Measures(
        sections=len(plan.parts),
        events=len(story.events),
        told=len(told),
        repeated=sum(times > 1 for times in told.values()),
        nonlinearity=nonlinearity(positions),
        begins=before / max(len(story.events), 1),
        paces=_shares(node.pace for node in nodes),
        times=_shares(node.time for node in nodes),
        minds=_shares(node.mind for node in nodes),
        withheld=tuple(_withheld(nodes)),
    )


def nonlinearity(positions: Sequence[tuple[int, int] | float]) -> float:
    """How far an order of telling departs from that of the story: 0 if nowhere.

    `positions` are the places in the story of what is told, in the order of the telling. The sum of how far
    each is from where it would stand in the story's order, over n (n - 1) / 2: what N. W. Kim and others
    (Visualizing Nonlinear Narratives with Story Curves, 2018) print for ten films.
    """
    n = len(positions)
    if n < 2:
        return 0.0
    in_story = sorted(range(n), key=lambda place: positions[place])
    return sum(abs(rank - place) for rank, place in enumerate(in_story)) / (n * (n - 1) / 2)


def _shares(keys: Iterable[_Key]) -> dict[_Key, float]:
    counted = Counter(keys)
    return {key: times / counted.total() for key, times in counted.most_common()}


def _withheld(nodes: Sequence[Node]) -> Iterator[Withheld]:
    """Each name that waits for an event: from where its bearer first takes part while it does."""
    waiting: dict[Call, int] = {}
    for place, node in enumerate(nodes):
        for call in node.calls.values():
            if call.until is not None and call.entity in node.event.roles:
                waiting.setdefault(call, place)
        for call in [call for call in waiting if call.until and fits(node.event, call.until)]:
            begun = waiting.pop(call)
            yield Withheld(call.entity, begun / len(nodes), (place - begun) / len(nodes), True)
    for call, begun in waiting.items():
        yield Withheld(call.entity, begun / len(nodes), (len(nodes) - begun) / len(nodes), False)
