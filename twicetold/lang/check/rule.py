"""Rules: what happens without anybody's choosing."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from twicetold.lang import model, syntax
from twicetold.lang.check import (
    again,
    condition,
    constant,
    effect,
    later,
    lint,
    moment,
    narrow,
    perceive,
    role,
    walk,
)
from twicetold.lang.check.scope import Frame, Names, Scope

_Mode = Literal["each", "when", "at", "every", "due"]


def rule(block: syntax.Rule, names: Names) -> model.Rule:
    """One rule, of one of the four modes."""
    path = f"rule/{block.name.text}"
    roles, scope = role.bind(block.roles, Scope(names, Frame(inner=walk.bound(block.body))))
    where = condition.conditions([block.where], scope)
    when = condition.conditions([block.when], narrow.where(scope, *(part.expr for part in where)))
    read = _read(block, names)
    if read is not None:
        when = later.at(read, scope)
    scope = narrow.lasting(narrow.where(scope, *(part.expr for part in (*where, *when))))
    _check_clauses(block, names)
    mode, ticks, times, phases = _mode(block, names)
    for inner in walk.effects(block.body):
        if isinstance(inner, syntax.Shows):
            refuse_shows(inner, names)
    body = effect.effects(block.body, scope, f"{path}/then")
    perceivers = perceive.perceive(block.perceive, scope, path)
    role.check_groundings(roles, block.name, names)
    lint.can_hold((*where, *when), block.name, "rule", names)
    return model.Rule(
        block.name.text,
        roles,
        mode,
        where,
        when,
        ticks,
        times,
        body,
        perceivers,
        scope.frame.size,
        phases,
        span=block.name.span,
    )


def _read(block: syntax.Rule, names: Names) -> syntax.Expr | None:
    """The time at which a rule holds, if that is read of a life."""
    if block.on is not None or block.at is None or isinstance(block.at, syntax.DayTime):
        return None
    return block.at if later.is_read(block.at, names) else None


def refuse_shows(effect: syntax.Shows, names: Names) -> None:
    """Tell that `shows` stands outside a sense."""
    names.problems.tell("T0408.shows", effect.span)


def _check_clauses(block: syntax.Rule, names: Names) -> None:
    """A rule holds at one sort of time."""
    days = again.days_of(block.each, block.every, names)
    every = None if days is not None else block.every
    at = None if days is not None or block.on is not None else block.at
    times = [clause for clause in (block.when, at, block.on, every, days) if clause is not None]
    if len(times) > 1:
        names.problems.tell("T0409.two", times[1].span)
    if block.after is not None and block.when is None:
        names.problems.tell("T0409.after", block.after.span)


def _mode(block: syntax.Rule, names: Names) -> tuple[_Mode, int, int, tuple[int, ...]]:
    """The mode, and its time in ticks."""
    said, grid = constant.seconds, names.grid
    if _read(block, names) is not None:
        return "due", 0, 1, ()
    days = again.days_of(block.each, block.every, names)
    if days is not None:
        return "every", *again.on_days(days, block.at, names)
    if block.on is not None or block.at is not None:
        at = _at(block, names)
        return "at", 0 if at is None else grid.not_before(at), 1, ()
    if block.every is not None:
        return "every", *again.evenly(block.every, names)
    if block.when is not None:
        after = None if block.after is None else said(block.after, names, "the time after `after`", zero=True)
        return "when", 0 if after is None else grid.not_before(after), 1, ()
    return "each", 0, 1, ()


def _at(block: syntax.Rule, names: Names) -> Fraction | None:
    """The time of a rule that holds once."""
    if block.on is None:
        assert block.at is not None
        return moment.seconds(block.at, names, "the time after `at`")
    if block.at is None:
        return moment.on(block.on, None, names)
    clock = again.clock_of(block.at, names)
    return None if clock is None else moment.on(block.on, clock, names)
