"""What the calendar says of a time: `hour of now`, `weekday of p.seen`.

Each is a definition that no text can name, of the seconds since the beginning; so the engines have nothing
new to ask. All is reckoned in whole seconds, which doubles hold: the seconds of a tick are rounded down
first, and no double nearest to a tick is on the other side of a whole second from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Final, Literal

from twicetold.lang import model, syntax
from twicetold.lang.calendar import DAY, ERA, MONTHS, WEEKDAYS
from twicetold.lang.check import expression
from twicetold.lang.check.scope import Definition, Names, Scope
from twicetold.lang.check.types import DURATION, PLAIN, TIME_OF_DAY, YES_NO

WEEKDAY: Final = model.OneOf(WEEKDAYS)
MONTH: Final = model.OneOf(MONTHS)

_NEEDS: Final = {"weekday": "weekday", "date": "date", "month": "date", "year": "year"}
"""What a world has to say of its beginning beside the time, for a part."""


def part_of(expr: syntax.PartOf, scope: Scope) -> model.Expr | None:
    """A part of a time, as a call of its definition."""
    names, part = scope.names, expr.part.text
    time = expression.value(expr.of, scope, model.Time(), f"what stands behind `{part} of`")
    if part not in _MAKERS:
        known = ", ".join(f"`{word} of`" for word in _MAKERS)
        names.problems.tell(
            "T0431.part", expr.part.span, names.problems.meant(part, _MAKERS), part=part, known=known
        )
        return None
    if time is None or not is_said(_NEEDS.get(part), f"{part} of", expr.part, names):
        return None
    name = _Parts(names).of(part)
    type_ = names.defines[name].type
    assert type_ is not None
    return model.Call(name, (time,), type_, span=expr.span)


def is_said(needed: str | None, what: str, where: syntax.Name | syntax.Clock, names: Names) -> bool:
    """Whether the world says of its beginning what is needed: the time or more; an error if it does not."""
    known = names.calendar
    if known is None:
        names.problems.tell("T0431.begins", where.span, what=what)
    elif needed == "weekday" and known.weekday is None:
        names.problems.tell("T0431.weekday", where.span, what=what)
    elif needed == "date" and known.date is None:
        names.problems.tell("T0431.date", where.span, what=what)
    elif needed == "year" and not known.leap:
        names.problems.tell("T0431.year", where.span, what=what)
    else:
        return True
    return False


def is_part(name: str) -> bool:
    """Whether a definition is a part of a time, of which it is never where the time is."""
    return name.endswith(" of") and name.removesuffix(" of") in _MAKERS


# --- definitions --------------------------------------------------------------------------------------------

_T: Final = model.Bound(1, "t", model.Time())
_X: Final = model.Bound(1, "x", PLAIN)


def _number(value: float) -> model.Expr:
    return model.Const(float(value), PLAIN)


def _reckoned(
    op: Literal["+", "-", "*", "/", "mod"], x: model.Expr, *others: model.Expr | float
) -> model.Expr:
    """Numbers joined by an operator, from the left."""
    right = (other if isinstance(other, model.Expr) else _number(other) for other in others)
    return reduce(lambda a, b: model.Binary(op, a, b, PLAIN), right, x)


def _floor(x: model.Expr) -> model.Expr:
    return model.Function("floor", (x,), PLAIN)


def _over(x: model.Expr, by: float) -> model.Expr:
    """A whole number divided by another, without what is left."""
    return _floor(_reckoned("/", x, by))


def _one_of(options: Sequence[str], type_: model.OneOf, number: model.Expr) -> model.Expr:
    """The option of a number, from 0."""
    index = {option: place for place, option in enumerate(type_.options)}
    *most, last = (model.Const(index[option], type_) for option in options)
    found: model.Expr = last
    for place, option in reversed([*enumerate(most)]):
        found = model.IfElse(model.Binary("is", number, _number(place), YES_NO), option, found, type_)
    return found


class _Parts:
    """The definitions of a world's calendar, each made when it is first needed."""

    def __init__(self, names: Names) -> None:
        self.names = names
        assert names.calendar is not None
        self.begins = names.calendar

    def of(self, part: str) -> str:
        """The name of the definition of a part, of a time."""
        return self._define(f"{part} of", model.Time(), lambda: _MAKERS[part](self))

    def _define(self, name: str, of: model.Type, body: Callable[[], model.Expr]) -> str:
        names = self.names
        if name not in names.defines:
            made = body()
            known = Definition(
                (("t" if isinstance(of, model.Time) else "x", of),),
                made.type,
                reads_world=False,
                depth=expression.depth_of(made, names),
                range=names.ranges.of(made),
            )
            names.defines[name] = known
            names.of_calendar[name] = model.Define(name, known.params, made, made.type, 2)  # type: ignore[arg-type]
        return name

    def _asked(self, name: str, x: model.Expr, body: Callable[[], model.Expr]) -> model.Expr:
        """What a definition that serves others makes of a number."""
        return model.Call(self._define(name, PLAIN, body), (x,), PLAIN)

    # --- seconds and days

    def _seconds(self) -> model.Expr:
        """The whole seconds of a time since midnight before the beginning; 0 of one that never comes."""

        def body() -> model.Expr:
            comes = model.Binary("<", _T, model.Const(model.WIDEST, model.Time()), YES_NO)
            since = _reckoned("+", _floor(_T), self.begins.clock)
            return model.IfElse(comes, since, _number(0), PLAIN)

        return model.Call(self._define("seconds of", model.Time(), body), (_T,), PLAIN)

    def _days(self) -> model.Expr:
        return _over(self._seconds(), DAY)

    def _day_of_year(self) -> model.Expr:
        """How many days have gone since 1 March."""
        assert self.begins.date is not None
        day = _reckoned("+", self._days(), self.begins.date)
        if not self.begins.leap:
            return _reckoned("mod", day, 365)
        return self._asked("day in a year", _reckoned("mod", day, ERA), self._day_of_era)

    def _year_of_era(self, day: model.Expr) -> model.Expr:
        def body() -> model.Expr:
            less, more = _reckoned("-", _X, _over(_X, 1_460)), _over(_X, 36_524)
            return _over(_reckoned("-", _reckoned("+", less, more), _over(_X, 146_096)), 365)

        return self._asked("year in an era", day, body)

    def _day_of_era(self) -> model.Expr:
        """Of a day of four hundred years: how many days have gone since 1 March."""

        def before() -> model.Expr:
            leaps = _reckoned("-", _over(_X, 4), _over(_X, 100))
            return _reckoned("+", _reckoned("*", _X, 365), leaps)

        return _reckoned("-", _X, self._asked("days before a year", self._year_of_era(_X), before))

    # --- parts

    def time(self) -> model.Expr:
        """The time of day, with what is less than a second."""
        exact = model.Bound(1, "t", DURATION)
        within = _reckoned("mod", self._seconds(), DAY)
        whole = model.Binary("<", _T, model.Const(model.WIDEST, model.Time()), YES_NO)
        rest = model.IfElse(whole, _reckoned("-", exact, _floor(_T)), _number(0), PLAIN)
        return model.Binary("+", within, rest, TIME_OF_DAY)

    def hour(self) -> model.Expr:
        return _over(_reckoned("mod", self._seconds(), DAY), 3_600)

    def minute(self) -> model.Expr:
        return _over(_reckoned("mod", self._seconds(), 3_600), 60)

    def second(self) -> model.Expr:
        return _reckoned("mod", self._seconds(), 60)

    def day(self) -> model.Expr:
        return _reckoned("+", self._days(), 1)

    def weekday(self) -> model.Expr:
        assert self.begins.weekday is not None
        number = _reckoned("mod", _reckoned("+", self._days(), self.begins.weekday), 7)
        define = self._define("weekday numbered", PLAIN, lambda: _one_of(WEEKDAYS, WEEKDAY, _X))
        return model.Call(define, (number,), WEEKDAY)

    def month(self) -> model.Expr:
        number = _over(_reckoned("+", _reckoned("*", self._day_of_year(), 5), 2), 153)
        from_march = (*MONTHS[2:], *MONTHS[:2])
        define = self._define("month numbered", PLAIN, lambda: _one_of(from_march, MONTH, _X))
        return model.Call(define, (number,), MONTH)

    def date(self) -> model.Expr:
        def body() -> model.Expr:
            month = _over(_reckoned("+", _reckoned("*", _X, 5), 2), 153)
            before = _over(_reckoned("+", _reckoned("*", month, 153), 2), 5)
            return _reckoned("+", _reckoned("-", _X, before), 1)

        return self._asked("date in a year", self._day_of_year(), body)

    def year(self) -> model.Expr:
        assert self.begins.date is not None

        def body() -> model.Expr:
            within = _reckoned("mod", _X, ERA)
            since_march = self._asked("day in a year", within, self._day_of_era)
            new = model.Binary(">=", since_march, _number(306), YES_NO)  # from 1 January on
            year = _reckoned("+", self._year_of_era(within), _reckoned("*", _over(_X, ERA), 400))
            return _reckoned("+", year, model.IfElse(new, _number(1), _number(0), PLAIN))

        day = _reckoned("+", self._days(), self.begins.date)
        return self._asked("year of a day", day, body)


_MAKERS: Final[dict[str, Callable[[_Parts], model.Expr]]] = {
    "time": _Parts.time,
    "hour": _Parts.hour,
    "minute": _Parts.minute,
    "second": _Parts.second,
    "day": _Parts.day,
    "weekday": _Parts.weekday,
    "date": _Parts.date,
    "month": _Parts.month,
    "year": _Parts.year,
}
