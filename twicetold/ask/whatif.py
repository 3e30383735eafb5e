"""Counterfactuals, what if: a world and its twins live the same runs with the same luck, and are compared
pair by pair.

Draws are keyed by what they decide, so that a twin shares all luck that its difference does not touch
(common random numbers; P. Glasserman and D. D. Yao, "Some guidelines and guarantees for common random
numbers", Management Science 38, 1992). Pairs part where the difference first matters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from twicetold import questions
from twicetold.engine.meaning.columns import EventColumns, Lives
from twicetold.engine.meaning.names import Names, names
from twicetold.lang import model
from twicetold.runs import Engine, Progress
from twicetold.runs.counting import most
from twicetold.runs.intervals import LOOKS, Difference, of_means, of_shares, of_shares_at_looks
from twicetold.runs.living import Living, Task
from twicetold.runs.moments import Moments
from twicetold.runs.numbers import came
from twicetold.runs.passes import Accumulator, Pass

KEPT = 3
"""How many runs are named of those that flipped from one ending to another."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A world to be compared, and what it is called."""

    name: str
    world: model.World


@dataclass(frozen=True, slots=True)
class Shift:
    """An ending: how many lives had it, and have it in the twin; how many of the pairs gained and lost it."""

    ending: str
    before: int
    after: int
    gained: int
    lost: int
    difference: Difference


@dataclass(frozen=True, slots=True)
class Turn:
    """A measure: its mean, that in the twin, and the mean difference. `never` is how many pairs
    are left out, since what is measured did not come in one of the two."""

    measure: str
    before: float
    after: float
    difference: Difference
    never: int = 0


@dataclass(frozen=True, slots=True)
class Flip:
    """Pairs that end otherwise: how many, and the first of their runs."""

    before: str
    after: str
    count: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A twin against the world itself. `same` is how many pairs are one life to the bit; None where the two
    worlds are made of different things, so that this cannot be told."""

    twin: Twin
    endings: tuple[Shift, ...]
    measures: tuple[Turn, ...]
    flips: tuple[Flip, ...]
    same: int | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What came of it: `n` pairs of `asked`; with `until`, `known` tells whether every difference is known
    as exactly as that."""

    world: str
    hash: str
    seed: int
    n: int
    asked: int
    twins: tuple[Compared, ...]
    until: float | None = None

    @property
    def known(self) -> bool:
        """Whether every difference is known as exactly as `until` asked for; True if it asked for nothing."""
        return self.until is None or all(
            _reach(shift.difference) <= self.until for twin in self.twins for shift in twin.endings
        )

    def to_json(self) -> dict[str, Any]:
        """All of it in numbers."""
        return {
            "world": self.world,
            "hash": self.hash,
            "seed": self.seed,
            "n": self.n,
            **({} if self.until is None else {"until": self.until}),
            "twins": [
                {
                    "twin": compared.twin.name,
                    "world": compared.twin.world.name,
                    "hash": compared.twin.world.hash,
                    "same": compared.same,
                    "endings": [asdict(shift) for shift in compared.endings],
                    "measures": [asdict(turn) for turn in compared.measures],
                    "flips": [asdict(flip) for flip in compared.flips],
                }
                for compared in self.twins
            ],
        }


def whatif(
    world: model.World,
    twins: Sequence[Twin],
    asked: questions.WhatIf,
    on_progress: Progress | None = None,
) -> WhatIf:
    """Live the runs 0 to `n - 1` of a world and of its twins, and compare them pair by pair.

    With `until`, stop as soon as the difference of every ending's share is known to plus or minus that; the
    intervals then hold although it was looked at again and again (only after as many pairs as
    `intervals.LOOKS` says). An interrupt (Ctrl-C) ends the living, not the program.

    Raises what `runs.many` raises, and ValueError if there are no twins.
    """
    if not twins:
        raise ValueError("there must be a twin to compare with")
    n, seed, until = most(asked), asked.seed, asked.until
    counting = [_Pairs(world, twin) for twin in twins]
    lived = Pass(
        n,
        [_each(counting)],
        on_progress,
        looks=() if until is None else LOOKS,
        enough=lambda: _result(world, counting, seed, lived.done, n, until).known,
    )
    worlds = [world, *(twin.world for twin in twins)]
    lived.live(*(Living(Task(side, seed, asked.jobs, Engine(asked.engine))) for side in worlds))
    return _result(world, counting, seed, lived.done, n, until)


def _each(counting: Sequence[_Pairs]) -> Accumulator:
    """The lives of the world itself are paired with those of each twin."""

    def add(own: Lives, *others: Lives) -> None:
        for pairs, lives in zip(counting, others, strict=True):
            pairs.add(own, lives)

    return add


def _result(
    world: model.World, counting: Sequence[_Pairs], seed: int, done: int, n: int, until: float | None
) -> WhatIf:
    compared = tuple(pairs.compared(len(counting), until is not None) for pairs in counting)
    return WhatIf(world.name, world.hash, seed, done, n, compared, until)


def _reach(difference: Difference) -> float:
    return max(difference.estimate - difference.low, difference.high - difference.estimate)


@dataclass(slots=True)
class _Pairs:
    """Pairs of lives being counted."""

    world: model.World
    twin: Twin
    n: int = 0
    same: int = 0
    flips: Counter[tuple[str, str]] = field(default_factory=Counter)
    runs: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    moments: dict[str, tuple[Moments, Moments, Moments]] = field(default_factory=dict)
    _names: tuple[Names, Names] = field(init=False)

    def __post_init__(self) -> None:
        self._names = names(self.world), names(self.twin.world)

    def add(self, own: Lives, other: Lives) -> None:
        """Count these pairs, which are of the same runs."""
        ours, theirs = self._names
        self.n += len(own)
        self.same += int((own.digest == other.digest).sum())
        codes = own.ending.astype(np.int64) * len(theirs.endings) + other.ending
        for code, first, count in zip(*np.unique(codes, return_index=True, return_counts=True), strict=True):
            before, after = divmod(int(code), len(theirs.endings))
            pair = ours.endings[before], theirs.endings[after]
            self.flips[pair] += int(count)
            kept = self.runs.setdefault(pair, [])
            if len(kept) < KEPT:
                places = np.flatnonzero(codes[first:] == code)[: KEPT - len(kept)]
                kept += [own.first + int(first) + int(place) for place in places]
        for name in ours.measures:
            if name in theirs.measures:
                a = own.measures[:, ours.measures.index(name)]
                b = other.measures[:, theirs.measures.index(name)]
                both = came(a) & came(b)
                a, b = a[both], b[both]
                before_, after_, more = self.moments.get(name, (Moments(),) * 3)
                self.moments[name] = before_.add(a), after_.add(b), more.add(b - a)

    def compared(self, twins: int, at_looks: bool) -> Compared:
        """What they say."""
        ours, theirs = self._names
        endings = tuple(dict.fromkeys((*ours.endings, *theirs.endings)))
        differences = twins * len(endings)
        shifts = tuple(self._shift(ending, differences if at_looks else None) for ending in endings)
        wanted = twins * len(self.moments)
        turns = tuple(
            Turn(name, a.mean, b.mean, of_means(more, wanted, at_looks=at_looks), self.n - a.n)
            for name, (a, b, more) in self.moments.items()
            if a.n
        )
        flips = tuple(
            Flip(*pair, count, tuple(self.runs[pair]))
            for pair, count in self.flips.most_common()
            if pair[0] != pair[1]
        )
        alike = ours.constructs == theirs.constructs and ours.outcomes == theirs.outcomes
        return Compared(
            self.twin, tuple(s for s in shifts if s.before or s.after or s.ending != "unended"), turns, flips,
            self.same if alike else None,
        )  # fmt: skip

    def _shift(self, ending: str, at_looks: int | None) -> Shift:
        gained = sum(c for (a, b), c in self.flips.items() if a != ending and b == ending)
        lost = sum(c for (a, b), c in self.flips.items() if a == ending and b != ending)
        stayed = self.flips[ending, ending]
        difference = (
            of_shares(gained, lost, self.n)
            if at_looks is None
            else of_shares_at_looks(gained, lost, self.n, at_looks)
        )
        return Shift(ending, lost + stayed, gained + stayed, gained, lost, difference)


# --- where a pair parts -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moment:
    """An event: what, who, how it turned out, when it ended (seconds)."""

    name: str
    roles: tuple[str, ...]
    outcome: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Parting:
    """The first event of a pair that only one of the two lives has; what the other has in its place, or
    None at its end."""

    run: int
    before: Moment | None
    after: Moment | None


def parting(
    world: model.World, twin: model.World, seed: int, run: int, engine: Engine | str = Engine.AUTO
) -> Parting | None:
    """Where a life and its twin part; None if they have all events in common."""
    ours, theirs = (_moments(side, seed, run, engine) for side in (world, twin))
    for place in range(max(len(ours), len(theirs))):
        a, b = (moments[place] if place < len(moments) else None for moments in (ours, theirs))
        if a != b:
            return Parting(run, a, b)
    return None


def _moments(world: model.World, seed: int, run: int, engine: Engine | str) -> list[Moment]:
    task = Task(world, seed, 1, Engine(engine), events=True)
    with closing(Living(task).live([range(run, run + 1)])) as pieces:
        (lives,) = pieces
    assert lives.events is not None
    return list(_told(world, names(world), lives.events))


def _told(world: model.World, known: Names, events: EventColumns) -> Iterator[Moment]:
    for row in range(len(events)):
        roles = tuple(world.entities[role].name for role in events.roles[row] if role >= 0)
        name, outcome = known.constructs[events.name[row]], known.outcomes[events.outcome[row]]
        yield Moment(name, roles, outcome, world.seconds(int(events.tick[row])))
