"""The course of a played life: what was chosen, as the interventions that make a life of its run the same.

So whatever can be asked of any life, its telling, why it ended so, can be asked of a played one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from twicetold.engine import Turn
from twicetold.engine.meaning.interventions import Intervention
from twicetold.lang import model
from twicetold.play.line import Choice


def course_of(world: model.World, chosen: Iterable[tuple[Turn, Choice]]) -> tuple[Intervention, ...]:
    """What makes the life of a run the one in which this was chosen at these turns. Where somebody did what
    they would have done nothing need be said."""
    course: list[model.Intervention] = []
    for turn, choice in chosen:
        would = None if turn.decided == -1 else turn.options[turn.decided][:2]
        if choice.taken != would:
            _add(course, list(_said(world, choice)))
    return tuple(course)


def _said(world: model.World, choice: Choice) -> Iterator[model.Intervention]:
    tick = choice.tick
    if choice.taken is None or world.interventions:  # by which something else may be forced
        for action in world.actions:
            yield model.Intervention("forbid", action.name, (choice.actor,), tick, tick)
    if choice.taken is not None:
        place, roles = choice.taken
        yield model.Intervention("force", world.actions[place].name, roles, tick, tick)


def _add(course: list[model.Intervention], said: list[model.Intervention]) -> None:
    """Add some to the others; what goes on from tick to tick is said once."""
    pairs = list(zip(course[-len(said) :], said, strict=False))
    if len(pairs) == len(said) and all(_goes_on(old, new) for old, new in pairs):
        course[-len(said) :] = [replace(old, last=new.last) for old, new in pairs]
    else:
        course.extend(said)


def _goes_on(old: model.Intervention, new: model.Intervention) -> bool:
    return old.last + 1 == new.first and replace(new, first=old.first, last=old.last) == old
