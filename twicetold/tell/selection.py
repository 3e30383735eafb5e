"""Which events a selection of a telling takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from twicetold.engine.meaning.record import Event
from twicetold.lang.model.telling import Bound, Moment, Selection
from twicetold.tell.minds import Mind
from twicetold.tell.story import Story, fits

Minds = Callable[[int], Mind]


def selected(story: Story, selection: Selection, events: Sequence[Event], mind: Minds) -> Sequence[Event]:
    """The events of a selection, in the order of the story, out of some events. `mind` gives an entity's."""
    if selection.given and not story.comes(selection.given):
        return ()
    if selection.unless and story.comes(selection.unless):
        return ()
    if selection.led_to is not None:
        last = story.find(selection.led_to)
        numbers = frozenset() if last is None else story.causes(last)
        events = [event for event in events if event.number in numbers]
    if selection.known_to is not None:
        knows = mind(selection.known_to).access
        events = [event for event in events if knows(event)]
    events = within(story, selection.bounds, events)
    if not (selection.people or selection.places or selection.only or selection.leaving_out):
        return events
    return [event for event in events if _kept(story, event, selection)]


def within(story: Story, bounds: Iterable[Bound], events: Sequence[Event]) -> Sequence[Event]:
    """Those events that lie between the bounds; each bound is sought behind those before it."""
    for bound in bounds:
        place = cut(story, bound, events)
        begins = bound.side in ("from", "after")
        if place is None:
            events = () if begins else events
        else:
            events = events[place:] if begins else events[:place]
    return events


def cut(story: Story, bound: Bound, events: Sequence[Event]) -> int | None:
    """Before which of some events a bound cuts; None if nothing it names ever comes."""
    includes = bound.side in ("after", "until")
    places = [place for at in bound.at if (place := _reached(story, at, events, includes)) is not None]
    return min(places, default=None)


def _reached(story: Story, at: float | Moment, events: Sequence[Event], includes: bool) -> int | None:
    if isinstance(at, Moment):
        place = story.place(at, events)
        return None if place is None else place + includes
    later = (i for i, event in enumerate(events) if _is_past(story.seconds(event), at, includes))
    return next(later, len(events) if events else None)


def _is_past(seconds: float, at: float, includes: bool) -> bool:
    return seconds > at if includes else seconds >= at


def _kept(story: Story, event: Event, selection: Selection) -> bool:
    if selection.people and not set(selection.people) & set(event.roles):
        return False
    if selection.places and not set(selection.places) & {*event.roles, story.scene(event)}:
        return False
    if selection.only and not any(fits(event, told) for told in selection.only):
        return False
    return not any(fits(event, told) for told in selection.leaving_out)
