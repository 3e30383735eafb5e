"""The page on narrators has every field of a file, and the values that those of the package have."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from tests.docs.examples import ROOT
from twicetold.tell.narrators import Narrator, named

PAGE = (ROOT / "docs" / "narrators.md").read_text(encoding="utf-8")
HEAD = re.search(r"^\| field \|(.*)\|$", PAGE, re.MULTILINE)
ROWS = re.findall(r"^\| `(?:\[)?(\w+)(?:\])?` \| .+ \|([^|\n]*)\|([^|\n]*)\|([^|\n]*)\|$", PAGE, re.MULTILINE)


def shown(value: object) -> str:
    """A value as the page has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        if value and isinstance(value[0], int):
            return f"{min(value)} to {max(value)}"
        return "some" if value else "none"
    return str(value)


def test_it_has_a_row_for_each_field() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(f.name for f in fields(Narrator) if f.name != "name")


@pytest.mark.parametrize(("place", "name"), [(1, "plain"), (2, "dry"), (3, "foreboding")])
def test_its_values_are_those_of_the_files(place: int, name: str) -> None:
    assert HEAD is not None
    assert re.findall(r"`(\w+)`", HEAD[1])[place - 1] == name
    written = {row[0]: row[place].strip() for row in ROWS if row[place].strip()}
    assert len(written) > 10
    assert written == {field: shown(getattr(named(name), field)) for field in written}
