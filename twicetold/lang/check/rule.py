"""Rules: what happens without anybody's choosing."""

from __future__ import annotations

from typing import Literal

from twicetold.lang import model, syntax
from twicetold.lang.check import condition, constant, effect, later, lint, narrow, perceive, role, walk
from twicetold.lang.check.scope import Frame, Names, Scope

_Mode = Literal["each", "when", "at", "every", "due"]


def rule(block: syntax.Rule, names: Names) -> model.Rule:
    """One rule, of one of the four modes."""
    path = f"rule/{block.name.text}"
    roles, scope = role.bind(block.roles, Scope(names, Frame(inner=walk.bound(block.body))))
    where = condition.conditions([block.where], scope)
    when = condition.conditions([block.when], narrow.where(scope, *(part.expr for part in where)))
    if block.at is not None and later.is_read(block.at, names):
        when = later.at(block.at, scope)
    scope = narrow.lasting(narrow.where(scope, *(part.expr for part in (*where, *when))))
    _check_clauses(block, names)
    mode, ticks, times = _mode(block, names)
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
        span=block.name.span,
    )


def refuse_shows(effect: syntax.Shows, names: Names) -> None:
    """Tell that `shows` stands outside a sense."""
    names.problems.tell("T0408.shows", effect.span)


def _check_clauses(block: syntax.Rule, names: Names) -> None:
    """A rule holds at one sort of time."""
    times = [clause for clause in (block.when, block.at, block.every) if clause is not None]
    if len(times) > 1:
        names.problems.tell("T0409.two", times[1].span)
    if block.after is not None and block.when is None:
        names.problems.tell("T0409.after", block.after.span)


def _mode(block: syntax.Rule, names: Names) -> tuple[_Mode, int, int]:
    """The mode, and its time in ticks."""
    said, grid = constant.seconds, names.grid
    if block.at is not None and later.is_read(block.at, names):
        return "due", 0, 1
    if block.at is not None:
        at = said(block.at, names, "the time after `at`", zero=True)
        return "at", 0 if at is None else grid.not_before(at), 1
    if block.every is not None:
        every = said(block.every, names, "the time after `every`")
        times, ticks = (1, 1) if every is None else grid.often(every)
        return "every", ticks, times
    if block.when is not None:
        after = None if block.after is None else said(block.after, names, "the time after `after`", zero=True)
        return "when", 0 if after is None else grid.not_before(after), 1
    return "each", 0, 1
