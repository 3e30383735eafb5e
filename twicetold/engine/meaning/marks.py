"""Marks: what patterns ask of an event, put down on it as it begins to happen.

Bit k of an event's marks is whether the k-th condition that patterns ask of events of its name held, of those
who took part, before its effects. So a pattern can be looked for in what is kept of events alone, and it is
the same whoever lived the life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from twicetold.lang import model

NOTHING_MARKED: Final = 0
"""The marks of an event of which nothing is asked."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A condition of an event: `slots` are the places in the frame of those who take part, None of those of
    whom nothing is asked; `size` is the frame's length."""

    expr: model.Expr
    slots: tuple[int | None, ...]
    size: int


def marks(world: model.World) -> dict[str, tuple[Mark, ...]]:
    """By the name of an event, the conditions that the world's patterns ask of it, each once."""
    asked: dict[str, dict[tuple[object, model.Expr], Mark]] = {}
    for pattern in world.patterns:
        for line in pattern.lines():
            if line.where is not None:
                slots = tuple(arg.slot if isinstance(arg, model.Bound) else None for arg in line.event.args)
                of_event = asked.setdefault(line.event.event, {})
                of_event.setdefault((line.event.args, line.where), Mark(line.where, slots, pattern.size))
    return {name: tuple(of_event.values()) for name, of_event in asked.items()}


def bit(world: model.World, line: model.Step | model.Absence) -> int:
    """The mark that an event needs to have to be the one that a line of a pattern asks for; 0 for none."""
    if line.where is None:
        return NOTHING_MARKED
    asked = dict.fromkeys(
        (other.event.args, other.where)
        for pattern in world.patterns
        for other in pattern.lines()
        if other.where is not None and other.event.event == line.event.event
    )
    return 1 << list(asked).index((line.event.args, line.where))
