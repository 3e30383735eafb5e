"""The five playthroughs of the night among the examples, one for each of its main endings."""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.lang import load
from twicetold.play import Stage
from twicetold.play.script import Played, played, read_script

PLAYS = sorted((Path(__file__).parents[2] / "examples" / "plays").glob("*.play"))

pytestmark = pytest.mark.xdist_group("played night")


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(load("hale_yard"))


@pytest.fixture(scope="module")
def came(stage: Stage) -> dict[str, Played]:
    return {file.stem: played(stage, read_script(file.read_bytes(), file.name)) for file in PLAYS}


@pytest.mark.parametrize("name", [file.stem for file in PLAYS])
def test_a_playthrough_holds(came: dict[str, Played], name: str) -> None:
    if (failed := came[name].failed) is not None:
        raise failed


@pytest.mark.parametrize("name", [file.stem for file in PLAYS])
def test_the_interpreter_lives_the_same_life(came: dict[str, Played], name: str) -> None:
    session = came[name].session
    assert session.recorded == session.digest


def test_one_choice_is_between_each_of_them_and_what_would_have_come(came: dict[str, Played]) -> None:
    """All have the same luck; and whatever is done, it ends otherwise."""
    sessions = [each.session for each in came.values()]
    assert len({session.ending for session in sessions}) == len(PLAYS) == 5
    assert {(session.seed, session.run) for session in sessions} == {(1, 6)}
    assert sorted(len(session.course) for session in sessions) == [0, 1, 1, 1, 1]
