"""Canons: the lines of a plot, their names resolved against a checked world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from twicetold.lang import canon, model, printer, syntax
from twicetold.lang.check import constant, expression, pattern, start
from twicetold.lang.check.scope import Frame, Names, Scope

WITHIN = 15.0
"""How many seconds an event may come early or late where the canon does not say."""


def check_canon(written: syntax.Canon, names: Names) -> canon.Canon:
    """The canon, as far as its names are known; what is wrong is told to the problems of `names`."""
    for line in written.lines:
        names.claim("canon line", line.name)
    return canon.Canon(written.title.text, tuple(_line(line, names) for line in written.lines))


def _line(line: syntax.CanonLine, names: Names) -> canon.CanonLine:
    at = None if line.at is None else constant.seconds(line.at, names, "the time", zero=True)
    within = WITHIN if line.within is None else constant.seconds(line.within, names, "`within`", zero=True)
    through = None if line.through is None else start.entity(line.through, names)
    return canon.CanonLine(
        name=line.name.text,
        at=at,
        within=WITHIN if within is None else within,
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
    text = printer.pattern(written)
    if written.event.text in scope.names.without:
        yield canon.Told(written.event.text, (None,) * len(written.args), None, text)
        return
    found = pattern.of(written, scope)
    if found is None:
        return
    roles = tuple(role(arg, was, scope) for arg, was in zip(found.args, written.args, strict=True))
    if not refused:
        yield canon.Told(found.event, roles, found.outcome, text)
    elif scope.names.happenings[found.event].sort == "action":
        yield canon.Refused(found.event, roles, f"not {text}")
    else:
        scope.problems.error(
            "T0602",
            written.span,
            f"only an action can be refused, and `{found.event}` is none",
            "say what is so instead: `so not happened(…)`",
        )


def role(
    arg: model.Expr | None, written: syntax.Expr | None, scope: Scope, where: str = "a canon"
) -> int | None:
    """The entity that takes a role; None is anyone, and an error if it is not said by name."""
    if arg is None or written is None:
        return None
    if isinstance(arg, model.Const):
        return int(arg.value)
    help = "write the name of somebody or something, or `anyone`"
    scope.problems.error("T0603", written.span, f"{where} names who takes each role", help)
    return None
