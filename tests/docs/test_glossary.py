"""The glossary's words of the field stand in the first lines of the files that it names."""

from __future__ import annotations

import ast
import re

import pytest

from tests.docs.examples import ROOT

ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \| `([^`]+)` \|$", re.MULTILINE)
ENTRIES = ROW.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))
PLAIN = "model of an agent-based simulation"
"""Said for whoever comes from there; no module is about it alone."""


def test_the_glossary_has_entries() -> None:
    assert len(ENTRIES) > 40


@pytest.mark.parametrize(("house", "field", "file"), ENTRIES, ids=[house for house, _, _ in ENTRIES])
def test_the_word_of_the_field_stands_where_the_glossary_says(house: str, field: str, file: str) -> None:
    module = ROOT / file
    source = (module / "__init__.py" if module.is_dir() else module).read_text(encoding="utf-8")
    said = " ".join((ast.get_docstring(ast.parse(source)) or "").split("\n\n")[0].split()).lower()
    for word in re.split(r", (?:by the )?", field):
        assert word.lower() in said, f"`{word}` is not said of {file}: {said}"
