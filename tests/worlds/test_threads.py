"""The night's own telling, `threads`, told of lives other than the one it was written for.

It never fails, tells its sections in their order, keeps back the name that it keeps back, is close only to
those who know, and is another telling where it is another story.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.tell.lives import bundled
from twicetold.lang.telling import Telling
from twicetold.tell import Plan, planned
from twicetold.tell.words import Prose, told

RUNS = range(12)
"""Lives that end in several ways; tried once with 200."""

SECTIONS = ["T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7"]

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


@pytest.mark.parametrize("run", RUNS)
def test_it_tells_what_there_is_in_the_order_of_its_sections(run: int) -> None:
    names = [part.name for part in plan(run).parts]
    assert names
    assert names == [name for name in SECTIONS if name in names]
    assert sum(1 for _ in prose(run).sentences) > 10


@pytest.mark.parametrize("run", RUNS)
def test_the_dying_man_has_no_name_until_his_scent_comes_back(run: int) -> None:
    stiles = bundled("hale_yard", run).world.entity("Stiles")
    for passage in prose(run).passages:
        for sentence in passage.sentences:
            if sentence.nodes and all(stiles in node.calls for node in sentence.nodes):
                assert not re.search(r"\bStiles\b", sentence.text), sentence.text


@pytest.mark.parametrize("run", RUNS)
def test_nothing_is_told_twice_and_nothing_that_its_mind_did_not_know(run: int) -> None:
    told = [event.number for node in plan(run).nodes for event in node.events]
    assert len(told) == len(set(told))
    assert all(node.access is not None for node in plan(run).nodes if node.focus == "internal")


@pytest.mark.parametrize("run", RUNS)
def test_without_the_bite_there_is_no_aftermath(run: int) -> None:
    aftermath = any(part.thread == "after" for part in plan(run).parts)
    assert not aftermath or happened(run, "bite", "Derek", "Stiles")


def test_it_is_another_telling_of_another_life() -> None:
    assert len({tuple(part.name for part in plan(run).parts) for run in RUNS}) > 1


def test_in_the_life_where_he_runs_others_tell_the_rest() -> None:
    run = next(run for run in RUNS if happened(run, "run_away", "Stiles"))
    story = bundled("hale_yard", run)
    stiles = story.world.entity("Stiles")
    away = next(event for event in story.events if event.name == "run_away" and event.outcome == "done")
    through = [node.mind for node in plan(run).nodes if node.event.number > away.number]
    assert through
    assert stiles not in through
