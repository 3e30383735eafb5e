"""Patterns: questions about what has happened, what is remembered, and what is under way."""

from __future__ import annotations

from collections.abc import Callable, Reversible
from typing import Any

from twicetold.engine.interpreter.functions import Compile, Eval
from twicetold.engine.interpreter.state import Frame, Past, State
from twicetold.engine.meaning.grid import Times
from twicetold.engine.meaning.names import NOT_DONE
from twicetold.lang import model


def _any_past(
    s: State, pasts: Reversible[Past], fits: Callable[[Past], bool], also: Callable[[Past], bool]
) -> bool:
    """Whether one of these events fits, the latest first; it is what was read."""
    for past in reversed(pasts):
        if also(past) and fits(past):
            if s.trace is not None and past.number >= 0:
                s.trace.append(-1 - past.number)
            return True
    return False


def _test(compile_: Compile, pattern: model.EventPattern) -> Callable[[State, Frame], Callable[[Past], bool]]:
    """The function that turns a pattern into a test of past events."""
    args = [None if arg is None else compile_(arg) for arg in pattern.args]
    label = pattern.outcome

    def test(s: State, f: Frame) -> Callable[[Past], bool]:
        wanted = [(place, arg(s, f)) for place, arg in enumerate(args) if arg is not None]

        def fits(past: Past) -> bool:
            if past.number == s.undone or (past.outcome != label if label else past.outcome in NOT_DONE):
                return False
            return all(past.roles[place] == entity for place, entity in wanted)

        return fits

    return test


def remembers(compile_: Compile, grid: Times, expr: model.Remembers) -> Eval:
    """Whether a mind remembers such an event."""
    mind, test = compile_(expr.mind), _test(compile_, expr.pattern)
    within = compile_(expr.within) if expr.within else None
    event, ticks = expr.pattern.event, expr.ticks

    def recall(s: State, f: Frame) -> Any:
        memory = s.memory.get((mind(s, f), event))
        if not memory and s.trace is None:
            return False  # when traced, what the pattern names is read all the same
        pasts: Reversible[Past] = memory.values() if memory else ()
        if ticks is not None:
            return _any_past(s, pasts, test(s, f), lambda past: s.tick - past.tick <= ticks)
        if within is None:
            return _any_past(s, pasts, test(s, f), lambda past: True)
        last = within(s, f)
        return _any_past(s, pasts, test(s, f), lambda past: grid.is_within(s.tick - past.tick, last))

    return recall


def happened(compile_: Compile, expr: model.Happened) -> Eval:
    """Whether such an event has come to an end."""
    test, event = _test(compile_, expr.pattern), expr.pattern.event

    def look(s: State, f: Frame) -> Any:
        finished = s.finished.get(event)
        if not finished and s.trace is None:
            return False
        pasts: Reversible[Past] = finished.values() if finished else ()
        return _any_past(s, pasts, test(s, f), lambda past: True)

    return look


def times(compile_: Compile, expr: model.Times) -> Eval:
    """How often such an event has come to an end."""
    test, event = _test(compile_, expr.pattern), expr.pattern.event

    def count(s: State, f: Frame) -> Any:
        fits = test(s, f)
        finished = s.finished.get(event)
        fitting = [past for past in finished.values() if fits(past)] if finished else []
        if s.trace is not None:
            s.trace.extend(-1 - past.number for past in fitting if past.number >= 0)
        return float(sum(past.times for past in fitting))

    return count


def doing(compile_: Compile, number: int, expr: model.Doing) -> Eval:
    """Whether such an action, given by its place among the world's, is under way."""
    args = [None if arg is None else compile_(arg) for arg in expr.pattern.args]

    def test(s: State, f: Frame) -> Any:
        if not s.running and s.trace is None:
            return False
        wanted = [(place, arg(s, f)) for place, arg in enumerate(args) if arg is not None]
        for running in s.running.values():
            if running.action != number or running.failed:
                continue
            if all(running.roles[place] == entity for place, entity in wanted):
                if s.trace is not None and running.causes is not None:
                    s.trace.extend(-1 - cause for cause in running.causes.all())
                return True
        return False

    return test


def busy(compile_: Compile, expr: model.Busy) -> Eval:
    """Whether somebody does something, or takes part in it."""
    who = compile_(expr.who)

    def test(s: State, f: Frame) -> Any:
        x: int = who(s, f)
        running = s.running.get(s.engaged.get(x, x))
        if running is None:
            return False
        if s.trace is not None and running.causes is not None:
            s.trace.extend(-1 - cause for cause in running.causes.all())
        return True

    return test
