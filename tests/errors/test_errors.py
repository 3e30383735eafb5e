"""Wrong worlds, as authors write them, and exactly what they are told: beside `NAME.tale` stands `NAME.txt`.

After a deliberate change of wording, `python tests/errors/accept.py` writes the texts anew, to be read over.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.lang import TaleError, load
from twicetold.lang.codes import codes

HERE = Path(__file__).parent
WORLDS = sorted(HERE.glob("*.tale"))


def test_there_are_enough() -> None:
    assert len(WORLDS) >= 40
    assert {file.stem for file in WORLDS} == {file.stem for file in HERE.glob("*.txt")}


@pytest.mark.parametrize("file", WORLDS, ids=lambda file: file.stem)
def test_the_author_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(TaleError) as caught:
        load(file.name)
    assert str(caught.value) == file.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", WORLDS, ids=lambda file: file.stem)
def test_every_code_is_explained(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(TaleError) as caught:
        load(file.name)
    assert {diagnostic.code for diagnostic in caught.value.diagnostics} <= codes().keys()
