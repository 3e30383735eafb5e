"""The state of a life between two of its moments, with the epistemic state of each mind.

`State` is all that a life consists of now; it can be copied, so that a life can be continued in two ways.
What is only kept to explain a life, never read to live it, is in its `log` (see `log.py`), which is
None in lives of which only the ending is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, NoReturn, Protocol

from twicetold.engine.interpreter.log import Log
from twicetold.engine.interpreter.reading import Cells, Minds, NotedCells, NotedMinds, Read
from twicetold.engine.meaning.budget import LifeTooLong, Spent
from twicetold.engine.meaning.minds import TRUTH as TRUTH
from twicetold.engine.meaning.noise import Noise
from twicetold.engine.meaning.record import Causes, Part
from twicetold.engine.meaning.turns import Option
from twicetold.lang import limits, model

Frame = list[Any]
"""What is bound while a construct is lived; slot 0 is the mind whose beliefs are read, -1 for the truth.

Values are `Any` in this room: the checker has proved their types, which differ from slot to slot and cell
to cell.
"""

NOTHING = -2
"""The number of no event at all, not even of one that was not recorded (-1)."""


class Past(NamedTuple):
    """An event that came to its end, as it is remembered: its roles, outcome, tick, and number in the log (or
    -1).
    """

    roles: tuple[int, ...]
    outcome: str
    tick: int
    number: int
    times: int = 1
    """How many such events it stands for: those without numbers are kept as one, the last."""


Alike = tuple[tuple[int, ...], str, int]
"""What tells an event from others of its name, but for when it was: its roles, outcome and number."""


class Running(NamedTuple):
    """An action under way: which (its place among the world's actions), its frame, when it began and ends."""

    action: int
    roles: tuple[int, ...]
    frame: Frame
    began: int
    ends: int
    order: int
    """Its place among all actions of the life in order of starting."""
    causes: Causes | None
    failed: bool = False
    """A failed attempt: only time passes."""
    reason: tuple[Part, ...] = ()
    """For the log: why it is done, in words."""


class Happens(Protocol):
    """An event while it happens, as a guide sees it; `number` is -1 until it has one in the log."""

    @property
    def name(self) -> str:
        """What happens."""

    @property
    def roles(self) -> tuple[int, ...]:
        """Who takes part."""

    @property
    def number(self) -> int:
        """Its number in the life."""

    @property
    def outcome(self) -> str:
        """How it turned out, so far."""


class Guide:
    """The hand that may steer a life: a canon held against it, an intervention, a player. This one leaves
    everything as it is; others override what they steer.

    Without a guide a life follows its urges and its noise. A guide is asked wherever these have just decided,
    and may decide otherwise. The noise is drawn either way, so that a guided life shares all other luck with
    the life it would have been.
    """

    def turn(self, s: State, actor: int) -> None:
        """The turn of an actor has come: to choose if free, else to go on with what is under way."""

    def choose(self, s: State, actor: int, options: Sequence[Option], chosen: int) -> int:
        """The place of the option to take, or -1 to do nothing; `chosen` is what urges and noise decided."""
        return chosen

    def chance(
        self, s: State, happening: Happens, node: model.Chance, f: Frame, p: float, holds: bool
    ) -> bool:
        """Whether a chance holds; `holds` is what its draw against `p` decided."""
        return holds

    def ended(self, s: State, happening: Happens) -> None:
        """Something that happened has come to its end."""


class Interventions(Protocol):
    """The interventions of a life, asked wherever it would go on by itself; see `otherwise.py`."""

    def forbids(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether something may not take place, or not be chosen."""

    def forces(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether an action must be chosen."""

    def voids(self, s: State, name: str, roles: Sequence[int]) -> bool:
        """Whether something takes place without its effects."""

    def falls(self, s: State, site: str, entities: Sequence[int], again: int) -> bool | None:
        """Whether a chance that was drawn so often before has to hold; None if it falls as it would."""

    def luck(self, s: State, run: int) -> int:
        """The run whose draws are made now, in the life of this run."""

    def started(self, s: State, name: str, roles: Sequence[int]) -> None:
        """An action has been started."""


class Paths(dict[int, dict[int, Any]]):
    """What minds hold, where there are also minds of minds: of each of which it is asked."""

    def __missing__(self, path: int) -> dict[int, Any]:
        held = self[path] = {}
        return held

    def copy(self) -> Paths:
        """A copy that goes its own way."""
        return Paths({path: held.copy() for path, held in self.items() if held})


Held = list[dict[int, Any]] | Paths


class State:
    """A life now. Made by `life.begin`; changed only by the constructs of this room."""

    __slots__ = (
        "acted", "again", "cells", "counts", "digest", "edges", "engaged", "finished", "first", "guide",
        "happened", "held", "kept", "left", "log", "memory", "minds", "noise", "now", "otherwise", "peaks",
        "running", "scored", "series", "settled", "spent", "started", "stirred", "tick", "trace", "truth",
        "undone", "whose",
    )  # fmt: skip

    def __init__(
        self,
        whose: tuple[str, int, int],
        noise: Noise,
        size: int,
        minds: int,
        log: Log | None,
        guide: Guide | None,
        otherwise: Interventions | None = None,
        *,
        left: int,
    ) -> None:
        self.whose = whose
        """The world's name, the seed and the run."""
        self.noise = noise
        self.left = left
        """How many steps the life may still take; see `engine/meaning/work.py`."""
        self.guide = guide
        self.otherwise = otherwise
        """What is made otherwise in this life, if anything is."""
        self.spent: frozenset[int] = frozenset()
        """What was to be forced once and has been."""
        self.log = log
        self.tick = 0
        self.now = 0.0
        self.cells: list[Any] = [0.0] * size
        self.first: list[Any] = []
        """The cells at the start of the life: what a mind holds of which it has learned nothing."""
        self.held: Held = [{} for _ in range(minds)] if minds else Paths()
        """What each mind holds, by its number (see `meaning/minds.py`): cells where that has been set or
        learned. Of minds of minds there are only those that hold anything.
        """
        self.memory: dict[tuple[int, str], dict[Alike, Past]] = {}
        """What each mind remembers, by the event's name. Of events that are alike in all but when they were,
        the last is enough, unless they have numbers."""
        self.finished: dict[str, dict[Alike, Past]] = {}
        """What has come to its end, by the event's name, kept in the same way."""
        self.kept = 0
        """How much is kept of the life: of one that is recorded events, what they changed and who perceived
        them; of another only what is remembered and has come to its end."""
        self.running: dict[int, Running] = {}
        self.engaged: dict[int, int] = {}
        """Who takes part in what another does, with the one who does it."""
        self.started = 0
        self.scored = 0
        """How many options have been weighed."""
        self.peaks: list[float] = []
        """The highest so far of each measure that is a peak, in order."""
        self.series: list[float] = []
        """The points of all series, in order: so far as it has come to them."""
        self.counts: list[int] = []
        """How often each probe has been come to, if that is counted; see `counting.py`."""
        self.stirred = self.acted = 0
        """How many ticks had been lived after the last in which anything stirred, and anybody acted; see
        `columns.Counts`.
        """
        self.happened: dict[tuple[str, tuple[int, ...]], int] = {}
        """How often what has to be counted has happened in this tick, by name and roles; see
        `occurrence.py`.
        """
        self.again = 0
        """The word of the occurrence of what happens just now, for its draws."""
        self.digest = 0
        """All that has happened, in a word; see `digest.py`."""
        self.edges: dict[int, dict[tuple[int, ...], tuple[int, bool]]] = {}
        """Per rule and binding: since which tick its condition has held, and whether the rule has
        answered.
        """
        self.settled: dict[object, Sequence[int]] | None = None
        """Who is of a kind and fits what else nothing changes, as far as it was asked since somebody last
        changed their kind. None while cells are not as they are lived with: at the start, and when an event
        is thought away.
        """
        self.trace: list[Read] | None = None
        """Where it is noted just now what is read; see `note`."""
        self.truth: Cells = self.cells
        """The cells as expressions read them: a reading that is traced notes itself."""
        self.minds: Minds = self.held
        """What minds hold, in the same way."""
        self.undone = NOTHING
        """The number of an event that is thought away just now; see `causes.py`."""

    def spend(self, steps: int) -> None:
        """Take so many steps from what the life may still take. Raises LifeTooLong."""
        self.left -= steps
        if self.left <= 0:
            self.give_up("steps")

    def keep(self, things: int) -> None:
        """Keep so many things more of the life. Raises LifeTooLong."""
        self.kept += things
        if self.kept > (limits.REMEMBERED if self.log is None else limits.KEPT):
            self.give_up("kept")

    def keep_past(self, pasts: dict[Alike, Past], past: Past) -> None:
        """Keep one of some events, among them. Raises LifeTooLong."""
        alike = (past.roles, past.outcome, past.number)
        before = pasts.get(alike)
        if before is not None:
            past = past._replace(times=before.times + past.times)
        elif self.log is None:
            self.keep(1)
        pasts[alike] = past

    def give_up(self, spent: Spent) -> NoReturn:
        """The life is beyond its budget."""
        raise LifeTooLong(*self.whose, self.tick, spent)

    def note(self, trace: list[Read] | None) -> list[Read] | None:
        """From now on note here what is read (None: nowhere). Returns where it was noted before."""
        outer, self.trace = self.trace, trace
        self.truth = self.cells if trace is None else NotedCells(self.cells, trace)
        self.minds = self.held if trace is None else NotedMinds(self.held, trace)
        return outer

    def fork(self, noise: Noise | None = None, guide: Guide | None = None, run: int | None = None) -> State:
        """A copy that goes its own way, with other noise and another guide if given, as those of a run."""
        twin = State.__new__(State)
        twin.whose = self.whose if run is None else (*self.whose[:2], run)
        twin.noise = noise or self.noise
        twin.guide = guide or self.guide
        twin.otherwise, twin.spent = self.otherwise, self.spent
        twin.log = self.log.fork() if self.log else None
        twin.tick, twin.now, twin.started = self.tick, self.now, self.started
        twin.scored, twin.digest = self.scored, self.digest
        twin.left, twin.kept = self.left, self.kept
        twin.happened, twin.again = self.happened.copy(), self.again
        twin.settled = {}
        twin.peaks = self.peaks.copy()
        twin.series = self.series.copy()
        twin.counts, twin.stirred, twin.acted = self.counts.copy(), self.stirred, self.acted
        twin.cells, twin.first = self.cells.copy(), self.first.copy()
        held = self.held
        twin.held = held.copy() if isinstance(held, Paths) else [mind.copy() for mind in held]
        twin.memory = {key: past.copy() for key, past in self.memory.items()}
        twin.finished = {key: past.copy() for key, past in self.finished.items()}
        twin.running = {actor: r._replace(frame=r.frame.copy()) for actor, r in self.running.items()}
        twin.engaged = self.engaged.copy()
        twin.edges = {rule: bindings.copy() for rule, bindings in self.edges.items()}
        twin.trace, twin.undone = None, NOTHING
        twin.truth, twin.minds = twin.cells, twin.held
        return twin
