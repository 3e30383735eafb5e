"""Happenings: an event while it happens. It changes cells and minds, and keeps what is to be known of it."""

from __future__ import annotations

from twicetold.engine.interpreter.reading import Read
from twicetold.engine.interpreter.state import State
from twicetold.engine.meaning.record import Causes, Lapse, Line, Part
from twicetold.lang.model import Value


class Happening:
    """An event while it happens."""

    __slots__ = (
        "aware", "beliefs", "changed", "given", "gone", "lapsed", "learnt", "lines", "loud", "marks",
        "name", "number", "outcome", "overwrote", "perceived", "reason", "roles", "shown", "told", "trace",
        "was", "why",
    )  # fmt: skip

    def __init__(self, name: str, roles: tuple[int, ...], number: int = -1) -> None:
        self.name = name
        self.roles = roles
        self.number = number
        self.outcome = "done"
        self.lines: tuple[Line, ...] = ()
        self.reason: tuple[Part, ...] = ()
        """For the log: why it is done, in words."""
        self.told: tuple[int, ...] = ()
        """Where lives are counted: the probes of the wordings of its text."""
        self.loud = True
        """Whether a change of mind in it is to be an event of its own; see `sense.py`."""
        self.changed: dict[int, Value] = {}
        """The cells it changed, with their values before."""
        self.given: dict[int, None] = {}
        """The cells it changed, or set to what they were, in order."""
        self.was: dict[int, Value] = {}
        """For the log: the cells that it or what happened within it changed, with their values before."""
        self.overwrote: dict[int, int] = {}
        """The cells it changed, with the events that wrote them before."""
        self.beliefs: dict[tuple[int, int], tuple[Value, Value]] = {}
        """The beliefs it changed (mind, cell): before and after."""
        self.learnt: dict[tuple[int, int], bool] = {}
        """Where there are minds within minds: what somebody has learnt by it (mind, cell), in order; whether
        it was told them, and not only how it is."""
        self.perceived: list[tuple[int, str]] = []
        self.shown: dict[int, set[int]] = {}
        """For the log: who of those who take part is perceived, by the minds that do not perceive all."""
        self.trace: list[Read] = []
        self.aware: frozenset[int] = frozenset()
        """For the log: who of those who take part could notice anything as its effects began."""
        self.gone: tuple[int, ...] = ()
        self.why: Causes | None = None
        """For the log: what has brought about what happens within it, if that is not itself."""
        self.lapsed: tuple[Lapse, ...] = ()
        self.marks = 0
        """For the log: what of that which patterns ask of it held."""

    def take_number(self, s: State) -> int:
        """Its number in the log, taken when it is first needed; -1 if no log is kept."""
        if self.number == -1 and s.log is not None:
            self.number = s.log.number()
        return self.number

    def turn(self, s: State, nature: int, kind: int) -> None:
        """Let somebody, given by the cell of their nature, be of another kind from now on; -1: of none."""
        self.write(s, nature, kind)
        s.settled = {}

    def write(self, s: State, cell: int, value: Value) -> None:
        """Change a cell. What stays as it was is not changed, and keeps the event that made it so."""
        old = s.cells[cell]
        if value == old:
            return
        self.given[cell] = None
        s.stirred = s.tick + 1
        self.changed.setdefault(cell, old)
        log = s.log
        if log is not None:
            self.was.setdefault(cell, old)
            number = self.take_number(s)
            if log.writer[cell] != number:
                self.overwrote[cell] = log.writer[cell]
                log.before[cell] = old
                log.writer[cell] = number
                log.wrote.setdefault(number, []).append(cell)
        s.cells[cell] = value

    def give(self, s: State, cell: int, value: Value) -> None:
        """Set a cell, as an author says: whoever perceives it learns of that also where nothing changes."""
        self.given[cell] = None
        self.write(s, cell, value)

    def values(self, s: State) -> dict[int, tuple[Value, Value]]:
        """The cells it changed, with their values before and now."""
        return {cell: (old, s.cells[cell]) for cell, old in self.changed.items()}

    def teach(
        self, s: State, mind: int, cell: int, value: Value, through: tuple[int, ...] | None = None
    ) -> None:
        """Change a mind, through this event or, for the log, through those given."""
        held = s.held[mind]
        old = held.get(cell)
        if old is None:
            old = s.first[cell]
        if value == old:
            return
        held[cell] = value
        first = self.beliefs.get((mind, cell), (old, old))[0]
        self.beliefs[mind, cell] = (first, value)
        if s.log is not None:
            if through is None:
                through = (self.take_number(s),)
            s.log.informed[mind, cell] = (through, old)
