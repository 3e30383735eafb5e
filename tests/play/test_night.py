"""The five playthroughs of the night among the examples, one for each of its main endings: in sessions and in
a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bundled import load
from tests.play.pages import choose, digest, formulas, needs_wasm, opened, page_for
from tests.sampled import slow, thorough
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
@slow
def test_a_playthrough_holds(came: dict[str, Played], name: str) -> None:
    if (failed := came[name].failed) is not None:
        raise failed


@pytest.mark.parametrize("name", [file.stem for file in PLAYS])
@slow
def test_the_interpreter_lives_the_same_life(came: dict[str, Played], name: str) -> None:
    session = came[name].session
    assert session.recorded == session.digest


@thorough
@needs_wasm
def test_a_page_lives_the_same_lives(browser, came: dict[str, Played], stage: Stage, tmp_path: Path) -> None:
    html = page_for(stage.world, "Stiles")
    assert len(html) < 2_000_000
    file = tmp_path / "night.html"
    file.write_text(html, encoding="utf-8")
    with opened(browser, file, "#seed=1&run=6") as page:
        for each in came.values():
            choose(page, formulas(each.session))
            assert page.inner_text("#end") == f"The end: {each.session.ending}"
            assert digest(page) == f"{each.session.digest:016x}"
            page.keyboard.press("r")


@slow
def test_one_choice_is_between_each_of_them_and_what_would_have_come(came: dict[str, Played]) -> None:
    """All have the same luck; and whatever is done, it ends otherwise."""
    sessions = [each.session for each in came.values()]
    assert len({session.ending for session in sessions}) == len(PLAYS) == 5
    assert {(session.seed, session.run) for session in sessions} == {(1, 6)}
    assert sorted(len(session.course) for session in sessions) == [0, 1, 1, 1, 1]
