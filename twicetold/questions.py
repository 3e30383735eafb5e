"""What can be asked: each question of many lives, and how a life is told, is one frozen request.

A field has its name, its type and what it is if nothing is said here and nowhere else; and an `Option`, by
which the command line asks for it, or none if it does not. Whoever answers takes the request: a function of
`runs`, `ask` or `tell`, a method of `api`, a command. It imports nothing but the words one can choose from,
so that help is shown soon.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Final, Literal

from twicetold import choices
from twicetold.choices import MOST
from twicetold.choices import Engine as Engines

LIVES: Final = 200
"""How many lives there are of `Many` if nothing is said of it."""

PAIRS: Final = 1000
"""How many pairs there are of `WhatIf` if nothing is said of it."""


@dataclass(frozen=True, slots=True)
class Option:
    """How a field is asked for on a command line: what is told of it; the names it goes by, if not by its
    own; what stands for its value, and how that is read, if not as its type says; between which numbers it
    lies; what is told of its default, if not its value."""

    help: str
    names: tuple[str, ...] = ()
    metavar: str | None = None
    reads: Literal["count", "share", "whole"] | None = None
    min: int | None = None
    max: int | None = None
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Argument(Option):
    """A field that is said without a name."""


def lives(help: str, default: str | None = None) -> Option:
    """How many lives: `-n`. `default` says how many there are if that hangs on what else is asked."""
    return Option(help, ("-n", "--lives"), "N", "count", default=default)


def until(help: str) -> Option:
    """How exactly something is to be known: `--until`."""
    return Option(help, metavar="SHARE", reads="share")


Seed = Annotated[int, Option("All chance comes from this number.", min=0, max=MOST)]
Jobs = Annotated[
    int | None, Option("Processes to live in; never changes an answer.", min=1, default="all cores")
]
Engine = Annotated[Engines, Option("What lives them; never changes an answer.")]
Knobs = Annotated[
    tuple[str, ...], Option("Turn only this one; may be repeated.", ("--knob",), metavar="KNOB")
]


# --- many lives ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Many:
    """Many lives to be counted. Without a number of them there are `LIVES`, or as many as it takes `until`
    all shares are known."""

    n: Annotated[int | None, lives("How many lives: 1000, 1_000_000, 1e6.", f"{LIVES}")] = None
    seed: Seed = 1
    _: KW_ONLY
    jobs: Jobs = None
    until: Annotated[
        float | None, until("Stop when every ending's share is known to ± this, such as 0.5%.")
    ] = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Branches:
    """Where lives part: what happens in some and not in others, by what it tells of how they end."""

    n: Annotated[int, lives("How many lives.")] = 2000
    seed: Seed = 1
    _: KW_ONLY
    depth: Annotated[int, Option("How often they may part on the way to an ending.", min=1, max=6)] = 3
    jobs: Jobs = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Check:
    """What a world's author expects of it, to be held against its lives."""

    n: Annotated[int, lives("The most lives to hold `expect` lines against; fewer if they decide it.")] = (
        10_000
    )
    seed: Seed = 1
    _: KW_ONLY
    jobs: Jobs = None
    engine: Engines = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Cover:
    """What of a world is ever reached."""

    n: Annotated[int, lives("How many lives.")] = 1000
    seed: Seed = 1
    _: KW_ONLY
    jobs: Jobs = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Lint:
    """Where lives contradict themselves."""

    n: Annotated[int, lives("How many lives.")] = 20
    seed: Seed = 1


@dataclass(frozen=True, slots=True)
class Given:
    """What lives are like in which something happened; or, with a way on which it comes nearer, how likely it
    is, by splitting. `n` is then how many lives there are from each mark to the next."""

    question: Annotated[str, Argument("An event, a condition, or an ending in quotes.", metavar="QUESTION")]
    n: Annotated[
        int | None,
        lives("How many lives; with --by or --through, from each mark to the next.", "10000, or 500"),
    ] = None
    seed: Seed = 1
    _: KW_ONLY
    by: Annotated[
        str | None, Option("For what is rare: a number that rises as it comes nearer.", metavar="NUMBER")
    ] = None
    through: Annotated[
        tuple[str, ...],
        Option("For what is rare: what holds on the way; may be repeated.", metavar="CONDITION"),
    ] = ()
    repetitions: Annotated[int, Option("With --by or --through: how many independent estimates.", min=2)] = 12
    jobs: Jobs = None
    engine: Engine = Engines.AUTO

    @property
    def splits(self) -> bool:
        """Whether a way is said."""
        return self.by is not None or bool(self.through)

    @property
    def lives(self) -> int:
        """How many lives there are."""
        return (500 if self.splits else 10_000) if self.n is None else self.n


@dataclass(frozen=True, slots=True)
class Sift:
    """How often the patterns of a world are found in its lives; all patterns if none is named."""

    n: Annotated[int, lives("How many lives: 1000, 1_000_000, 1e6.")] = 1000
    seed: Seed = 1
    _: KW_ONLY
    patterns: Annotated[
        tuple[str, ...],
        Option("Sift for this one only; may be repeated.", ("--pattern",), metavar="NAME"),
    ] = ()
    jobs: Jobs = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Find:
    """Lives in which something comes about: `n` different ones, sought among so many `lives` and, if too few
    of them come to it, by splitting."""

    question: Annotated[str, Argument("An event, a condition, or an ending in quotes.", metavar="CONDITION")]
    _: KW_ONLY
    n: Annotated[int, Option("How many different lives.", ("-n",), "K", min=1, max=100)] = 3
    seed: Seed = 1
    lives: Annotated[
        int, Option("How many lives are tried as they come.", ("--lives",), "N", "count", default="2000")
    ] = 2000
    shortest: Annotated[
        int | None, Option("Only lives with at most so many acts before it.", metavar="N", min=0)
    ] = None
    in_character: Annotated[
        float | None,
        Option("Only lives of which this share of the acts is in character.", metavar="SHARE", reads="whole"),
    ] = None
    explained: Annotated[
        bool,
        Option("Only what is explained by what people want, in a world without chance.", ("--explained",)),
    ] = False
    minds: Annotated[
        int, Option("With --explained: how many minds within one another are looked into.", min=1, max=3)
    ] = 2
    states: Annotated[
        int | None,
        Option("Instead: count all states there are by so many steps, in a world without chance.", min=0),
    ] = None
    jobs: Jobs = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A world and its twins, pair by pair. Without a number of pairs there are `PAIRS`, or as many as it
    takes `until` all differences are known."""

    _: KW_ONLY
    n: Annotated[int | None, lives("How many pairs.", f"{PAIRS}")] = None
    seed: Seed = 1
    jobs: Jobs = None
    until: Annotated[float | None, until("Stop when every difference is known to ± this.")] = None
    engine: Engine = Engines.AUTO


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Which knobs matter, and for what. Without a number of groups there are as many as the method needs."""

    n: Annotated[int, lives("Lives of each setting.")] = 100
    seed: Seed = 1
    _: KW_ONLY
    method: Annotated[
        choices.Method, Option("Shares of the variance, or average effects, which are cheaper.")
    ] = "sobol"
    groups: Annotated[int | None, Option("How many groups of settings.", min=2, default="128, or 20")] = None
    knobs: Knobs = ()
    jobs: Jobs = None


@dataclass(frozen=True, slots=True)
class Tune:
    """Values of knobs for which a world ends as wanted."""

    targets: Annotated[
        tuple[str, ...],
        Option(
            "Such as '\"an ending\" = 30%' or 'a_measure in 2..4'; may be repeated.",
            ("--want",),
            metavar="WISH",
        ),
    ]
    _: KW_ONLY
    trials: Annotated[int, Option("How many settings are tried at first.", min=6)] = 120
    n: Annotated[int, lives("Lives of each of them.")] = 400
    check: Annotated[int, Option("Lives of another seed to hold what was found against.", min=200)] = 4000
    knobs: Knobs = ()
    seed: Seed = 1
    jobs: Jobs = None


# --- one life -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Why:
    """What brought the ending of a life about, or the event of that number."""

    event: Annotated[
        int | None, Option("Ask about this event, by its number in `run --json`.", metavar="NUMBER")
    ] = None
    _: KW_ONLY
    n: Annotated[int, lives("Lives that weigh each cause.")] = 100


@dataclass(frozen=True, slots=True)
class Tell:
    """How a life is told, in the words of a `telling` block; what is None is as the telling has it."""

    telling: Annotated[str | None, Option("A telling that the world declares.", metavar="NAME")] = None
    _: KW_ONLY
    close_to: Annotated[
        tuple[str, ...],
        Option("Through whose mind; may be repeated; `anyone` for all.", ("--close-to",), "NAME"),
    ] = ()
    from_outside: Annotated[
        bool, Option("Through nobody's mind: only what can be seen.", ("--from-outside",))
    ] = False
    order: Annotated[choices.Order | None, Option("The order in which it is told.")] = None
    by: Annotated[choices.Grouping | None, Option("With --order syllepsis: grouped by what.")] = None
    tense: Annotated[choices.Base | None, Option("The tense.")] = None
    person: Annotated[choices.Person | None, Option("With --close-to: whether that mind is I, or you.")] = (
        None
    )
    naming: Annotated[choices.Naming | None, Option("What people are called.")] = None
    thought: Annotated[choices.Thought | None, Option("How thoughts are given.")] = None
    speech: Annotated[choices.Speech | None, Option("How what is said is given.")] = None
    pace: Annotated[choices.Pace | None, Option("How fully.", default="by what it matters")] = None
    frequency: Annotated[choices.Frequency | None, Option("Each time, or what happens often once.")] = None
    patterns: Annotated[
        bool, Option("Name the patterns of the world where they are completed.", ("--patterns",))
    ] = False
    narrator: Annotated[
        str | None,
        Option("Who tells it: dry, foreboding or plain, or a file that ends with .narrator.", metavar="NAME"),
    ] = None
