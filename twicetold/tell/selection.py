"""Which events a selection of a telling takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from twicetold.engine.record import Event
from twicetold.lang.telling import Bound, Selection, Thread
from twicetold.tell.minds import Mind
from twicetold.tell.story import Story, events_of, fits


def selected(
    story: Story,
    selection: Selection,
    threads: Mapping[str, Thread],
    events: Sequence[Event] | None = None,
) -> tuple[Event, ...]:
    """The events of a selection, in the order of the story, out of some events (all that can be told).

    An end that names an event which never comes leaves out nothing with `until` or `before`, and everything
    with `from` or `after`.
    """
    found: Sequence[Event] = story.events if events is None else events
    if selection.thread is not None:
        found = selected(story, threads[selection.thread].events, threads, found)
    found = within(story, selection.bounds, found)
    if selection.leading_to is not None:
        last = story.first(selection.leading_to, found)
        found = () if last is None else tuple(events_of(found, story.causes(last)))
    if selection.known_to is not None:
        mind = Mind(selection.known_to, story.life.events, story.world.tick)
        found = [event for event in found if mind.access(event)]
    return tuple(event for event in found if _kept(event, selection))


def within(story: Story, bounds: Iterable[Bound], events: Sequence[Event]) -> Sequence[Event]:
    """Those events that lie between the bounds; each bound is sought behind those before it."""
    for bound in bounds:
        events = _cut(story, bound, events)
    return events


def _cut(story: Story, bound: Bound, events: Sequence[Event]) -> Sequence[Event]:
    begins = bound.side in ("from", "after")
    if isinstance(bound.at, float):
        moment = bound.at
        inside = {
            "from": lambda t: t >= moment,
            "after": lambda t: t > moment,
            "until": lambda t: t <= moment,
            "before": lambda t: t < moment,
        }[bound.side]
        return [event for event in events if inside(story.seconds(event))]
    place = next((i for i, event in enumerate(events) if fits(event, bound.at)), None)
    if place is None:
        return () if begins else events
    if begins:
        return events[place + (bound.side == "after") :]
    return events[: place + (bound.side == "until")]


def _kept(event: Event, selection: Selection) -> bool:
    if selection.people and not set(selection.people) & set(event.roles):
        return False
    if selection.only and not any(fits(event, told) for told in selection.only):
        return False
    return not any(fits(event, told) for told in selection.leaving_out)
