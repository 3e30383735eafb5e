"""What the ending came from: the causes that matter most, each above what came of it."""

from __future__ import annotations

from twicetold.engine.meaning.ancestry import ancestors
from twicetold.engine.meaning.record import Event
from twicetold.tell.draw.layered import Box, layered
from twicetold.tell.draw.svg import COLOURS, Labels
from twicetold.tell.story import Story

MOST = 24
"""How many causes are drawn."""


def causes(story: Story, labels: Labels, most: int = MOST) -> str:
    """The graph of what the ending came from, of its causes those on which most depends."""
    events = {event.number: event for event in story.life.events}
    end = max((event.number for event in story.life.events if event.sort == "ending"), default=max(events))
    led = [number for number in ancestors(events, end) if not events[number].quiet]
    weighty = sorted(led, key=lambda number: (-story.weights[number], number))[:most]
    kept = {*weighty, end}
    # Directly or by way of what is not drawn.
    parents = {number: kept & ancestors(events, number, ends=kept) for number in kept}
    boxes = {number: _box(story, labels, events[number], last=number == end) for number in kept}
    return layered(
        f"{story.world.name}: what the ending came from",
        _counted(story.life.ending, len(weighty), len(led)),
        boxes,
        parents,
        direct=lambda cause, effect: cause in events[effect].causes.all(),
    )


def _box(story: Story, labels: Labels, event: Event, *, last: bool) -> Box:
    colour = (event.roles[0] if event.roles else event.number) % COLOURS
    outcome = "" if event.outcome == "done" else f" {event.outcome}"
    name = story.life.ending if event.sort == "ending" else labels.event(event) + outcome
    return Box(name, labels.time(story.seconds(event)), f"f{colour} s{colour}", last=last)


def _counted(ending: str, drawn: int, led: int) -> str:
    if not led:
        return f"no event led to “{ending}”: it was so from the beginning, or came as time ran out"
    return f"{drawn} of {led} events that led to “{ending}”, time runs down"
