"""A plugin for pytest: worlds are test files, their canons and expectations the tests; and so are scripts of
play.

`pytest my_world.tale` collects a world that is named, `pytest my_life.play` a script; `tale_files = *.tale`
and `play_files = *.play` in the configuration those found in folders. Without any nothing is collected, and
nothing of Twicetold imported.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from twicetold.ask.canon import CanonReport
    from twicetold.ask.checking import Checked
    from twicetold.ask.verdicts import Verdict
    from twicetold.lang import Loaded
    from twicetold.lang.model.canon import Canon
    from twicetold.play import Stage

FILES = {".tale": "tale_files", ".play": "play_files"}
"""The setting that has patterns of such files."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The settings of the plugin."""
    parser.addini("tale_files", "Patterns of worlds to collect as tests, such as *.tale.", "args", [])
    parser.addini(
        "play_files", "Patterns of scripts of play to collect as tests, such as *.play.", "args", []
    )
    parser.addini(
        "tale_lives", "The most lives to hold the expectations of a world against.", default="10000"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A world or a script that is named, or that fits the patterns."""
    setting = FILES.get(file_path.suffix)
    if setting is None:
        return None
    wanted = any(file_path.match(pattern) for pattern in parent.config.getini(setting))
    if not wanted and not parent.session.isinitpath(file_path):
        return None
    sort = TaleFile if setting == "tale_files" else PlayFile
    collector: pytest.Collector = sort.from_parent(parent, path=file_path)
    return collector


class TaleFile(pytest.File):
    """A world, with a test for each line of its canon and each `expect`."""

    def collect(self) -> Iterator[pytest.Item]:
        from twicetold.ask.verdicts import expect_name

        loaded = self.loaded
        if self.canon is not None:
            for place, line in enumerate(self.canon.lines):
                text = " and ".join(part.text for part in line.parts)
                yield TaleItem.from_parent(self, name=f"{line.name} {text}", sort="canon", place=place)
            yield TaleItem.from_parent(self, name="canon is in character", sort="character", place=0)
        for place, expect in enumerate(loaded.world.expects):
            yield TaleItem.from_parent(self, name=expect_name(expect), sort="expect", place=place)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return _told(excinfo) or str(super().repr_failure(excinfo))

    @cached_property
    def loaded(self) -> Loaded:
        """The world. Raises TaleError."""
        from twicetold.lang import load_with_warnings

        return load_with_warnings(str(self.path))

    @cached_property
    def canon(self) -> Canon | None:
        """The canon beside it, if there is one. Raises TaleError."""
        from twicetold.lang import load_canon

        return load_canon(self.loaded, str(self.path))

    @cached_property
    def report(self) -> CanonReport:
        """What is found of the canon, once for all of its lines."""
        from twicetold.ask.canon import check_canon
        from twicetold.engine import Interpreter

        assert self.canon is not None
        return check_canon(Interpreter(self.loaded.world), self.canon)

    @cached_property
    def checked(self) -> Checked:
        """What is found of the expectations, once for all of them."""
        from twicetold.ask.checking import check_expectations
        from twicetold.questions import Check

        return check_expectations(self.loaded.world, Check(int(self.config.getini("tale_lives"))))


class DoesNotHold(Exception):
    """What a world was to do, it does not; the message says what it does instead."""


class TaleItem(pytest.Item):
    """A line of a canon, or an expectation."""

    parent: TaleFile

    def __init__(self, *, sort: str, place: int, **given: object) -> None:
        super().__init__(**given)  # type: ignore[arg-type]
        self.sort = sort
        self.place = place

    def runtest(self) -> None:
        failure = self._failure()
        if failure is not None:
            raise DoesNotHold(failure)

    def _failure(self) -> str | None:
        from twicetold.ask.canon import IN_CHARACTER
        from twicetold.ask.verdicts import of_expectation, of_line

        if self.sort == "character":
            share = self.parent.report.in_character
            if share >= IN_CHARACTER:
                return None
            return f"only {share:.0%} of its lines are in character, {IN_CHARACTER:.0%} should be"
        verdict: Verdict
        if self.sort == "canon":
            verdict = of_line(self.parent.report.lines[self.place])
        else:
            checked = self.parent.checked
            verdict = of_expectation(checked.expectations[self.place], checked.n)
        return verdict.failure

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return _told(excinfo) or str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        line = None
        if self.sort == "expect":
            line = self.parent.loaded.world.expects[self.place].span.line - 1
        return self.path, line, self.name


class PlayFile(pytest.File):
    """A script of play, which is one test."""

    def collect(self) -> Iterator[pytest.Item]:
        yield PlayItem.from_parent(self, name="play")


STAGES = pytest.StashKey[dict[str, "Stage"]]()
"""The worlds that are played in a session of pytest, each compiled once, by their hashes."""


class PlayItem(pytest.Item):
    """A script of play: all holds that it expects."""

    def runtest(self) -> None:
        from twicetold.lang import load
        from twicetold.play import Stage
        from twicetold.play.script import played, read_script, world_of

        script = read_script(self.path.read_bytes(), str(self.path))
        world = load(world_of(script, self.path), script.lines)
        stages = self.session.stash.setdefault(STAGES, {})
        if world.hash not in stages:
            stages[world.hash] = Stage(world)
        failed = played(stages[world.hash], script).failed
        if failed is not None:
            raise failed

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str:
        return _told(excinfo) or str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, 0, self.name


def _told(excinfo: pytest.ExceptionInfo[BaseException]) -> str | None:
    """A failure in the words of the world's author; None if it is no such."""
    error = excinfo.value
    if isinstance(error, DoesNotHold):
        return str(error)
    from twicetold.lang.diagnostics import TaleError, render

    if isinstance(error, TaleError):
        return render(error.diagnostics, error.sources, colour=False, rest=error.rest)
    return None
