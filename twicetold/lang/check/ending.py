"""Endings: how a life can end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from twicetold.lang import model, syntax
from twicetold.lang.check import expression, tell
from twicetold.lang.check.scope import Frame, Names, Scope
from twicetold.lang.source import Span

UNENDED = "unended"
"""The ending of a life that no ending claims."""


def endings(blocks: Sequence[syntax.Ending], names: Names) -> tuple[model.Ending, ...]:
    """All endings in order of declaration."""
    made = []
    for block in blocks:
        _claim(block, names)
        ending = names.memo.once("ending", (block,), partial(_ending, block, names))
        if ending is not None:
            made.append(ending)
    if not names.without:
        _check_reachable(made, names)
    return tuple(made)


def _claim(block: syntax.Ending, names: Names) -> None:
    name = syntax.Name(block.name.text, block.name.span)
    if name.text == UNENDED:
        names.problems.tell("T0213.ending", name.span, name=UNENDED)
    names.claim("ending", name)


def _ending(block: syntax.Ending, names: Names) -> model.Ending | None:
    scope = Scope(names, Frame())
    cond = expression.condition(block.cond, scope) if block.cond else None
    if cond is None and block.cond:
        return None
    wordings = tell.tells(block.tells, scope)
    size = scope.frame.size
    return model.Ending(block.name.text, cond, block.at_end, size, wordings, span=block.name.span)


def _check_reachable(made: Sequence[model.Ending], names: Names) -> None:
    """Tell of endings that no life can reach."""
    ends_all: model.Ending | None = None
    ends_last: model.Ending | None = None
    for ending in made:
        before = ends_all or (ends_last if ending.at_end else None)
        if before is not None:
            _shadowed(ending, before, names)
        elif ending.cond is not None and names.ranges.never([ending.cond]):
            names.problems.tell("T0502.never", ending.span)
        elif ending.cond is None or names.ranges.always(ending.cond):
            ends_last = ending
            ends_all = None if ending.at_end else ending


def _shadowed(ending: model.Ending, before: model.Ending, names: Names) -> None:
    place: Span = before.span
    names.problems.tell(
        "T0502.shadowed", ending.span, other=before.name, line=names.problems.line_of(place), file=place.file
    )
