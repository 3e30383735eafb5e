"""Interventions: what is forbidden or forced is so, and nothing else is drawn otherwise."""

from __future__ import annotations

import pytest

from tests.engine.interpreter.conftest import HEAD, told
from twicetold.engine import Interpreter
from twicetold.engine.meaning.interventions import Luck, Void
from twicetold.lang import load_text
from twicetold.lang.model import Intervention

WORLD = """kind Person
  alive yes/no = yes
  tired number 0..1 = 0
A, B, C are Person
action hit (p: Person, q: Person)
  needs p.alive, q.alive
  urge -0.5 - p.tired
  then
    chance 0.5
      happens fall(q)
      outcome down
    otherwise
      outcome missed
event fall (p: Person)
  then p.alive = no
event rise (p: Person)
  then p.alive = yes
rule wake for p: Person where not p.alive when not p.alive after 3 seconds
  happens rise(p)
rule tire for p: Person
  p.tired += 0.01
measure weary = sum(p: Person: p.tired)
"""
A, B, C = range(3)


def _alive(life, person, tick):
    """Whether somebody had not fallen, or was awake again, when a choice of this tick was made."""
    ups = [e for e in life.events if e.name in ("fall", "rise") and e.roles == (person,) and e.tick <= tick]
    return not ups or ups[-1].name == "rise"


@pytest.fixture(scope="module")
def interpreter():
    return Interpreter(load_text(HEAD.replace("10 seconds", "40 seconds") + WORLD))


@pytest.fixture(scope="module")
def hits(interpreter):
    """The hits of a life under interventions: who, whom, how, when it was chosen."""

    def hits(*interventions, run=0):
        life = interpreter.under(interventions).live(1, run)
        return [(*e.roles, e.outcome, e.began) for e in life.events if e.name == "hit"]

    return hits


def test_what_is_forbidden_is_not_chosen(hits):
    assert any(p == A for p, *_ in hits())
    assert not any(p == A for p, *_ in hits(Intervention("forbid", "hit", (A, None))))
    assert not any(q == B for _, q, *_ in hits(Intervention("forbid", "hit", (None, B))))


def test_it_is_forbidden_only_in_its_time(hits):
    found = hits(Intervention("forbid", "hit", (), 10, 19))
    assert found
    assert not any(10 <= began <= 19 for *_, began in found)
    before = [each for each in hits() if each[3] < 10]
    assert [each for each in found if each[3] < 10] == before


def test_what_is_forced_is_chosen_whenever_it_can_be(interpreter, hits):
    life = interpreter.under((Intervention("force", "hit", (C, A)),)).live(1, 0)
    mine = [e for e in life.events if e.name == "hit" and e.roles[0] == C]
    assert [e.roles for e in mine if e.roles != (C, A)] == [
        e.roles for e in mine if not _alive(life, A, e.began)
    ]
    assert mine[0].roles == (C, A)


def test_among_several_that_are_forced_urge_and_luck_decide(hits):
    """What luck prefers of the two is taken, whatever it prefers to both."""
    for_a_tick = Intervention("force", "hit", (A, None), 0, 0)
    found = [each for run in range(8) for each in hits(for_a_tick, run=run) if each[::3] == (A, 0)]
    assert len(found) == 8
    assert {each[1] for each in found} == {B, C}


def test_for_once_is_until_it_has_been_started(hits):
    found = hits(Intervention("force", "hit", (A, B), 4, once=True))
    often = hits(Intervention("force", "hit", (A, B), 4))
    assert next(each for each in found if each[0] == A and each[3] >= 4)[1] == B
    assert len([each for each in often if each[:2] == (A, B)]) > len(
        [each for each in found if each[:2] == (A, B)]
    )
    assert [each for each in found if each[3] < 4] == [each for each in hits() if each[3] < 4]


def test_the_last_that_is_said_counts(hits):
    forbid, force = Intervention("forbid", "hit", (A, B)), Intervention("force", "hit", (A, B))
    assert any(each[:2] == (A, B) for each in hits(forbid, force))
    assert not any(each[:2] == (A, B) for each in hits(force, forbid))


def test_an_event_that_is_forbidden_does_not_take_place(interpreter):
    life = interpreter.under((Intervention("forbid", "fall", (B,)),)).live(1, 0)
    fallen = {e.roles for e in life.events if e.name == "fall"}
    assert fallen
    assert (B,) not in fallen


def test_a_rule_that_is_forbidden_does_not_hold(interpreter):
    life = interpreter.under((Intervention("forbid", "wake", (A,)),)).live(1, 0)
    assert (A,) not in {e.roles for e in life.events if e.name in ("wake", "rise")}
    assert (B,) in {e.roles for e in life.events if e.name == "rise"}
    for said in (Intervention("forbid", "tire", (A,)), Void("tire", (A,))):  # of upkeep the two are the same
        still = interpreter.under((said,)).live(1, 0)
        plain = interpreter.under((said,)).live(1, 0, record=False)
        assert dict(still.measures)["weary"] == pytest.approx(2 * 0.4)
        assert plain.measures == still.measures


def test_without_its_effects_an_event_takes_place_all_the_same(interpreter):
    life = interpreter.under((Void("hit", (A,)),)).live(1, 0)
    mine = [e for e in life.events if e.name == "hit" and e.roles[0] == A]
    assert mine
    assert {e.outcome for e in mine} == {"done"}
    assert not any(
        e.name == "fall" and set(e.causes.enabled_by) & {m.number for m in mine} for e in life.events
    )


def test_a_chance_falls_as_it_is_said_to(interpreter, hits):
    for value, outcome in ((0, "missed"), (1, "down")):
        found = hits(Intervention("falls", "action/hit/then/1/chance", (A, None), value=value))
        assert {each[2] for each in found if each[0] == A} == {outcome}
        assert len({each[2] for each in found if each[0] != A}) == 2


def test_the_luck_of_another_run_is_its_life(interpreter):
    wanted = interpreter.live(1, 7)
    found = interpreter.under((Luck(7),)).live(1, 3)
    assert found.events == wanted.events
    until = interpreter.under((Luck(7, last=9),)).live(1, 3)
    assert told(until, "hit", "fall")[:3] == told(wanted, "hit", "fall")[:3]
    assert [e for e in until.events if e.tick < 10] == [e for e in wanted.events if e.tick < 10]
    assert until.events != wanted.events


def test_what_never_stands_changes_nothing(interpreter):
    assert interpreter.under((Luck(7, last=-1),)).live(1, 5).events == interpreter.live(1, 5).events


def test_further_ones_come_after_those_of_the_world(hits):
    """Of two that say something of one thing the last stands. To put it under some leaves one as it is."""
    world = load_text(HEAD.replace("10 seconds", "40 seconds") + WORLD + "forbid hit(A, anyone)\n")
    forbid, force = Intervention("forbid", "hit", (A,)), Intervention("force", "hit", (A, B))
    own = Interpreter(world)
    forced = own.under((force,))
    for interpreter, wanted in ((forced, hits(forbid, force)), (own, hits(forbid))):
        life = interpreter.live(1, 0)
        assert [(*e.roles, e.outcome, e.began) for e in life.events if e.name == "hit"] == wanted
    assert hits(forbid, force) != hits(forbid)


def test_what_is_not_touched_is_drawn_as_it_was(hits):
    """Until somebody else is touched, B and C do what they did (by tick 0: all choose at once, by what they
    then are)."""
    found = [each for each in hits(Intervention("forbid", "hit", (A,), 0, 0)) if each[3] == 0]
    assert found == [each for each in hits() if each[3] == 0 and each[0] != A]


class TestInTheText:
    """The lines of a world that say so."""

    @staticmethod
    def world(*lines):
        return load_text(HEAD + WORLD, lines=lines)

    @pytest.mark.parametrize(
        ("line", "first", "last", "once"),
        [
            ("forbid hit(A, B)", 0, 2**31 - 1, False),
            ("forbid hit(A, B) from 3 seconds until 5 seconds", 3, 4, False),
            ("forbid hit(A, B) at 2.5 seconds", 3, 3, False),
            ("force hit(A, B) at 0:04", 4, 2**31 - 1, True),
            ("force hit(A, B) until 0:04", 0, 3, False),
        ],
    )
    def test_times_are_ticks(self, line, first, last, once):
        (said,) = self.world(line).interventions
        assert (said.first, said.last, said.once) == (first, last, once)
        assert said.roles == (A, B)

    def test_a_condition_is_read_in_truth_at_the_time(self):
        world = self.world("forbid hit(anyone, anyone) when not C.alive")
        for run in range(5):
            life = Interpreter(world).live(1, run)
            dead = {
                tick
                for e in life.events
                if e.name == "fall" and e.roles == (C,)
                for tick in range(e.tick, e.tick + 3)
            }
            assert not any(e.name == "hit" and e.began in dead for e in life.events)

    def test_an_outcome_is_a_matter_of_chances(self):
        (said,) = self.world("force hit(anyone, B) down").interventions
        assert (said.verb, said.name, said.roles, said.value) == (
            "falls",
            "action/hit/then/1/chance",
            (None, B),
            1,
        )
        (said,) = self.world("forbid hit(anyone, B) down").interventions
        assert said.value == 0

    def test_of_what_is_taken_away_nothing_need_be_said(self):
        assert self.world("without wake", "forbid wake(A)").interventions == ()

    def test_a_world_is_another_with_it(self):
        assert self.world().hash != self.world("forbid hit(A, B)").hash
