"""The course of a canon is kept, and is what would be found if it was sought anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.cli.course import kept_course
from twicetold.cli.lived import canonical_course
from twicetold.engine.meaning.interventions import Luck
from twicetold.lang import load_canon, load_with_warnings


def test_a_course_that_was_kept_is_the_one_that_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWICETOLD_CACHE", str(tmp_path / "cache"))
    loaded = load_with_warnings("milk")
    canon = load_canon(loaded, "milk")
    assert canon is not None
    assert kept_course(loaded.world, canon, 1) is None
    found = canonical_course(loaded, "milk", 1)
    assert kept_course(loaded.world, canon, 1) == found
    assert any(not isinstance(said, Luck) for said in found.interventions)
    assert kept_course(loaded.world, canon, 2) is None
