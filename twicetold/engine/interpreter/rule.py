"""Rules: what happens without anybody's choosing.

A rule that holds each tick is upkeep. Its changes are recorded as one quiet event for a span of ticks in
which it went on for the same entities from the same causes, so that a cause found later leads back through
it. What it changes in steps, anything but a number, ends the span, so that each step is recorded at its time.
Every other rule makes an event each time it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twicetold.engine.interpreter import causes
from twicetold.engine.interpreter.bindings import Binder, Bindings
from twicetold.engine.interpreter.counting import Counting
from twicetold.engine.interpreter.effect import Effects
from twicetold.engine.interpreter.event import Events, changes
from twicetold.engine.interpreter.functions import Run
from twicetold.engine.interpreter.happening import Happening
from twicetold.engine.interpreter.log import Log, Span
from twicetold.engine.interpreter.perceive import Perceiving, Witnesses
from twicetold.engine.interpreter.state import TRUTH, Frame, State
from twicetold.engine.meaning.layout import Layout
from twicetold.engine.meaning.record import NO_CAUSES, Causes, Event
from twicetold.engine.meaning.work import Work
from twicetold.lang import model


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule made ready: its place, its bindings, what it does and who notices."""

    place: int
    rule: model.Rule
    bindings: Bindings
    body: Run
    witnesses: Witnesses
    quiet: bool
    looking: int
    """The steps of looking for all for whom it may hold."""
    steps: int
    """The steps of each binding for which it holds."""

    def roles(self, f: Frame) -> tuple[int, ...]:
        return tuple(f[1 : 1 + len(self.rule.roles)])


class Rules:
    """The rules of one world, in order of declaration."""

    def __init__(
        self,
        layout: Layout,
        work: Work,
        count: Counting,
        binder: Binder,
        effects: Effects,
        perceive: Perceiving,
        events: Events,
    ) -> None:
        self._layout = layout
        self._events = events
        self._rules = [
            _Rule(
                place,
                rule,
                Bindings(binder, rule, (*rule.where, *rule.when), rule.size, rule.body),
                count.block(rule, "reached", effects.block(rule.body)),
                perceive.compile(rule.perceive),
                quiet=not any(
                    isinstance(node, model.Tell) for node in model.nodes(rule.body, expressions=False)
                ),
                looking=work.rule(rule),
                steps=work.held(rule),
            )
            for place, rule in enumerate(layout.world.rules)
        ]

    def run(self, s: State) -> None:
        """Every rule that holds now."""
        for ready in self._rules:
            _MODES[ready.rule.mode](self, s, ready)

    def _each(self, s: State, ready: _Rule) -> None:
        for f in ready.bindings.each(s, TRUTH):
            if s.otherwise is not None and _forbidden(s, ready, f, upkeep=True):
                continue
            if ready.steps:
                s.spend(ready.steps)
            if s.log is None:
                happening = Happening(ready.rule.name, ready.roles(f))
                asked = ready.witnesses.before(s, happening, f)
                ready.body(s, f, happening)
                ready.witnesses.notice(s, happening, f, asked)
                if s.guide is not None and self._steps(happening.changed):
                    s.guide.ended(s, happening)
            else:
                self._keep_up(s, ready, f)

    def _when(self, s: State, ready: _Rule) -> None:
        before = s.edges.get(ready.place, {})
        now: dict[tuple[int, ...], tuple[int, bool]] = {}
        for f in ready.bindings.each(s, TRUTH):
            roles = ready.roles(f)
            since, answered = before.get(roles, (s.tick, False))
            if not answered and s.tick - since >= ready.rule.ticks:
                answered = True
                self._fire(s, ready, f)
            now[roles] = (since, answered)
        s.edges[ready.place] = now

    def _at(self, s: State, ready: _Rule) -> None:
        if s.tick == ready.rule.ticks:
            self._fire_all(s, ready)

    def _every(self, s: State, ready: _Rule) -> None:
        rule = ready.rule
        since = (s.tick * rule.times - first for first in rule.phases or (rule.ticks,))
        if any(reached >= 0 and reached % rule.ticks < rule.times for reached in since):
            self._fire_all(s, ready)

    def _due(self, s: State, ready: _Rule) -> None:
        for f in ready.bindings.each(s, TRUTH):
            self._fire(s, ready, f)

    def _later(self, s: State, ready: _Rule) -> None:
        """What happens by it comes from whoever asked for it, and not from here."""
        for f in ready.bindings.each(s, TRUTH):
            if ready.steps:
                s.spend(ready.steps)
            happening = Happening(ready.rule.name, ready.roles(f))
            if s.log is not None:
                alone, together = causes.needed(s, ready.bindings.holds, f)
                happening.why = Causes(enabled_by=alone, shaped_by=together)
            outer = s.note(happening.trace) if s.log is not None else None
            ready.body(s, f, happening)
            if s.log is not None:
                s.note(outer)

    def _fire_all(self, s: State, ready: _Rule) -> None:
        s.spend(ready.looking)
        for f in ready.bindings.each(s, TRUTH):
            self._fire(s, ready, f)

    def _fire(self, s: State, ready: _Rule, f: Frame) -> None:
        """An event of its own."""
        if _forbidden(s, ready, f):
            return
        s.spend(ready.steps)
        happening = Happening(ready.rule.name, ready.roles(f))
        happening.take_number(s)
        why = NO_CAUSES
        if s.log is not None:
            alone, together = causes.needed(s, ready.bindings.holds, f)
            why = Causes(enabled_by=alone, shaped_by=together)
        asked = ready.witnesses.before(s, happening, f)
        self._events.run(s, happening, f, ready.body, _no_text)
        ready.witnesses.notice(s, happening, f, asked)
        quiet = ready.quiet and not happening.changed and not happening.beliefs
        self._events.close(s, happening, "rule", s.tick, why, quiet=quiet)

    # --- upkeep --------------------------------------------------------------------------------------- -----

    def _keep_up(self, s: State, ready: _Rule, f: Frame) -> None:
        """Go on with the span of this rule and binding, or begin another if it has new causes."""
        log = s.log
        assert log is not None
        key = (ready.place, ready.roles(f))
        span = log.spans.get(key)
        if span is not None and span.tick < s.tick - 1:
            self.end_span(s, span)
            span = None
        alone, together = causes.needed(s, ready.bindings.holds, f)
        happening = Happening(ready.rule.name, key[1], span.number if span else -1)
        asked = ready.witnesses.before(s, happening, f)
        before = len(log.events)  # what the span began with is not all it may go on from
        s.note(happening.trace)
        ready.body(s, f, happening)
        s.note(None)
        ready.witnesses.notice(s, happening, f, asked)
        if happening.number == -1:
            return  # it held, but nothing came of it
        came_from = {*causes.shaping(s, happening, before), *alone, *together} - {happening.number}
        changed = happening.values(s)
        steps = self._steps(changed)
        if span is not None and came_from <= span.causes and not steps:
            span.tick = s.tick
            for cell, (old, new) in changed.items():
                span.changed[cell] = (span.changed[cell][0] if cell in span.changed else old, new)
            return
        if span is not None:
            self.end_span(s, span)
            _renumber(log, happening)
        log.spans[key] = Span(
            happening.number,
            ready.rule.name,
            key[1],
            s.tick,
            s.tick,
            came_from,
            alone,
            changed,
        )
        if steps:
            self.end_span(s, log.spans.pop(key))
            if s.guide is not None:
                s.guide.ended(s, happening)

    def _steps(self, cells: Iterable[int]) -> bool:
        """Whether any of these cells is not a number, and so was changed in a step."""
        fields = (self._layout.owner(cell)[0] for cell in cells)
        return any(not isinstance(field.type, model.Number | model.Time) for field in fields)

    def end_span(self, s: State, span: Span) -> None:
        """Record a span that does not go on."""
        assert s.log is not None
        s.keep(1 + len(span.changed))
        s.log.events[span.number] = Event(
            number=span.number,
            sort="rule",
            name=span.rule,
            roles=span.roles,
            outcome="done",
            began=span.began,
            tick=span.tick,
            changes=changes(self._layout, span.changed, {}),
            perceived_by=(),
            causes=Causes(enabled_by=span.enabled, shaped_by=tuple(sorted(span.causes - set(span.enabled)))),
            lines=(),
            quiet=True,
        )


def _forbidden(s: State, ready: _Rule, f: Frame, *, upkeep: bool = False) -> bool:
    """Whether a rule may not hold; upkeep without its effects would be nothing."""
    if s.otherwise is None:
        return False
    name, roles = ready.rule.name, ready.roles(f)
    return s.otherwise.forbids(s, name, roles) or (upkeep and s.otherwise.voids(s, name, roles))


def _renumber(log: Log, happening: Happening) -> None:
    """Give what was changed under the number of the span before to an event of its own."""
    happening.number = log.number()
    for cell, old in happening.changed.items():
        log.writer[cell], log.before[cell] = happening.number, old
    log.wrote[happening.number] = list(happening.changed)
    for belief in happening.beliefs:
        log.informed[belief] = ((happening.number,), happening.beliefs[belief][0])


def _no_text(s: State, f: Frame, h: Happening) -> None:
    """A rule has no text but those of its effects."""


_MODES: dict[str, Callable[[Rules, State, _Rule], None]] = {
    "each": Rules._each,
    "when": Rules._when,
    "at": Rules._at,
    "every": Rules._every,
    "due": Rules._due,
    "later": Rules._later,
    "chance": Rules._later,
}
