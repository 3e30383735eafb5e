"""Canons: the lines of a plot, their names resolved against a checked world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from twicetold.lang import printer, syntax
from twicetold.lang.check import constant, expression, moment, start
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.check.told import told
from twicetold.lang.exact import nearest
from twicetold.lang.model import canon

WITHIN: Final = Fraction(15)
"""How many seconds an event may come early or late where the canon does not say."""


def check_canon(written: syntax.Canon, names: Names) -> canon.Canon:
    """The canon, as far as its names are known; what is wrong is told to the problems of `names`."""
    for line in written.lines:
        names.claim("canon line", line.name)
    lines: list[canon.CanonLine] = []
    before = Fraction(0)
    for line in written.lines:
        at = None if line.at is None else moment.seconds(line.at, names, "the time", before)
        lines.append(_line(line, at, names))
        before = max(before, at or before)
    return canon.Canon(written.title.text, tuple(lines))


def _line(line: syntax.CanonLine, at: Fraction | None, names: Names) -> canon.CanonLine:
    """One line; its time is the first such from that of the lines above on."""
    said = None if line.within is None else constant.seconds(line.within, names, "`within`", zero=True)
    within = WITHIN if said is None else said
    first, due, last = (0, 0, 0) if at is None else map(names.grid.nearest, (at - within, at, at + within))
    through = None if line.through is None else start.entity(line.through, names)
    return canon.CanonLine(
        name=line.name.text,
        at=None if at is None else nearest(at),
        first=max(first, 0),
        due=due,
        last=last,
        parts=tuple(_parts(line.parts, names)),
        through=through,
        place=None if line.place is None else line.place.text,
        span=line.span,
    )


def _parts(parts: Sequence[syntax.CanonPart], names: Names) -> Iterator[canon.Part]:
    for part in parts:
        scope = Scope(names, Frame())
        if part.cond is not None:
            cond = expression.condition(part.cond, scope, "what is so")
            if cond is not None:
                yield canon.So(cond, scope.frame.size, f"so {printer.expression(part.cond)}")
        elif part.pattern is not None:
            yield from _event(part.sort == "refused", part.pattern, scope)


def _event(refused: bool, written: syntax.Pattern, scope: Scope) -> Iterator[canon.Part]:
    event = told(written, scope, "a canon")
    if event is None:
        return
    if not refused or written.event.text in scope.names.without:
        yield event
    elif scope.names.happenings[event.event].sort == "action":
        yield canon.Refused(event.event, event.roles, f"not {event.text}")
    else:
        scope.problems.tell("T0602.refused", written.span, event=event.event)
