"""What minds believe at the start."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold.lang import model, syntax
from twicetold.lang.check import cell, start, unknown
from twicetold.lang.check.scope import Names


def believe(block: syntax.Belief, starts: start.Starts, minds: Sequence[int], names: Names) -> None:
    """`Cain believes love(Abel, Cain) 0`; without names, everyone (`minds`) believes it."""
    about = start.target(block.start, (), names)
    if about is None:
        return
    groups, field = about
    if field.name not in names.believed:
        name = cell.name_of(block.start.target)
        names.problems.tell("T0406.name", block.start.span, name=name)
        return
    named = _named(block, names) if block.minds else minds
    is_unknown = unknown.is_meant(block.start.value, field.type, names)
    value: model.Expr | None = model.Const(model.default(field.type), field.type)
    if not is_unknown:
        value = start.value(block.start, field, start.site(cell.name_of(block.start.target), field), names)
    if value is None or not starts.has_room(len(named) * len(groups), block.span):
        return
    for mind in named:
        thought = _drawn_by(names.entities[mind].name, value)
        for entities in groups:
            if field.knows(mind, entities):
                _own(mind, block, names)
            else:
                made = model.Start(field.name, entities, thought, mind, is_unknown, span=block.span)
                starts.made.append(made)


def _named(block: syntax.Belief, names: Names) -> list[int]:
    numbers = [start.entity(name, names) for name in block.minds]
    return [number for number in numbers if number is not None]


def _drawn_by(mind: str, value: model.Expr) -> model.Expr:
    """The value with draws of its own for one mind."""
    return model.redrawn(value, lambda site: f"{site}/believed by {mind}")


def _own(mind: int, block: syntax.Belief, names: Names) -> None:
    """Nobody is deceived about themselves; of everyone, the one whom it concerns is simply left out."""
    if block.minds:
        who = names.entities[mind].name
        names.problems.tell("T0508.believes", block.start.span, who=who)
