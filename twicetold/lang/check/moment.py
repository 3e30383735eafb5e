"""When a world begins, and moments: `18:30`, `Friday 9:00`, `day 3 18:30`, `24 December 9:00`.

A moment is a time since the beginning, and so is one that is written as a length (`2 days`). A time of day
alone is the next such time, of a day of the week the next such day: from the beginning, or from what the
moment follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from twicetold.lang import calendar, syntax
from twicetold.lang.calendar import DAY, MONTHS, WEEKDAYS, Calendar
from twicetold.lang.check import constant, expression, part_of
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.types import CLOCK, DURATION, dimension

_FIRST_YEAR: Final = 1583
"""The first whole year of the calendar that is reckoned with."""

_NOTHING: Final = Fraction(0)


# --- begins -------------------------------------------------------------------------------------------------


def begin(blocks: Sequence[syntax.World], names: Names) -> None:
    """Make known when the world begins, if it says so, and the options that it brings."""
    said = blocks[0].begins if blocks else None
    if said is None:
        return
    names.calendar = _calendar(said, names)
    for type_, known in (
        (part_of.WEEKDAY, names.calendar.weekday),
        (part_of.MONTH, names.calendar.date),
    ):
        for option in type_.options if known is not None else ():
            names.options[option] = (*names.options.get(option, ()), type_)


def _calendar(said: syntax.Begins, names: Names) -> Calendar:
    if said.weekday is None and said.date is None and said.clock is None:
        names.problems.tell("T0432.begins", said.span)
    clock = 0 if said.clock is None else _time_of_day(said.clock, names)
    weekday = None if said.weekday is None else _one_of(WEEKDAYS, said.weekday, "a day of the week", names)
    if said.date is None:
        return Calendar(clock, weekday)
    year = None if said.year is None else int(said.year.value)
    if said.year is not None and (year is None or said.year.value % 1 or year < _FIRST_YEAR or year > 9999):
        names.problems.tell("T0432.year", said.year.span, first=_FIRST_YEAR)
        year = None
    found = _month_and_date(said.date, year, names)
    if found is None:
        return Calendar(clock, weekday)
    leap = year is not None
    day = calendar.numbered(year or 1, *found, leap)
    if leap and weekday not in (None, calendar.weekday_of(day)):
        assert said.weekday is not None
        right = WEEKDAYS[calendar.weekday_of(day)]
        names.problems.tell("T0432.weekday", said.weekday.span, right=right)
    return Calendar(clock, calendar.weekday_of(day) if leap else weekday, day, leap)


def _time_of_day(clock: syntax.Clock, names: Names) -> int:
    if clock.time_of_day >= DAY:
        names.problems.tell("T0432.clock", clock.span, clock=clock.text)
    return min(clock.time_of_day, DAY - 1)


def _one_of(words: Sequence[str], name: syntax.Name, what: str, names: Names) -> int | None:
    """Which of some words a name is; None and an error if it is none."""
    if name.text in words:
        return words.index(name.text)
    help = names.problems.meant(name.text, words)
    names.problems.tell("T0432.word", name.span, help, word=name.text, what=what, such=words[0])
    return None


def _month_and_date(date: syntax.Date, year: int | None, names: Names) -> tuple[int, int] | None:
    assert date.number is not None
    month = _one_of(MONTHS, date.word, "a month", names)
    if month is None:
        return None
    most = 29 if month == 1 and year is None else calendar.length(month, year)
    if date.number.value % 1 or not 1 <= date.number.value <= most:
        names.problems.tell("T0432.date", date.span, month=date.word.text, most=most)
        return None
    return month, int(date.number.value)


# --- moments ------------------------------------------------------------------------------------------------


def seconds(
    said: syntax.Expr | syntax.DayTime, names: Names, what: str, after: Fraction = _NOTHING
) -> Fraction | None:
    """A moment in exact seconds since the beginning: the first that is not before another. None and an error
    if it cannot be."""
    day = _day_alone(said, names)
    if isinstance(said, syntax.DayTime) or day is not None:
        date = day or said.date  # type: ignore[union-attr]
        written = said.clock if isinstance(said, syntax.DayTime) else None
        return on(date, None if written is None else _time_of_day(written, names), names, after)
    meant = expression.value(said, Scope(names, Frame()), None, what)
    if meant is None:
        return None
    if dimension(meant.type) != CLOCK:
        return constant.seconds(said, names, what, zero=True)
    clock = constant.of_clock(meant, said.span, names, what)
    assert names.calendar is not None
    return None if clock is None else names.calendar.next_clock(clock, after)


def on(date: syntax.Date, clock: int | None, names: Names, after: Fraction = _NOTHING) -> Fraction | None:
    """The first time that it is so many seconds after midnight on a day, from a time on; without them as the
    day begins."""
    if date.number is None:
        return _on_weekday(date.word, clock or 0, names, after)
    if date.behind:
        return _on_day(date, date.number, clock, names)
    return _on_date(date, clock or 0, names, after)


def _day_alone(said: syntax.Expr | syntax.DayTime, names: Names) -> syntax.Date | None:
    """The day that a name or number alone means, as in `until Friday`, `until 24 December`."""
    match said:
        case syntax.Variable(name=name) if is_weekday(name, names):
            return syntax.Date(name, None, True, said.span)
        case syntax.Number(unit=(month,)) if month.text in MONTHS and month.text not in names.units.sizes:
            return syntax.Date(month, replace(said, unit=()), False, said.span)
        case _:
            return None


def is_weekday(name: syntax.Name, names: Names) -> bool:
    """Whether a bare name where a moment is wanted is a day of the week, and nothing of the world's own."""
    known = (names.settings, names.numbers, names.defines)
    return name.text in WEEKDAYS and not any(name.text in things for things in known)


def _on_weekday(word: syntax.Name, clock: int, names: Names, after: Fraction) -> Fraction | None:
    weekday = _one_of(WEEKDAYS, word, "a day of the week", names)
    if weekday is None or not part_of.is_said("weekday", word.text, word, names):
        return None
    assert names.calendar is not None
    return names.calendar.next_weekday(weekday, clock, after)


def _on_date(date: syntax.Date, clock: int, names: Names, after: Fraction) -> Fraction | None:
    found = _month_and_date(date, None, names)
    if found is None or not part_of.is_said("date", date.word.text, date.word, names):
        return None
    assert names.calendar is not None
    when = names.calendar.next_date(*found, clock, after)
    if when is None:
        names.problems.tell("T0432.date", date.span, month=date.word.text, most=28)
    return when


def _on_day(date: syntax.Date, number: syntax.Number, clock: int | None, names: Names) -> Fraction | None:
    """A time of a day of the life; the first day alone is the beginning."""
    if date.word.text != "day":
        names.problems.tell("T0432.behind", date.span, number=number.text, word=date.word.text)
        return None
    if not part_of.is_said(None, "day", date.word, names):
        return None
    assert names.calendar is not None
    if number.value % 1 or number.value < 1:
        names.problems.tell("T0432.day", date.span)
        return None
    when = names.calendar.on_day(int(number.value), clock or 0)
    if when < 0 and clock is not None:
        names.problems.tell("T0432.before", date.span)
        return None
    return max(when, _NOTHING)


# --- days that come again -----------------------------------------------------------------------------------


def days(word: syntax.Name, names: Names) -> tuple[int, ...] | None:
    """The days of the week that `day`, `weekday` or the name of one means; of each day none. None and an
    error if it means no days."""
    if word.text == "day":
        return () if part_of.is_said(None, word.text, word, names) else None
    if word.text in (*WEEKDAYS, "weekday"):
        if not part_of.is_said("weekday", word.text, word, names):
            return None
        return tuple(range(5)) if word.text == "weekday" else (WEEKDAYS.index(word.text),)
    known = ("day", "weekday", *WEEKDAYS)
    names.problems.tell("T0432.each", word.span, names.problems.meant(word.text, known), word=word.text)
    return None


def is_days(said: syntax.Expr, names: Names) -> syntax.Name | None:
    """The word for days, if that is what stands behind `every`."""
    if not isinstance(said, syntax.Variable):
        return None
    own = (names.settings, names.numbers, names.defines)
    named = said.name.text in (*WEEKDAYS, "day", "weekday")
    return said.name if named and not any(said.name.text in things for things in own) else None


def clock_of(said: syntax.Expr, names: Names) -> int | None:
    """The time of day behind `at`; None and an error if it is none."""
    meant = expression.value(said, Scope(names, Frame()), None, "the time after `at`")
    if meant is None:
        return None
    if dimension(meant.type) == CLOCK:
        return constant.of_clock(meant, said.span, names, "the time after `at`")
    if dimension(meant.type) == dimension(DURATION) and names.calendar is None:
        name = syntax.Name("at", said.span)
        part_of.is_said(None, "a time of day", name, names)
    else:
        names.problems.tell("T0432.at", said.span, said=names.said(meant.type))
    return None
