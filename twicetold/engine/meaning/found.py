"""Patterns in one recorded life, causes and all: what is found of them, and what has only begun."""

from __future__ import annotations

from dataclasses import dataclass

from twicetold.engine.meaning.columns import event_columns, kept_events
from twicetold.engine.meaning.matching import Matching, Partial, Ready, matches, ready
from twicetold.engine.meaning.names import Names, names
from twicetold.engine.meaning.record import Life
from twicetold.lang import model


class Record:
    """What the events of a recorded life came of; a place is that of an event among those that have a row."""

    def __init__(self, known: Names, life: Life) -> None:
        self.run = life.run
        self.numbers = [event.number for event in kept_events(known, life)]
        self._direct = {event.number: event.causes.all() for event in life.events}

    def holds(self, made: Ready, match: Partial) -> bool:
        """Whether each event of a match that must have come of another has."""
        return all(
            step.because is None or self.came(match.events[place], match.events[step.because])
            for place, step in enumerate(made.steps)
        )

    def came(self, place: int, of: int) -> bool:
        """Whether one event is among the causes of another, or among theirs. What caused it has a smaller
        number."""
        number, cause = self.numbers[place], self.numbers[of]
        waiting, seen = [number], {number}
        while waiting:
            for each in self._direct.get(waiting.pop(), ()):
                if each == cause:
                    return True
                if each > cause and each not in seen:
                    seen.add(each)
                    waiting.append(each)
        return False


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a recorded life: who takes its roles, in order, and the numbers of its events."""

    who: tuple[int, ...]
    events: tuple[int, ...]


def found_in(world: model.World, life: Life, pattern: model.StoryPattern) -> tuple[Match, ...]:
    """All that is found of a pattern in a recorded life of its world, in order of the last events. Raises
    `matching.TooManyMatches`."""
    known = names(world)
    made, record = ready(world, known, pattern), Record(known, life)
    columns = event_columns(known, [life])
    return tuple(
        Match(match.who[1:], tuple(record.numbers[place] for place in match.events))
        for _, found in matches(made, columns, life.run, 1)
        for match in found
        if record.holds(made, match)
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """A pattern that has begun in a life: who takes its roles as far as that is known (-1 where it is not),
    the numbers of its events, and the step that it waits for."""

    who: tuple[int, ...]
    events: tuple[int, ...]
    waits_for: model.Step


def begun_in(world: model.World, life: Life, pattern: model.StoryPattern) -> tuple[Begun, ...]:
    """What has begun of a pattern in a recorded life and could still be completed as it ends, the longest
    first. Raises `matching.TooManyMatches`."""
    known = names(world)
    made, record = ready(world, known, pattern), Record(known, life)
    columns = event_columns(known, [life])
    marks = [0] * len(columns) if columns.marks is None else columns.marks.tolist()
    matching = Matching(made, record.came)
    rows = zip(
        columns.name.tolist(), columns.outcome.tolist(), marks, columns.roles.tolist(), columns.tick.tolist(),
        strict=True,
    )  # fmt: skip
    for place, (name, outcome, mark, roles, tick) in enumerate(rows):
        for number in made.fitting(name, outcome, mark, roles):
            matching.take(number, place, tick, roles)
    half = sorted(matching.half(life.ticks), key=lambda each: (-len(each.events), each.events))
    return tuple(
        Begun(
            each.who[1:],
            tuple(record.numbers[place] for place in each.events),
            pattern.steps[len(each.events)],
        )
        for each in half
    )
