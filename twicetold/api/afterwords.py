"""What an afterword says: what decided how a life ended."""

from __future__ import annotations

from collections.abc import Sequence

from twicetold import questions
from twicetold.ask.why import Asking
from twicetold.engine.meaning.interventions import Intervention
from twicetold.tell import Story
from twicetold.tell.draw.moments import plainly
from twicetold.tell.formats import Afterword

LIVES = 40
"""With so many lives, and as many twins, what may have decided is weighed."""

TRIED = 16
"""So many choices and chances are tried, those on which most depends."""


def afterword(story: Story, course: Sequence[Intervention] = ()) -> Afterword | None:
    """The choice or chance but for which the life would have ended otherwise, and on which most hangs; None
    if there is none among the weightiest, or its world has no words for it. `course` is that of a canon."""
    world, life = story.world, story.life
    asking = Asking(world, life.seed, life.run, questions.Why(n=LIVES), course)
    told = {event.number for event in story.events if plainly(story, event)}
    weights = {
        event.number: story.weights[event.number] for event in story.life.events if event.number in told
    }
    cause = asking.strongest(weights, TRIED)
    if cause is None or cause.with_it is None or cause.without is None:
        return None
    thing = cause.things[0]
    event = next(event for event in story.events if event.number in thing.events and event.number in told)
    return Afterword(
        plainly(story, event),
        ("after " if world.begins is None else "at ") + world.clock(story.seconds(event)),
        thing.sort == "deed",
        life.ending,
        cause.instead,
        round(cause.with_it * LIVES),
        round(cause.without * LIVES),
        LIVES,
    )
