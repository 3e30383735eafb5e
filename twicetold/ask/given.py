"""Conditional distributions: what the lives are like in which something happened, held against all.

A share among the lives in which it happened is a conditional share. What sets these lives apart is told by
lift: how many times as often something happens among them as among all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from twicetold import questions
from twicetold.ask.lifts import Lift, lift
from twicetold.ask.posed import Posed, pose
from twicetold.ask.sift import Sifting, chosen
from twicetold.engine.meaning.columns import NO_ROLE, Lives
from twicetold.engine.meaning.names import names
from twicetold.lang import Loaded
from twicetold.lang.question import read_question
from twicetold.runs.engines import Engine
from twicetold.runs.intervals import normal, wilson
from twicetold.runs.living import Living, Task
from twicetold.runs.moments import Moments
from twicetold.runs.numbers import came
from twicetold.runs.passes import Pass, Progress

SEEN = 5
"""In so many lives in which the asked for happened must something else happen for its lift to be told."""


@dataclass(frozen=True, slots=True)
class MeanGiven:
    """A measure: its mean among the lives in which the asked for happened, with the 95 % interval, and among
    all."""

    measure: str
    mean: float
    low: float
    high: float
    mean_of_all: float


@dataclass(frozen=True, slots=True)
class Given:
    """Of `n` lives the asked for happened in `count`, a `share` with its 95 % interval; `runs` are the first
    of them. Endings are in order of the world, events by how far they set these lives apart."""

    world: str
    hash: str
    seed: int
    asked: str
    n: int
    count: int
    share: float
    low: float
    high: float
    runs: tuple[int, ...]
    endings: tuple[Lift, ...]
    measures: tuple[MeanGiven, ...]
    events: tuple[Lift, ...]

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


def given(loaded: Loaded, asked: questions.Given, on_progress: Progress | None = None) -> Given:
    """Live a world many times and tell what the lives are like in which something ever held, at the beginning
    or at the end of a tick. An interrupt (Ctrl-C) ends the living, not the program.

    Raises TaleError if the question cannot be read, ValueError if it is a number or a way to it is said, and
    what `runs.many` raises.
    """
    if asked.splits:
        raise ValueError("on a way to what is asked for, lives are split: ask how rare it is")
    world, question = loaded.world, read_question(loaded, asked.question)
    sifting = (
        None if question.pattern is None else Sifting(world, asked.seed, chosen(world, [question.pattern]))
    )
    posed = pose(world, question) if sifting is None else Posed(world, question, len(world.measures))
    marked = sifting is not None
    task = Task(posed.world, asked.seed, asked.jobs, Engine(asked.engine), events=True, marked=marked)
    living = Living(task)
    counting = _Counting(posed, sifting)
    Pass(asked.lives, [counting.add], on_progress).live(living)
    low, high = wilson(counting.count, counting.n)
    known = names(world)
    return Given(
        world.name, world.hash, asked.seed, question.text, counting.n, counting.count,
        counting.count / counting.n if counting.n else 0.0, low, high, tuple(counting.runs),
        tuple(counting.lift(("ending", place), name) for place, name in enumerate(known.endings)
              if counting.of_all["ending", place]),
        counting.means(known.measures),
        counting.events(),
    )  # fmt: skip


class _Counting:
    """Lives counted by what happens in them."""

    def __init__(self, posed: Posed, sifting: Sifting | None = None) -> None:
        self.posed = posed
        self.sifting = sifting
        self.names = names(posed.world)
        self.n = self.count = 0
        self.runs: list[int] = []
        self.of_given: Counter[tuple[Any, ...]] = Counter()
        self.of_all: Counter[tuple[Any, ...]] = Counter()
        self._means_given = [Moments()] * posed.own
        self._means_all = [Moments()] * posed.own

    def add(self, lives: Lives) -> None:
        held = np.array(self.posed.held(lives), bool) if self.sifting is None else self.sifting.held(lives)
        self.n += len(lives)
        self.count += int(held.sum())
        self.runs += [lives.first + int(row) for row in np.flatnonzero(held)[: 10 - len(self.runs)]]
        for counter, rows in ((self.of_all, slice(None)), (self.of_given, held)):
            for ending, times in zip(*np.unique(lives.ending[rows], return_counts=True), strict=True):
                counter["ending", int(ending)] += int(times)
        for place in range(self.posed.own):
            column = lives.measures[:, place]
            there = came(column)
            self._means_all[place] = self._means_all[place].add(column[there])
            self._means_given[place] = self._means_given[place].add(column[held & there])
        self._add_events(lives, held)

    def _add_events(self, lives: Lives, held: np.ndarray[Any, np.dtype[np.bool_]]) -> None:
        events = lives.events
        assert events is not None
        row = (events.run - lives.first).astype(np.int64)
        what = np.column_stack([row, events.name, events.outcome, events.roles])
        once = np.unique(what, axis=0)  # once for a life, however often it happens there
        for counter, rows in ((self.of_all, once), (self.of_given, once[held[once[:, 0]]])):
            kinds, times = np.unique(rows[:, 1:], axis=0, return_counts=True)
            for kind, number in zip(kinds.tolist(), times.tolist(), strict=True):
                counter["event", *kind] += number

    def lift(self, key: tuple[Any, ...], what: str) -> Lift:
        return lift(what, self.of_given[key], self.count, self.of_all[key], self.n)

    def means(self, measures: Iterable[str]) -> tuple[MeanGiven, ...]:
        if not self.count:
            return ()
        means = []
        for name, some, every in zip(measures, self._means_given, self._means_all, strict=True):
            if not some.n:
                continue  # what is measured never came in these lives
            low, high = normal(some.mean, some.sd, some.n)
            means.append(MeanGiven(name, some.mean, low, high, every.mean))
        return tuple(means)

    def events(self) -> tuple[Lift, ...]:
        """What happens among these lives more or less often than among all, the surest first."""
        own = self.posed.goal.event
        lifts = []
        for key, of_all in self.of_all.items():
            if key[0] != "event" or self.names.constructs[key[1]] == own:
                continue
            if min(of_all * self.count / self.n, self.n - of_all) >= SEEN or self.of_given[key] >= SEEN:
                lifts.append((self._surprise(key), self.lift(key, self._said(key))))
        return tuple(lift for sure, lift in sorted(lifts, key=lambda pair: -pair[0]) if sure > _SURE)

    def _surprise(self, key: tuple[Any, ...]) -> float:
        """By how many standard errors the share differs from that among the other lives."""
        both, of_all, others = self.of_given[key], self.of_all[key], self.n - self.count
        if not self.count or not others:
            return 0.0
        share = of_all / self.n
        error = math.sqrt(share * (1 - share) * (1 / self.count + 1 / others))
        return abs(both / self.count - (of_all - both) / others) / error if error else 0.0

    def _said(self, key: tuple[Any, ...]) -> str:
        _, name, outcome, *roles = key
        who = ", ".join(self.posed.world.entities[role].name for role in roles if role != NO_ROLE)
        turned = self.names.outcomes[outcome]
        return f"{self.names.constructs[name]}({who})" + ("" if turned == "done" else f" {turned}")


_SURE = 4.0
"""Standard errors: among thousands of events chance alone reaches so far hardly once."""
