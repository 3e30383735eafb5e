"""What is counted of a life, by hand: every probe of a small world whose life can be foreseen."""

from __future__ import annotations

import pytest

from twicetold.engine import Interpreter
from twicetold.engine.meaning.probes import Probes
from twicetold.lang import load_text

STREET = """
world "A street"
  tick 1 minute
  lasts 6 minutes
  choice best

kind Person
  awake yes/no = yes   believed
  coins whole 0..99 = 2

Ann, Bob, Cid are Person
Cid.awake no
Cid.coins 0
Ann believes Cid.awake yes

rule pay every 2 minutes
  tell "[Bob] [have] [Bob.coins] coins."
  Bob.coins += 1
  if Bob.coins >= 4
    tell "[Bob] [be] rich."
  otherwise
    tell "[Bob] [save]."
      or if Bob.coins > 9 "[Bob] [burst]."

rule tidy for p: Person where p.coins > 2
  for q: Person where q is not p
    q.coins += 0
  tell "[p] [tidy] up."

action greet (p: Person, q: Person)
  needs p is Ann, q.awake, q.coins > 0
  urge  1
  takes 2 minutes
  interrupted when now >= 4 minutes 30 seconds
  then
    chance 1
      q.coins += 0
    otherwise
      happens fall(q)
  tell "[p] [greet] [q]."
    as q "[p] [greet] [q] kindly."
    thinks p if q.coins > 5 "How rich [q] [be]."

event fall (p: Person)
  then p.awake = no

ending "nobody is awake" when not Ann.awake and not Bob.awake
ending "evening" at the end
"""


@pytest.fixture(scope="module")
def counted():
    """How often one life came to each probe: by its construct, what stands there, and what is counted."""
    world = load_text(STREET)
    lives = Interpreter(world, counted=True).lives(1, 0, 2)
    assert lives.counts is not None
    found = {}
    for probe, hits, runs, first in zip(
        Probes(world).all, lives.counts.hits, lives.counts.runs, lives.counts.first, strict=True
    ):
        assert hits % 2 == 0, "the two lives are alike"
        assert (runs, first) == ((2, 0) if hits else (0, -1))
        found[probe.owner.name, said(probe), probe.what] = int(hits) // 2
    return found


def said(probe):
    """What stands at a probe; nothing for the construct itself."""
    if probe.node is probe.owner:
        return ""
    span = probe.node.span
    return STREET.split("\n")[span.line - 1][span.column - 1 :].strip()


def test_needs_are_asked_in_order_each_where_those_before_it_held(counted):
    # Ann is free at 0:00, 2:00, 4:00 and, broken off, at 5:00; the others in all six ticks
    assert counted["greet", "p is Ann, q.awake, q.coins > 0", "yes"] == 4
    assert counted["greet", "p is Ann, q.awake, q.coins > 0", "no"] == 12
    # she believes Cid awake too
    assert counted["greet", "q.awake, q.coins > 0", "yes"] == 8
    assert counted["greet", "q.awake, q.coins > 0", "no"] == 0
    assert counted["greet", "q.coins > 0", "yes"] == 4
    assert counted["greet", "q.coins > 0", "no"] == 4


def test_an_action_is_open_chosen_and_comes_to_its_end_or_is_broken_off(counted):
    counts = {what: counted["greet", "", what] for what in ("open", "chosen", "failed", "interrupted")}
    assert counts == {"open": 4, "chosen": 4, "failed": 0, "interrupted": 1}
    assert counted["greet", "", "reached"] == 2
    assert counted["greet", "now >= 4 minutes 30 seconds", "yes"] == 1
    assert counted["greet", "now >= 4 minutes 30 seconds", "no"] == 4  # at 1:00, 2:00, 3:00, 4:00


def test_blocks_are_counted_when_they_are_lived(counted):
    assert counted["greet", "chance 1", "yes"] == 2
    assert counted["greet", "chance 1", "no"] == 0
    assert counted["fall", "", "reached"] == 0
    assert counted["pay", "", "reached"] == 2
    assert counted["pay", "if Bob.coins >= 4", "no"] == 1
    assert counted["pay", "if Bob.coins >= 4", "yes"] == 1


def test_a_rule_that_holds_each_tick_is_counted_for_each_binding(counted):
    assert counted["tidy", "p.coins > 2", "yes"] == counted["tidy", "", "reached"] == 4
    assert counted["tidy", "p.coins > 2", "no"] == 14
    assert counted["tidy", "for q: Person where q is not p", "reached"] == 8


def test_wordings_are_counted_where_they_could_be_told(counted):
    assert counted["greet", '"[p] [greet] [q]."', "reached"] == 2
    assert counted["greet", '"[p] [greet] [q] kindly."', "reached"] == 2
    assert counted["greet", '"How rich [q] [be]."', "reached"] == 0
    assert counted["pay", '"[Bob] [be] rich."', "reached"] == 1
    assert counted["pay", '"[Bob] [save]."', "reached"] == 1
    assert counted["pay", '"[Bob] [burst]."', "reached"] == 0


def test_a_text_whose_place_another_takes_is_not_reached(counted):
    assert counted["pay", '"[Bob] [have] [Bob.coins] coins."', "reached"] == 0


def test_upkeep_is_never_told_and_has_no_wordings_to_count(counted):
    assert not any(owner == "tidy" and "tidy" in text for owner, text, _ in counted)


def test_endings_are_asked_part_by_part(counted):
    assert counted["nobody is awake", "not Ann.awake and not Bob.awake", "no"] == 6
    assert counted["nobody is awake", "not Bob.awake", "no"] == 0
    assert counted["evening", "", "reached"] == 1
    assert counted["nobody is awake", "", "reached"] == 0


QUIET = """
world "A quiet house"
  tick 1 minute
  lasts 10 minutes
  choice best
kind Person
  tired yes/no
  hours number 0..9
Ann is Person
rule clock for p: Person where now < 6 minutes 30 seconds
  p.hours += 1
action rest (p: Person)
  needs not p.tired, now < 3 minutes 30 seconds
  urge 1
  then p.tired = now > 2 minutes 30 seconds
ending "night" at the end
"""


def last(text):
    """How many ticks had been lived after anybody acted last, and after anything stirred last."""
    counts = Interpreter(load_text(text), counted=True).lives(1, 0, 1).counts
    assert counts is not None
    return counts.acted[0], counts.stirred[0]


def test_it_is_known_when_anything_last_stirred_and_anybody_acted():
    # Ann rests from 0:00 on, for the last time from 2:00 to 3:00; the clock goes until 6:00
    assert last(QUIET) == (4, 7)


def test_what_could_be_done_stirs_and_is_no_acting():
    unwilling = QUIET.replace("urge 1", "urge -1").replace("now < 6 minutes 30 seconds", "p.tired")
    assert last(unwilling) == (0, 4)


def test_where_nothing_can_be_done_and_nothing_changes_nothing_stirs():
    stuck = QUIET.replace("now < 6 minutes 30 seconds", "p.tired").replace(
        "needs not p.tired", "needs p.tired"
    )
    assert last(stuck) == (0, 0)
