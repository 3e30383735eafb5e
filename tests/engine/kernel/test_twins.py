"""Twins that share what they can with the life that they are twins of end as if they were lived whole."""

from __future__ import annotations

import pytest

from tests.bundled import load
from twicetold.engine.kernel import Kernel
from twicetold.engine.kernel.twins import Ended, Twins
from twicetold.engine.meaning.interventions import Intervention, Luck
from twicetold.lang import load_text, model

SEED, RUN = 3, 1

WALK = """
world "A walk"
  tick 1 second
  lasts 50 seconds
kind Walker
  height whole
  held whole
Ann is Walker
rule step for w: Walker
  chance 0.5
    w.height = w.height + 1 if w.height < 3 else w.height
  otherwise
    w.height = w.height - 1 if w.height > -3 else w.height
rule now_and_then for w: Walker when w.height is 3
  chance 0.1
    w.held += 1
ending "below" at the end when Ann.height < 0
ending "above" at the end
measure held = Ann.held
measure height = Ann.height
"""


def whole(kernel: Kernel, said: tuple[Intervention, ...], first: int, n: int) -> list[Ended]:
    """How lives end that are lived from their beginning."""
    lives = kernel.under(said).lives(SEED, first, n)
    rows = zip(lives.ending.tolist(), lives.measures.tolist(), strict=True)
    return [Ended(ending, tuple(measures)) for ending, measures in rows]


@pytest.fixture(scope="module")
def walk() -> model.World:
    return load_text(WALK)


def flipped(world: model.World) -> list[model.Intervention]:
    """Each chance of the walk made to fall as it may not have, at each tick."""
    sites = [node.site for node in model.nodes(world, expressions=False) if isinstance(node, model.Chance)]
    return [
        model.Intervention("falls", site, (), tick, tick, value=value)
        for site in sites
        for tick in range(world.ticks)
        for value in (0, 1)
    ]


def test_a_twin_of_a_walk_ends_as_if_it_was_lived_whole(walk: model.World) -> None:
    kernel, twins = Kernel(walk, open=True, tier="quick"), Twins(walk, SEED, RUN, tier="quick")
    found = [twins.twin((said,)) for said in flipped(walk)]
    assert found == [*(whole(kernel, (said,), RUN, 1)[0] for said in flipped(walk))]
    assert len(set(found)) > 3  # some end otherwise, and some as the life does


def test_a_twin_of_a_life_with_a_course_ends_as_if_it_was_lived_whole(walk: model.World) -> None:
    course: tuple[Intervention, ...] = (Luck(7, 5, 20), *flipped(walk)[60:62])
    kernel, twins = Kernel(walk, open=True, tier="quick"), Twins(walk, SEED, RUN, course, tier="quick")
    for said in flipped(walk)[::3]:
        assert twins.twin((said,)) == whole(kernel, (*course, said), RUN, 1)[0]


@pytest.mark.parametrize("tick", [0, 1, 17, 49])
def test_others_with_the_luck_of_a_life_until_a_tick_end_as_if_they_were_lived_whole(
    walk: model.World, tick: int
) -> None:
    kernel, twins = Kernel(walk, open=True, tier="quick"), Twins(walk, SEED, RUN, tier="quick")
    for further in ((), (model.Intervention("forbid", "step", (0,), tick),)):
        said = (Luck(RUN, last=tick), *further)
        assert twins.twins(said, 5, 30, tick) == whole(kernel, said, 5, 30)


def test_what_is_to_be_forced_once_in_a_twin_is_forced_as_in_a_life_lived_whole() -> None:
    world = load("milk")
    kernel = Kernel(world, open=True, tier="quick")
    course = tuple(
        model.Intervention("force", action.name, (), tick, once=True)
        for tick, action in enumerate(world.actions)
    )
    twins = Twins(world, SEED, RUN, course[:1], tier="quick")
    assert len(course) > 2
    for said in (course[1:], course[2:]):
        assert twins.twin(said) == whole(kernel, (*course[:1], *said), RUN, 1)[0]
