"""Names: what the numbers in columns and digests stand for, of one world."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from twicetold.engine.meaning.record import Life
from twicetold.lang import model

UNENDED = "unended"
"""The ending of a life that no ending of its world claims."""


NOT_DONE = ("failed", "interrupted", model.DECLINED)
"""The outcomes of attempts that did not come off; a pattern means them only if it names them."""


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time: its name, and when it is kept, in seconds since the beginning."""

    name: str
    times: tuple[float, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """What each point is called, as a measure of its own would be."""
        return tuple(f"{self.name}_{number}" for number in range(1, len(self.times) + 1))


@dataclass(frozen=True, slots=True)
class Names:
    """What the numbers in columns and digests stand for, of one world."""

    endings: tuple[str, ...]
    """The declared endings, then `UNENDED`."""
    measures: tuple[str, ...]
    constructs: tuple[str, ...]
    """Senses, rules, actions, events, each in order of declaration."""
    outcomes: tuple[str, ...]
    """`done`, `failed`, `interrupted`, then those the world names, in order of the text."""
    most_roles: int
    """How many roles the event with the most of them has."""
    upkeep: frozenset[str]
    """The rules that hold each tick: their events are not kept in columns."""
    series: tuple[Series, ...]
    """What is measured over time, in order of declaration."""
    marked: bool
    """Whether patterns ask anything of its events: each then has its marks (`marks.py`)."""
    construct: dict[str, int] = field(compare=False, repr=False)
    outcome: dict[str, int] = field(compare=False, repr=False)

    @property
    def points(self) -> int:
        """How many numbers are kept of a life for all series together."""
        return sum(len(series.times) for series in self.series)


def names(world: model.World) -> Names:
    """The names of a world's endings, measures, constructs and outcomes, numbered."""
    happening: tuple[model.Construct, ...] = (*world.senses, *world.rules, *world.actions, *world.events)
    constructs = tuple(construct.name for construct in happening)
    labels = (
        node.label for node in model.nodes(happening, expressions=False) if isinstance(node, model.Outcome)
    )
    outcomes = tuple(dict.fromkeys(["done", "failed", "interrupted", *labels]))
    return Names(
        endings=(*(ending.name for ending in world.endings), UNENDED),
        measures=tuple(measure.name for measure in world.measures),
        constructs=constructs,
        outcomes=outcomes,
        most_roles=max((len(construct.roles) for construct in happening), default=0),
        upkeep=frozenset(rule.name for rule in world.rules if rule.is_upkeep),
        series=tuple(
            Series(each.name, tuple(map(world.seconds, each.points(world.ticks)))) for each in world.series
        ),
        marked=any(pattern.asks_state for pattern in world.patterns),
        construct={name: place for place, name in enumerate(constructs)},
        outcome={name: place for place, name in enumerate(outcomes)},
    )


def courses(world: model.World, life: Life) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """What was measured over time in a life: by name the time in seconds and the value of each point."""
    values = iter(life.series)
    for series in names(world).series:
        yield series.name, [(time, next(values)) for time in series.times]
