"""The state of a life between two of its moments.

`State` is all that a life consists of now; it can be copied, so that a life can be continued in two ways.
What is only kept to explain a life, never read to live it, is in its `log` (see `causes.py`), which is
None in lives of which only the ending is wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol

from twicetold.engine.meaning.budget import LifeTooLong, Spent
from twicetold.lang import limits

if TYPE_CHECKING:
    from twicetold.engine.interpreter.causes import Log
    from twicetold.engine.interpreter.guide import Guide
    from twicetold.engine.interpreter.otherwise import Otherwise
    from twicetold.engine.meaning.noise import Noise
    from twicetold.engine.meaning.record import Causes

Frame = list[Any]
"""What is bound while a construct is lived; slot 0 is the mind whose beliefs are read, -1 for the truth.

Values are `Any` in this room: the checker has proved their types, which differ from slot to slot and cell
to cell.
"""

TRUTH = -1
"""The mind of nobody: what is so."""

NOTHING = -2
"""The number of no event at all, not even of one that was not recorded (-1)."""

Read = int | tuple[int, int]
"""What was read, in a trace: a cell (its index), the past (an event's number n as -1 - n), or a belief
(mind, cell).
"""


class Cells(Protocol):
    """Values by their cells, as they are or were."""

    def __getitem__(self, cell: int, /) -> Any:
        """The value of a cell."""


class Mind(Protocol):
    """What somebody holds, by cells."""

    def get(self, cell: int, /) -> Any:
        """What is held of a cell; None if nothing was learned of it."""


class Minds(Protocol):
    """What each mind holds, by its number."""

    def __getitem__(self, mind: int, /) -> Mind:
        """The mind of a number."""


class _NotedCells:
    """Cells, where it is noted which are read."""

    __slots__ = ("cells", "trace")

    def __init__(self, cells: Cells, trace: list[Read]) -> None:
        self.cells = cells
        self.trace = trace

    def __getitem__(self, cell: int, /) -> Any:
        value = self.cells[cell]
        self.trace.append(cell)
        return value


class _NotedMind:
    """A mind, where it is noted what of it is read."""

    __slots__ = ("held", "mind", "trace")

    def __init__(self, mind: int, held: Mind, trace: list[Read]) -> None:
        self.mind = mind
        self.held = held
        self.trace = trace

    def get(self, cell: int, /) -> Any:
        self.trace.append((self.mind, cell))
        return self.held.get(cell)


class _NotedMinds:
    """Minds, where it is noted what of them is read."""

    __slots__ = ("held", "trace")

    def __init__(self, held: Minds, trace: list[Read]) -> None:
        self.held = held
        self.trace = trace

    def __getitem__(self, mind: int, /) -> Mind:
        return _NotedMind(mind, self.held[mind], self.trace)


class Past(NamedTuple):
    """An event that came to its end, as it is remembered: its roles, outcome, tick, and number in the log
    (or -1).
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


class State:
    """A life now. Made by `life.begin`; changed only by the constructs of this room."""

    __slots__ = (
        "acted", "again", "cells", "counts", "digest", "edges", "finished", "first", "guide", "happened",
        "held", "kept", "left", "log", "memory", "minds", "noise", "now", "otherwise", "peaks", "running",
        "scored", "settled", "spent", "started", "stirred", "tick", "trace", "truth", "undone", "whose",
    )  # fmt: skip

    def __init__(
        self,
        whose: tuple[str, int, int],
        noise: Noise,
        size: int,
        minds: int,
        log: Log | None,
        guide: Guide | None,
        otherwise: Otherwise | None = None,
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
        self.held: list[dict[int, Any]] = [{} for _ in range(minds)]
        """What each mind holds, by its number: cells where that has been set or learned. A mind's number
        is its entity's; minds of minds (what p believes q to believe) would be further numbers, for paths
        of entities, and nothing that reads `held` by number would change.
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
        self.started = 0
        self.scored = 0
        """How many options have been weighed."""
        self.peaks: list[float] = []
        """The highest so far of each measure that is a peak, in order."""
        self.counts: list[int] = []
        """How often each point has been come to, if that is counted; see `counting.py`."""
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
        self.truth = self.cells if trace is None else _NotedCells(self.cells, trace)
        self.minds = self.held if trace is None else _NotedMinds(self.held, trace)
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
        twin.counts, twin.stirred, twin.acted = self.counts.copy(), self.stirred, self.acted
        twin.cells, twin.first = self.cells.copy(), self.first.copy()
        twin.held = [mind.copy() for mind in self.held]
        twin.memory = {key: past.copy() for key, past in self.memory.items()}
        twin.finished = {key: past.copy() for key, past in self.finished.items()}
        twin.running = {
            actor: Running(r.action, r.roles, r.frame.copy(), r.began, r.ends, r.order, r.causes, r.failed)
            for actor, r in self.running.items()
        }
        twin.edges = {rule: bindings.copy() for rule, bindings in self.edges.items()}
        twin.trace, twin.undone = None, NOTHING
        twin.truth, twin.minds = twin.cells, twin.held
        return twin


Eval = Callable[[State, Frame], Any]
"""An expression made ready: what it gives in a state, with what a frame binds."""

Those = Callable[[State, Frame], Sequence[int]]
"""Some entities, in a state, with what a frame binds; in order of declaration."""

Members = Callable[[State], Sequence[int]]
"""The entities of a kind, in a state."""
