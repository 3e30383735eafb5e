"""Events: what happens has a name, roles and an outcome, changes cells, is perceived, remembered and
recorded.

A `Happening` is an event while it happens; `close` ends it. `events` without an actor are brought about by
`happens`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.state import TRUTH, Frame, Past, Read, State
from twicetold.engine.meaning.digest import digest_event
from twicetold.engine.meaning.record import NO_CAUSES, Causes, Event, Lapse, Line, Sort
from twicetold.lang import model
from twicetold.lang.model import Value

if TYPE_CHECKING:
    from twicetold.engine.interpreter.build import Build
    from twicetold.engine.interpreter.effect import Run
    from twicetold.engine.interpreter.tell import Give


class Happening:
    """An event while it happens."""

    __slots__ = (
        "aware", "beliefs", "changed", "gone", "lapsed", "lines", "loud", "name", "number", "outcome",
        "overwrote", "perceived", "roles", "shown", "told", "trace", "was",
    )  # fmt: skip

    def __init__(self, name: str, roles: tuple[int, ...], number: int = -1) -> None:
        self.name = name
        self.roles = roles
        self.number = number
        self.outcome = "done"
        self.lines: tuple[Line, ...] = ()
        self.told: tuple[int, ...] = ()
        """Where lives are counted: the points of the wordings of its text."""
        self.loud = True
        """Whether a change of mind in it is to be an event of its own; see `sense.py`."""
        self.changed: dict[int, Value] = {}
        """The cells it changed, with their values before."""
        self.was: dict[int, Value] = {}
        """For the log: the cells that it or what happened within it changed, with their values before."""
        self.overwrote: dict[int, int] = {}
        """The cells it changed, with the events that wrote them before."""
        self.beliefs: dict[tuple[int, int], tuple[Value, Value]] = {}
        """The beliefs it changed (mind, cell): before and after."""
        self.perceived: list[tuple[int, str]] = []
        self.shown: dict[int, set[int]] = {}
        """For the log: who of those who take part is perceived, by the minds that do not perceive all."""
        self.trace: list[Read] = []
        self.aware: frozenset[int] = frozenset()
        """For the log: who of those who take part could notice anything as its effects began."""
        self.gone: tuple[int, ...] = ()
        self.lapsed: tuple[Lapse, ...] = ()

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

    def shaping(self, s: State, before: int) -> set[int]:
        """The events, numbered below `before`, that had written what this one read while it happened."""
        log = s.log
        assert log is not None
        events = causes.sources(
            s, (read for read in self.trace if not (isinstance(read, int) and read in self.overwrote))
        )
        events.update(
            self.overwrote[read] for read in self.trace if isinstance(read, int) and read in self.overwrote
        )
        return {event for event in events if 0 <= event < before}


class Events:
    """The events of one world."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._place = {event.name: event for event in build.world.events}
        self._bodies = {
            event.name: build.count.block(event, "reached", build.effects.block(event.body))
            for event in build.world.events
        }
        self._perceive = {event.name: build.perceive.compile(event.perceive) for event in build.world.events}
        self._texts = {event.name: build.tell.compile(event.wordings) for event in build.world.events}
        self._steps = {event.name: build.work.event(event) for event in build.world.events}
        self._counted = build.asked_of(model.Happened, model.Times)
        self._remembered = build.asked_of(model.Remembers)
        self._asked = self._counted | self._remembered

    def happen(self, s: State, name: str, roles: tuple[int, ...], outer: Happening) -> None:
        """Let an event without an actor take place, from within another."""
        if s.otherwise is not None and s.otherwise.forbids(s, name, roles):
            return
        s.spend(self._steps[name])
        event = self._place[name]
        why = NO_CAUSES if s.log is None else Causes(enabled_by=(outer.take_number(s),))
        happening = Happening(name, roles)
        happening.take_number(s)
        f: Frame = [TRUTH, *roles, *[-1] * (event.size - 1 - len(roles))]
        before = self.build.occurrences.begin(s, name, roles)
        self.run(s, happening, f, self._bodies[name], self._texts[name])
        self._perceive[name](s, happening, f)
        s.again = before
        self.close(s, happening, "event", s.tick, why)
        for cell, old in happening.was.items():
            outer.was.setdefault(cell, old)

    def run(self, s: State, happening: Happening, f: Frame, body: Run, give: Give) -> None:
        """Let the effects happen, with what they read traced if a log is kept; then give the event its
        text, unless one of them has.
        """
        if s.log is not None:
            happening.aware = self.build.perceive.aware(s, happening.roles)
            kinds_now = self.build.layout.kinds_now
            happening.gone = tuple(x for x in happening.roles if x != -1 and s.cells[kinds_now + x] == -1)
        if s.otherwise is not None and s.otherwise.voids(s, happening.name, happening.roles):
            return
        outer = s.note(happening.trace) if s.log is not None else None
        body(s, f, happening)
        if s.log is not None:
            s.note(None)
        if not happening.lines and not happening.told:
            give(s, f, happening)
        if s.log is not None:
            s.note(outer)

    def close(
        self,
        s: State,
        happening: Happening,
        sort: Sort,
        began: int,
        why: Causes,
        *,
        because: str | None = None,
        quiet: bool = False,
    ) -> None:
        """End an event: it is counted, remembered by those who perceived it, and recorded.

        A recorded life keeps all its past, for a canon may ask after events after which the world never does.
        """
        name, recorded = happening.name, s.log is not None
        for point in happening.told:
            s.counts[point] += 1
        if sort != "ending":
            self._digest(s, happening)
            if recorded or name in self._asked:
                self._keep(s, happening, recorded)
        if s.log is not None:
            self._record(s, happening, sort, began, why, because, quiet)

    def _keep(self, s: State, happening: Happening, recorded: bool) -> None:
        """Keep an event as long as the life goes on, for whoever asks after it."""
        name = happening.name
        past = Past(happening.roles, happening.outcome, s.tick, happening.number)
        if recorded or name in self._counted:
            s.keep_past(s.finished.setdefault(name, {}), past)
        if recorded or name in self._remembered:
            for mind in dict.fromkeys(mind for mind, _ in happening.perceived):
                s.keep_past(s.memory.setdefault((mind, name), {}), past)

    def _digest(self, s: State, happening: Happening) -> None:
        names, keys = self.build.names, self.build.expressions.keys
        s.digest = digest_event(
            s.digest,
            names.construct[happening.name],
            names.outcome[happening.outcome],
            s.tick,
            tuple([keys[role] for role in happening.roles]),
        )

    def _record(
        self,
        s: State,
        happening: Happening,
        sort: Sort,
        began: int,
        why: Causes,
        because: str | None,
        quiet: bool,
    ) -> None:
        assert s.log is not None
        s.keep(1 + len(happening.changed) + len(happening.beliefs) + len(happening.perceived))
        number = happening.number
        aware = self.build.perceive.aware(s, happening.roles)
        shaped = {*why.shaped_by, *happening.shaping(s, number)} - {
            *why.enabled_by,
            *why.moved_by,
            *why.perceived,
        }
        s.log.events[number] = Event(
            number=number,
            sort=sort,
            name=happening.name,
            roles=happening.roles,
            outcome=happening.outcome,
            began=began,
            tick=s.tick,
            changes=self.build.changes(happening.values(s), happening.beliefs),
            perceived_by=tuple(happening.perceived),
            causes=Causes(
                why.enabled_by, why.moved_by, why.perceived, tuple(sorted(e for e in shaped if e < number))
            ),
            lines=happening.lines,
            because=because,
            quiet=quiet,
            unseen=tuple(
                (mind, role)
                for mind, shown in happening.shown.items()
                for role in happening.roles
                if role not in shown
            ),
            unaware=tuple(
                (role, role in happening.aware)
                for role in dict.fromkeys(happening.roles)
                if role not in aware and role != -1
            ),
            gone=happening.gone,
            lapsed=happening.lapsed,
        )
