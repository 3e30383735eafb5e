"""The night's own telling, `threads`, told of lives other than the one it was written for.

It never fails, tells its sections in their order, keeps back the name that it keeps back, is close only to
those who know, and is another telling where it is another story.
"""

from __future__ import annotations

from functools import cache

import pytest

from tests.sampled import sampled, slow
from tests.tell.lives import bundled
from tests.worlds.two_hundred import wrong
from twicetold.lang.model.telling import Telling
from twicetold.tell import Plan, planned
from twicetold.tell.prose import Prose
from twicetold.tell.words import told

RUNS = range(12)
"""Lives that end in several ways; `two_hundred` tells more."""

pytestmark = pytest.mark.xdist_group("the night's lives")


@cache
def telling() -> Telling:
    return next(each for each in bundled("hale_yard", 0).world.tellings if each.name == "threads")


@cache
def plan(run: int) -> Plan:
    return planned(bundled("hale_yard", run), telling())


@cache
def prose(run: int) -> Prose:
    return told(bundled("hale_yard", run), plan(run))


def happened(run: int, name: str, *roles: str) -> bool:
    """Whether an event of the life comes off."""
    story = bundled("hale_yard", run)
    wanted = tuple(map(story.world.entity, roles))
    return any(
        event.name == name
        and event.outcome not in ("failed", "interrupted")
        and event.roles[: len(wanted)] == wanted
        for event in story.life.events
    )


@pytest.mark.parametrize("run", sampled(RUNS, 2, more=2))
@slow
def test_nothing_is_wrong_with_it(run: int) -> None:
    assert list(wrong(bundled("hale_yard", run), telling(), plan(run), prose(run))) == []
    assert sum(1 for _ in prose(run).sentences) > 10


@pytest.mark.parametrize("run", sampled(RUNS, 3, more=len(RUNS)))
def test_without_the_bite_there_is_no_aftermath(run: int) -> None:
    aftermath = any(part.thread == "after" for part in plan(run).parts)
    assert not aftermath or happened(run, "bite", "Derek", "Stiles")


@slow
def test_it_is_another_telling_of_another_life() -> None:
    assert len({tuple(part.name for part in plan(run).parts) for run in RUNS}) > 1


@slow
def test_in_the_life_where_he_runs_others_tell_the_rest() -> None:
    run = next(run for run in RUNS if happened(run, "run_away", "Stiles"))
    story = bundled("hale_yard", run)
    stiles = story.world.entity("Stiles")
    away = next(event for event in story.events if event.name == "run_away" and event.outcome == "done")
    through = [node.mind for node in plan(run).nodes if node.event.number > away.number]
    assert through
    assert stiles not in through
