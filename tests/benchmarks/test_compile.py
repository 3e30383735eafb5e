"""The worlds by which compiling is measured are worlds, and the measure of growth is right."""

import pytest

from benchmarks.compile import RULES, many_rules, slope
from tests.sampled import slow
from twicetold.engine import Interpreter
from twicetold.engine.kernel import Kernel
from twicetold.lang import load_text


@slow
def test_each_has_as_many_rules_as_it_says():
    for count in RULES:
        world = load_text(many_rules(count))
        assert len(world.rules) + len(world.actions) == count


def test_people_do_all_sorts_of_things_in_them():
    world = load_text(many_rules(25))
    lives = Kernel(world, tier="quick").lives(1, 0, 5, events=True)
    assert lives.digest.tolist() == Interpreter(world).lives(1, 0, 5).digest.tolist()
    assert lives.events is not None
    assert len(set(lives.events.name.tolist())) == len(world.actions)


def test_the_slope_is_the_power_by_which_it_grows():
    counts = (25, 50, 100)
    assert slope(counts, [3.0 * n for n in counts]) == pytest.approx(1)
    assert slope(counts, [0.1 * n**2 for n in counts]) == pytest.approx(2)
    assert slope(counts, [7.0, 7.0, 7.0]) == pytest.approx(0)
