"""What a pattern means, said plainly: every choice of events is tried, and everything that a pattern says is
asked of it. It takes for ever, and cannot well be wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from twicetold.engine.meaning.names import NOT_DONE
from twicetold.lang import model


@dataclass(frozen=True)
class Happened:
    """An event of a life: its name, outcome, tick, roles, and the conditions that held of it."""

    name: str
    outcome: str
    tick: int
    roles: tuple[int, ...]
    held: frozenset[model.Expr] = frozenset()


Match = tuple[tuple[int, ...], tuple[int, ...]]
"""Who takes the roles of a pattern, in order, and the places of its events."""


def found(
    pattern: model.StoryPattern, events: Sequence[Happened], came: Callable[[int, int], bool]
) -> Iterator[Match]:
    """All matches of a pattern in a life, each once."""
    for places in combinations(range(len(events)), len(pattern.steps)):
        who: dict[int, int] = {}
        if all(
            _is(step, events[place], who) for step, place in zip(pattern.steps, places, strict=True)
        ) and _holds(pattern, events, places, who, came):
            yield tuple(who[role.slot] for role in pattern.roles), places


def _holds(
    pattern: model.StoryPattern,
    events: Sequence[Happened],
    places: tuple[int, ...],
    who: dict[int, int],
    came: Callable[[int, int], bool],
) -> bool:
    if not model.may_take(pattern.roles, [who[role.slot] for role in pattern.roles]):
        return False
    for step, place in zip(pattern.steps, places, strict=True):
        if step.within is not None and events[place].tick - events[places[step.since]].tick > step.within:
            return False
        if step.because is not None and not came(place, places[step.because]):
            return False
    bounds = (-1, *places, len(events))
    return not any(
        _is(absence, events[between], dict(who))
        for absence in pattern.absences
        for between in range(bounds[absence.after + 1] + 1, bounds[absence.before + 1])
    )


def _is(line: model.Step | model.Absence, event: Happened, who: dict[int, int]) -> bool:
    """Whether an event is the one of a line, and fits those known so far; whoever is new is known from then
    on."""
    if event.name != line.event.event or (line.where is not None and line.where not in event.held):
        return False
    if event.outcome != line.event.outcome and (line.event.outcome or event.outcome in NOT_DONE):
        return False
    for arg, entity in zip(line.event.args, event.roles, strict=True):
        match arg:
            case model.Const(value=value) if value != entity:
                return False
            case model.Bound(slot=slot) if who.setdefault(slot, entity) != entity:
                return False
    return True
