"""Patterns of events: what they bind, what they ask, what must not lie between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeGuard

from twicetold.lang import limits, model, syntax
from twicetold.lang.check import constant, expression, pattern, role, tell
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.diagnostics import Problems

_Line = syntax.Step | syntax.Absence


def patterns(blocks: Sequence[syntax.StoryPattern], names: Names) -> tuple[model.StoryPattern, ...]:
    """Those that a world has, in order of declaration."""
    made = []
    for block in blocks:
        names.claim("pattern", block.name)
        read = names.memo.once("pattern", (block,), partial(_read, block, names))
        if read is not None:
            made.append(read)
    _check_conditions(made, names)
    return tuple(made)


def _read(block: syntax.StoryPattern, names: Names) -> model.StoryPattern | None:
    return _Reading(block, names).read()


def _check_conditions(made: Sequence[model.StoryPattern], names: Names) -> None:
    """Tell of an event of which more is asked than can be marked on it."""
    asked: dict[str, set[object]] = {}
    for each in made:
        for line in each.lines():
            if line.where is None:
                continue
            of_event = asked.setdefault(line.event.event, set())
            of_event.add((line.event.args, line.where))
            if len(of_event) > limits.MARKS:
                names.problems.tell("T0463.many", line.span, event=line.event.event, most=limits.MARKS)
                return


@dataclass
class _Reading:
    """A pattern being read. `places` are the numbers of the steps that have a name."""

    block: syntax.StoryPattern
    names: Names
    steps: list[model.Step] = field(default_factory=list)
    absences: list[model.Absence] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    good: bool = True

    def read(self) -> model.StoryPattern | None:
        """The pattern; None if something in it is wrong, which is told."""
        block = self.block
        self.roles, self.scope = role.bind(block.roles, Scope(self.names, Frame()))
        self.good = len(self.roles) == len(block.roles)
        self._check_order()
        for line in block.lines:
            if isinstance(line, syntax.Absence):
                self._absence(line)
            else:
                self._step(line)
        called = self._called()
        if self.good:
            self._check_bound()
        if not self.good:
            return None
        size = self.scope.frame.size
        return model.StoryPattern(
            block.name.text,
            self.roles,
            tuple(self.steps),
            tuple(self.absences),
            size,
            called,
            span=block.name.span,
        )

    # --- lines

    def _check_order(self) -> None:
        """The steps begin with `first`, which stands once."""
        steps = [line for line in self.block.lines if isinstance(line, syntax.Step)]
        if not steps:
            self._wrong().tell("T0460.none", self.block.name.span)
        for place, line in enumerate(steps):
            if line.first is not (place == 0):
                self._wrong().tell("T0460.then" if line.first else "T0460.first", line.event.event.span)

    def _step(self, line: syntax.Step) -> None:
        event, where = self._event(line), self._where(line)
        times = self._times(line)
        within, since = self._within(line)
        because = self._place(line.because)
        for n in range(times):
            before = len(self.steps) - 1
            from_ = before if n or since is None else since
            length = within if before >= 0 else None
            if event is not None:
                span = line.event.event.span
                self.steps.append(model.Step(event, where, length, max(from_, 0), because, span=span))
        if len(self.steps) > limits.STEPS_OF_A_PATTERN:
            self._wrong().tell(
                "T0460.many", line.event.event.span, most=limits.STEPS_OF_A_PATTERN, count=len(self.steps)
            )
            self.steps = self.steps[: limits.STEPS_OF_A_PATTERN]
        if line.name is not None:
            if line.name.text in self.places:
                self._wrong().tell("T0461.twice", line.name.span, name=line.name.text)
            self.places[line.name.text] = len(self.steps) - 1

    def _times(self, line: syntax.Step) -> int:
        if line.times is None:
            return 1
        count = line.times.value
        if count % 1 or not 2 <= count <= limits.STEPS_OF_A_PATTERN:
            self._wrong().tell("T0460.times", line.times.span, most=limits.STEPS_OF_A_PATTERN)
            return 1
        return int(count)

    def _within(self, line: syntax.Step) -> tuple[int | None, int | None]:
        """How many ticks there may be, and from which step on they count if not from the one before."""
        if line.within is None:
            return None, None
        if line.first and line.times is None:
            self._wrong().tell("T0460.within", line.within.span)
        of = self._place(line.within_of)
        length = constant.seconds(line.within, self.names, "`within`", zero=True)
        if length is None:
            self.good = False
            return None, of
        return self.names.grid.not_after(length), of

    def _absence(self, line: syntax.Absence) -> None:
        place = len(self.steps)
        event, where = self._event(line), self._where(line)
        since = self._place(line.since)
        if event is not None and line.event.event.text not in self.names.without:
            after = place - 1 if since is None else since
            self.absences.append(model.Absence(event, where, after, place, span=line.event.event.span))

    def _place(self, name: syntax.Name | None) -> int | None:
        """The number of the step of that name."""
        if name is None:
            return None
        place = self.places.get(name.text)
        if place is None:
            help = self.names.problems.meant(name.text, self.places)
            self._wrong().tell("T0461.unknown", name.span, help, name=name.text)
        return place

    # --- events

    def _event(self, line: _Line) -> model.EventPattern | None:
        """The event that a line means, each of its arguments a role, somebody, or anyone."""
        written = line.event
        if written.event.text in self.names.without:
            args = tuple(
                None if arg is None else expression.entity(arg, self.scope, "a role") for arg in written.args
            )
            return model.EventPattern(written.event.text, args, None, span=written.span)
        meant = pattern.of(written, self.scope)
        if meant is None:
            self.good = False
            return None
        for arg, was in zip(meant.args, written.args, strict=True):
            if was is not None and not isinstance(arg, model.Bound | model.Const):
                self._wrong().tell("T0462.argument", was.span)
        return meant

    def _where(self, line: _Line) -> model.Expr | None:
        """What must have been so as the event began to happen: what the line says, and that whoever takes a
        role of the pattern was of its kind, where the event alone does not make sure of that."""
        happening = self.names.happenings.get(line.event.event.text)
        if happening is None or not self.good or len(happening.kinds) != len(line.event.args):
            return None
        scope, cond = self.scope, line.where
        for kind, arg in zip(happening.kinds, line.event.args, strict=True):
            mine = self._role(arg)
            if mine is None or kind is None or self.names.descends(kind, mine.kind):
                continue
            if not self.names.related(kind, mine.kind):
                continue  # told of already
            local = replace(scope.locals[mine.name], type=model.Ref(kind))
            scope = replace(scope, locals={**scope.locals, mine.name: local})
            cond = _also_of_kind(arg, mine.kind, cond)
        if cond is None:
            return None
        meant = expression.condition(cond, replace(scope, sites=None))
        if meant is None:
            self.good = False
            return None
        self._check_taking_part(line, meant)
        return meant

    def _role(self, arg: syntax.Expr | None) -> model.Role | None:
        """The role of the pattern that an argument is."""
        if not isinstance(arg, syntax.Variable):
            return None
        return next((each for each in self.roles if each.name == arg.name.text), None)

    def _check_taking_part(self, line: _Line, meant: model.Expr) -> None:
        """A condition is asked of those who take part: of others it is not known then who they are."""
        there = {mine.slot for arg in line.event.args if (mine := self._role(arg)) is not None}
        elsewhere = {each.slot: each.name for each in self.roles if each.slot not in there}
        for node in model.nodes(meant):
            if isinstance(node, model.Bound) and node.slot in elsewhere:
                assert line.where is not None
                self._wrong().tell(
                    "T0462.where", line.where.span, role=node.name, event=line.event.event.text
                )
                return

    # --- the whole

    def _check_bound(self) -> None:
        """Every role is taken by an event that takes place, and not only by one that does not."""
        bound = {arg.slot for step in self.steps for arg in step.event.args if isinstance(arg, model.Bound)}
        for mine, written in zip(self.roles, self.block.roles, strict=True):
            if mine.slot not in bound:
                self._wrong().tell("T0462.unbound", written.name.span, role=mine.name)

    def _called(self) -> tuple[model.Plain | model.Mention, ...]:
        """What such a thing is called: a phrase without a verb, in which roles may stand."""
        text = self.block.called
        if text is None:
            return ()
        parts = tell.parts(text, self.scope)
        if parts is None:
            self.good = False
            return ()
        said = tuple(part for part in parts if _is_of_phrase(part))
        if text.text.rstrip().endswith((".", "!", "?")) or len(said) < len(parts):
            self._wrong().tell("T0464.called", text.span)
        return said

    def _wrong(self) -> Problems:
        """To whom it is told that something is wrong in the pattern, which is none then."""
        self.good = False
        return self.names.problems


def _is_of_phrase(part: model.Part) -> TypeGuard[model.Plain | model.Mention]:
    """Whether a part can stand in what a pattern is called: words, or somebody who is known by then."""
    if isinstance(part, model.Mention):
        return isinstance(part.expr, model.Bound | model.Const) and isinstance(part.expr.type, model.Ref)
    return isinstance(part, model.Plain)


def _also_of_kind(arg: syntax.Expr | None, kind: str, cond: syntax.Expr | None) -> syntax.Expr:
    """`arg is KIND`, and a condition besides."""
    assert arg is not None
    of_kind = syntax.Binary("is", arg, syntax.Variable(syntax.Name(kind, arg.span), arg.span), arg.span)
    if cond is None:
        return of_kind
    return syntax.Binary("and", of_kind, syntax.Paren(cond, cond.span), cond.span)
