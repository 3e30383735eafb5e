"""The notebook runs from top to bottom, and every cell that shows something still does."""

from __future__ import annotations

import copy

import nbclient
import nbformat

from tests.docs.examples import ROOT
from tests.sampled import slow


@slow
def test_the_notebook_can_be_executed() -> None:
    kept = nbformat.read(ROOT / "docs" / "a_morning_asked.ipynb", as_version=4)
    again = copy.deepcopy(kept)
    nbclient.NotebookClient(again, timeout=300, kernel_name="python3").execute(cwd=str(ROOT))
    for before, after in zip(kept.cells, again.cells, strict=True):
        assert _shown(before) == _shown(after), before.source


def _shown(cell: nbformat.NotebookNode) -> list[tuple[str, list[str]]]:
    """Of what sorts a cell's outputs are, for what they say may change with the world."""
    return [(each.output_type, sorted(each.get("data", {}))) for each in cell.get("outputs", [])]
