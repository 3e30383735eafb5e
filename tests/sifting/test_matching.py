"""Every pattern is found wherever it is, and nowhere else, be it event by event or in many lives at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sifting.reference import Happened, Match, found
from twicetold.engine.meaning import matching
from twicetold.engine.meaning.columns import NO_ROLE, EventColumns
from twicetold.engine.meaning.marks import bit
from twicetold.engine.meaning.matching import Matching, TooManyMatches, matches, ready
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text, model

WORLD = load_text("""
world "Guests"
  tick 1 minute
  lasts 2 hours

kind Person
  calm  yes/no = yes

Ada, Ben, Cleo, Dan are Person

event greet (p: Person, q: Person)
  tell "[p] [greet] [q]."

event fall (p: Person)
  tell "[p] [fall]."

event storm
  then
    chance 0.5
      outcome bad
""")
NAMES = names(WORLD)
ARITY = {"greet": 2, "fall": 1, "storm": 0}
CONDITIONS = [model.Const(value, model.YesNo()) for value in (True, False)]
ROLES = [model.Role(f"r{slot}", "Person", slot) for slot in (1, 2, 3)]


# --- patterns and lives, drawn ------------------------------------------------------------------------------


@st.composite
def event_patterns(draw, roles):
    name = draw(st.sampled_from(sorted(ARITY)))
    bound = st.sampled_from([model.Bound(r.slot, r.name, model.Ref("Person")) for r in roles])
    somebody = st.builds(lambda n: model.Const(n, model.Ref("Person")), st.integers(0, 3))
    arg = st.one_of(bound, bound, st.none(), somebody) if roles else st.one_of(st.none(), somebody)
    args = tuple(draw(arg) for _ in range(ARITY[name]))
    outcomes = [None, None, "done", "bad"] if name == "storm" else [None]
    return model.EventPattern(name, args, draw(st.sampled_from(outcomes)))


@st.composite
def patterns(draw):
    roles = ROLES[: draw(st.integers(0, 3))]
    if len(roles) == 3 and draw(st.booleans()):
        roles = [*roles[:2], replace(roles[2], may_be=(1,))]
    where = st.sampled_from([None, None, *CONDITIONS])
    steps = []
    for place in range(draw(st.integers(1, 3))):
        within = draw(st.sampled_from([None, None, 0, 2])) if place else None
        since = draw(st.integers(0, place - 1)) if place else 0
        because = draw(st.sampled_from([None, None, since])) if place else None
        steps.append(model.Step(draw(event_patterns(roles)), draw(where), within, since, because))
    taken = {arg.slot for step in steps for arg in step.event.args if isinstance(arg, model.Bound)}
    roles = [replace(r, may_be=tuple(s for s in r.may_be if s in taken)) for r in roles if r.slot in taken]
    absences = []
    for _ in range(draw(st.integers(0, 2))):
        after = draw(st.integers(-1, len(steps) - 1))
        before = draw(st.integers(after + 1, len(steps)))
        absences.append(model.Absence(draw(event_patterns(roles)), draw(where), after, before))
    return model.StoryPattern("drawn", tuple(roles), tuple(steps), tuple(absences), 4)


@st.composite
def happenings(draw, tick):
    name = draw(st.sampled_from(sorted(ARITY)))
    roles = tuple(draw(st.permutations(range(4)))[: ARITY[name]])
    outcome = draw(st.sampled_from(["done", "bad", "failed"] if name == "storm" else ["done"]))
    return Happened(name, outcome, tick, roles, frozenset(draw(st.sets(st.sampled_from(CONDITIONS)))))


@st.composite
def lives(draw):
    ticks = sorted(draw(st.lists(st.integers(0, 5), max_size=9)))
    return [draw(happenings(tick)) for tick in ticks]


def columns(
    world: model.World, pattern: model.StoryPattern, many: list[list[Happened]], first: int
) -> EventColumns:
    """The columns of some lives' events."""
    kept = [(first + run, event) for run, life in enumerate(many) for event in life]
    marks = [
        sum(
            {
                bit(world, line)
                for line in pattern.lines()
                if line.event.event == e.name and line.where in e.held
            }
        )
        for _, e in kept
    ]
    padded = [[*e.roles, *[NO_ROLE] * (2 - len(e.roles))] for _, e in kept]
    return EventColumns(
        np.array([run for run, _ in kept], np.int64),
        np.array([NAMES.construct[e.name] for _, e in kept], np.int16),
        np.array([NAMES.outcome[e.outcome] for _, e in kept], np.int16),
        np.array([e.tick for _, e in kept], np.int32),
        np.array([e.tick for _, e in kept], np.int32),
        np.array(padded, np.int16).reshape(-1, 2),
        np.array(marks, np.int32),
    )


def by_rows(pattern: model.StoryPattern, events: EventColumns, came=None) -> list[matching.Partial]:
    """The matches in one life, event by event."""
    made = ready(replace(WORLD, patterns=(pattern,)), NAMES, pattern)
    life = Matching(made, came)
    assert events.marks is not None
    for place in range(len(events)):
        roles = events.roles[place].tolist()
        event = (int(events.name[place]), int(events.outcome[place]), int(events.marks[place]), roles)
        for number in made.fitting(*event):
            life.take(number, place, int(events.tick[place]), roles)
    return life.end()


def told(pattern: model.StoryPattern, found_: list[matching.Partial]) -> list[Match]:
    return sorted((tuple(each.who[role.slot] for role in pattern.roles), each.events) for each in found_)


# --- what is found ------------------------------------------------------------------------------------------


@given(patterns(), lives(), st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8))))
def test_event_by_event_all_is_found_that_is_there(pattern, life, causes):
    def came(place: int, of: int) -> bool:
        return (place, of) in causes

    world = replace(WORLD, patterns=(pattern,))
    got = by_rows(pattern, columns(world, pattern, [life], 0), came)
    assert told(pattern, got) == sorted(found(pattern, life, came))


@given(patterns(), st.lists(lives(), min_size=1, max_size=4))
def test_in_many_lives_at_once_it_is_what_it_is_event_by_event(pattern, many):
    world = replace(WORLD, patterns=(pattern,))
    made = ready(world, NAMES, pattern)
    together = dict(matches(made, columns(world, pattern, many, 40), 40, len(many)))
    for run, life in enumerate(many, 40):
        alone = by_rows(pattern, columns(world, pattern, [life], 0))
        assert together.get(run, []) == alone


@given(patterns(), lives())
def test_what_is_half_found_is_what_more_events_can_complete(pattern, life):
    """Whatever is found in the end was half found before its last event."""
    world = replace(WORLD, patterns=(pattern,))
    events = columns(world, pattern, [life], 0)
    assert events.marks is not None
    made = ready(world, NAMES, pattern)
    halves: list[set[matching.Partial]] = []
    going = Matching(made)
    for place in range(len(events)):
        halves.append(set(going.half(int(events.tick[place]))))
        roles = events.roles[place].tolist()
        event = (int(events.name[place]), int(events.outcome[place]), int(events.marks[place]), roles)
        for number in made.fitting(*event):
            going.take(number, place, int(events.tick[place]), roles)
    if len(pattern.steps) > 1:
        for match in going.end():
            assert any(half.events == match.events[:-1] for half in halves[match.events[-1]])


def test_a_life_in_which_there_are_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(matching, "MOST", 20)
    step = model.Step(model.EventPattern("storm", ()))
    pattern = model.StoryPattern("storms", (), (step, step), (), 1)
    life = [Happened("storm", "done", tick, ()) for tick in range(9)]
    world = replace(WORLD, patterns=(pattern,))
    with pytest.raises(TooManyMatches, match="`storms` fits one life in more than 20 ways"):
        by_rows(pattern, columns(world, pattern, [life], 0))
