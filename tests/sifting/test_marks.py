"""What patterns ask of events is the same whoever lives the life, and no life is another for it."""

from dataclasses import replace

import numpy as np
import pytest

from tests.engine.kernel.test_equality import assert_same
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.engine.meaning.marks import marks
from twicetold.engine.meaning.names import names
from twicetold.lang import load_text

WORLD = load_text("""
world "Marked"
  tick 1 minute
  lasts 40 minutes

kind Person
  they
  alive  yes/no       = yes  believed
  anger  number 0..1  = 0
  liked  Person or none

kind Singer is Person
  songs  whole 0..

relation love (Person, Person)  number -1..1 ~ uniform(-1, 1)  believed

Ada, Ben are Person
Cleo, Dan are Singer

sense sight (p: Person, q: Person)
  chance 0.3
    shows love(q, p) as 0 - 1
  tell "[p] [look] at [q]."

action sing (s: Singer)
  urge 1
  takes 2 minutes
  interrupted when s.songs > 3
  then s.songs += 1
  tell "[s] [sing]."

action strike (p: Person, q: Person)
  needs q.alive, love(q, p) < 0.5
  urge 1 - love(p, q)
  then
    chance 0.2
      q.alive = no
      outcome killed
    happens cry(q, p)
  tell "[p] [strike] [q]."

action dance (p: Person, q: Person)
  with q willing by love(q, p)
  urge love(p, q)
  tell "[p] [dance] with [q]."

event cry (p: Person, q: Person)
  then
    p.anger += 0.2
    love(p, q) -= 0.1
    if p.anger > 2
      p.liked = q
  tell "[p] [cry] out."

pattern asked (p: Person, q: Person, s: Singer)
  first strike(p, q) where love(q, p) > 0 and believes(q, love(p, q) > 0)
  then strike(p, q) where happened(cry(q, p)) or times(dance(p, q)) > 1
  then strike(p, s) where s.songs > 0
  then cry(s, p) where any(x: Person where x is not p: love(x, p) > 0.3)
  then dance(p, s) declined where p.anger > 0.1 or s.songs > 1
  then strike(p, s) failed where truly (not s.alive)
  then sing(s) interrupted where s.songs > 3
  then sight(p, q) where love(q, p) > 0 or remembers(p, strike(q, p), 20 minutes)
""")


@pytest.fixture(scope="module")
def interpreted():
    return Interpreter(WORLD).lives(1, 0, 6, events=True)


def test_both_engines_mark_the_same(interpreted):
    kernel = Kernel(WORLD, tier="quick").lives(1, 0, 6, events=True)
    assert_same(kernel, interpreted)
    assert kernel.events is not None
    assert kernel.events.marks is not None
    assert np.array_equal(kernel.events.marks, interpreted.events.marks)


def test_every_condition_is_marked_at_some_events_and_not_at_others(interpreted):
    known = names(WORLD)
    for name, asked in marks(WORLD).items():
        there = interpreted.events.marks[interpreted.events.name == known.construct[name]]
        for bit in range(len(asked)):
            assert set((there >> bit & 1).tolist()) == {0, 1}, (name, bit)


def test_no_life_is_another_for_its_patterns(interpreted):
    bare = Interpreter(replace(WORLD, patterns=())).lives(1, 0, 6, events=True)
    assert bare.events is not None
    assert bare.events.marks is None
    assert_same(bare, interpreted)


def test_what_is_asked_of_is_no_cause():
    marked, bare = (Interpreter(world).live(1, 0) for world in (WORLD, replace(WORLD, patterns=())))
    assert [event.causes for event in marked.events] == [event.causes for event in bare.events]
