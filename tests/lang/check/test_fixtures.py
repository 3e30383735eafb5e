"""The corpus of the language: one tiny world for each of its rules, valid and invalid.

The first comment of a file states the rule. At the end of an invalid one stands what must be said of it, a
line each: `#! T0203 7:17 Person has no field …`, with `warning` before it where it is one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from twicetold.lang import TaleError, load_text, load_text_with_warnings
from twicetold.lang.diagnostics import Diagnostic

CORPUS = Path(__file__).parents[2] / "fixtures"
VALID = sorted((CORPUS / "valid").glob("*.tale"))
INVALID = sorted((CORPUS / "invalid").glob("*.tale"))

MARK = "#! "

UNUSED = ("warning T0529", "warning T0530")
"""That nothing reads a field, or gives it a value: a tiny world declares what it shows and no more. It is
said of those that state it."""


def said(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    warning = "warning " if diagnostic.severity == "warning" else ""
    return f"{warning}{diagnostic.code} {span.line}:{span.column} {diagnostic.message}"


def found_in(text: str, name: str) -> list[str]:
    try:
        return [said(each) for each in load_text_with_warnings(text, name).diagnostics]
    except TaleError as error:
        return [*map(said, error.diagnostics), *["more"] * error.rest]


def test_the_corpus_is_there() -> None:
    assert len(VALID) >= 50
    assert len(INVALID) >= 70


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_world_loads_and_nothing_is_said_of_it(file: Path) -> None:
    found = found_in(file.read_text(encoding="utf-8"), file.name)
    assert [each for each in found if not each.startswith(UNUSED)] == []


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_of_an_invalid_world_exactly_what_it_states_is_said(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    expected = [line.removeprefix(MARK) for line in text.splitlines() if line.startswith(MARK)]
    assert expected, "an invalid world states what must be said of it"
    found = found_in(text, file.name)
    if not any(each.startswith(UNUSED) for each in expected):
        found = [each for each in found if not each.startswith(UNUSED)]
    assert found == expected


@pytest.mark.parametrize("file", [*VALID, *INVALID], ids=lambda file: file.stem)
def test_a_fixture_states_its_rule(file: Path) -> None:
    first = file.read_text(encoding="utf-8").partition("\n")[0]
    assert first.startswith("# ")
    assert first.endswith(".")


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_layout_and_comments_do_not_count(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    spaced = "# another comment\n\n" + text.replace("\n", "   # end of line\n")
    assert load_text(spaced, "other.tale").hash == load_text(text, file.name).hash
