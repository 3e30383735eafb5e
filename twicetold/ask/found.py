"""Lives that were found: what is done on the way, and how in character and how likely each act is."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from twicetold.ask.canon_guide import Choosing
from twicetold.engine import Guide, Interpreter, Option
from twicetold.engine.meaning.record import Lineage
from twicetold.engine.observe import Happens, Observer, State
from twicetold.lang import model
from twicetold.lang.question import Question

COME: Final = "what is sought"
"""The ending of a life in which something has come about that is no ending of its world."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done on the way: what, by whom and with whom, when it was over in seconds, how it turned out;
    its urge, the median of those of all else that could be done then, and its chance. These are None of what
    was not chosen then, such as what goes on from before."""

    name: str
    roles: tuple[str, ...]
    seconds: float
    outcome: str
    choosing: Choosing | None
    plans: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """The plans that explain it: whose, and what they are to do, from this on."""

    @property
    def in_character(self) -> bool:
        """Whether it was not done against an urge below the alternatives' median."""
        return self.choosing is None or self.choosing.in_character


@dataclass(frozen=True, slots=True)
class Found:
    """A life in which it comes about, at `seconds`, after these acts.

    It is the life of `run` with the luck of other runs from some ticks on (`luck`), in the world with these
    `lines`, that forbid what it can do without. `in_character` is the share of its acts that are; `likely`
    the mean chance of an act (geometric).
    """

    run: int
    luck: Lineage
    lines: tuple[str, ...]
    seconds: float
    acts: tuple[Act, ...]
    in_character: float
    likely: float
    again: bool = True
    """Whether options of the command line make a life this one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what is sought: in how many of the lives that were tried it ever was so."""

    text: str
    lives: int


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer. `tried` lives were lived as they came, of which it came about in `came`, and `split`
    further ones were sought on the way. `left_out` are lives that were found and are longer, or less in
    character, than was asked for. `parts` say what of it came about in how many of those tried, and `nearest`
    is the run that came nearest. Where stories were sought step by step, so many `states` were looked at,
    and `all` is whether no more than these can be come to in so few steps;
    `unexplained` is what was possible and not explained, for whom, and how often.
    """

    world: str
    hash: str
    seed: int
    asked: str
    tried: int
    came: int
    split: int
    found: tuple[Found, ...]
    left_out: int
    parts: tuple[Part, ...]
    nearest: int | None
    states: int = 0
    all: bool = False
    unexplained: tuple[tuple[str, str, int], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON has it."""
        return asdict(self)


def goal(world: model.World, sought: Question) -> tuple[model.World, str]:
    """The world with an ending where something comes about, and its name: its own if that is sought."""
    if sought.ending is not None:
        return world, sought.ending
    ending = model.Ending(COME, sought.expr, at_end=False, size=sought.size)
    return replace(world, endings=(ending, *world.endings)), COME


def rank(life: Found) -> tuple[float, float, int, int]:
    """By what lives are ordered: the most in character first, then the likeliest, then the shortest."""
    return -life.in_character, -life.likely, len(life.acts), life.run


def character(acts: Sequence[Act]) -> tuple[float, float]:
    """The share of acts that are in character, and the mean chance of one (geometric)."""
    chances = [act.choosing.chance for act in acts if act.choosing is not None and act.choosing.chance > 0]
    return (
        sum(act.in_character for act in acts) / len(acts) if acts else 1.0,
        math.exp(statistics.fmean(map(math.log, chances))) if chances else 1.0,
    )


class Choices(Guide):
    """Looks on at a life that is not recorded: how whoever did something came to it."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.observer = Observer(interpreter)
        self._actions = interpreter.world.actions
        self.begun: dict[tuple[str, tuple[int, ...]], Choosing] = {}
        """By what it is and of whom, the last time it was chosen."""
        self.over: dict[tuple[int, str, tuple[int, ...]], Choosing] = {}
        """By when it was over, what was done and of whom."""

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        if chosen != -1:
            option = options[chosen]
            others = [other.urge for place, other in enumerate(options) if place != chosen] + [0.0]
            odds = self.observer.odds(options)[chosen]
            key = self._actions[option.action].name, option.roles
            self.begun[key] = Choosing(option.urge, statistics.median(others), odds)
        return chosen

    def ended(self, s: State, happening: Happens) -> None:
        choosing = self.begun.get((happening.name, happening.roles))
        if choosing is not None:
            self.over[s.tick, happening.name, happening.roles] = choosing
