"""What an actor takes others to believe is laid open with a choice, beside what they do believe."""

from typing import Any

import pytest

from twicetold.ask.names import Names
from twicetold.ask.taking import sentence
from twicetold.ask.whynot import reasons
from twicetold.engine import Interpreter, Supposed
from twicetold.engine.meaning.minds import Minds
from twicetold.lang import load_text

MOVED_TWICE = """
world "The key that was moved twice"
  tick 1 minute
  lasts 8 minutes
  choice best
  depth 2

kind Place
kind Key
  at  Place  believed
kind Person
  they
  indoors  yes/no = no

Stone, Shed, Barn are Place
Spare is Key: at Stone
Ada, Ben are Person
Cleo is Person: indoors yes

rule aside at 3 minutes
  Ben.indoors = yes
  Cleo.indoors = no

action move (p: Person, k: Key, place: Place)
  needs p is Ada, k.at is not place
  needs (now is 1 minute and place is Shed) or (now is 4 minutes and place is Barn)
  urge 1
  then k.at = place
  seen by q: Person where not q.indoors

action warn (p: Person, q: Person, k: Key)
  needs p is Ben, now is 6 minutes, not believes(q, k.at is Shed)
  urge 1
  urge 1 if believes(q, k.at is Stone) else 0
  then q learns k.at
"""

DEEP = """
world "Three"
  tick 1 minute
  lasts 3 minutes
  choice best
  depth 3

kind Place
kind Key
  at  Place  believed
kind Person
  they

Stone, Shed are Place
Spare is Key: at Stone
Ada, Ben, Cleo are Person
Ada believes Ben believes Cleo believes Spare.at Shed

action wait (p: Person, q: Person, r: Person, k: Key)
  needs p is Ada, q is Ben, r is Cleo, believes(q, believes(r, k.at is Shed))
  urge 1
"""


@pytest.fixture(scope="module")
def twice():
    return Interpreter(load_text(MOVED_TWICE))


def of(interpreter, minute, pattern):
    """What the one who is asked about takes others to believe, of the only way, and the way."""
    (actor,) = reasons(interpreter, 1, 0, minute * 60.0, pattern).actors
    (way,) = actor.ways
    return way.taken, way


def changed(life, mind, name):
    """The events in which somebody came to believe another value."""
    return [
        (event.number, change.new)
        for event in life.events
        for change in event.changes
        if change.mind == mind and event.name == name
    ]


def test_both_beliefs_are_those_of_the_record(twice):
    world, life = twice.world, twice.live(1, 0)
    ada, ben, cleo = map(world.entity, ("Ada", "Ben", "Cleo"))
    (taken,), way = of(twice, 6, "warn(Ben, Ada)")
    assert taken.minds == (ben, ada)
    assert taken.wrong
    assert way.ruled_out_by is way.needs[-1]  # he would have warned her, had he known
    first, second = changed(life, ada, "move")
    assert (taken.since_taken.number, taken.taken) == first == changed(life, ben, "move")[0]
    assert (taken.since_held.number, taken.held) == second
    (taken,), _ = of(twice, 6, "warn(Ben, Cleo)")
    assert (taken.since_held.number, taken.held) == changed(life, cleo, "move")[-1]
    assert (taken.taken, taken.since_taken) == (world.entity("Stone"), None)


def test_what_is_taken_rightly_is_no_error(twice):
    (taken,), _ = of(twice, 3, "warn(Ben, Ada)")
    assert not taken.wrong
    assert taken.since_taken == taken.since_held
    assert sentence(Names(twice.world), taken) == (
        "Ben takes Ada to believe that Spare.at is Shed, since 2:00 move(Ada, Spare, Shed); and Ada does"
    )


def test_an_error_is_told_with_the_truth_and_whence_both_came(twice):
    (taken,), _ = of(twice, 6, "warn(Ben, Cleo)")
    assert sentence(Names(twice.world), taken) == (
        "Ben takes Cleo to believe that Spare.at is Stone, from the start;"
        " but Cleo believes that it is Barn, since 5:00 move(Ada, Spare, Barn)"
    )


def test_three_minds_deep_the_second_is_asked_what_they_take_the_third_to_believe():
    interpreter = Interpreter(load_text(DEEP))
    (actor,) = reasons(interpreter, 1, 0, 0.0, "wait(Ada, Ben, Cleo)").actors
    (taken,) = actor.ways[0].taken
    assert sentence(Names(interpreter.world), taken) == (
        "Ada takes Ben to take Cleo to believe that Spare.at is Shed, from the start;"
        " but Ben takes Cleo to believe that it is Stone, from the start"
    )


def test_minds_one_deep_take_nobody_to_believe_anything():
    text = MOVED_TWICE.replace("  depth 2\n", "")
    assert of(Interpreter(load_text(text)), 6, "warn(Ben, Cleo)")[0] == ()


def test_the_record_holds_each_belief_about_a_belief_that_a_life_comes_to(twice):
    living = twice.begin(1, 0)
    while living.step():
        pass
    s, layout, minds = living.state, twice.build.layout, Minds(twice.world)
    last: dict[tuple[Any, ...], Any] = {}
    for event in living.life().events:
        for each in event.supposed:
            assert last.get(each[:3], each.old) == each.old  # it goes on from what was held before
            last[each[:3]] = each.new
    kept = {
        (minds.members(path), layout.owner(cell)[0].name, layout.owner(cell)[1]): value
        for path, held in s.held.items()
        for cell, value in held.items()
        if path >= minds.entities
    }
    assert last == kept
    assert len(last) == 5


def test_the_record_tells_all_who_came_to_it_together(twice):
    names, world = Names(twice.world), twice.world
    moved = [event for event in twice.live(1, 0).events if event.name == "move"]
    assert list(names.supposed(moved[1].supposed)) == [
        "Ada takes Cleo to believe Spare.at Stone → Barn",
        "Cleo takes Ada to believe Spare.at Stone → Barn",
    ]
    ada, ben, cleo, spare = map(world.entity, ("Ada", "Ben", "Cleo", "Spare"))
    stone, shed = map(world.entity, ("Stone", "Shed"))
    of = moved[0].supposed[0].field
    both = (Supposed((who, cleo), of, (spare,), stone, shed) for who in (ada, ben))
    assert list(names.supposed(both)) == ["Ada, Ben take Cleo to believe Spare.at Stone → Shed"]
