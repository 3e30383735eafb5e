"""A canon held against a world: can it come about, is it in character, how likely is it?

Several lives are lived side by side, each with the canon as its guide. One that can no longer follow is
replaced by a twin of one that can, with other noise from there on (a particle filter; A. Doucet, N. de
Freitas and N. Gordon, "Sequential Monte Carlo Methods in Practice", 2001). Where none can follow, all
go back a while and try again; if that fails too the line is not possible, and all lives go on without it.

None of these lives is recorded, which would take most of the time. The one that followed best is lived again
at the end, for what is kept of it and for the reasons of what was not possible.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from twicetold.ask.canon_guide import Beat, CanonGuide, Choosing
from twicetold.engine import Interpreter, Life, Living
from twicetold.engine.meaning.interventions import Intervention, Luck
from twicetold.engine.meaning.record import Lineage
from twicetold.lang import limits
from twicetold.lang.model.canon import Canon, CanonLine


@dataclass(frozen=True, slots=True)
class LineReport:
    """What `check` says of one canon line.

    `obstacle` says why it is not possible; `choosing` is None where nobody chose; `tick` is when its last
    part came about; `events` are the numbers of its events in the guided life.
    """

    line: CanonLine
    possible: bool
    tick: int | None
    events: tuple[int, ...]
    choosing: Choosing | None
    log_probability: float
    obstacle: str | None

    @property
    def in_character(self) -> bool:
        """Whether nobody was made to act against their urges for it."""
        return self.choosing is None or self.choosing.in_character


@dataclass(frozen=True, slots=True)
class CanonReport:
    """What `check` says of a canon: each line, and the guided life they come from.

    `course` makes the life of that run what the guided life is: whose luck it had when, and what the canon
    decided. Either engine, put `under` it, lives that life again, to the bit.
    """

    canon: Canon
    lines: tuple[LineReport, ...]
    life: Life
    course: tuple[Intervention, ...]

    @property
    def possible(self) -> bool:
        """Whether every line can come about."""
        return all(line.possible for line in self.lines)

    @property
    def in_character(self) -> float:
        """The share of lines that are in character."""
        return sum(line.in_character for line in self.lines) / len(self.lines) if self.lines else 1.0

    @property
    def log_probability(self) -> float:
        """Of all choices and chances that the canon asked for, given the life around them; minus infinity
        if a line is not possible.
        """
        return sum(line.log_probability for line in self.lines) if self.possible else float("-inf")


IN_CHARACTER = 0.9
"""The share of lines that must not be forced against an urge below the median of the alternatives."""

FEW, LIVES = 4, 40
"""How many lives follow a canon side by side: at first, and at most, where that many have lost their way."""

RETURNS = 4
"""How often all lives go back, each time farther, before a line is given up."""

_APART = 4
"""The ticks between two moments to which the lives can go back."""


def check_canon(interpreter: Interpreter, canon: Canon, *, seed: int = 1, lives: int = LIVES) -> CanonReport:
    """Live the world by the canon, up to `lives` lives side by side, and report on every line."""
    company = _Company(interpreter, list(_beats(canon)), seed, lives)
    while company.step():
        pass
    best = company.lived_again(max(company.followers, key=_merit))
    lines = tuple(_report(best, line) for line in canon.lines)
    return CanonReport(canon, lines, best.living.life(), tuple(best.course()))


class _Company:
    """The lives that follow a canon side by side: few, and twice as many, whenever all have lost their way, until
    some are past what they missed."""

    def __init__(self, interpreter: Interpreter, beats: Sequence[Beat], seed: int, most: int) -> None:
        self._begin = partial(_Follower.begin, interpreter, CanonGuide(interpreter, beats), seed)
        self._most = most
        self.followers = [self._begin(run, record=False) for run in range(min(FEW, most))]
        self._fresh = len(self.followers)
        self._kept: list[tuple[int, list[_Follower]]] = []
        self._returns: dict[int, int] = {}
        self._past = 0

    def step(self) -> bool:
        """Live one tick. Returns whether there is more to follow."""
        self._keep()
        going_on = [follower.step() for follower in self.followers]
        if not any(going_on):
            return False
        able = sorted(
            (follower for follower in self.followers if not follower.lost), key=_merit, reverse=True
        )
        if not able:
            self._go_back_or_give_up()
            return True
        if len(self.followers) > FEW and able[0].living.state.tick > self._past:
            self.followers = able[:FEW]
        lost = [place for place, follower in enumerate(self.followers) if follower.lost]
        for turn, place in enumerate(lost):
            self.followers[place] = self._twin(able[turn % len(able)])
        return True

    def _twin(self, follower: _Follower) -> _Follower:
        self._fresh += 1
        run = self._fresh - 1
        # How a life starts is drawn by the luck of its run too: one that has not begun begins anew.
        return follower.fork(run) if follower.living.state.tick > 0 else self._begin(run, record=False)

    def lived_again(self, follower: _Follower) -> _Follower:
        """The same life, recorded."""
        (run, _), *others = follower.lineage
        again = self._begin(run, record=True)
        for run, tick in others:
            while again.living.state.tick < tick and again.step():
                again.give_up()
            again = again.fork(run)
        while again.step():
            again.give_up()
        return again

    def _keep(self) -> None:
        """Keep this moment, if it is time."""
        tick = max(follower.living.state.tick for follower in self.followers)
        if not self._kept or tick >= self._kept[-1][0] + _APART:
            self._kept.append((tick, [follower.fork(follower.living.run) for follower in self.followers]))

    def _go_back_or_give_up(self) -> None:
        """All have lost their way: try again from before the beat they missed, or go on without it."""
        missed = {place for follower in self.followers for place in follower.missed()}
        first = min(missed)
        turn = self._returns[first] = self._returns.get(first, 0) + 1
        if turn > RETURNS:
            for follower in self.followers:
                follower.give_up()
            return
        before = self.followers[0].guide.beats[first].first - _APART * (turn - 1)
        while len(self._kept) > 1 and self._kept[-1][0] >= before:
            self._kept.pop()
        kept = self._kept[-1][1]
        count = min(2 * len(self.followers), self._most)
        self._past = max(self._past, self.followers[0].guide.beats[first].last)
        self.followers = [self._twin(follower) for follower in itertools.islice(itertools.cycle(kept), count)]


def _beats(canon: Canon) -> Iterator[Beat]:
    for line in canon.lines:
        for part in line.parts:
            yield Beat(line, part, line.first, line.due, line.last)


def _merit(follower: _Follower) -> tuple[int, int, float]:
    progress = follower.guide.progress
    met = sum(step.met is not None for step in progress)
    willing = sum(step.choosing is None or step.choosing.in_character for step in progress)
    return met, willing, sum(step.log_probability for step in progress)


def _report(follower: _Follower, line: CanonLine) -> LineReport:
    mine = [p for b, p in zip(follower.guide.beats, follower.guide.progress, strict=True) if b.line is line]
    possible = all(step.met is not None for step in mine)
    choosings = [step.choosing for step in mine if step.choosing is not None]
    worst = min(choosings, key=lambda c: c.urge - c.median, default=None)
    obstacle = next(
        (step.obstacle or "it did not come about in time" for step in mine if step.met is None), None
    )
    return LineReport(
        line=line,
        possible=possible,
        tick=max((step.met for step in mine if step.met is not None), default=None),
        events=tuple(step.event for step in mine if step.event is not None),
        choosing=worst,
        log_probability=sum(step.log_probability for step in mine),
        obstacle=obstacle,
    )


class _Follower:
    """One of the lives that follow the canon side by side."""

    def __init__(self, living: Living, guide: CanonGuide, lineage: Lineage) -> None:
        self.living = living
        self.guide = guide
        self.lineage = lineage
        self.going = True

    @staticmethod
    def begin(interpreter: Interpreter, fresh: CanonGuide, seed: int, run: int, *, record: bool) -> _Follower:
        guide, steps = fresh.fork(), interpreter.world.budget // limits.RECORDED
        living = interpreter.begin(seed, run, record=record, guide=guide, steps=steps)
        return _Follower(living, guide, ((run, 0),))

    @property
    def lost(self) -> bool:
        """Whether it has missed a beat, or ended before the canon does."""
        return bool(self.missed()) or (not self.going and self.guide.waiting())

    def missed(self) -> list[int]:
        """The beats whose time is over, or whose life is."""
        tick = self.living.state.tick
        missed = [
            place
            for place in self.guide.waiting_places()
            if self.guide.beats[place].last < tick or not self.going
        ]
        for place in missed:
            self.guide.explain(place, self.living)
        return missed

    def give_up(self) -> None:
        """Go on without what has been missed."""
        self.guide.given_up.update(self.missed())

    def step(self) -> bool:
        """Live one tick. Returns whether there is more to follow."""
        if not self.going or not self.guide.waiting():
            return False
        self.going = self.living.step()
        self.guide.look(self.living)
        return True

    def fork(self, run: int) -> _Follower:
        """A twin with other noise from here on."""
        guide, lineage = self.guide.fork(), self.lineage
        if run != self.living.run:
            lineage = (*lineage, (run, self.living.state.tick + (not self.going)))
        twin = _Follower(self.living.fork(run, guide), guide, lineage)
        twin.going = self.going
        return twin

    def course(self) -> Iterator[Intervention]:
        """What makes the life of its run this one: earlier luck, and what the canon decided."""
        for (run, first), (_, then) in itertools.pairwise(self.lineage):
            yield Luck(run, first, then - 1)
        yield from self.guide.course
