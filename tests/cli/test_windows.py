"""Playing in windows, driven by keys alone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

pytest.importorskip("textual")

from textual.widgets import Static

from twicetold.cli.play import Keeping
from twicetold.cli.transcript import Transcript
from twicetold.cli.windows import Choices, Windows
from twicetold.lang import load
from twicetold.play import Session, Stage, begin
from twicetold.play.saved import loaded, read
from twicetold.play.table import Table


@pytest.fixture(scope="module")
def stage() -> Stage:
    return Stage(load("milk"))


def drive(app: Windows, *keys: str, then: Callable[[Any], Awaitable[None]] | None = None) -> None:
    """Press keys one after the other, each once all is done that the one before has brought about."""

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            for key in keys:
                await pilot.press(key)
                await app.workers.wait_for_complete()
                await pilot.pause()
            if then is not None:
                await then(pilot)

    asyncio.run(run())


def shown(app: Windows) -> str:
    return "\n".join(str(part.render()) for part in app.query("#read > Static").results(Static))


def offered(app: Windows) -> list[str]:
    choices = app.query_one(Choices)
    return [str(choices.get_option_at_index(n).prompt) for n in range(choices.option_count)]


def windows(session: Session, **how: Any) -> Windows:
    return Windows(Table(session, "milk", **how), Transcript(None))


def test_keys_play_the_same_life_as_a_program(stage: Stage) -> None:
    first = begin(stage, ["Ada"], 1, 2)
    app = windows(first)
    drive(app, "w", "2", "w", "enter")
    after = first.wait_until().choose(1).wait_until().choose(0)
    assert app.table.session == after
    assert app.table.session.digest == after.digest
    assert after.ending == "tea, after all"


def test_what_is_read_and_what_can_be_done_stand_on_the_screen(stage: Stage) -> None:
    app = windows(begin(stage, ["Ada"], 1, 2))

    async def look(pilot: Any) -> None:
        assert "There is one flat, with you, Cleo and Ben in it" in shown(app)
        assert "Cleo says that it is always Ben" in shown(app)
        assert offered(app) == ["1  You fetch.", "2  You own up to Cleo.", "w  You wait."]
        assert all(part.region.right <= 80 for part in app.query("*").results())

    drive(app, "w", then=look)


def test_a_line_can_be_typed_and_left(stage: Stage) -> None:
    app = windows(begin(stage, ["Ada"], 1, 2))

    async def look(pilot: Any) -> None:
        assert app.table.session.tick == 21 + 3
        assert isinstance(app.focused, Choices)

    drive(app, "colon", "x", "escape", "colon", *"wait", "space", "3", "enter", then=look)


def test_undo_and_the_end_are_one_key_away(stage: Stage) -> None:
    first = begin(stage, ["Ada"], 1, 2)
    app = windows(first)

    async def look(pilot: Any) -> None:
        assert "The end: tea, after all." in shown(app)
        assert offered(app) == ["Why", "Otherwise", "Tell", "Quit"]

    drive(app, "w", "u", "w", "2", "w", "1", then=look)
    assert app.table.session.before is not None


def test_what_was_typed_is_kept_when_the_windows_close(stage: Stage, tmp_path: Any) -> None:
    first = begin(stage, ["Ada"], 1, 2)
    table = Table(first, "milk", Keeping(tmp_path / "save.json"))
    with Transcript(tmp_path / "transcript.txt") as transcript:
        app = Windows(table, transcript)
        drive(app, "w", "2", "q")
    session, _ = loaded(stage, read((tmp_path / "save.json").read_bytes()))
    assert session == app.table.session == first.wait_until().choose(1)
    text = (tmp_path / "transcript.txt").read_text(encoding="utf-8")
    assert "> wait\n\n29:00\n\nCleo says" in text
    assert text.endswith("> quit\n\n")
