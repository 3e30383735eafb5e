"""Endings, measures, rewards, wants and expectations: what is kept of a life, what it is worth to whoever
lives it, what they want, and what its author expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import count

from twicetold.lang.model.constructs import Action, Condition, Construct, Event, Role, Rule, Sense
from twicetold.lang.model.expressions import Expr, conjuncts
from twicetold.lang.model.place import late, number, place
from twicetold.lang.model.texts import Wording
from twicetold.lang.source import Span


@dataclass(frozen=True, slots=True)
class Ending:
    """How a life can end, and how that is told; `cond` None is always. Its parts have the numbers that follow
    its own.
    """

    name: str
    cond: Expr | None
    at_end: bool
    size: int
    wordings: tuple[Wording, ...] = late(())
    span: Span = place()
    number: int = number()


@dataclass(frozen=True, slots=True)
class Measure:
    """A number kept per life: what it is at the end, or of a `peak` the highest that it was at the beginning
    and at the end of any tick. One whose type is a time is kept as it is: of a life in which it never came it
    is `NEVER`."""

    name: str
    expr: Expr
    size: int
    peak: bool = False
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Series:
    """A measure over time: a number kept of a life again and again, as it is at the beginning of each tick at
    which a rule would hold of `every` so often (see `Rule`), and at the end of a life that lasts, if that is
    such a time. Of the ticks that a life does not come to it is `NEVER`, as of one whose type is a time that
    has not come.
    """

    name: str
    expr: Expr
    size: int
    ticks: int
    times: int
    phases: tuple[int, ...]
    span: Span = place()

    def points(self, last: int) -> Iterator[int]:
        """The ticks at which it is kept, up to the last, in order."""
        before = -1
        if not self.times:
            return
        for reached in merge(*(count(first, self.ticks) for first in self.phases or (self.ticks,))):
            tick = -(-reached // self.times)
            if tick > last:
                return
            if tick > before:
                yield tick
            before = tick


@dataclass(frozen=True, slots=True)
class Reward:
    """How much somebody's lot is worth, now, to whoever plays them, read in truth: a number for everybody who
    is of the role's kind. What somebody's lot is worth in all is the sum of these, in order of declaration.

    What an agent is given is by how much that sum has grown, so that over a life, undiscounted, the rewards
    add up to the worth at the end less that at the beginning, whatever lies between: the form of
    potential-based rewards (A. Y. Ng, D. Harada, S. Russell: Policy invariance under reward transformations,
    ICML 1999). It moves nothing in the world."""

    role: Role
    expr: Expr
    size: int
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Wants:
    """What somebody wants, a number for everybody who is of the role's kind, worked out in their beliefs; in
    all it is the sum of these, in order of declaration. To reach more of it they plan for at most so many
    `steps`. It moves nothing in the world: `find` asks whether what is done is explained by it."""

    role: Role
    expr: Expr
    steps: int
    size: int
    span: Span = place()


@dataclass(frozen=True, slots=True)
class Expect:
    """The author's test: the share of an ending, or of the lives in which a pattern is found, or the mean of
    a measure, lies within `lo..hi`."""

    ending: str | None
    measure: str | None
    lo: float
    hi: float
    pattern: str | None = late(None)
    span: Span = place()

    @property
    def of(self) -> str:
        """What it is of, by name."""
        return self.ending or self.measure or self.pattern or ""

    @property
    def is_share(self) -> bool:
        """Whether a share of lives is expected, and not a mean."""
        return self.measure is None


def conditions(owner: Construct | Ending) -> Iterator[Condition]:
    """What is asked before a construct is lived or an ending reached, in order of the text."""
    match owner:
        case Sense(when=parts) | Action(needs=parts):
            yield from parts
        case Rule(where=where, when=when):
            yield from (*where, *when)
        case Ending(cond=cond, number=number):
            for place, part in enumerate(conjuncts(cond), number + 1):
                yield Condition(part, 0, "", span=part.span, number=place)
        case Event():
            pass
