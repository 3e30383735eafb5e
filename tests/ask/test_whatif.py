"""What if: pairs share all luck that the difference does not touch."""

from __future__ import annotations

import pytest

from twicetold.ask.whatif import Twin, parting, whatif
from twicetold.engine import Interpreter
from twicetold.lang import load, load_text
from twicetold.questions import WhatIf
from twicetold.runs import Engine

N = 60


@pytest.fixture(scope="module")
def milk():
    return load("milk")


@pytest.fixture(scope="module")
def found(milk):
    twins = [Twin("again", milk), Twin("no blame", load("milk", ["forbid blame(anyone, anyone)"]))]
    return whatif(milk, twins, WhatIf(n=N, jobs=1))


def test_the_same_world_twice_differs_in_nothing(found):
    same = found.twins[0]
    assert same.same == N
    assert same.flips == ()
    assert all(
        shift.difference.estimate == 0 and not shift.gained and not shift.lost for shift in same.endings
    )
    assert all(turn.difference == type(turn.difference)(0.0, 0.0, 0.0) for turn in same.measures)


def test_a_twin_is_compared_run_by_run(milk, found):
    """Counted by hand, life by life."""
    twin = load("milk", ["forbid blame(anyone, anyone)"])
    a, b = Interpreter(milk), Interpreter(twin)
    pairs = [(a.live(1, k, record=False).ending, b.live(1, k, record=False).ending) for k in range(N)]
    for shift in found.twins[1].endings:
        assert shift.gained == sum(x != shift.ending == y for x, y in pairs)
        assert shift.lost == sum(x == shift.ending != y for x, y in pairs)
    flips = {(flip.before, flip.after): flip.count for flip in found.twins[1].flips}
    assert sum(flips.values()) == sum(x != y for x, y in pairs)
    for flip in found.twins[1].flips:
        assert all(pairs[run] == (flip.before, flip.after) for run in flip.runs)


def test_a_pair_parts_at_the_first_event_that_only_one_of_them_has(milk):
    twin = load("milk", ["forbid blame(anyone, anyone)"])
    interpreter = Interpreter(milk)
    run = next(k for k in range(200) if any(e.name == "blame" for e in interpreter.live(1, k).events))
    parted = parting(milk, twin, 1, run)
    assert parted is not None
    assert parted.before is not None
    assert parted.before.name == "blame"
    assert parted.before != parted.after
    assert parting(milk, milk, 1, run) is None


def test_an_interval_that_excludes_nothing_is_no_accident():
    """A chance of .3 made .6: every pair that differs gains, and how many do is known."""
    text = (
        'world "W"\n  tick 1 second\n  lasts 2 seconds\nsetting p number 0..1 = 0.3\n'
        "kind T\n  up yes/no\nOne is T\nrule flip for t: T at 0 seconds\n  chance p\n    t.up = yes\n"
        'ending "up" when One.up\nending "down" at the end\n'
    )
    world, twin = load_text(text), load_text(text, lines=["p 0.6"])
    found = whatif(world, [Twin("p .6", twin)], WhatIf(n=400, jobs=1, engine=Engine.INTERPRETER))
    up = found.twins[0].endings[0]
    assert up.lost == 0
    assert up.difference.low < 0.3 < up.difference.high
    assert up.difference.sure
    until = whatif(
        world, [Twin("p .6", twin)], WhatIf(n=20000, jobs=1, until=0.05, engine=Engine.INTERPRETER)
    )
    assert until.known
    assert until.n < 20000


def test_there_must_be_a_twin(milk):
    with pytest.raises(ValueError, match="twin"):
        whatif(milk, [], WhatIf(n=3))
