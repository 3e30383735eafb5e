"""Causes come from the flow of data."""

from __future__ import annotations

import random

import pytest

from tests import recorded
from tests.bundled import load
from tests.sampled import slow
from twicetold.engine import Guide, Interpreter
from twicetold.lang import load_text

CHAIN = """
world "A chain"
  tick 1 second
  lasts 10 seconds
  choice best
kind Person
  key yes/no
  fond number 0..1
  seen_key yes/no believed
kind Door
  open yes/no
Abel is Person
Gate is Door
event find_key (p: Person)
  then p.key = yes
event gift (p: Person)
  then p.fond = 0.5
rule luck at 2 seconds
  happens find_key(Abel)
rule giving at 3 seconds
  happens gift(Abel)
action unlock (p: Person, d: Door)
  needs p.key, not d.open
  urge p.fond
  then d.open = yes
ending "out" when Gate.open
"""


def by_name(life):
    return {event.name: event for event in life.events}


def test_needs_urge_and_ending_lead_back_to_what_wrote_them():
    events = by_name(Interpreter(load_text(CHAIN)).live(1, 0))
    assert events["unlock"].causes.enabled_by == (events["find_key"].number,)
    assert events["unlock"].causes.moved_by == (events["gift"].number,)
    assert events["out"].causes.enabled_by == (events["unlock"].number,)
    assert events["find_key"].causes.enabled_by == (events["luck"].number,)


def test_what_several_events_made_true_is_shaped_by_them_and_enabled_by_none():
    text = """
world "Two lights"
  tick 1 second
  lasts 5 seconds
kind Lamp
  a yes/no
  b yes/no
Lamp_1 is Lamp
rule first at 1 second
  Lamp_1.a = yes
rule second at 2 seconds
  Lamp_1.b = yes
event bright
rule lit when Lamp_1.a or Lamp_1.b after 2 seconds
  happens bright
"""
    events = by_name(Interpreter(load_text(text)).live(1, 0))
    both = {events["first"].number, events["second"].number}
    # `or` does not read what it does not need: the first alone is found, and it was needed for what was read.
    assert set(events["lit"].causes.all()) <= both
    text = text.replace("Lamp_1.a or Lamp_1.b", "count(x: Lamp where x.a) + count(x: Lamp where x.b) > 0")
    events = by_name(Interpreter(load_text(text)).live(1, 0))
    assert events["lit"].causes.enabled_by == ()
    assert set(events["lit"].causes.shaped_by) == both


TEMPER = """
world "A temper"
  tick 1 second
  lasts 10 seconds
  choice best
kind Person
  hurt number 0..1
  afraid number 0..1
Abel is Person
event blow (p: Person)
  then p.hurt = 1
event threat (p: Person)
  then p.afraid = 0.5
rule first at 2 seconds
  happens blow(Abel)
rule then_that at 3 seconds
  happens threat(Abel)
event echo (p: Person)
action shout (p: Person)
  needs p.afraid > 0
  urge 2 * p.hurt - p.afraid
  then happens echo(p)
ending "out" when happened(echo(anyone))
"""


def test_of_what_moved_somebody_it_is_known_what_spoke_for_it():
    events = by_name(Interpreter(load_text(TEMPER)).live(1, 0))
    blow, threat, shout = events["blow"], events["threat"], events["shout"]
    assert shout.causes.moved_by == (blow.number, threat.number)
    assert shout.causes.urged_by == (blow.number,)
    assert events["echo"].causes.enabled_by == (shout.number,)


def test_upkeep_carries_causes_on():
    text = """
world "A leak"
  tick 1 second
  lasts 20 seconds
kind Tub
  leak number 0..1
  water number 0..10 = 5
Tub_1 is Tub
event crack
  then Tub_1.leak = 1
rule frost at 3 seconds
  happens crack
rule leaking for t: Tub where t.leak > 0
  t.water -= t.leak
ending "dry" when Tub_1.water <= 0
"""
    life = Interpreter(load_text(text)).live(1, 0)
    events = by_name(life)
    [upkeep] = [event for event in life.events if event.name == "leaking"]
    assert events["dry"].causes.enabled_by == (upkeep.number,)
    assert upkeep.causes.enabled_by == (events["crack"].number,)
    assert (upkeep.began, upkeep.tick, upkeep.quiet) == (3, 7, True)


@pytest.fixture(scope="module")
def night():
    return Interpreter(load("hale_yard"))


@pytest.fixture(scope="module")
def nights():
    return [recorded.life("hale_yard", run) for run in range(4)]


def test_every_cause_comes_before_what_it_caused(nights):
    for life in nights:
        events = {event.number: event for event in life.events}
        assert list(events) == list(range(len(life.events)))
        for event in life.events:
            for cause in event.causes.all():
                assert cause < event.number
                assert events[cause].began <= event.tick


def test_what_urged_somebody_is_some_of_what_moved_them(nights):
    events = [event for life in nights for event in life.events]
    assert all({*event.causes.urged_by} <= {*event.causes.moved_by} for event in events)
    assert any(event.causes.urged_by for event in events)
    assert any(event.causes.urged_by != event.causes.moved_by for event in events)


@slow
def test_cutting_an_enabling_cause_makes_the_event_impossible(night, nights):
    """The needs of an action are tested again in the very moment it started, with what one of its enabling
    causes changed (as the record says) put back as it was before: then they do not hold."""
    chosen = random.Random(20)
    pairs = [
        (life, event, cause)
        for life in nights
        for event in life.events
        if event.sort == "action" and event.outcome != "failed"
        for cause in event.causes.enabled_by
    ]
    assert len(pairs) > 100
    asked = chosen.sample(pairs, 20)
    for life in nights:
        cut = [(event, life.events[cause]) for of, event, cause in asked if of is life]
        for (event, cause), possible in zip(cut, _possible_without(night, life, cut), strict=True):
            assert possible is False, (life.run, event, cause)


def _possible_without(night, life, cut):
    """Live the life again; at each choice that began an event undo its cause, and test the needs."""
    watch = _Watch(night.build, cut)
    living = night.begin(life.seed, life.run, guide=watch)
    while None in watch.possible and living.step():
        pass
    return watch.possible


class _Watch(Guide):
    """A guide that steers nothing, and thinks a cause away when the actor of its event chooses that."""

    def __init__(self, build, cut):
        self.build = build
        self.cut = cut
        self.possible = [None] * len(cut)

    def choose(self, s, actor, options, chosen):
        action = self.build.world.actions[options[chosen].action].name if chosen >= 0 else None
        for place, (event, cause) in enumerate(self.cut):
            if (s.tick, actor, action) == (event.began, event.roles[0], event.name):
                twin = s.fork()
                for change in cause.changes:
                    if change.mind is None:
                        twin.cells[self._cell(change)] = change.old
                twin.undone = cause.number
                ready = self.build.actions.ready[options[chosen].action]
                self.possible[place] = ready.possible(twin, ready.bindings.frame(-1, event.roles))
        return chosen

    def _cell(self, change):
        if change.field == "kind":
            return self.build.layout.kinds_now + change.entities[0]
        return self.build.layout.fields[change.field].cell(change.entities)
