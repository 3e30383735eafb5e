"""Many lives: how they end, what is otherwise in a twin, what they are like in which something happened."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated, Final

from twicetold import questions
from twicetold.ask import given as given_
from twicetold.ask import lifts, whatif
from twicetold.lang.limits import LINE
from twicetold.questions import Option, Seed, lives
from twicetold.runs import many as lived
from twicetold.runs.numbers import or_none
from twicetold.serve.desk import Desk, World
from twicetold.serve.refusals import Refused
from twicetold.serve.tool import tool

TWINS: Final = 8
"""So many twins are compared at once."""

EVENTS: Final = 15
"""Of so many events it is told that they set lives apart."""

# --- how they end -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Many(World):
    """Lives to be counted."""

    n: Annotated[int, lives("How many lives.")] = questions.LIVES
    seed: Seed = 1
    until: Annotated[
        float | None,
        Option("Stop, at `n` at the latest, when every share is known to ± this: 0.02.", reads="share"),
    ] = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How often lives end so: a share with its 95 % interval."""

    ending: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure over all lives; `never` is in how many of them it did not come."""

    measure: str
    mean: float | None
    sd: float | None
    least: float | None
    median: float | None
    most: float | None
    never: int


@dataclass(frozen=True, slots=True)
class Rare:
    """An ending that few lives have, and some of their runs."""

    ending: str
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """Lives counted. A run is a life that can be looked at: `life`, `why`, `tell`. `typical` is one that
    stands for many."""

    world: str
    hash: str
    seed: int
    n: int
    endings: tuple[Ending, ...]
    measures: tuple[Measure, ...]
    typical: int | None
    rare: tuple[Rare, ...]


@tool("Live a world many times")
def many(desk: Desk, asked: Many) -> Counted:
    """Live a world many times and count how it ends: the share of each ending with its 95 % interval, the
    measures, and runs worth looking at. The same seed gives the same lives."""
    loaded = desk.load(asked)
    question = questions.Many(asked.n, asked.seed, jobs=desk.limits.jobs, until=asked.until)
    batch = lived(loaded.world, question, desk.progress)
    measures = (
        Measure(
            name, or_none(summary.mean), or_none(summary.sd), or_none(summary.min),
            or_none(summary.quantiles["50"]), or_none(summary.max), summary.never,
        )
        for name, summary in batch.measures().items()
    )  # fmt: skip
    return Counted(
        batch.world,
        batch.hash,
        batch.seed,
        batch.n,
        tuple(Ending(**asdict(row)) for row in batch.endings()),
        tuple(measures),
        batch.typical_run(),
        tuple(Rare(row.ending, row.runs) for row in batch.rare()),
    )


# --- what if ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(World):
    """A world and its twins."""

    otherwise: Annotated[
        tuple[str, ...],
        Option(
            "What is otherwise, a twin for each: `forbid walk(Ada, anyone)`, `force run_away(Stiles) when"
            " Stiles.order is go`, `heed 1`, `without dismay`."
        ),
    ]
    n: Annotated[int, lives("How many pairs of lives.")] = questions.PAIRS
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Shift:
    """An ending: how many lives have it as the world is, and in the twin; the difference of the shares with
    its 95 % interval, and whether that excludes none."""

    ending: str
    before: int
    after: int
    difference: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A measure: its mean as the world is, and in the twin, and the difference with its 95 % interval."""

    measure: str
    before: float | None
    after: float | None
    difference: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Flip:
    """Lives that end otherwise in the twin: how many, and the first of their runs."""

    before: str
    after: str
    count: int
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """A twin against the world as it is. `same` lives are one to the last bit, if that can be told."""

    otherwise: str
    endings: tuple[Shift, ...]
    measures: tuple[Turn, ...]
    flips: tuple[Flip, ...]
    same: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A world and its twins, `n` pairs of lives with the same luck."""

    world: str
    seed: int
    n: int
    twins: tuple[Twin, ...]


@tool("What if something were otherwise")
def what_if(desk: Desk, asked: WhatIf) -> Compared:
    """Compare a world with twins in which something is otherwise, life by life with the same luck: how the
    shares of endings and the measures change, and which lives end otherwise. To look at a life of a twin, ask
    `life` or `tell` with what is otherwise among its `lines`."""
    if not 1 <= len(asked.otherwise) <= TWINS or not all(map(str.strip, asked.otherwise)):
        raise Refused(
            f"`otherwise` has to say 1 to {TWINS} things, each a line such as `forbid walk(Ada, anyone)`"
        )
    world = desk.load(asked).world
    twins = [whatif.Twin(line, desk.load(asked, line).world) for line in asked.otherwise]
    question = questions.WhatIf(n=asked.n, seed=asked.seed, jobs=desk.limits.jobs)
    found = whatif.whatif(world, twins, question, desk.progress)
    return Compared(found.world, found.seed, found.n, tuple(map(of_twin, found.twins)))


def of_twin(found: whatif.Compared) -> Twin:
    """A twin as it is answered."""
    return Twin(
        found.twin.name,
        tuple(
            Shift(
                shift.ending, shift.before, shift.after, shift.difference.estimate, shift.difference.low,
                shift.difference.high, shift.difference.sure,
            )
            for shift in found.endings
            if shift.before or shift.after
        ),
        tuple(
            Turn(
                turn.measure, or_none(turn.before), or_none(turn.after), or_none(turn.difference.estimate),
                or_none(turn.difference.low), or_none(turn.difference.high),
            )
            for turn in found.measures
        ),
        tuple(Flip(flip.before, flip.after, flip.count, flip.runs) for flip in found.flips),
        found.same,
    )  # fmt: skip


# --- given that it happened ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(World):
    """What lives are like in which something happened."""

    question: Annotated[
        str,
        Option(
            "What happened: an event `bite(Derek, Stiles)`, `strike(Abel, anyone) killed`; a condition"
            ' `Abel.thirst > 0.9`; or an ending in quotes, `"both live"`.'
        ),
    ]
    n: Annotated[int, lives("How many lives.")] = 2000
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Lift:
    """Something that happens in these lives: its share among them with the 95 % interval, its share among
    all, and how many times as often that is (null: there is no telling)."""

    what: str
    share: float
    low: float
    high: float
    share_of_all: float
    lift: float | None


@dataclass(frozen=True, slots=True)
class Mean:
    """A measure: its mean among these lives with the 95 % interval, and among all."""

    measure: str
    mean: float | None
    low: float | None
    high: float | None
    mean_of_all: float | None


@dataclass(frozen=True, slots=True)
class Conditional:
    """In `count` of `n` lives it happened, a share with its 95 % interval; `runs` are the first of them. How
    these end, their measures, and which events set them apart most surely."""

    world: str
    question: str
    seed: int
    n: int
    count: int
    share: float
    low: float
    high: float
    runs: tuple[int, ...]
    endings: tuple[Lift, ...]
    measures: tuple[Mean, ...]
    events: tuple[Lift, ...]


@tool("Given that something happened")
def given(desk: Desk, asked: Given) -> Conditional:
    """Look at those lives in which something happened: how often it does, how they end, and what sets them
    apart from all lives."""
    loaded = desk.load(asked)
    question = questions.Given(asked.question, asked.n, asked.seed, jobs=desk.limits.jobs)
    try:
        found = given_.given(loaded, question, desk.progress)
    except ValueError as error:
        raise Refused(str(error)) from None
    measures = (
        Mean(mean.measure, *map(or_none, (mean.mean, mean.low, mean.high, mean.mean_of_all)))
        for mean in found.measures
    )
    return Conditional(
        found.world, found.asked[:LINE], found.seed, found.n, found.count, found.share, found.low, found.high,
        found.runs, tuple(map(_lift, found.endings)), tuple(measures),
        tuple(map(_lift, found.events[:EVENTS])),
    )  # fmt: skip


def _lift(found: lifts.Lift) -> Lift:
    return Lift(found.what, found.share, found.low, found.high, found.share_of_all, or_none(found.lift))


TOOLS: Final = (many, what_if, given)
