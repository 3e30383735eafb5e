"""Events: what happens has a name, roles and an outcome, changes cells, is perceived, remembered and
recorded.

What happens begins as a `Happening`; `close` ends it. `events` without an actor are brought about by
`happens`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.expression import Expressions
from twicetold.engine.interpreter.functions import Give, Run
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.marking import Marking
from twicetold.engine.interpreter.occurrence import Occurrences
from twicetold.engine.interpreter.perceive import Perceiving
from twicetold.engine.interpreter.state import TRUTH, Frame, Past, State
from twicetold.engine.interpreter.tell import Tellings
from twicetold.engine.meaning.digest import digest_event
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.minds import Minds
from twicetold.engine.meaning.names import Names
from twicetold.engine.meaning.record import NO_CAUSES, Causes, Change, Event, Sort, Supposed
from twicetold.engine.meaning.work import Work
from twicetold.lang import model
from twicetold.lang.model import Value


class Events:
    """The events of one world."""

    def __init__(
        self,
        expressions: Expressions,
        names: Names,
        work: Work,
        count: Counting,
        occurrences: Occurrences,
        effects: Effects,
        perceive: Perceiving,
        tell: Tellings,
    ) -> None:
        world = expressions.world
        self.marking = Marking(world, expressions)
        self._layout = expressions.layout
        self._minds = expressions.minds
        self._keys = expressions.keys
        self._names = names
        self._occurrences = occurrences
        self._perceiving = perceive
        self._place = {event.name: event for event in world.events}
        self._bodies = {
            event.name: count.block(event, "reached", effects.block(event.body)) for event in world.events
        }
        self._perceive = {event.name: perceive.compile(event.perceive) for event in world.events}
        self._texts = {event.name: tell.compile(event.wordings) for event in world.events}
        self._steps = {event.name: work.event(event) for event in world.events}
        texts = count.counted  # they ask where lives are counted
        self._counted = _asked_after(world, model.Happened, model.Times, wordings=texts)
        self._remembered = _asked_after(world, model.Remembers, wordings=texts)
        self._asked = self._counted | self._remembered

    def happen(self, s: State, name: str, roles: tuple[int, ...], outer: Happening) -> None:
        """Let an event without an actor take place, from within another."""
        if s.otherwise is not None and s.otherwise.forbids(s, name, roles):
            return
        if s.otherwise is not None:
            s.otherwise.started(s, name, roles)
        s.spend(self._steps[name])
        event = self._place[name]
        why = outer.why or NO_CAUSES
        if s.log is not None and outer.why is None:
            why = Causes(enabled_by=(outer.take_number(s),))
        elif s.log is not None:
            shaped = {*why.shaped_by, *causes.sources(s, outer.trace)} - {*why.enabled_by}
            why = replace(why, shaped_by=tuple(sorted(shaped)))
        happening = Happening(name, roles)
        happening.take_number(s)
        f: Frame = [TRUTH, *roles, *[-1] * (event.size - 1 - len(roles))]
        before = self._occurrences.begin(s, name, roles)
        witnesses = self._perceive[name]
        asked = witnesses.before(s, happening, f)
        self.run(s, happening, f, self._bodies[name], self._texts[name])
        witnesses.notice(s, happening, f, asked)
        s.again = before
        self.close(s, happening, "event", s.tick, why)
        for cell, old in happening.was.items():
            outer.was.setdefault(cell, old)

    def run(self, s: State, happening: Happening, f: Frame, body: Run, give: Give) -> None:
        """Let the effects happen, with what they read traced if a log is kept; then give the event its
        text, unless one of them has.
        """
        self.marking.put(s, happening)
        if s.log is not None:
            happening.aware = self._perceiving.aware(s, happening.roles)
            kinds_now = self._layout.kinds_now
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

        A guided life keeps all its past, for a canon may ask after events after which the world never does;
        a recorded one too, for whoever looks on at it later.
        """
        name, all_kept = happening.name, s.log is not None or s.guide is not None
        for probe in happening.told:
            s.counts[probe] += 1
        if sort != "ending":
            self._digest(s, happening)
            if all_kept or name in self._asked:
                self._keep(s, happening, all_kept)
            if s.guide is not None:
                s.guide.ended(s, happening)
        if s.log is not None:
            self._record(s, happening, sort, began, why, because, quiet)

    def _keep(self, s: State, happening: Happening, all_kept: bool) -> None:
        """Keep an event as long as the life goes on, for whoever asks after it."""
        name = happening.name
        past = Past(happening.roles, happening.outcome, s.tick, happening.number)
        if all_kept or name in self._counted:
            s.keep_past(s.finished.setdefault(name, {}), past)
        if all_kept or name in self._remembered:
            for mind in dict.fromkeys(mind for mind, _ in happening.perceived):
                s.keep_past(s.memory.setdefault((mind, name), {}), past)

    def _digest(self, s: State, happening: Happening) -> None:
        names, keys = self._names, self._keys
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
        aware = self._perceiving.aware(s, happening.roles)
        shaped = {*why.shaped_by, *causes.shaping(s, happening, number)} - {
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
            changes=changes(self._layout, happening.values(s), happening.beliefs),
            perceived_by=tuple(happening.perceived),
            causes=replace(why, shaped_by=tuple(sorted(e for e in shaped if e < number))),
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
            reason=happening.reason,
            marks=happening.marks,
            supposed=supposed(self._minds, self._layout, happening.beliefs),
        )


def _asked_after(
    world: model.World, *sorts: type[model.Remembers | model.Happened | model.Times], wordings: bool
) -> frozenset[str]:
    """The names of the events that expressions of these sorts ask after, those of texts too if they are to
    be asked."""
    nodes = model.nodes(world, wordings=wordings)
    return frozenset(node.pattern.event for node in nodes if isinstance(node, sorts))


def changes(
    layout: Layout,
    cells: Mapping[int, tuple[Value, Value]],
    beliefs: Mapping[tuple[int, int], tuple[Value, Value]],
) -> tuple[Change, ...]:
    """What was changed, from the values before and after, in terms of fields and entities."""
    changed = []
    for cell, (old, new) in cells.items():
        if new != old:
            field, entities = layout.owner(cell)
            changed.append(Change(field.name, entities, old, new))
    for (mind, cell), (old, new) in beliefs.items():
        if new != old and mind < len(layout.world.entities):
            field, entities = layout.owner(cell)
            changed.append(Change(field.name, entities, old, new, mind))
    return tuple(changed)


def supposed(
    minds: Minds, layout: Layout, beliefs: Mapping[tuple[int, int], tuple[Value, Value]]
) -> tuple[Supposed, ...]:
    """What somebody came to take others to believe, from the values before and after."""
    if not minds.deep:
        return ()
    return tuple(
        Supposed(minds.members(path), *_named(layout, cell), old, new)
        for (path, cell), (old, new) in beliefs.items()
        if new != old and path >= minds.entities
    )


def _named(layout: Layout, cell: int) -> tuple[str, tuple[int, ...]]:
    field, entities = layout.owner(cell)
    return field.name, entities
