"""Rare event simulation by importance splitting: how likely something is that hardly ever happens.

The way to it is divided by marks. Lives are lived up to the first mark; those that reach it are gone on with,
each several times by other luck, up to the next; and so on. The product of the shares that reach each next
mark estimates the chance of the whole, without bias: a mark only says where lives are multiplied, and a life
that gets there by another way counts as well. Each repetition is independent of the others, so their spread
tells how far the estimate can be trusted.

Sources: H. Kahn and T. E. Harris, "Estimation of particle transmission by random sampling", National Bureau
of Standards Applied Mathematics Series 12 (1951), 27-30; M. J. J. Garvels, "The splitting method in rare
event simulation" (University of Twente, 2000), whose fixed effort at each mark this is; F. Cérou and A.
Guyader, "Adaptive multilevel splitting for rare event analysis", Stochastic Analysis and Applications 25
(2007), 417-443, for placing the marks by a first try.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twicetold import questions
from twicetold.ask.posed import pose
from twicetold.engine.aside import aside
from twicetold.engine.kernel.branching import Branch, Branching, Mark
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import Loaded, model
from twicetold.lang.question import Question, read_question
from twicetold.runs.counting import Progress
from twicetold.runs.intervals import logarithmic, relative_error

PASS: Final = 0.2
"""What share of lives should pass from one mark to the next: near to the best, exp(-1.6) (Garvels)."""

MOST_MARKS: Final = 100

_WHOLE: Final = 50

MEMORY: Final = 1 << 30
"""The most bytes that lives under way may take together."""


class NoWay(ValueError):
    """No life came nearer to what is asked for, or there is no room for so many; the message says what can be
    done."""


@dataclass(frozen=True, slots=True)
class Rare:
    """The chance of something rare: `share`, the mean of independent `estimates`, with its 95 % interval.

    `marks` are those on the way, in words; `n` lives were lived from each to the next in each repetition.
    `ticks` are all that were lived, those for placing the marks too; living whole lives until the chance is
    known as exactly would take about `whole` ticks. `lineages` are lives in which it happened.
    """

    world: str
    hash: str
    seed: int
    asked: str
    share: float
    low: float
    high: float
    estimates: tuple[float, ...]
    marks: tuple[str, ...]
    n: int
    ticks: int
    whole: float
    endings: dict[str, float]
    lineages: tuple[Lineage, ...]

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


def rare(loaded: Loaded, asked: questions.Given, on_progress: Progress | None = None) -> Rare:
    """How likely it is that something ever holds, by splitting: on the way to it a number rises (`by`), or
    some conditions come to hold, one after the other (`through`).

    Raises TaleError if a question cannot be read, NoWay if the way leads nowhere, ValueError if the questions
    do not fit, `CannotCompile` if the kernel cannot live the world.
    """
    world, question = loaded.world, read_question(loaded, asked.question)
    by = None if asked.by is None else read_question(loaded, asked.by)
    through = [read_question(loaded, text) for text in asked.through]
    n, repetitions, seed = asked.lives, asked.repetitions, asked.seed
    _refuse(by, through, n, repetitions)
    on_the_way = (by,) if by is not None else tuple(through)
    splitting = Splitting(world, question, on_the_way, n, seed)

    def live() -> Rare:
        marks = splitting.place() if by is not None else splitting.through(len(on_the_way))
        estimates: list[float] = []
        ends: list[tuple[float, Sequence[Branch]]] = []
        for repetition in range(repetitions):
            estimate, branches = splitting.repeat(marks)
            estimates.append(estimate)
            ends.append((estimate, branches[: splitting.kept]))
            if on_progress is not None:
                on_progress(repetition + 1, repetitions)
        share = math.fsum(estimates) / len(estimates)
        low, high = logarithmic(estimates)
        return Rare(
            world.name,
            world.hash,
            seed,
            question.text,
            share,
            low,
            high,
            tuple(estimates),
            tuple(splitting.said(mark) for mark in marks),
            n,
            splitting.ticks,
            _whole(share, estimates, splitting.length),
            splitting.endings(ends),
            tuple(branch.lineage for _, branches in ends for branch in branches)[:10],
        )

    return aside(live, splitting.branching.stop)


def _refuse(by: Question | None, through: Sequence[Question], n: int, repetitions: int) -> None:
    if (by is None) == (not through):
        raise ValueError("say either by which number it comes nearer, or through which conditions")
    if by is not None and by.yes_no:
        raise ValueError(
            f"`{by.text}` is no number that rises; for a condition on the way there is `through`"
        )
    for question in through:
        if not question.yes_no or question.expr is None:
            raise ValueError(f"`{question.text}` is no condition")
    if n < 2 or repetitions < 2:
        raise ValueError("there must be 2 lives and 2 repetitions at least")


def _whole(share: float, estimates: Sequence[float], length: float) -> float:
    """How many ticks whole lives would take until the share of those in which it happens is known as exactly:
    the variance of a share is that of a binomial."""
    if not share:
        return 0.0
    error = relative_error(estimates) / math.sqrt(len(estimates))
    return length * (1 - share) / (share * error * error) if error else math.inf


class Splitting:
    """Lives on their way. Every new luck is that of a run that was not used before, from the `first` on."""

    def __init__(
        self,
        world: model.World,
        question: Question,
        on_the_way: Sequence[Question],
        n: int,
        seed: int,
        first: int = 0,
    ) -> None:
        posed = pose(world, question, on_the_way)
        self.on_the_way = on_the_way
        self.n = n
        self._longest = world.ticks
        self.branching = Branching(posed.world, seed)
        if self.branching.size * n * 2 > MEMORY:
            most = MEMORY // (2 * self.branching.size)
            raise NoWay(f"{n} lives of this world at a time are too many: take at most {most}")
        self.kept = min(n, 50)
        self._goal = 0 if posed.ending is None else -2 - posed.ending
        self._first = 1 if posed.ending is None else 0
        self._rng = np.random.default_rng(seed)
        self._first_run = self._run = first
        self.ticks = 0
        self._lived = self._whole = 0
        self._starts: dict[int, NDArray[np.uint64]] = {}

    @property
    def used(self) -> int:
        """How many lives were begun or gone on with."""
        return self._run - self._first_run

    @property
    def length(self) -> float:
        """How many ticks a whole life has."""
        return self._whole / self._lived if self._lived else 0.0

    def said(self, mark: Mark) -> str:
        """A mark in words."""
        question = self.on_the_way[mark.which - self._first]
        return question.text if question.yes_no else f"{question.text} >= {mark.level:g}"

    def through(self, count: int) -> list[Mark]:
        """The marks of so many conditions; how long lives are is seen by some that are lived whole."""
        for _ in range(_WHOLE):
            branch = self.branching.begin(self._fresh())
            self.branching.go_on(branch, Mark(goal=self._goal))
            self._lived, self._whole = self._lived + 1, self._whole + self._age(branch)
        self.ticks += self._whole
        return [Mark(self._first + place, 1.0, self._goal) for place in range(count)]

    # --- living ---------------------------------------------------------------------------------------------

    def _fresh(self) -> int:
        self._run += 1
        return self._run - 1

    def _age(self, branch: Branch) -> int:
        """How many ticks of a life have been lived, that in which an ending came about with the others."""
        tick = self.branching.tick(branch)
        return tick + (self.branching.ended(branch) and tick < self._longest)

    def _set_out(self, pool: Sequence[Branch] | None) -> list[Branch]:
        """So many lives: from the beginning, or going on from some of those in the pool."""
        if pool is None:
            return [self.branching.begin(self._fresh()) for _ in range(self.n)]
        chosen = self._rng.integers(len(pool), size=self.n)
        return [self.branching.fork(pool[place], self._fresh()) for place in chosen]

    def _reach(self, branches: Sequence[Branch], mark: Mark) -> list[Branch]:
        """Those that reach the mark."""
        reached = []
        for branch in branches:
            before = self._age(branch)
            if self.branching.go_on(branch, mark):
                reached.append(branch)
            self.ticks += self._age(branch) - before
        return reached

    def repeat(self, marks: Sequence[Mark]) -> tuple[float, list[Branch]]:
        """One estimate, and the lives that have come to the goal."""
        estimate, pool = 1.0, None
        for mark in (*marks, Mark(goal=self._goal)):
            reached = self._reach(self._set_out(pool), mark)
            estimate *= len(reached) / self.n
            if not reached:
                return 0.0, []
            pool = reached
        assert pool is not None
        return estimate, pool

    def endings(self, ends: Sequence[tuple[float, Sequence[Branch]]]) -> dict[str, float]:
        """How the lives end in which it happened: the shares of the endings."""
        names = self.branching.names.endings
        shares = np.zeros(len(names))
        for estimate, branches in ends:
            if branches:
                for branch in branches:
                    self.branching.go_on(branch, Mark())
                lives = self.branching.finish(branches)
                shares += estimate * np.bincount(lives.ending, minlength=len(names)) / len(branches)
        total = shares.sum()
        return {name: float(share / total) for name, share in zip(names, shares, strict=True) if share}

    # --- placing marks --------------------------------------------------------------------------------------

    def place(self) -> list[Mark]:
        """Marks by a first try, each where about `PASS` of the lives pass that have passed the one before."""
        marks: list[Mark] = []
        pool: list[Branch] | None = None
        level = -math.inf
        while True:
            branches = self._set_out(pool)
            peaks, come = self._peaks(branches, first=pool is None)
            if come >= PASS * self.n:
                return marks
            further = [peak for peak in peaks if peak > level]
            if not further:
                raise NoWay(self._stuck(level))
            wanted = float(np.quantile(peaks, 1 - PASS, method="inverted_cdf"))
            level = wanted if wanted > level else min(further)
            mark = Mark(self._first, level, self._goal)
            marks.append(mark)
            if len(marks) > MOST_MARKS:
                raise NoWay(f"after {MOST_MARKS} marks it is still far away; is there a better number?")
            again = [self._again(branch) for branch in branches]
            pool = self._reach(again, mark)

    def _peaks(self, branches: Sequence[Branch], *, first: bool) -> tuple[list[float], int]:
        """How far lives come if they are lived to their ends (or to the goal), and how many come to it."""
        peaks, come = [], 0
        for branch in branches:
            self._starts[id(branch)] = branch.block.copy()
            before = self._age(branch)
            reached = self.branching.go_on(branch, Mark(goal=self._goal))
            after = self._age(branch)
            self.ticks += after - before
            if first:
                self._lived, self._whole = self._lived + 1, self._whole + after
            come += reached
            peaks.append(math.inf if reached else self.branching.peak(branch, self._first))
        return peaks, come

    def _again(self, branch: Branch) -> Branch:
        """The life as it set out."""
        return Branch(self._starts.pop(id(branch)), branch.lineage)

    def _stuck(self, level: float) -> str:
        at = "at the beginning" if level == -math.inf else f"beyond {level:g}"
        return (
            f"of {self.n} lives none came nearer {at} by `{self.on_the_way[0].text}`;"
            " take more lives, or a number that rises more gradually"
        )
