"""Times that come again: `every 2 hours`, `each day at 18:30`, `every Tuesday`."""

from __future__ import annotations

from twicetold.lang import syntax
from twicetold.lang.calendar import DAY, WEEK
from twicetold.lang.check import constant, moment
from twicetold.lang.check.scope import Names

Evenly = tuple[int, int, tuple[int, ...]]
"""In so many ticks so many times, or from each of some parts of a tick on; see `exact.Grid`."""


def days_of(each: syntax.Name | None, every: syntax.Expr | None, names: Names) -> syntax.Name | None:
    """The word for the days on which something comes again; None if it does so after a length of time."""
    return each or (None if every is None else moment.is_days(every, names))


def evenly(every: syntax.Expr, names: Names) -> Evenly:
    """Each time that a multiple of a length of time has been reached."""
    period = constant.seconds(every, names, "the time after `every`")
    times, ticks = (0, 1) if period is None else names.grid.often(period)
    return ticks, times, ()


def on_days(word: syntax.Name, at: syntax.Expr | syntax.DayTime | None, names: Names) -> Evenly:
    """At a time of each day of a sort; without one as the day begins."""
    days, calendar = moment.days(word, names), names.calendar
    clock = 0 if at is None or days is None else clock_of(at, names)
    if days is None or clock is None or calendar is None:
        return 1, 0, ()
    first = [calendar.next_weekday(day, clock) for day in days] or [calendar.next_clock(clock)]
    return names.grid.again(first, WEEK if days else DAY)


def clock_of(at: syntax.Expr | syntax.DayTime, names: Names) -> int | None:
    """The time of day of what says days; None and an error if it is wrong."""
    if isinstance(at, syntax.DayTime):
        names.problems.tell("T0409.two", at.span)
        return None
    return moment.clock_of(at, names)
