"""Continuity: what must be told so that what is told holds together.

Who has been told to fall is not told to strike before they have been told to rise; and who is told to rise a
second time has been told to fall again. This is held of what is so of one person, and is one of a few things
or none: whether somebody is awake, what they are; not of amounts, nor of where they are and whom they fight,
which change with every step.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from twicetold.engine.meaning.record import Change, Event
from twicetold.lang import model
from twicetold.tell.story import Story


class _Turn(NamedTuple):
    """A value that somebody's state took, and by which event."""

    value: object
    event: Event


State = tuple[str, int]
"""A field, and the person of whom it is."""


def missing(story: Story, events: Sequence[Event], told: Collection[int]) -> list[Event]:
    """Of these events, which are in order, those that must be told beside the `told` ones, by number, so that
    nothing which is told is at odds with what was told of the same person before."""
    found: list[Event] = []
    known = set(told)
    states = frozenset(
        each.name for each in story.world.fields if isinstance(each.type, model.YesNo | model.OneOf)
    )
    tellable = {event.number for event in events}
    so: dict[State, _Turn] = {}
    """What is so, whether it has been told or not."""
    said: dict[State, object] = {}
    """What a reader takes to be so."""
    for event in story.events:
        if event.number in known:
            for turn in _at_odds(event, _turned(story, event, states), so, said):
                if turn.event.number in tellable and turn.event.number not in known:
                    known.add(turn.event.number)
                    found.append(turn.event)
        for change in _turned(story, event, states):
            state = change.field, change.entities[0]
            so[state] = _Turn(change.new, event)
            if event.number in known:
                said[state] = change.new
    return found


def _at_odds(
    event: Event, changes: Iterable[Change], so: Mapping[State, _Turn], said: Mapping[State, object]
) -> Iterator[_Turn]:
    """The turns without which an event is at odds with what was said: by which that ended which it brings
    about again, or by which that began on which what it does depends."""
    for change in changes:
        state = change.field, change.entities[0]
        if state in so and said.get(state) == change.new:
            yield so[state]
    if event.sort != "action":
        return
    for (name, entity), turn in so.items():
        needed = entity == event.roles[0] and turn.event.number in event.causes.enabled_by
        if needed and said.get((name, entity), turn.value) != turn.value:
            yield turn


def _turned(story: Story, event: Event, states: Collection[str]) -> list[Change]:
    """What it changed of these states of single people, in truth."""
    return [
        change
        for change in event.changes
        if change.field in states
        and change.mind is None
        and len(change.entities) == 1
        and change.entities[0] in story.people
    ]
